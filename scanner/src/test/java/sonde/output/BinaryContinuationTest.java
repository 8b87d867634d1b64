// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.TreeSet;

class BinaryContinuationTest {

    private static @Nullable OutputMark of(String content) throws IOException {
        return BinaryContinuation.of(new SimulatedFile(moment -> {}, content));
    }

    @Test
    void continuesBehindTheLastWholeRecordWhereverTheFileIsCut() throws IOException {
        RecordFormat format = OutputFormat.BINARY.format(Records.SETTINGS);
        StringBuilder text = new StringBuilder(new String(format.opening(), ISO_8859_1));
        TreeSet<Integer> ends = new TreeSet<>();
        ends.add(text.length());
        for (var record : Records.randomWithBanners(4, 12)) {
            text.append(Records.text(OutputFormat.BINARY, record));
            ends.add(text.length());
        }
        text.append(new String(format.closing(12), ISO_8859_1));
        String content = text.toString();
        for (int length = 0; length <= content.length(); length++) {
            OutputMark mark = of(content.substring(0, length));
            Integer end = ends.floor(length);
            if (end == null) {
                assertNull(mark);
            } else {
                assertNotNull(mark);
                assertEquals(end.longValue(), mark.position(), "of " + length + " bytes");
                assertEquals(end.equals(ends.first()) ? 0 : 1, mark.records());
            }
        }
    }

    @Test
    void continuesBehindJoinedFiles() throws IOException {
        String one = Records.document(OutputFormat.BINARY, Records.random(5, 3));
        OutputMark mark = of(one + one);
        assertNotNull(mark);
        assertEquals(2 * one.length() - BinaryLayout.FRAME_BYTES, mark.position());
    }

    @Test
    void survivesWhateverAFileHas() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String whole = Records.document(OutputFormat.BINARY, Records.randomWithBanners(6, 20));
        for (int run = 0; run < 2000; run++) {
            StringBuilder content = new StringBuilder(whole.substring(0, random.nextInt(3000)));
            for (int i = 0; i < 5 && !content.isEmpty(); i++) {
                content.setCharAt(random.nextInt(content.length()), (char) random.nextInt(256));
            }
            OutputMark mark = of(content.toString());
            if (mark != null) {
                assertEquals(
                        Math.clamp(mark.position(), 0, content.length()),
                        mark.position(),
                        "seed " + seed);
            }
        }
    }
}
