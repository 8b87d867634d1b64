// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.output.OutputMark;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

class CheckpointTextTest {

    private static final Checkpoint PLAIN =
            new Checkpoint(
                    0xABC,
                    -1,
                    1,
                    3,
                    1000,
                    List.of(5L, 9L),
                    0x11,
                    -1,
                    1_795_465_722L,
                    77,
                    List.of(new Checkpoint.Output("json", "out 1.json", new OutputMark(12, 3, 4))),
                    "ports = 80\nrange = 198.18.0.1\n");

    /** The body of a checkpoint with the sum that fits it. */
    private static byte[] summed(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(UTF_8));
        return (body + "crc32c = " + Long.toHexString(sum.getValue()) + '\n').getBytes(UTF_8);
    }

    private static String bodyOf(Checkpoint checkpoint) {
        String text = new String(CheckpointText.write(checkpoint), UTF_8);
        return text.substring(0, text.lastIndexOf("crc32c"));
    }

    private static String refusal(byte[] bytes) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> CheckpointText.read(bytes));
        return String.valueOf(e.getMessage());
    }

    @Test
    void isReadableText() {
        assertEquals(
                """
                sonde-checkpoint 1
                fingerprint = abc
                seed = 18446744073709551615
                shard = 2/3
                cursor = 1000
                pending = 5 9
                key = 11 ffffffffffffffff
                started = 1795465722
                journal = 77
                output = 12 3 4 json out 1.json
                | ports = 80
                | range = 198.18.0.1
                """,
                bodyOf(PLAIN));
    }

    @Test
    void isReadBackAsItWas() {
        SplittableRandom random = Samples.random();
        for (int run = 0; run < 500; run++) {
            Checkpoint checkpoint = Samples.checkpoint(random);
            assertEquals(fields(checkpoint), fields(read(CheckpointText.write(checkpoint))));
        }
    }

    private static Checkpoint read(byte[] bytes) {
        return CheckpointText.read(bytes);
    }

    /** All of it: a checkpoint's own text leaves the key out. */
    private static List<Object> fields(Checkpoint checkpoint) {
        return List.of(checkpoint, checkpoint.key0(), checkpoint.key1(), checkpoint.pending());
    }

    @Test
    void refusesEveryBeginningOfOne() {
        byte[] whole = CheckpointText.write(PLAIN);
        for (int length = 0; length < whole.length - 1; length++) {
            String said = refusal(Arrays.copyOf(whole, length));
            assertFalse(said.isEmpty());
        }
    }

    @Test
    void takesNoChangedByteForWhatWasWritten() {
        byte[] whole = CheckpointText.write(PLAIN);
        for (int at = 0; at < whole.length - 1; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << bit);
                refusal(changed);
            }
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals("it is no checkpoint of Sonde's", refusal("seed = 3\n".getBytes(UTF_8)));
        assertEquals(
                "it has version 2, and this Sonde reads version 1",
                refusal(summed(bodyOf(PLAIN).replace("checkpoint 1", "checkpoint 2"))));
        assertEquals(
                "its checksum does not fit: it was cut or changed",
                refusal("sonde-checkpoint 1\nseed = 3\n".getBytes(UTF_8)));
        assertEquals("it has no shard", refusal(summed("sonde-checkpoint 1\n")));
    }

    @ParameterizedTest
    @CsvSource({
        "shard = 2/3, shard = 2, its shard is not whole",
        "shard = 2/3, shard = 2/9999999999, one of its numbers is none",
        "cursor = 1000, cursor = -1, one of its numbers is none",
        "cursor = 1000, curs = 1000, it has no cursor",
        "pending = 5 9, pending = 5  9, one of its numbers is none",
        "key = 11 ffffffffffffffff, key = 11, its key is not whole",
        "key = 11, key = 1g, one of its numbers is none",
        "output = 12 3 4 json out 1.json, output = 12 3 4 json, its output is not whole",
        "output = 12, output = -2, one of its numbers is none"
    })
    void refusesLinesThatSayNothing(String line, String other, String said) {
        String body = bodyOf(PLAIN);
        assertTrue(body.contains(line), line);
        assertEquals(said, refusal(summed(body.replace(line, other))));
    }

    @Test
    void survivesWhateverAFileHas() {
        SplittableRandom random = Samples.random();
        for (int run = 0; run < 3000; run++) {
            StringBuilder body = new StringBuilder(bodyOf(Samples.checkpoint(random)));
            for (int i = random.nextInt(5); i > 0; i--) {
                int at = random.nextInt(body.length());
                body.replace(
                        at,
                        Math.min(body.length(), at + random.nextInt(9)),
                        random.nextBoolean() ? "" : "" + (char) random.nextInt(256));
            }
            try {
                assertFalse(read(summed(body.toString())).toString().isEmpty());
            } catch (IllegalArgumentException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    @Test
    void itsTextLeavesTheKeyOut() {
        assertEquals("Checkpoint[cursor 1000, 2 pending]", PLAIN.toString());
    }
}
