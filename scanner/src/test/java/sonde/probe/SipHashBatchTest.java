// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class SipHashBatchTest {

    /** Repeated until the vector code of C2 has taken over from the interpreter. */
    @Test
    void agreesWithItsScalarTwin() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        SipHashBatch batch = new SipHashBatch();
        long[] first = new long[ProbeBatch.CAPACITY];
        int[] last = new int[ProbeBatch.CAPACITY];
        int[] hashLow = new int[ProbeBatch.CAPACITY];
        for (int round = 0; round < 20_000; round++) {
            first[random.nextInt(first.length)] = random.nextLong();
            long k0 = random.nextLong();
            long k1 = random.nextLong();
            last[random.nextInt(last.length)] = random.nextInt();
            batch.hash12(k0, k1, first, last, hashLow);
            for (int i = 0; i < first.length; i += 1 + round % 7) {
                int expected = (int) SipHash24.hash12(k0, k1, first[i], last[i]);
                assertEquals(expected, hashLow[i], () -> "seed " + seed);
            }
        }
    }
}
