// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.link.Allocations;
import sonde.link.FrameSink;
import sonde.link.Links;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Over a sink that takes as many frames as it is told to. */
class VlanSinkTest {

    private static final int STRIDE = 64;

    private final StubbornSink below = new StubbornSink();
    private final VlanSink sink =
            new VlanSink(below, new VlanTags(VlanTags.TYPE_SERVICE, List.of(5, 7)));

    private static byte[] frame(int number, int lengthBytes) {
        byte[] frame = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            frame[i] = (byte) (number * 64 + i);
        }
        return frame;
    }

    private static byte[] tagged(byte[] frame) {
        byte[] tags = {(byte) 0x88, (byte) 0xa8, 0, 5, (byte) 0x81, 0, 0, 7};
        byte[] tagged = Arrays.copyOf(frame, frame.length + tags.length);
        System.arraycopy(tags, 0, tagged, 12, tags.length);
        System.arraycopy(frame, 12, tagged, 12 + tags.length, frame.length - 12);
        return tagged;
    }

    @Test
    void whatIsNotTakenGoesNextTimeUnchanged() {
        List<byte[]> frames = List.of(frame(0, 20), frame(1, 56), frame(2, 14));
        Links.put(sink, frames);
        below.takes = 1;
        assertEquals(1, sink.send(3, new int[] {20, 56, 14}));
        assertEquals(2, sink.reserve(2));
        for (int i = 0; i < 2; i++) {
            byte[] left = frames.get(i + 1);
            assertArrayEquals(
                    left,
                    sink.memory()
                            .asSlice(sink.reservedOffset() + (long) i * STRIDE, left.length)
                            .toArray(ValueLayout.JAVA_BYTE));
        }
        below.takes = -11;
        assertEquals(-11, sink.send(2, new int[] {56, 14}));
        below.takes = 2;
        sink.reserve(2);
        assertEquals(2, sink.send(2, new int[] {56, 14}));
        assertEquals(3, below.sent.size());
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(tagged(frames.get(i)), below.sent.get(i));
        }
    }

    @Test
    void sendingAllocatesNothing() {
        int[] lengths = new int[8];
        Arrays.fill(lengths, 54);
        below.takes = -11;
        Allocations.assertNone(
                20_000,
                () -> {
                    sink.reserve(8);
                    if (sink.send(8, 54) + sink.send(8, lengths) != -22) {
                        throw new AssertionError();
                    }
                });
    }

    /** Takes {@link #takes} frames of the next batch, or refuses with it. */
    private static final class StubbornSink implements FrameSink {

        private final MemorySegment slots = MemorySegment.ofArray(new byte[8 * STRIDE]);
        private final List<byte[]> sent = new ArrayList<>();
        private int takes;
        private int first;

        @Override
        public MemorySegment memory() {
            return slots;
        }

        @Override
        public int slotStrideBytes() {
            return STRIDE;
        }

        @Override
        public int slotCountMax() {
            return 8;
        }

        @Override
        public int reserve(int slotCount) {
            return Math.min(slotCount, 8 - first);
        }

        @Override
        public long reservedOffset() {
            return (long) first * STRIDE;
        }

        @Override
        public int send(int frameCount, int frameLengthBytes) {
            return takes < 0 ? takes : take(frameLengthBytes);
        }

        @Override
        public int send(int frameCount, int[] frameLengthBytes) {
            return takes < 0 ? takes : take(frameLengthBytes);
        }

        private int take(int... lengthBytes) {
            for (int i = 0; i < takes; i++) {
                long slot = reservedOffset() + (long) i * STRIDE;
                int length = lengthBytes[i % lengthBytes.length];
                sent.add(slots.asSlice(slot, length).toArray(ValueLayout.JAVA_BYTE));
            }
            first += takes;
            return takes;
        }

        @Override
        public void close() {}
    }
}
