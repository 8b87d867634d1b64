// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

class SegmentRingTest {

    private static final int FRAMES = 200_000;

    private static void add(SegmentRing ring, int length, int filling) {
        long offset = ring.reserve();
        ring.memory().asSlice(offset, length).fill((byte) filling);
        ring.commit(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -4, 1 << 21})
    void rejectsOtherThanPowersOfTwo(int slotCount) {
        assertThrows(IllegalArgumentException.class, () -> new SegmentRing(slotCount));
    }

    @Test
    void carriesFramesOfAnyLengthInOrder() {
        SegmentRing ring = new SegmentRing(4);
        byte[] copy = new byte[SegmentRing.FRAME_MAX_BYTES + 1];
        for (int round = 0; round < 10; round++) {
            add(ring, 1, round);
            add(ring, SegmentRing.FRAME_MAX_BYTES, round + 1);
            assertEquals(2, ring.size());
            assertEquals(1, ring.peekLength());
            ring.release();
            assertEquals(SegmentRing.FRAME_MAX_BYTES, ring.peekLength());
            ring.copyTo(MemorySegment.ofArray(copy), 1);
            assertEquals(round + 1, copy[1]);
            assertEquals(round + 1, copy[SegmentRing.FRAME_MAX_BYTES]);
            ring.release();
            assertEquals(0, ring.peekLength());
        }
    }

    @Test
    void aFullRingHasNoRoomUntilASlotIsGivenBack() {
        SegmentRing ring = new SegmentRing(2);
        add(ring, 5, 1);
        assertTrue(ring.hasRoom());
        add(ring, 6, 2);
        assertFalse(ring.hasRoom());
        assertEquals(5, ring.peekLength());
        assertFalse(ring.hasRoom());
        ring.release();
        assertTrue(ring.hasRoom());
    }

    @Test
    void carriesFramesBetweenThreads() throws InterruptedException {
        SegmentRing ring = new SegmentRing(64);
        Thread producer =
                new Thread(() -> {
                    for (int i = 0; i < FRAMES; i++) {
                        while (!ring.hasRoom()) {
                            Thread.onSpinWait();
                        }
                        long offset = ring.reserve();
                        ring.memory().set(ValueLayout.JAVA_INT, offset, i);
                        ring.commit(Integer.BYTES + i % 1000);
                    }
                });
        producer.start();
        MemorySegment copy = MemorySegment.ofArray(new int[1024]);
        for (int i = 0; i < FRAMES; i++) {
            int length = ring.peekLength();
            while (length == 0) {
                Thread.onSpinWait();
                length = ring.peekLength();
            }
            assertEquals(Integer.BYTES + i % 1000, length);
            ring.copyTo(copy, 0);
            assertEquals(i, copy.get(ValueLayout.JAVA_INT, 0));
            ring.release();
        }
        producer.join();
        assertEquals(0, ring.size());
    }
}
