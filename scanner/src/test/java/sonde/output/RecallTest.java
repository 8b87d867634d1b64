// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.ScanRecord;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class RecallTest {

    @TempDir Path folder;

    /** Keeps what it is shown. */
    private static final class Keeper implements RecordFormat {
        final List<String> lines = new ArrayList<>();

        @Override
        public boolean recalls() {
            return true;
        }

        @Override
        public void recall(String line) {
            lines.add(line);
        }

        @Override
        public void put(ScanRecord record, AsciiBuffer buffer) {}
    }

    private static List<String> lines(String content) throws IOException {
        Keeper keeper = new Keeper();
        Recall.show(keeper, new ByteArrayInputStream(content.getBytes(ISO_8859_1)));
        return keeper.lines;
    }

    @Test
    void showsEachWholeLine() throws IOException {
        assertEquals(List.of("a", "", "b c"), lines("a\n\nb c\nrest"));
        assertEquals(List.of(), lines(""));
    }

    @Test
    void passesOverLinesThatNoFormatWrote() throws IOException {
        String longest = "x".repeat(256);
        assertEquals(
                List.of(longest, "b"),
                lines(longest + "\n" + longest + "x\n" + longest + "yz\nb\n"));
    }

    @Test
    void takesWhateverBytesThereAre() throws IOException {
        SplittableRandom random = new SplittableRandom(31);
        byte[] bytes = new byte[200_000];
        random.nextBytes(bytes);
        HostOnlyFormat format = new HostOnlyFormat();
        Recall.show(format, new ByteArrayInputStream(bytes));
        assertEquals("198.18.0.2\n", Records.text(format, Records.PLAIN));
    }

    @Test
    void readsARegularFileAlone() throws IOException {
        Keeper keeper = new Keeper();
        Recall.show(keeper, "-");
        Recall.show(keeper, folder.toString());
        Recall.show(keeper, "/dev/zero");
        Recall.show(keeper, folder.resolve("missing").toString());
        assertTrue(keeper.lines.isEmpty());
        Path file = Files.writeString(folder.resolve("file"), "a\n");
        Recall.show(keeper, file.toString());
        assertEquals(List.of("a"), keeper.lines);
    }
}
