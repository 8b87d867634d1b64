// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class FourTupleIndexTest {

    /** A tuple of few, so that they meet often; each bit stands in another field. */
    private static FourTuple tuple(int name) {
        FourTuple tuple = new FourTuple();
        tuple.remoteHigh = name & 1;
        tuple.remoteLow = name >>> 1 & 3;
        tuple.localHigh = name >>> 3 & 1;
        tuple.localLow = name >>> 4 & 3;
        tuple.setPorts(name >>> 6 & 3, name >>> 8 & 3);
        return tuple;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 1000})
    void agreesWithAMap(int capacity) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        FourTupleIndex index = new FourTupleIndex(capacity, seed);
        Map<Integer, Integer> reference = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            int name = random.nextInt(1024);
            Integer place = reference.get(name);
            assertEquals(
                    place == null ? FourTupleIndex.NONE : place,
                    index.find(tuple(name)),
                    "seed " + seed);
            if (place == null) {
                int added = index.add(tuple(name));
                assertEquals(reference.size() == capacity, added == FourTupleIndex.NONE);
                if (added != FourTupleIndex.NONE) {
                    assertFalse(reference.containsValue(added), "seed " + seed);
                    reference.put(name, added);
                }
            } else if (random.nextBoolean()) {
                index.remove(place);
                reference.remove(name);
            } else {
                int other = random.nextInt(1024);
                assertEquals(!reference.containsKey(other), index.rename(place, tuple(other)));
                if (!reference.containsKey(other)) {
                    reference.remove(name);
                    reference.put(other, place);
                }
            }
            assertEquals(reference.size(), index.size(), "seed " + seed);
        }
    }

    @Test
    void anotherKeyMakesOtherBuckets() {
        List<Integer> found = new ArrayList<>();
        for (long key = 1; key <= 3; key++) {
            FourTupleIndex index = new FourTupleIndex(1024, key);
            int deepest = 0;
            for (int address = 0; address < 1024; address++) {
                FourTuple tuple = new FourTuple();
                tuple.remoteLow = address << 16;
                deepest = Math.max(deepest, index.depth(tuple));
                index.add(tuple);
            }
            found.add(deepest);
        }
        // 1024 into 1024: a fullest bucket of 5 to 8 is what chance gives.
        for (int deepest : found) {
            assertTrue(deepest >= 2 && deepest <= 12, found.toString());
        }
    }
}
