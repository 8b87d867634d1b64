// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

class FingerprintTest {

    private static final int MANY = 1 << 16;

    @Test
    void neverChanges() {
        // SplitMix64's first two outputs for seed 0.
        assertEquals(0xE220_A839_7B1D_CDAFL, Fingerprint.add(0, 0));
        assertEquals(0x6E78_9E6A_A1B9_65F4L, Fingerprint.add(Fingerprint.START, 0));
    }

    @Test
    void orderAndCountMatter() {
        long start = Fingerprint.START;
        assertNotEquals(
                Fingerprint.add(Fingerprint.add(start, 1), 2),
                Fingerprint.add(Fingerprint.add(start, 2), 1));
        assertNotEquals(Fingerprint.add(start, 0), Fingerprint.add(Fingerprint.add(start, 0), 0));
    }

    /** Each step is a bijection of what was folded and of what is added, if the other is fixed. */
    @Test
    void oneStepTellsAllNumbersApart() {
        Set<Long> ofNumbers = new HashSet<>();
        Set<Long> ofStates = new HashSet<>();
        for (long i = 0; i < MANY; i++) {
            ofNumbers.add(Fingerprint.add(Fingerprint.START, i));
            ofStates.add(Fingerprint.add(i, 7));
        }
        assertEquals(MANY, ofNumbers.size());
        assertEquals(MANY, ofStates.size());
    }

    @Test
    void everyBitChangesAboutHalfOfTheOutput() {
        long before = Fingerprint.add(Fingerprint.START, 0);
        int least = Long.SIZE;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long after = Fingerprint.add(Fingerprint.START, 1L << bit);
            least = Math.min(least, Long.bitCount(before ^ after));
        }
        assertTrue(least >= 16, "only " + least + " bits change");
    }
}
