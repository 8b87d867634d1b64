// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

class JournalTest {

    private static final int OPENING_BYTES = "sonde-journal 1\n".length();

    @TempDir Path folder;
    private Path path = Path.of("");

    @BeforeEach
    void name() {
        path = folder.resolve("sonde.checkpoint.journal");
    }

    private void write(List<ScanRecord> records) throws IOException {
        try (Journal journal = Journal.create(path)) {
            for (ScanRecord record : records) {
                journal.append(record);
            }
            journal.flush();
        }
    }

    private List<ScanRecord> readBack() throws IOException {
        List<ScanRecord> read = new ArrayList<>();
        Journal.open(path, (record, position) -> read.add(record)).close();
        return read;
    }

    private static void assertSame(List<ScanRecord> expected, List<ScanRecord> read) {
        assertEquals(Samples.shown(expected), Samples.shown(read));
    }

    private String refusal() {
        return String.valueOf(assertThrows(CheckpointException.class, this::readBack).getMessage());
    }

    @Test
    void isReadBackAsItWas() throws IOException {
        List<ScanRecord> records = Samples.records(Samples.random(), 500, 9000);
        write(records);
        assertSame(records, readBack());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void goesOnBehindWhatIsThere() throws IOException {
        List<ScanRecord> records = Samples.records(Samples.random(), 60, 100);
        write(records.subList(0, 20));
        for (int from = 20; from < 60; from += 20) {
            List<ScanRecord> there = new ArrayList<>();
            try (Journal journal = Journal.open(path, (record, position) -> there.add(record))) {
                assertSame(records.subList(0, from), there);
                assertEquals(Files.size(path), journal.lengthBytes());
                for (ScanRecord record : records.subList(from, from + 20)) {
                    journal.append(record);
                }
                journal.flush();
            }
        }
        assertSame(records, readBack());
    }

    @Test
    void replaysFromAPosition() throws IOException {
        List<ScanRecord> records = Samples.records(Samples.random(), 30, 100);
        try (Journal journal = Journal.create(path)) {
            for (int i = 0; i < records.size(); i++) {
                List<ScanRecord> none = new ArrayList<>();
                long before = journal.lengthBytes();
                journal.append(records.get(i));
                journal.replay(before, (record, position) -> none.add(record));
                assertEquals(List.of(), none, "not flushed");
                journal.flush();
                List<ScanRecord> one = new ArrayList<>();
                journal.replay(
                        before,
                        (record, position) -> {
                            assertEquals(before, position);
                            one.add(record);
                        });
                assertSame(List.of(records.get(i)), one);
            }
            List<ScanRecord> all = new ArrayList<>();
            journal.replay(0, (record, position) -> all.add(record));
            assertSame(records, all);
            assertThrows(
                    CheckpointException.class,
                    () -> journal.replay(journal.lengthBytes() + 1, (record, position) -> {}));
        }
    }

    @Test
    void isCutBehindTheLastWholeRecordWhereverItEnds() throws IOException {
        List<ScanRecord> records = Samples.records(Samples.random(), 6, 30);
        TreeMap<Integer, Integer> countsByEnd = new TreeMap<>();
        countsByEnd.put(OPENING_BYTES, 0);
        try (Journal journal = Journal.create(path)) {
            for (ScanRecord record : records) {
                journal.append(record);
                journal.flush();
                countsByEnd.put((int) journal.lengthBytes(), countsByEnd.size());
            }
        }
        byte[] whole = Files.readAllBytes(path);
        for (int length = OPENING_BYTES; length <= whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            var end = countsByEnd.floorEntry(length);
            assertSame(records.subList(0, end.getValue()), readBack());
            assertEquals((long) end.getKey(), Files.size(path));
        }
    }

    @Test
    void endsBeforeARecordThatWasChanged() throws IOException {
        List<ScanRecord> records = Samples.records(Samples.random(), 5, 20);
        write(records);
        byte[] whole = Files.readAllBytes(path);
        for (int at = OPENING_BYTES; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << at % Byte.SIZE);
            Files.write(path, changed);
            List<ScanRecord> read = readBack();
            assertTrue(read.size() < records.size(), "byte " + at);
            assertSame(records.subList(0, read.size()), read);
        }
    }

    @Test
    void refusesWhatIsNone() throws IOException {
        assertEquals(
                "cannot go on: the journal "
                        + path
                        + " is gone, which tells what was reported; scan anew",
                refusal());
        Files.writeString(path, "sonde-journal 2\nand more");
        assertEquals(
                "cannot go on: " + path + " is no journal of this version of Sonde", refusal());
        assertThrows(CheckpointException.class, () -> Journal.create(path));
        assertEquals("sonde-journal 2\nand more", Files.readString(path));
    }

    @Test
    void servesOneScanAtATime() throws IOException {
        write(Samples.records(new SplittableRandom(3), 9, 9));
        try (Journal journal = Journal.open(path, (record, position) -> {})) {
            for (int i = 0; i < 2; i++) {
                CheckpointException e =
                        assertThrows(CheckpointException.class, () -> Journal.create(path));
                assertTrue(e.isInUse());
                assertTrue(String.valueOf(e.getMessage()).endsWith("another scan uses it"));
                assertEquals(9, count(journal));
            }
        }
        assertEquals(9, readBack().size());
    }

    private static int count(Journal journal) throws IOException {
        List<ScanRecord> read = new ArrayList<>();
        journal.replay(0, (record, position) -> read.add(record));
        return read.size();
    }

    @Test
    void createsAnEmptyOneInPlaceOfAnother() throws IOException {
        write(Samples.records(new SplittableRandom(3), 9, 9));
        write(List.of());
        assertEquals(List.of(), readBack());
        assertEquals(OPENING_BYTES, Files.size(path));
    }
}
