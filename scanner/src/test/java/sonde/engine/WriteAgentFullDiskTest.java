// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.checkpoint.CheckpointFile;
import sonde.output.OutputException;
import sonde.output.OutputFormat;
import sonde.stat.Counter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The writer of a scan that is kept goes on when there is room again, with nothing lost and nothing
 * twice.
 */
class WriteAgentFullDiskTest {

    /** More than one page of every file. */
    private static final int COUNT = 600;

    private static final Cut CUT = new Cut(30, List.of());

    @TempDir Path folder;
    @TempDir Path mountPoint;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.at(mountPoint);
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Finds records that can't be written, has room made, and finds one more. */
    private void fillAndFree(Kept kept) throws IOException {
        disk.fill();
        kept.offer(0, COUNT, Kept.PORT);
        kept.writer().doWork();
        assertNotNull(kept.writer().obstacle());
        kept.writer().doWork();
        assertNotNull(kept.writer().obstacle(), "there is no room yet");
        disk.free();
        kept.writer().doWork();
        assertNull(kept.writer().obstacle());
        kept.offer(COUNT, 1, Kept.PORT);
        kept.writer().doWork();
        assertEquals(COUNT + 1, kept.counters.get(Counter.RECORDS_WRITTEN));
    }

    @Test
    void outputsWaitForTheJournal() throws Exception {
        CheckpointFile file = new CheckpointFile(disk.file("scan.checkpoint"));
        Path list = folder.resolve("list");
        Kept kept = Kept.open(Kept.plan(file, list));
        disk.fill();
        kept.offer(0, COUNT, Kept.PORT);
        kept.writer().doWork();
        assertEquals(List.of(), Kept.addresses(list), "not in the journal, but in an output");
        disk.free();
        kept.writer().doWork();
        assertNull(kept.writer().obstacle());
        assertEquals(numbers(COUNT), Kept.addresses(list));
        kept.writer().endWith(CUT, false);
        kept.writer().finish();
        Kept resumed = Kept.open(Kept.resumed(file, list));
        assertEquals(numbers(COUNT), Kept.addresses(list));
        assertEquals(Files.size(file.journalPath()), resumed.checkpointer.journalBytes());
        resumed.checkpointer.close();
    }

    @Test
    void anOutputGoesOnFromTheJournalAndTheOtherHasNothingTwice() throws Exception {
        CheckpointFile file = new CheckpointFile(folder.resolve("scan.checkpoint"));
        Path full = disk.file("list");
        Path other = folder.resolve("list");
        Kept kept = Kept.open(Kept.plan(file, full, other));
        fillAndFree(kept);
        assertEquals(numbers(COUNT + 1), Kept.addresses(full));
        assertEquals(numbers(COUNT + 1), Kept.addresses(other));
        kept.writer().endWith(CUT, true);
        kept.writer().finish();
        assertEquals(Files.readString(full), Files.readString(other));
    }

    @Test
    void oneDiskForAllIsNoDifference() throws Exception {
        CheckpointFile file = new CheckpointFile(disk.file("scan.checkpoint"));
        Path list = disk.file("list");
        Kept kept = Kept.open(Kept.plan(file, list));
        fillAndFree(kept);
        kept.writer().save(CUT);
        kept.writer().doWork();
        assertEquals(COUNT + 1, file.read().outputs().getFirst().mark().records());
        kept.checkpointer.close();
        assertEquals(numbers(COUNT + 1), Kept.addresses(list));
    }

    @Test
    void aCheckpointIsWrittenLater() throws Exception {
        CheckpointFile file = new CheckpointFile(disk.file("scan.checkpoint"));
        Path list = folder.resolve("list");
        Kept kept = Kept.open(Kept.plan(file, list));
        disk.fill();
        // The journal's first page has room for these.
        kept.offer(0, 3, Kept.PORT);
        kept.writer().save(CUT);
        kept.writer().doWork();
        assertNotNull(kept.writer().obstacle());
        assertTrue(kept.writer().isSaving());
        disk.free();
        kept.writer().doWork();
        assertNull(kept.writer().obstacle());
        assertFalse(kept.writer().isSaving());
        assertEquals(30, file.read().cursor());
        assertEquals(numbers(3), Kept.addresses(list), "once");
        assertEquals(3, kept.counters.get(Counter.RECORDS_WRITTEN));
        kept.checkpointer.close();
    }

    @Test
    void afterAnOutputTheJournalMayFail(@TempDir Path otherMountPoint) throws Exception {
        try (SmallDisk other = SmallDisk.at(otherMountPoint)) {
            Path list = disk.file("list");
            CheckpointFile file = new CheckpointFile(other.file("scan.checkpoint"));
            Kept kept = Kept.open(Kept.plan(file, list));
            fillAndFree(kept);
            other.fill();
            kept.offer(COUNT + 1, COUNT, Kept.PORT);
            kept.writer().doWork();
            assertNotNull(kept.writer().obstacle());
            other.free();
            kept.writer().doWork();
            assertNull(kept.writer().obstacle());
            assertEquals(numbers(2 * COUNT + 1), Kept.addresses(list));
            assertEquals(2 * COUNT + 1, kept.counters.get(Counter.RECORDS_WRITTEN));
            kept.checkpointer.close();
        }
    }

    /** What the outputs lack then, a resumed scan has from the journal. */
    @Test
    void whoEndsTheScanNeedNotMakeRoom() throws Exception {
        CheckpointFile file = new CheckpointFile(folder.resolve("scan.checkpoint"));
        Path list = disk.file("list");
        Kept kept = Kept.open(Kept.plan(file, list));
        kept.writer().save(CUT);
        kept.writer().doWork();
        disk.fill();
        kept.offer(0, COUNT, Kept.PORT);
        kept.writer().doWork();
        kept.writer().giveUp();
        assertThrows(OutputException.class, () -> kept.writer().doWork());
        kept.writer().endWith(CUT, true);
        kept.writer().finish();
        assertEquals(30, file.read().cursor(), "an end that is not in the outputs");
        disk.free();
        Kept resumed = Kept.open(Kept.resumed(file, list));
        assertEquals(numbers(COUNT), Kept.addresses(list));
        resumed.checkpointer.close();
    }

    /** A runner that was asked to stop goes on for as long as there is work. */
    @Test
    void theEndWaitsForRoomToo() throws Exception {
        CheckpointFile file = new CheckpointFile(folder.resolve("scan.checkpoint"));
        Path list = disk.file("list");
        Kept kept = Kept.open(Kept.plan(file, list));
        disk.fill();
        kept.offer(0, COUNT, Kept.PORT);
        kept.writer().endWith(CUT, true);
        assertTrue(kept.writer().doWork() > 0, "the disk is full");
        assertTrue(kept.writer().doWork() > 0, "it still is");
        disk.free();
        while (kept.writer().doWork() > 0) {
            // as the runner does
        }
        kept.writer().finish();
        assertEquals(numbers(COUNT), Kept.addresses(list));
        assertFalse(Files.exists(file.path()));
    }

    @Test
    void whereRoomNeverComesIsNoWaiting() throws Exception {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "SKIPPED: no /dev/full here");
        CheckpointFile file = new CheckpointFile(folder.resolve("scan.checkpoint"));
        Kept kept = new Kept(Kept.plan(file, full));
        kept.outputs.open(
                OutputFormat.NDJSON, full.toString(), kept.plan.results().settings(), null);
        kept.offer(0, 1, Kept.PORT);
        assertThrows(OutputException.class, () -> kept.writer().doWork());
        assertNull(kept.writer().obstacle());
        kept.checkpointer.close();
    }
}
