// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The journal as a file among others: its lock, and what is not its own. */
class JournalFileTest {

    private static final Path LOCKS = Path.of("/proc/locks");

    @TempDir Path directory;

    private static ScanRecord record(int port) {
        return new ScanRecord(
                1,
                IpAddress.ofIpv4(0xC6120001),
                Protocol.TCP,
                port,
                Status.OPEN,
                new Evidence(0x12, 64, Evidence.UNKNOWN, null, Evidence.UNKNOWN, Evidence.UNKNOWN),
                null);
    }

    private boolean isLocked(Path file) throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readAllLines(LOCKS).stream().anyMatch(line -> line.contains(inode));
    }

    @Test
    void readingDoesNotGiveTheLockUp() throws IOException {
        assumeTrue(Files.isReadable(LOCKS), "no /proc/locks here");
        Path path = directory.resolve("journal");
        try (Journal journal = Journal.create(path)) {
            journal.append(record(80));
            journal.flush();
            assertTrue(isLocked(path), "locked when made");
            List<Integer> ports = new ArrayList<>();
            journal.replay(0, (record, position) -> ports.add(record.port()));
            assertEquals(List.of(80), ports);
            assertTrue(isLocked(path), "locked when read");
            journal.append(record(81));
            journal.flush();
        }
        List<Integer> ports = new ArrayList<>();
        try (Journal journal = Journal.open(path, (record, position) -> ports.add(record.port()))) {
            assertEquals(List.of(80, 81), ports);
            assertTrue(isLocked(path), "locked when opened");
            assertEquals(Files.size(path), journal.lengthBytes());
        }
    }

    @Test
    void emptiesNobodysFile() throws IOException {
        Path path = directory.resolve("journal");
        Files.writeString(path, "a letter");
        assertThrows(CheckpointException.class, () -> Journal.create(path));
        assertEquals("a letter", Files.readString(path));
    }

    @Test
    void followsNoLink() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, "sonde-journal 1\nprecious");
        Path path = directory.resolve("journal");
        Files.createSymbolicLink(path, file);
        assertThrows(CheckpointException.class, () -> Journal.create(path));
        assertThrows(CheckpointException.class, () -> Journal.open(path, (record, position) -> {}));
        assertEquals("sonde-journal 1\nprecious", Files.readString(file));
    }
}
