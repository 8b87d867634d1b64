// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Random;

class NumberRangesTest {

    private static final int NUMBERS = 100;

    @Test
    void holdsWhatWasAdded() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            boolean[] expected = new boolean[NUMBERS];
            NumberRanges.Builder builder = new NumberRanges.Builder();
            for (int left = random.nextInt(8); left > 0; left--) {
                int first = random.nextInt(NUMBERS);
                int last = random.nextInt(first, Math.min(NUMBERS, first + 30));
                builder.add(first, last);
                for (int i = first; i <= last; i++) {
                    expected[i] = true;
                }
            }
            NumberRanges ranges = builder.build();
            for (int i = 0; i < NUMBERS; i++) {
                assertEquals(expected[i], ranges.contains(i), "seed " + seed);
            }
            assertEquals(false, ranges.contains(NumberTests.MISSING));
        }
    }
}
