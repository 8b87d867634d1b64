// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CursorLogTest {

    @Test
    void aProbeIsAnsweredForOnceItsTimeIsOver() {
        CursorLog log = new CursorLog(10, 100);
        log.note(new Moment(-50, 20));
        log.note(new Moment(0, 30));
        assertEquals(10, log.answeredBelow());
        log.note(new Moment(49, 40));
        assertEquals(10, log.answeredBelow());
        log.note(new Moment(50, 50));
        assertEquals(20, log.answeredBelow());
        log.note(new Moment(149, 60));
        assertEquals(40, log.answeredBelow());
    }

    @Test
    void withoutWaitingAllIsAnsweredForAtOnce() {
        CursorLog log = new CursorLog(0, 0);
        log.note(new Moment(1, 7));
        assertEquals(7, log.answeredBelow());
    }

    @Test
    void waitingForEverAnswersForNothing() {
        CursorLog log = new CursorLog(3, Long.MAX_VALUE);
        for (int i = 0; i < 10_000; i++) {
            log.note(new Moment(i * 1_000_000_000L, i));
        }
        assertEquals(3, log.answeredBelow());
    }

    @Test
    void isCautiousWhereItHasNoRoom() {
        CursorLog log = new CursorLog(0, 1_000_000);
        for (int i = 0; i < 2_000_000; i++) {
            log.note(new Moment(i, i));
            assertTrue(log.answeredBelow() <= Math.max(0, i - 1_000_000));
        }
        assertTrue(log.answeredBelow() > 0);
    }
}
