// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointFile;
import sonde.checkpoint.Journal;
import sonde.output.OutputMark;
import sonde.output.RecordWriter;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.stat.Counter;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The writer of a scan that is kept. */
class WriteAgentKeptTest {

    private static final int TURN_RECORDS = 1024;

    /** Turns in which a whole ring is emptied. */
    private static final int RING_TURNS = ScanParts.RING_SLOTS / TURN_RECORDS;

    private static final Cut CUT = new Cut(30, List.of(4L));

    @TempDir Path folder;

    private Path list = Path.of("");
    private CheckpointFile file = new CheckpointFile(Path.of(""));

    @BeforeEach
    void nameFiles() {
        list = folder.resolve("list");
        file = new CheckpointFile(folder.resolve("scan.checkpoint"));
    }

    private Kept begin() throws Exception {
        return Kept.open(Kept.plan(file, list));
    }

    /** What is in the journal, which nobody may have open. */
    private List<ScanRecord> journaled() throws IOException {
        List<ScanRecord> records = new ArrayList<>();
        Journal.open(file.journalPath(), (record, position) -> records.add(record)).close();
        return records;
    }

    private static List<Integer> numbers(int first, int count) {
        return IntStream.range(first, first + count).boxed().toList();
    }

    private static ScanRecord banner(int host, Service service) {
        return new ScanRecord(
                1,
                IpAddress.ofIpv4(Wiring.FIRST + host),
                Protocol.TCP,
                Kept.PORT,
                Status.OPEN,
                Evidence.tcp(0x12, 57, 1),
                new Banner(service, Recognition.GREETING, new byte[] {'x'}));
    }

    /** Notes how long the journal is whenever it is given something. */
    private static final class Onlooker implements RecordWriter {
        private final Path journal;
        private final List<Long> lengths = new ArrayList<>();

        Onlooker(Path journal) {
            this.journal = journal;
        }

        @Override
        public void write(ScanRecord record) throws IOException {
            lengths.add(Files.size(journal));
        }

        @Override
        public OutputMark mark() {
            return new OutputMark(-1, lengths.size(), 0);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Notes in which order it is told what, as a writer that puts files aside must not be late. */
    private static final class Steps implements RecordWriter {
        private final List<String> told = new ArrayList<>();
        private @Nullable IOException failure;

        private boolean isBroken;

        @Override
        public void write(ScanRecord record) {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public OutputMark mark() {
            return new OutputMark(0, 0, 0);
        }

        @Override
        public void flush() {
            told.add("flush");
        }

        @Override
        public void saved(OutputMark mark) {
            told.add("saved");
        }

        @Override
        public void suspend() {
            told.add("suspend");
        }

        @Override
        public void close() throws IOException {
            told.add("close");
            if (failure != null) {
                throw failure;
            }
        }
    }

    private Kept beginWith(Steps steps) throws Exception {
        Kept kept = new Kept(Kept.plan(file, list));
        kept.outputs.add(steps);
        return kept;
    }

    @Test
    void theEndIsSavedBeforeOutputsAreClosed() throws Exception {
        Steps stopped = new Steps();
        Kept kept = beginWith(stopped);
        kept.writer().endWith(CUT, false);
        kept.writer().finish();
        assertEquals(List.of("flush", "saved", "suspend"), stopped.told);
        assertEquals(file.path(), kept.checkpointer.path());
        Files.delete(file.path());

        Steps done = new Steps();
        Kept next = beginWith(done);
        next.writer().endWith(CUT, true);
        next.writer().finish();
        assertEquals(List.of("flush", "saved", "close"), done.told);
        assertNull(next.checkpointer.path());
    }

    /** It would count on results that were taken from the rings and written nowhere. */
    @Test
    void afterATurnThatFailedNoEndIsSaved() throws Exception {
        Steps steps = new Steps();
        steps.isBroken = true;
        Kept kept = beginWith(steps);
        kept.offer(0, 3, Kept.PORT);
        assertThrows(IllegalStateException.class, () -> kept.writer().doWork());
        kept.writer().endWith(CUT, false);
        kept.writer().finish();
        assertEquals(List.of("suspend"), steps.told);
        assertFalse(Files.exists(file.path()));
    }

    @Test
    void anOutputThatCannotBeClosedLeavesTheEndToGoOnFrom() throws Exception {
        Steps steps = new Steps();
        steps.failure = new IOException("no room");
        Kept kept = beginWith(steps);
        kept.writer().endWith(CUT, true);
        assertThrows(IOException.class, () -> kept.writer().finish());
        assertEquals(file.path(), kept.checkpointer.path());
        assertEquals(CUT.cursor(), file.read().cursor());
    }

    @Test
    void theJournalHasATurnsRecordsBeforeAnyOutput() throws Exception {
        Kept kept = new Kept(Kept.plan(file, list));
        Onlooker onlooker = new Onlooker(file.journalPath());
        kept.outputs.add(onlooker);
        long empty = Files.size(file.journalPath());
        kept.offer(0, 3, Kept.PORT);
        kept.writer().doWork();
        long full = Files.size(file.journalPath());
        assertTrue(full > empty);
        assertEquals(List.of(full, full, full), onlooker.lengths);
        kept.checkpointer.close();
    }

    @Test
    void aCheckpointWaitsUntilTheRingsAreEmpty() throws Exception {
        Kept kept = begin();
        kept.offer(0, TURN_RECORDS + 1, Kept.PORT);
        kept.writer().save(CUT);
        kept.writer().doWork();
        assertTrue(kept.writer().isSaving());
        assertFalse(Files.exists(file.path()));
        kept.writer().doWork();
        assertFalse(kept.writer().isSaving());
        Checkpoint saved = file.read();
        assertEquals(30, saved.cursor());
        assertEquals(List.of(4L), saved.pending());
        assertEquals(Files.size(file.journalPath()), saved.journalBytes());
        OutputMark mark = saved.outputs().getFirst().mark();
        assertEquals(TURN_RECORDS + 1, mark.records());
        assertEquals(Files.size(list), mark.position());
        kept.checkpointer.close();
    }

    /** Then all that was in a ring when it was asked for has been taken, whatever came since. */
    @Test
    void underAFloodACheckpointWaitsForAWholeRing() throws Exception {
        Kept kept = begin();
        kept.offer(0, TURN_RECORDS, Kept.PORT);
        for (int round = 0; round < 2; round++) {
            kept.writer().save(CUT);
            for (int turn = 1; turn < RING_TURNS; turn++) {
                kept.offer(0, TURN_RECORDS, Kept.PORT);
                kept.writer().doWork();
                assertTrue(kept.writer().isSaving(), "round " + round + ", turn " + turn);
            }
            kept.offer(0, TURN_RECORDS, Kept.PORT);
            kept.writer().doWork();
            assertFalse(kept.writer().isSaving(), "round " + round);
        }
        kept.checkpointer.close();
    }

    @Test
    void whatIsLeftOutIsCountedAndKeptInTheJournal() throws Exception {
        Kept kept = begin();
        kept.offer(0, 2, Kept.PORT);
        kept.offer(2, 3, Kept.LEFT_OUT);
        kept.writer().doWork();
        assertEquals(2, kept.counters.get(Counter.RECORDS_WRITTEN));
        assertEquals(3, kept.counters.get(Counter.RECORDS_LEFT_OUT));
        assertEquals(numbers(0, 2), Kept.addresses(list));
        kept.checkpointer.close();
        assertEquals(
                numbers(0, 5),
                journaled().stream().map(record -> record.address().ipv4()).toList());
    }

    @Test
    void aResumedScanLeavesOutWhatItReportedBefore() throws Exception {
        Kept killed = begin();
        killed.writer().save(CUT);
        killed.ring.offer(banner(1, Service.SSH));
        killed.writer().doWork();
        killed.checkpointer.close();

        Kept kept = Kept.open(Kept.resumed(file, list));
        kept.ring.offer(banner(1, Service.SSH));
        kept.ring.offer(banner(1, Service.HTTP));
        kept.writer().doWork();
        assertEquals(1, kept.counters.get(Counter.RECORDS_REPEATED));
        assertEquals(1, kept.counters.get(Counter.RECORDS_WRITTEN));
        kept.writer().endWith(CUT, false);
        kept.writer().finish();
        String text = Files.readString(list);
        assertEquals(1, text.split(" ssh ", -1).length - 1, text);
        assertEquals(1, text.split(" http ", -1).length - 1, text);
        assertEquals(
                List.of(Service.SSH, Service.HTTP),
                journaled().stream()
                        .map(record -> Objects.requireNonNull(record.banner()).service())
                        .toList());
    }

    /** As after a kill between a checkpoint and the next: the output had more than its mark. */
    @Test
    void aResumedScanWritesFromTheJournalWhatTheMarkLacks() throws Exception {
        Kept killed = begin();
        killed.offer(0, 10, Kept.PORT);
        killed.writer().save(CUT);
        killed.writer().doWork();
        killed.offer(10, 7, Kept.PORT);
        killed.offer(17, 1, Kept.LEFT_OUT);
        killed.writer().doWork();
        killed.checkpointer.close();

        Kept kept = Kept.open(Kept.resumed(file, list));
        assertEquals(numbers(0, 17), Kept.addresses(list));
        kept.offer(20, 1, Kept.PORT);
        kept.writer().endWith(CUT, true);
        kept.writer().doWork();
        kept.writer().finish();
        List<Integer> all = new ArrayList<>(numbers(0, 17));
        all.add(20);
        assertEquals(all, Kept.addresses(list));
    }

    @Test
    void aScanThatIsDoneLeavesNeitherCheckpointNorJournal() throws Exception {
        Kept kept = begin();
        kept.writer().save(CUT);
        kept.offer(0, 1, Kept.PORT);
        kept.writer().doWork();
        assertTrue(Files.exists(file.path()));
        kept.writer().endWith(CUT, true);
        kept.writer().finish();
        assertFalse(Files.exists(file.path()));
        assertFalse(Files.exists(file.journalPath()));
        assertTrue(Files.readString(list).contains("# end"));
    }

    @Test
    void aScanThatWasStoppedSavesItsEnd() throws Exception {
        Kept kept = begin();
        kept.writer().save(CUT);
        kept.writer().doWork();
        kept.offer(0, 5, Kept.PORT);
        kept.writer().doWork();
        kept.writer().endWith(new Cut(50, List.of()), false);
        kept.writer().finish();
        Checkpoint saved = file.read();
        assertEquals(50, saved.cursor());
        assertEquals(5, saved.outputs().getFirst().mark().records());
        assertEquals(Files.size(file.journalPath()), saved.journalBytes());
    }

    /** Of a scan that failed nobody knows where it stood, but for the last checkpoint. */
    @Test
    void anEndThatNobodyKnowsLeavesTheLastCheckpoint() throws Exception {
        Kept kept = begin();
        kept.writer().save(CUT);
        kept.writer().doWork();
        kept.offer(0, 5, Kept.PORT);
        kept.writer().doWork();
        kept.writer().finish();
        assertEquals(30, file.read().cursor());
        assertEquals(0, file.read().outputs().getFirst().mark().records());
        assertEquals(numbers(0, 5), Kept.addresses(list), "a resumed scan finds it in the journal");
    }
}
