// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class DivisionTest {

    private static final long SEED = 0x5EED_0004L;

    @Test
    void isExactForEveryDivisor() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        long[] number = new long[Ipv4Grid.BATCH];
        int[] quotient = new int[Ipv4Grid.BATCH];
        int[] remainder = new int[Ipv4Grid.BATCH];
        for (int divisor = 2; divisor <= 1 << 16; divisor++) {
            // The largest limit is the hardest; others come with every 64th divisor.
            long quotients =
                    (divisor & 63) == 0
                            ? 1 + random.nextLong(1L << (1 + random.nextInt(32)))
                            : 1L << 32;
            long limit = quotients * divisor;
            Division division = new Division(divisor, limit);
            for (int i = 0; i < number.length; i++) {
                // Around multiples of the divisor, at the end, and anywhere.
                long multiple = random.nextLong(quotients + 1) * divisor + random.nextInt(3) - 1;
                long wanted = i < 4 ? limit - 1 - i : i < 128 ? multiple : random.nextLong(limit);
                number[i] = Math.clamp(wanted, 0, limit - 1);
            }
            division.divide(number, quotient, remainder);
            for (int i = 0; i < number.length; i++) {
                String what = number[i] + " / " + divisor + ", limit " + limit;
                if (Integer.toUnsignedLong(quotient[i]) != number[i] / divisor
                        || remainder[i] != number[i] % divisor) {
                    assertEquals(number[i] / divisor, Integer.toUnsignedLong(quotient[i]), what);
                    assertEquals(number[i] % divisor, remainder[i], what);
                }
            }
        }
    }
}
