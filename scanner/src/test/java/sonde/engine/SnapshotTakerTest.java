// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.target.TargetSpace;

import java.util.List;

class SnapshotTakerTest {

    private static final int PORT = 80;

    private final SnapshotTaker taker = taker(PORT, PORT);

    /** Of a scan of one port, in which a record of another may be held back. */
    private static SnapshotTaker taker(int portProbed, int portHeld) {
        TargetSpace space =
                TargetSpace.of(
                        List.of(
                                Grids.ipv4(0, 9, portProbed, portProbed),
                                Grids.ipv6(0, 99, portProbed, portProbed)));
        ProbedGrids targets = new ProbedGrids(space, Wiring.syns(space));
        return new SnapshotTaker(targets, null, HeldBack.record(portHeld));
    }

    @Test
    void takesNoneUnasked() {
        taker.notice();
        taker.batchDone(0);
        assertEquals(new Snapshot(0, List.of()), taker.latest());
    }

    @Test
    void namesByTheirIndexesWhatIsNotFinished() {
        taker.want(1);
        taker.notice();
        taker.batchDone(0);
        assertEquals(new Snapshot(1, List.of(10L + HeldBack.HOST)), taker.latest());
    }

    @Test
    void whatIsNoTargetIsNotNamed() {
        SnapshotTaker other = taker(PORT, PORT + 1);
        other.want(1);
        other.notice();
        other.batchDone(0);
        assertEquals(new Snapshot(1, List.of()), other.latest());
    }

    /** A batch that was taken from the source before the request may not be all there was. */
    @Test
    void aBatchBegunBeforeTheRequestDoesNotAnswerIt() {
        taker.notice();
        taker.want(1);
        taker.batchDone(0);
        assertEquals(0, taker.latest().number());
        taker.notice();
        taker.batchDone(0);
        assertEquals(1, taker.latest().number());
    }

    @Test
    void answersTheRequestItHeardOfNotALaterOne() {
        taker.want(1);
        taker.notice();
        taker.want(2);
        taker.batchDone(0);
        assertEquals(1, taker.latest().number());
    }

    @Test
    void waitsWhileFramesComeButNotForMoreThanARingHolds() {
        int half = (int) (SnapshotTaker.BACKLOG_MAX_FRAMES / 2);
        taker.want(1);
        taker.notice();
        taker.batchDone(half);
        taker.batchDone(half - 1);
        assertEquals(0, taker.latest().number());
        taker.batchDone(1);
        assertEquals(1, taker.latest().number());
    }

    @Test
    void countsAnewForEachRequest() {
        int most = (int) SnapshotTaker.BACKLOG_MAX_FRAMES;
        for (int number = 1; number <= 2; number++) {
            taker.want(number);
            taker.notice();
            taker.batchDone(most - 1);
            assertEquals(number - 1, taker.latest().number());
            taker.batchDone(1);
            assertEquals(number, taker.latest().number());
        }
    }

    @Test
    void takesTheLastOneUnasked() {
        taker.finish();
        assertEquals(
                new Snapshot(SnapshotTaker.LAST, List.of(10L + HeldBack.HOST)), taker.latest());
    }
}
