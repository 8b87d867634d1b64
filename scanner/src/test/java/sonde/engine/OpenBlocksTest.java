// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;
import java.util.TreeMap;

class OpenBlocksTest {

    /** Against a sorted map, which is what it stands for. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void knowsTheOldestBlockWithProbes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OpenBlocks blocks = new OpenBlocks();
        TreeMap<Long, Integer> expected = new TreeMap<>();
        long newest = random.nextInt(3);
        for (int turn = 0; turn < 20_000; turn++) {
            if (expected.isEmpty() || random.nextInt(100) < 30) {
                newest += random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(2);
                int probes = 1 + random.nextInt(3);
                blocks.add(newest, probes);
                expected.merge(newest, probes, Integer::sum);
            } else {
                Long block = random.nextBoolean() ? expected.firstKey() : expected.lastKey();
                blocks.remove(block);
                expected.merge(block, -1, (have, less) -> have + less == 0 ? null : have + less);
            }
            long oldest = expected.isEmpty() ? OpenBlocks.NONE : expected.firstKey();
            assertEquals(oldest, blocks.oldest(), "seed " + seed + ", turn " + turn);
        }
    }
}
