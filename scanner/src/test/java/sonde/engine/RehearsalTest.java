// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.stat.Counter;
import sonde.stat.Counters;

class RehearsalTest {

    /** A rehearsal in which answers were not recognised would compile the wrong branches. */
    @Test
    void probesAreAnsweredAndAnswersRecognised() {
        Counters counters = new Counters();
        Rehearsal.run(50_000_000, counters);
        long sent = counters.get(Counter.PROBES_SENT);
        long open = counters.get(Counter.ANSWERS_OPEN);
        long closed = counters.get(Counter.ANSWERS_CLOSED);
        assertTrue(sent > 0);
        assertTrue(open > 0 && closed > 0, open + " open, " + closed + " closed");
        long duplicate = counters.get(Counter.ANSWERS_DUPLICATE);
        assertTrue(open + closed + duplicate == sent, sent + " sent");
    }
}
