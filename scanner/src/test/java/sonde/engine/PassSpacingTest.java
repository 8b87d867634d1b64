// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PassSpacingTest {

    private static final long SECOND = 1_000_000_000L;

    private final PassSpacing spacing = new PassSpacing();

    @Test
    void aPassBeginsASecondAfterTheEndOfTheOneBefore() {
        long start = -SECOND / 2;
        assertTrue(spacing.mayBegin(0, start));
        long end = start + 3 * SECOND;
        assertTrue(spacing.mayBegin(0, end - 1));
        assertFalse(spacing.mayBegin(1, end));
        assertFalse(spacing.mayBegin(1, end + SECOND - 1));
        assertTrue(spacing.mayBegin(1, end + SECOND));
        assertTrue(spacing.mayBegin(1, end + SECOND + 1));
        assertFalse(spacing.mayBegin(2, end + SECOND + 2));
        assertTrue(spacing.mayBegin(2, end + 2 * SECOND + 2));
    }

    @Test
    void theFirstPassOfAScanBeginsAtOnce() {
        assertTrue(spacing.mayBegin(4, 0));
        assertFalse(spacing.mayBegin(5, 60 * SECOND));
    }
}
