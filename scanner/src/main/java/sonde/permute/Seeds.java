// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

import java.util.SplittableRandom;

/**
 * Where the seed of a scan comes from when the user gives none, and how numbers are made out of a
 * seed.
 */
public final class Seeds {

    /** 2^64 divided by the golden ratio, made odd: the increment of SplitMix64. */
    static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private Seeds() {}

    /**
     * A seed that differs from run to run. It is made from clocks and not secret: it fixes an
     * order, and nothing else may hang on it.
     */
    public static long random() {
        return new SplittableRandom().nextLong();
    }

    /**
     * The seed of a target space. Shards that run without a seed of their own must all use the same
     * order, or together they would miss targets; the space is what they have in common.
     *
     * @param fingerprint the fingerprint of the target space
     */
    public static long derive(long fingerprint) {
        return mix(mix(fingerprint + GOLDEN_GAMMA) + GOLDEN_GAMMA);
    }

    /**
     * The output function of SplitMix64: a bijection of 64-bit numbers in which every bit of the
     * result depends on every bit of {@code z} (Steele, Lea, Flood, "Fast splittable pseudorandom
     * number generators", 2014; constants by D. Stafford, variant 13).
     */
    public static long mix(long z) {
        long t = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        t = (t ^ t >>> 27) * 0x94D0_49BB_1331_11EBL;
        return t ^ t >>> 31;
    }
}
