// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class CutMakerTest {

    private static final long MILLI = 1_000_000;
    private static final long START = 5_000 * MILLI;
    private static final long SECOND = 1_000 * MILLI;

    /** The index of the target whose record is held back. */
    private static final long HELD = 100 + HeldBack.HOST;

    @TempDir Path folder;

    private CheckpointFile file = new CheckpointFile(Path.of(""));
    private Kept kept;
    private SnapshotTaker busy;
    private SnapshotTaker idle;

    @BeforeEach
    void open() throws Exception {
        file = new CheckpointFile(folder.resolve("scan.checkpoint"));
        kept = Kept.open(Kept.plan(file));
        busy = new SnapshotTaker(kept.targets, null, HeldBack.record(Kept.PORT));
        idle = new SnapshotTaker(kept.targets, null, null);
    }

    @AfterEach
    void close() throws IOException {
        kept.checkpointer.close();
    }

    private CutMaker maker(long first, Long... again) {
        return new CutMaker(Kept.order(first, List.of(again)), List.of(idle, busy), kept.writer());
    }

    private static void answer(SnapshotTaker taker) {
        taker.notice();
        taker.batchDone(0);
    }

    /** Has all that is asked for answered and written. */
    private Checkpoint saved(CutMaker cuts, long nanoTime) throws IOException {
        cuts.tick(nanoTime);
        answer(idle);
        answer(busy);
        cuts.tick(nanoTime);
        assertTrue(kept.writer().isSaving());
        kept.writer().doWork();
        return file.read();
    }

    /** The cursor below which all is taken as answered. */
    private static long reached(CutMaker cuts) {
        return cuts.end(false, Long.MAX_VALUE).cursor();
    }

    @Test
    void isNeverMoreHastyThanTheLeastLag() {
        CutMaker cuts = maker(0);
        cuts.note(new Moment(START, 10), 0);
        cuts.note(new Moment(START + CutMaker.LAG_MIN_NANOS - 1, 20), 0);
        assertEquals(0, reached(cuts));
        cuts.note(new Moment(START + CutMaker.LAG_MIN_NANOS, 30), 0);
        assertEquals(10, reached(cuts));
    }

    @Test
    void waitsForSlowAnswersButNotForEver() {
        CutMaker cuts = maker(0);
        cuts.note(new Moment(START, 10), 0);
        cuts.note(new Moment(START + CutMaker.LAG_MIN_NANOS + 2, 20), CutMaker.LAG_MIN_NANOS + 3);
        assertEquals(0, reached(cuts));
        cuts.note(new Moment(START + CutMaker.LAG_MAX_NANOS - 1, 30), Long.MAX_VALUE);
        assertEquals(0, reached(cuts));
        cuts.note(new Moment(START + CutMaker.LAG_MAX_NANOS, 40), Long.MAX_VALUE);
        assertEquals(10, reached(cuts));
    }

    @Test
    void savesWhatWasAnsweredWhenItAskedAndWhatWasPendingThen() throws IOException {
        CutMaker cuts = maker(0);
        cuts.note(new Moment(START, 10), 0);
        cuts.note(new Moment(START + SECOND, 20), 0);
        cuts.tick(START + SECOND);
        answer(idle);
        cuts.note(new Moment(START + 2 * SECOND, 30), 0);
        cuts.tick(START + 2 * SECOND);
        assertFalse(kept.writer().isSaving(), "one has not answered");
        answer(busy);
        cuts.tick(START + 2 * SECOND);
        assertTrue(kept.writer().isSaving());
        kept.writer().doWork();
        assertEquals(10, file.read().cursor(), "not what is answered for by now");
        assertEquals(List.of(HELD), file.read().pending());
    }

    @Test
    void anEarlierSnapshotIsNoAnswer() throws IOException {
        CutMaker cuts = maker(0);
        saved(cuts, START);
        cuts.tick(START + SECOND);
        cuts.tick(START + SECOND);
        assertFalse(kept.writer().isSaving());
        answer(idle);
        answer(busy);
        cuts.tick(START + SECOND);
        assertTrue(kept.writer().isSaving());
    }

    @Test
    void asksNobodyWhileTheLastIsBeingWrittenOrIsFresh() throws IOException {
        CutMaker cuts = maker(0);
        cuts.tick(START);
        answer(idle);
        answer(busy);
        cuts.tick(START);
        cuts.tick(START + SECOND);
        answer(idle);
        assertEquals(1, idle.latest().number(), "asked while the writer has one to write");
        kept.writer().doWork();
        cuts.tick(START + 200 * MILLI - 1);
        answer(idle);
        assertEquals(1, idle.latest().number(), "asked too soon");
        cuts.tick(START + 200 * MILLI);
        answer(idle);
        assertEquals(2, idle.latest().number());
    }

    @Test
    void whatIsToBeProbedAgainStaysPendingUntilTheCursorMoves() throws IOException {
        CutMaker cuts = maker(40, 7L, HELD);
        assertEquals(new Cut(40, List.of(7L, HELD)), cuts.beginning());
        cuts.note(new Moment(START, 41), 0);
        Checkpoint standing = saved(cuts, START);
        assertEquals(40, standing.cursor());
        assertEquals(List.of(7L, HELD), standing.pending(), "each once");
        cuts.note(new Moment(START + SECOND, 50), 0);
        Checkpoint moved = saved(cuts, START + SECOND);
        assertEquals(41, moved.cursor());
        assertEquals(List.of(HELD), moved.pending());
    }

    @Test
    void theEndIsTheCursorIfAllHadTheirTime() {
        CutMaker cuts = maker(40, 7L);
        idle.finish();
        busy.finish();
        cuts.note(new Moment(START, 50), 0);
        cuts.note(new Moment(START + SECOND, 60), 0);
        assertEquals(new Cut(70, List.of(HELD)), cuts.end(true, 70));
        assertEquals(new Cut(50, List.of(HELD)), cuts.end(false, 70));
    }

    @Test
    void anEndBeforeAnyAnswerWasDueKeepsWhatWasToBeProbedAgain() {
        CutMaker cuts = maker(40, 7L);
        idle.finish();
        busy.finish();
        cuts.note(new Moment(START, 60), 0);
        assertEquals(new Cut(40, List.of(7L, HELD)), cuts.end(false, 60));
    }

    /** Its record was held back when the agents were asked, and no more when they ended. */
    @Test
    void anEarlyEndKeepsWhatWasPendingShortlyBefore() throws IOException {
        CutMaker cuts = maker(0);
        saved(cuts, START);
        assertEquals(List.of(HELD), cuts.end(false, 0).pending());
        assertEquals(List.of(), cuts.end(true, 100).pending());
    }
}
