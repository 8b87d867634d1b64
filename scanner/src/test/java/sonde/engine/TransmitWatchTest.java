// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TransmitWatchTest {

    private static final long MILLI = 1_000_000;

    private final TransmitWatch watch = new TransmitWatch();

    /** Looks every 200 ms for twelve seconds. */
    private boolean isStalled(long before, long givenPerLook, long sentPerLook) {
        boolean isStalled = false;
        for (int i = 1; i <= 60; i++) {
            long now = i * 200 * MILLI;
            assertTrue(watch.isDue(now));
            isStalled |= watch.isStalled(now, before + i * givenPerLook, before + i * sentPerLook);
        }
        return isStalled;
    }

    @Test
    void seesThatNothingLeaves() {
        assertTrue(isStalled(0, 1000, 0));
    }

    @Test
    void seesItAlsoWhereALotHasLeftBefore() {
        assertFalse(watch.isStalled(0, 5000, 5000));
        assertTrue(isStalled(5000, 10, 0));
    }

    @Test
    void isContentWhileFramesLeave() {
        assertFalse(isStalled(0, 1000, 1));
    }

    @Test
    void isContentWhileNothingIsGiven() {
        assertFalse(isStalled(7, 0, 0));
    }

    @Test
    void isContentWithACounterThatComesLate() {
        assertFalse(watch.isStalled(0, 0, 0));
        assertFalse(watch.isStalled(1000 * MILLI, 5000, 0));
        assertFalse(watch.isStalled(2000 * MILLI, 9000, 0));
        assertFalse(watch.isStalled(9000 * MILLI, 12_000, 9000));
        assertFalse(watch.isStalled(18_000 * MILLI, 15_000, 9000));
        assertTrue(watch.isStalled(19_100 * MILLI, 16_000, 9000));
    }

    @Test
    void suspectsWhatWasGivenAndNotSeenToLeave() {
        assertFalse(watch.isSuspect());
        watch.isStalled(0, 0, 0);
        watch.isStalled(200 * MILLI, 100, 90);
        assertFalse(watch.isSuspect());
        watch.isStalled(400 * MILLI, 200, 90);
        assertTrue(watch.isSuspect());
        watch.isStalled(600 * MILLI, 300, 91);
        assertFalse(watch.isSuspect());
    }

    @Test
    void looksNowAndThen() {
        watch.isStalled(0, 0, 0);
        assertFalse(watch.isDue(199 * MILLI));
        assertTrue(watch.isDue(200 * MILLI));
    }
}
