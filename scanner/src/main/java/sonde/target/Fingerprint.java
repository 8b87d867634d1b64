// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * Folds numbers into one, in order, with the output function of SplitMix64. No protection against
 * forgers.
 */
final class Fingerprint {

    /** The fingerprint of nothing. */
    static final long START = 0x9E37_79B9_7F4A_7C15L;

    private Fingerprint() {}

    /** The fingerprint of what was folded so far and one more number. */
    static long add(long fingerprint, long number) {
        long t = fingerprint + START ^ number;
        t = (t ^ t >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        t = (t ^ t >>> 27) * 0x94D0_49BB_1331_11EBL;
        return t ^ t >>> 31;
    }
}
