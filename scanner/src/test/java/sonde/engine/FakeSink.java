// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.FrameSink;
import sonde.wire.Ethernet;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A sink that does as it is told: takes all frames, some, or none, with an error. */
final class FakeSink implements FrameSink {

    static final int ALL = Integer.MAX_VALUE;

    private static final int SLOT_COUNT = 32;
    private static final int STRIDE_BYTES = 128;
    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;
    private static final int TCP = IP + Ipv4.HEADER_LENGTH_BYTES;

    /** What the next calls of {@link #send} do; afterwards all frames are taken. */
    final ArrayDeque<Integer> script = new ArrayDeque<>();

    /** How many of the next reservations give nothing. */
    int fullCount;

    /** Called whenever frames have been taken, before {@link #send} returns. */
    Runnable whenTaken = () -> {};

    /** The frames taken, oldest first. */
    final List<MemorySegment> frames = new ArrayList<>();

    private final MemorySegment memory = MemorySegment.ofArray(new byte[SLOT_COUNT * STRIDE_BYTES]);

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public int slotStrideBytes() {
        return STRIDE_BYTES;
    }

    @Override
    public int slotCountMax() {
        return SLOT_COUNT;
    }

    @Override
    public int reserve(int slotCount) {
        if (fullCount > 0) {
            fullCount--;
            return 0;
        }
        return slotCount;
    }

    @Override
    public long reservedOffset() {
        return 0;
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        int told = script.isEmpty() ? ALL : script.remove();
        int taken = Math.min(told, frameCount);
        for (int i = 0; i < taken; i++) {
            frames.add(
                    MemorySegment.ofArray(
                            memory.asSlice((long) i * STRIDE_BYTES, frameLengthBytes)
                                    .toArray(ValueLayout.JAVA_BYTE)));
        }
        if (taken > 0 && taken < frameCount) {
            // The next reservation begins with what was not taken.
            memory.copyFrom(memory.asSlice((long) taken * STRIDE_BYTES));
        }
        whenTaken.run();
        return taken;
    }

    @Override
    public int send(int frameCount, int[] frameLengthBytes) {
        int told = script.isEmpty() ? ALL : script.remove();
        int taken = Math.min(told, frameCount);
        for (int i = 0; i < taken; i++) {
            frames.add(
                    MemorySegment.ofArray(
                            memory.asSlice((long) i * STRIDE_BYTES, frameLengthBytes[i])
                                    .toArray(ValueLayout.JAVA_BYTE)));
        }
        if (taken > 0 && taken < frameCount) {
            memory.copyFrom(memory.asSlice((long) taken * STRIDE_BYTES));
        }
        return taken;
    }

    @Override
    public void close() {}

    /** The targets of the probes taken, in their order. */
    List<Long> targets() {
        return frames.stream()
                .filter(frame -> Ethernet.type(frame, 0) == Ethernet.TYPE_IPV4)
                .map(frame ->
                        Wiring.target(Ipv4.destination(frame, IP), Tcp.destinationPort(frame, TCP)))
                .toList();
    }
}
