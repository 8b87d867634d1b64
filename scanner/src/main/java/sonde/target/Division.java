// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * Exact division of a batch of numbers by one divisor d, in multiplications: there is no vector
 * instruction for division, nor before AVX-512 one that makes a double of a long. Immutable.
 *
 * <p>The quotient has to fit 32 bits. Let {@code e} be the least integer with {@code d <= 2^e},
 * {@code s} the number of bits that x has above 32 (at most e, since the quotient has no more than
 * 32), and
 *
 * <pre>
 *   M  = floor(2^(31+e) / d)               below 2^32
 *   q' = ((x >>> s) * M) >>> (31 + e - s)
 * </pre>
 *
 * Dropping the low s bits of x takes less than {@code 2^s / d < 2} off the quotient, rounding M
 * down less than {@code 2^32 / 2^(31+e-s) <= 2}, the last shift less than 1. So {@code q'} is at
 * most 4 too small, and the remainder {@code x - q'd}, which fits 32 bits, less than {@code 5d}.
 * Subtracting 4d, 2d and d wherever it can be done makes both right.
 */
final class Division {

    private final int divisor;
    private final int dropped;
    private final long reciprocal;
    private final int shift;

    /**
     * @param divisor 2 to 65536
     * @param limit all that is divided is below this; at most {@code 2^32 * divisor}
     */
    Division(int divisor, long limit) {
        assert divisor >= 2 && divisor <= 1 << 16 && limit <= (long) divisor << 32;
        int e = 32 - Integer.numberOfLeadingZeros(divisor - 1);
        this.divisor = divisor;
        this.dropped = Math.max(0, 32 - Long.numberOfLeadingZeros(limit - 1));
        this.reciprocal = Math.min(0xFFFF_FFFFL, (1L << (31 + e)) / divisor);
        this.shift = 31 + e - dropped;
    }

    /** Divides all lanes; junk makes junk. The quotients are unsigned. */
    void divide(long[] number, int[] quotient, int[] remainder) {
        estimate(number, quotient, dropped, reciprocal, shift);
        subtract(number, quotient, remainder, divisor);
        correct(quotient, remainder, divisor);
    }

    private static void estimate(
            long[] number, int[] quotient, int dropped, long reciprocal, int shift) {
        for (int i = 0; i < Ipv4Grid.BATCH; i++) {
            quotient[i] = (int) (((number[i] >>> dropped) * reciprocal) >>> shift);
        }
    }

    private static void subtract(long[] number, int[] quotient, int[] remainder, int divisor) {
        for (int i = 0; i < Ipv4Grid.BATCH; i++) {
            remainder[i] = (int) number[i] - quotient[i] * divisor;
        }
    }

    private static void correct(int[] quotient, int[] remainder, int divisor) {
        int d2 = 2 * divisor;
        int d4 = 4 * divisor;
        for (int i = 0; i < Ipv4Grid.BATCH; i++) {
            // Each mask is all ones where the subtraction went too far.
            int r = remainder[i] - d4;
            int not4 = r >> 31;
            r += (d4 & not4) - d2;
            int not2 = r >> 31;
            r += (d2 & not2) - divisor;
            int not1 = r >> 31;
            remainder[i] = r + (divisor & not1);
            quotient[i] += 7 + 4 * not4 + 2 * not2 + not1;
        }
    }
}
