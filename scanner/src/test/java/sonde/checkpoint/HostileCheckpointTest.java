// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.output.OutputMark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Checkpoints that nobody wrote for a scan, with a sum that fits. */
class HostileCheckpointTest {

    private static final Checkpoint WHOLE =
            new Checkpoint(
                    -1,
                    -1,
                    0,
                    1,
                    7,
                    List.of(1L, 2L),
                    -1,
                    -1,
                    1_795_000_000,
                    16,
                    List.of(new Checkpoint.Output("json", "a b", new OutputMark(9, 8, 7))),
                    "rate = 1\n");

    @TempDir Path directory;

    private static String body() {
        String text = new String(CheckpointText.write(WHOLE), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf("crc32c"));
    }

    private static byte[] summed(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return (body + "crc32c = " + Long.toHexString(sum.getValue()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The last line of this name is another; read the first of a name alone. */
    private static byte[] with(String name, String value) {
        return summed(body().replaceFirst("(?m)^" + name + " = .*$", name + " = " + value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cursor:-1",
                "cursor:NaN",
                "cursor:9223372036854775808",
                "pending:1 -1",
                "pending:1  2",
                "shard:1",
                "shard:1/-1",
                "shard:-1/1",
                "key:1",
                "key:1 x",
                "started:-1",
                "started:253402300800",
                "journal:-1",
                "output:1",
                "output:-2 0 0 json a",
                "output:1 -1 0 json a"
            })
    void refusesWhatNoScanWrites(String change) {
        String name = change.substring(0, change.indexOf(':'));
        byte[] bytes = with(name, change.substring(name.length() + 1));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> CheckpointText.read(bytes));
        assertFalse(String.valueOf(refusal.getMessage()).contains("For input"), refusal::toString);
    }

    /** They would take up a gigabyte. */
    @Test
    void refusesMorePendingTargetsThanAScanCanHave() {
        byte[] bytes = with("pending", "0 ".repeat(1 << 24) + "0");
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> CheckpointText.read(bytes));
        assertEquals("it has more than 2097152 pending targets", refusal.getMessage());
    }

    @Test
    void readsWhatItWrote() {
        assertEquals(WHOLE.outputs(), CheckpointText.read(summed(body())).outputs());
    }

    @Test
    void survivesWhateverTheBytesAre() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int n = 0; n < 20_000; n++) {
            StringBuilder body = new StringBuilder(body());
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                int at = random.nextInt(body.length());
                switch (random.nextInt(3)) {
                    case 0 -> body.setCharAt(at, (char) random.nextInt(0x180));
                    case 1 -> body.delete(at, Math.min(body.length(), at + random.nextInt(1, 40)));
                    default -> body.insert(at, body.substring(random.nextInt(body.length())));
                }
                if (body.isEmpty()) {
                    body.append(' ');
                }
            }
            try {
                CheckpointText.read(summed(body.toString()));
            } catch (IllegalArgumentException e) {
                assertFalse(e instanceof NumberFormatException, () -> "seed " + seed + ": " + body);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + body, e);
            }
        }
    }

    @Test
    void cutInItsFirstLineIsNone() throws IOException {
        Path path = directory.resolve("checkpoint");
        Files.writeString(path, "sonde-checkpoint 1");
        assertThrows(CheckpointException.class, () -> new CheckpointFile(path).read());
    }

    @Test
    void endsWithAFileWithoutEnd() {
        CheckpointFile endless = new CheckpointFile(Path.of("/dev/zero"));
        CheckpointException refusal = assertThrows(CheckpointException.class, endless::read);
        assertTrue(String.valueOf(refusal.getMessage()).contains("too long"), refusal::toString);
    }

    @Test
    void replacesOnlyCheckpoints() throws IOException {
        Path path = directory.resolve("checkpoint");
        CheckpointFile file = new CheckpointFile(path);
        file.requireFree();
        Files.writeString(path, "a letter");
        assertThrows(CheckpointException.class, file::requireFree);
        Files.delete(path);
        file.write(WHOLE);
        file.requireFree();
    }

    @Test
    void isItsOwnersAloneWhateverLiesThere() throws IOException {
        Path precious = directory.resolve("precious");
        Files.writeString(precious, "a letter");
        Path path = directory.resolve("checkpoint");
        Files.createSymbolicLink(directory.resolve("checkpoint.new"), precious);
        new CheckpointFile(path).write(WHOLE);
        assertEquals("a letter", Files.readString(precious));

        Path open = directory.resolve("checkpoint.new");
        Files.writeString(open, "");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        new CheckpointFile(path).write(WHOLE);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
}
