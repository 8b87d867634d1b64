// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.link.Allocations;
import sonde.sys.XdpDesc;

import java.util.SplittableRandom;

/** Against a kernel that is simulated over plain memory. */
class ConsumerRingTest {

    private static final int SIZE = 16;

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -20, Integer.MAX_VALUE - 5})
    void entriesArriveOnceAndInOrder(int start) {
        long seed = 0xC035 + start;
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedRing kernel = new SimulatedRing(SIZE, (int) XdpDesc.SIZEOF, start);
        ConsumerRing ring = new ConsumerRing(kernel.memory());
        long written = 0;
        long read = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextBoolean()) {
                for (int i = random.nextInt(SIZE); i > 0 && kernel.count() < SIZE; i--) {
                    kernel.put(written, (int) ~written);
                    written++;
                }
            } else {
                int max = random.nextInt(SIZE + 1);
                int count = ring.peek(max);
                assertEquals(Math.min(max, kernel.count()), count, "seed " + seed);
                int used = random.nextInt(count + 1);
                for (int i = 0; i < used; i++) {
                    long entry = ring.entryOffset(i);
                    assertEquals(read + i, XdpDesc.address(ring.memory(), entry));
                    assertEquals((int) ~(read + i), XdpDesc.lengthBytes(ring.memory(), entry));
                }
                assertEquals(written - read, kernel.count(), "taken before it was released");
                ring.release(used);
                read += used;
            }
            assertEquals(written - read, kernel.count(), "seed " + seed);
        }
        assertTrue(read > 10_000);
    }

    @Test
    void moreThanThereIsToReadIsAMistake() {
        SimulatedRing kernel = new SimulatedRing(SIZE, Long.BYTES, 0);
        ConsumerRing ring = new ConsumerRing(kernel.memory());
        kernel.put(1, 0);
        assertEquals(1, ring.peek(2));
        assertThrows(AssertionError.class, () -> ring.release(2));
    }

    @Test
    void allocatesNothing() {
        SimulatedRing kernel = new SimulatedRing(SIZE, Long.BYTES, 0);
        ConsumerRing ring = new ConsumerRing(kernel.memory());
        Allocations.assertNone(
                20_000,
                () -> {
                    kernel.put(1, 0);
                    ring.release(ring.peek(SIZE));
                });
    }
}
