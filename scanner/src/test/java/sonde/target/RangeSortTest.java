// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.IpAddress;

import java.util.SplittableRandom;

class RangeSortTest {

    private static final long SEED = 0x5EED_0022L;

    private static final int WORDS = RangeSort.WORDS;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 9, 16, 17, 63, 64, 65, 1000, 4096, 10_007})
    void sortsAndKeepsRangesWhole(int count) {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED + count);
        long[] words = new long[(count + 1) * WORDS];
        long sum = 0;
        for (int i = 0; i <= count; i++) {
            words[i * WORDS] = random.nextInt(5) - 2;
            words[i * WORDS + 1] = random.nextLong();
            words[i * WORDS + 2] = ~words[i * WORDS];
            words[i * WORDS + 3] = ~words[i * WORDS + 1];
            sum += i < count ? words[i * WORDS + 1] : 0;
        }
        long behind = words[count * WORDS + 1];
        RangeSort.sort(words, count);
        for (int i = 0; i < count; i++) {
            long high = words[i * WORDS];
            long low = words[i * WORDS + 1];
            sum -= low;
            assertEquals(~high, words[i * WORDS + 2]);
            assertEquals(~low, words[i * WORDS + 3]);
            if (i > 0) {
                long before = words[i * WORDS - WORDS];
                long lowBefore = words[i * WORDS - WORDS + 1];
                assertTrue(IpAddress.compare(before, lowBefore, high, low) <= 0);
            }
        }
        assertEquals(0, sum);
        assertEquals(behind, words[count * WORDS + 1]);
    }
}
