// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NanoClockTest {

    @Test
    void systemClockNeverRunsBackwards() {
        long last = NanoClock.SYSTEM.nanoTime();
        for (int i = 0; i < 1000; i++) {
            long now = NanoClock.SYSTEM.nanoTime();
            assertTrue(now - last >= 0);
            last = now;
        }
    }
}
