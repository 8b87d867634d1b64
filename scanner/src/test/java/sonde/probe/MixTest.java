// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class MixTest {

    @Test
    void everyInputBitFlipsEveryOutputBitAboutHalfTheTime() {
        SplittableRandom random = new SplittableRandom(7);
        int rounds = 4_000;
        int[][] flips = new int[32][32];
        for (int round = 0; round < rounds; round++) {
            int value = random.nextInt();
            int mixed = Mix.mix32(value);
            for (int in = 0; in < 32; in++) {
                int changed = mixed ^ Mix.mix32(value ^ 1 << in);
                for (int out = 0; out < 32; out++) {
                    flips[in][out] += changed >>> out & 1;
                }
            }
        }
        // Half of the rounds, within 6 standard deviations.
        double slack = 6 * Math.sqrt(rounds) / 2;
        for (int in = 0; in < 32; in++) {
            for (int out = 0; out < 32; out++) {
                assertTrue(Math.abs(flips[in][out] - rounds / 2) < slack, in + " to " + out);
            }
        }
    }
}
