// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sonde.output.OutputFormat;
import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** What was written is read, and written again is the same file. */
class RoundTripTest {

    @TempDir Path folder;

    @Test
    void binaryKeepsEverything() throws IOException {
        long seed = System.nanoTime();
        List<ScanRecord> records = Results.random(seed, 500);
        Path file = folder.resolve("binary");
        Results.write(OutputFormat.BINARY, file, records);
        assertEquals(
                Results.words(records),
                Results.words(Results.read(Files.readAllBytes(file))),
                "seed " + seed);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST", "JSON", "NDJSON", "BINARY"})
    void writesTheSameFileAgain(OutputFormat format) throws IOException {
        long seed = System.nanoTime();
        List<ScanRecord> records = Results.random(seed, 500);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Results.write(format, first, records);
        List<ScanRecord> read = Results.read(Files.readAllBytes(first));
        assertEquals(records.size(), read.size(), "seed " + seed);
        Results.write(format, second, read);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second), "seed " + seed);
    }

    /** Wherever a file is cut, all whole records before are read, and nothing else. */
    @ParameterizedTest
    @EnumSource(names = {"LIST", "JSON", "NDJSON", "BINARY", "XML", "CSV", "GREPABLE"})
    void readsWhatIsWholeOfACutFile(OutputFormat format) throws IOException {
        List<ScanRecord> records =
                Results.random(5, 12).stream()
                        .filter(record -> record.banner() == null || record.port() % 2 == 0)
                        .filter(RoundTripTest::isShort)
                        .toList();
        assertTrue(records.size() > 4);
        Path file = folder.resolve("whole");
        Results.write(format, file, records);
        byte[] whole = Files.readAllBytes(file);
        List<String> words = Results.words(Results.read(whole));
        int cutShort = 0;
        boolean isOfLines =
                EnumSet.of(OutputFormat.LIST, OutputFormat.CSV, OutputFormat.GREPABLE)
                        .contains(format);
        for (int length = 0; length < whole.length; length++) {
            byte[] content = Arrays.copyOf(whole, length);
            if (length < (format == OutputFormat.BINARY ? 11 : 2)) {
                continue;
            }
            try (RecordReader reader = Results.open(content)) {
                List<String> read = Results.words(Results.all(reader));
                // Where a record is a line, a cut off one may look like a whole one.
                int sure = Math.max(0, read.size() - (isOfLines ? 1 : 0));
                assertEquals(words.subList(0, sure), read.subList(0, sure), "cut at " + length);
                cutShort += reader.isCutShort() ? 1 : 0;
            }
        }
        assertTrue(cutShort > whole.length / 4, "noticed " + cutShort + " cuts");
        try (RecordReader reader = Results.open(whole)) {
            Results.all(reader);
            assertFalse(reader.isCutShort());
        }
    }

    private static boolean isShort(ScanRecord record) {
        return record.banner() == null || record.banner().lengthBytes() < 100;
    }
}
