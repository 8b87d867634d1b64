// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.link.Allocations;

import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** Against a kernel that is simulated over plain memory. */
class ProducerRingTest {

    private static final int SIZE = 16;

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -20, Integer.MAX_VALUE - 5})
    void entriesArriveOnceAndInOrder(int start) {
        long seed = 0xF111 + start;
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedRing kernel = new SimulatedRing(SIZE, Long.BYTES, start);
        ProducerRing ring = new ProducerRing(kernel.memory());
        long written = 0;
        long read = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextBoolean()) {
                int wanted = random.nextInt(SIZE + 1);
                int free = ring.reserve(wanted);
                assertEquals(Math.min(wanted, SIZE - kernel.count()), free, "seed " + seed);
                int count = random.nextInt(free + 1);
                for (int i = 0; i < count; i++) {
                    ring.memory().set(ValueLayout.JAVA_LONG, ring.entryOffset(i), written + i);
                }
                assertEquals(written - read, kernel.count(), "seen before it was submitted");
                ring.submit(count);
                written += count;
            } else {
                for (int i = random.nextInt(SIZE); i > 0 && kernel.count() > 0; i--) {
                    assertEquals(read++, kernel.address(), "seed " + seed);
                    kernel.take();
                }
            }
            assertEquals(written - read, kernel.count(), "seed " + seed);
        }
        assertEquals(written - read, ring.pending());
        assertTrue(written > 10_000);
    }

    @Test
    void aFullRingHasNoRoom() {
        SimulatedRing kernel = new SimulatedRing(SIZE, Long.BYTES, 0);
        ProducerRing ring = new ProducerRing(kernel.memory());
        assertEquals(SIZE, ring.reserve(SIZE + 1));
        ring.submit(SIZE);
        assertEquals(0, ring.reserve(1));
        assertEquals(SIZE, ring.pending());
        kernel.take();
        assertEquals(1, ring.reserve(2));
    }

    @Test
    void goesOnFromWhatTheMemorySays() {
        SimulatedRing kernel = new SimulatedRing(SIZE, Long.BYTES, 7);
        kernel.put(1, 0);
        ProducerRing ring = new ProducerRing(kernel.memory());
        assertEquals(SIZE - 1, ring.reserve(SIZE));
        assertEquals(1, ring.pending());
    }

    @Test
    void tellsWhenTheKernelSleeps() {
        SimulatedRing kernel = new SimulatedRing(SIZE, Long.BYTES, 0);
        ProducerRing ring = new ProducerRing(kernel.memory());
        assertFalse(ring.needsWakeup());
        kernel.setNeedsWakeup(true);
        assertTrue(ring.needsWakeup());
    }

    @Test
    void moreThanThereIsRoomForIsAMistake() {
        ProducerRing ring = new ProducerRing(new SimulatedRing(SIZE, Long.BYTES, 0).memory());
        assertThrows(AssertionError.class, () -> ring.submit(SIZE + 1));
    }

    @Test
    void allocatesNothing() {
        SimulatedRing kernel = new SimulatedRing(SIZE, Long.BYTES, 0);
        ProducerRing ring = new ProducerRing(kernel.memory());
        Allocations.assertNone(
                20_000,
                () -> {
                    ring.reserve(1);
                    ring.memory().set(ValueLayout.JAVA_LONG, ring.entryOffset(0), 1);
                    ring.submit(1);
                    kernel.take();
                });
    }
}
