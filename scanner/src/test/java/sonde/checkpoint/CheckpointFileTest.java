// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;

class CheckpointFileTest {

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir Path folder;

    private CheckpointFile file() {
        return new CheckpointFile(folder.resolve("sonde.checkpoint"));
    }

    private static String refusal(CheckpointFile file) {
        return String.valueOf(assertThrows(CheckpointException.class, file::read).getMessage());
    }

    @Test
    void readsTheLastOneThatWasWritten() throws IOException {
        Files.writeString(folder.resolve("sonde.checkpoint.new"), "left by a kill");
        for (int i = 0; i < 20; i++) {
            Checkpoint checkpoint = Samples.checkpoint(random);
            file().write(checkpoint);
            assertEquals(checkpoint, file().read());
            assertFalse(Files.exists(folder.resolve("sonde.checkpoint.new")));
        }
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        Path path = file().path();
        Files.createFile(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        file().write(Samples.checkpoint(random));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void leavesWhatALinkOfItsNameLeadsTo() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "mine");
        Files.createSymbolicLink(folder.resolve("sonde.checkpoint.new"), other);
        file().write(Samples.checkpoint(random));
        assertEquals("mine", Files.readString(other));
    }

    @Test
    void keepsTheLastOneWhereTheNextCanNotBeWritten() throws IOException {
        Checkpoint first = Samples.checkpoint(random);
        file().write(first);
        Path inTheWay = Files.createDirectory(folder.resolve("sonde.checkpoint.new"));
        Files.createFile(inTheWay.resolve("file"));
        CheckpointException e =
                assertThrows(
                        CheckpointException.class, () -> file().write(Samples.checkpoint(random)));
        String said = String.valueOf(e.getMessage());
        assertTrue(said.startsWith("cannot write the checkpoint " + file().path() + ": "), said);
        assertFalse(e.isFull());
        assertEquals(first, file().read());
    }

    @Test
    void refusesWhatIsNone() throws IOException {
        Path path = file().path();
        String start = "cannot read the checkpoint " + path + ": ";
        assertEquals(
                start + "there is no such file: name the checkpoint of a scan", refusal(file()));
        Files.writeString(path, "");
        assertEquals(start + "it is no checkpoint of Sonde's", refusal(file()));
        try (RandomAccessFile large = new RandomAccessFile(path.toFile(), "rw")) {
            large.setLength((1 << 25) + 1);
        }
        assertEquals(start + "it is too long to be a checkpoint", refusal(file()));
    }

    @Test
    void replacesNothingButACheckpoint() throws IOException {
        file().requireFree();
        file().write(Samples.checkpoint(random));
        file().requireFree();
        Files.writeString(file().path(), "somebody's own");
        assertThrows(CheckpointException.class, () -> file().requireFree());
        Files.delete(file().path());
        Files.createSymbolicLink(file().path(), folder.resolve("elsewhere"));
        assertThrows(CheckpointException.class, () -> file().requireFree());
    }

    @Test
    void leavesNothingWhenTheScanIsOver() throws IOException {
        file().write(Samples.checkpoint(random));
        Journal.create(file().journalPath()).close();
        Files.createFile(folder.resolve("sonde.checkpoint.new"));
        file().delete();
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
