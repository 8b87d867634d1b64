// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

class MomentTest {

    /** Probes that are sent while the thread waits for a processor are given their whole time. */
    @Test
    void aStallBetweenCursorAndClockMakesProbesNoOlder() {
        AtomicLong clock = new AtomicLong(100);
        Moment moment = Moment.of(() -> clock.addAndGet(50), clock::get);
        assertEquals(new Moment(150, 150), moment);
    }
}
