// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.link.memory.MemoryLink;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

class SinkOutletTest {

    private static final byte[] BYTES = {9, 9, 1, 2, 3, 4};

    @Test
    void sendsEachFrameAtOnce() {
        try (MemoryLink link =
                MemoryLink.responding(
                        Framing.ETHERNET,
                        (memory, offset, length, answers) -> answers.put(memory, offset, length),
                        8,
                        () -> 0)) {
            SinkOutlet outlet = new SinkOutlet(link.sink());
            assertTrue(outlet.put(MemorySegment.ofArray(BYTES), 2, 4));
            assertTrue(outlet.put(MemorySegment.ofArray(BYTES), 0, 3));
            List<byte[]> sent = Links.receive(link.source(), 2);
            assertEquals(2, sent.size());
            assertArrayEquals(Arrays.copyOfRange(BYTES, 2, 6), sent.getFirst());
            assertArrayEquals(Arrays.copyOf(BYTES, 3), sent.getLast());
        }
    }

    @Test
    void saysWhenAFrameWasNotTaken() {
        for (int slots : new int[] {0, 1}) {
            FrameSink full = new FullSink(slots);
            assertFalse(new SinkOutlet(full).put(MemorySegment.ofArray(BYTES), 0, 3));
        }
    }

    /** Gives so many slots and then takes nothing. */
    private record FullSink(int slots) implements FrameSink {

        @Override
        public MemorySegment memory() {
            return MemorySegment.ofArray(new byte[64]);
        }

        @Override
        public int slotStrideBytes() {
            return 64;
        }

        @Override
        public int slotCountMax() {
            return 1;
        }

        @Override
        public int reserve(int slotCount) {
            return slots;
        }

        @Override
        public long reservedOffset() {
            return 0;
        }

        @Override
        public int send(int frameCount, int frameLengthBytes) {
            return -105;
        }

        @Override
        public void close() {}
    }
}
