// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void mixIsSplitMix64() {
        // The first outputs of SplitMix64 with seed 1234567, as published with its reference code.
        assertEquals(6457827717110365317L, Seeds.mix(1234567 + Seeds.GOLDEN_GAMMA));
        assertEquals(3203168211198807973L, Seeds.mix(1234567 + 2 * Seeds.GOLDEN_GAMMA));
    }

    @Test
    void derivedSeedsAgreeForEqualSpacesOnly() {
        assertEquals(Seeds.derive(7), Seeds.derive(7));
        assertNotEquals(Seeds.derive(7), Seeds.derive(8));
    }

    @Test
    void randomSeedsDiffer() {
        assertNotEquals(Seeds.random(), Seeds.random());
    }
}
