// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what holds on any machine, however loaded: a wait ends, and a spun one not too early. */
@Timeout(10)
class ParkerTest {

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 19_999, 20_000, 200_000})
    void comesBack(long nanos) {
        Parker.park(nanos);
    }

    @Test
    void spinsAShortWaitToItsEnd() {
        long start = System.nanoTime();
        Parker.park(Parker.SPIN_BELOW_NANOS - 1);
        assertTrue(System.nanoTime() - start >= Parker.SPIN_BELOW_NANOS - 1);
    }

    @Test
    void returnsAtOnceWhenInterrupted() {
        Thread.currentThread().interrupt();
        Parker.park(Long.MAX_VALUE);
        assertTrue(Thread.interrupted());
    }
}
