// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ManualClockTest {

    @Test
    void standsStillUntilMoved() {
        ManualClock clock = new ManualClock(-5);
        assertEquals(-5, clock.nanoTime());
        assertEquals(-5, clock.nanoTime());
        clock.advance(7);
        assertEquals(2, clock.nanoTime());
    }
}
