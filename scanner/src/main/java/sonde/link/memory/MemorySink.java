// SPDX-License-Identifier: Apache-2.0
package sonde.link.memory;

import org.jspecify.annotations.Nullable;

import sonde.link.FrameSink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Takes every frame at once and shows it to a target, if there is one. */
final class MemorySink implements FrameSink {

    private static final int SLOT_COUNT = 256;

    private final Arena arena = Arena.ofShared();
    private final int strideBytes;
    private final MemorySegment slots;
    private final Responder.@Nullable FrameTarget target;
    private int reserved;
    private boolean isClosed;

    /**
     * @param strideBytes the size of a slot, a power of two
     */
    MemorySink(Responder.@Nullable FrameTarget target, int strideBytes) {
        this.target = target;
        this.strideBytes = strideBytes;
        slots = arena.allocate((long) SLOT_COUNT * strideBytes, strideBytes);
    }

    @Override
    public MemorySegment memory() {
        return slots;
    }

    @Override
    public int slotStrideBytes() {
        return strideBytes;
    }

    @Override
    public int slotCountMax() {
        return SLOT_COUNT;
    }

    @Override
    public int reserve(int slotCount) {
        assert slotCount > 0 && slotCount <= SLOT_COUNT : slotCount;
        reserved = slotCount;
        return slotCount;
    }

    @Override
    public long reservedOffset() {
        return 0;
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        assert frameCount > 0 && frameCount <= reserved : frameCount + " of " + reserved;
        assert frameLengthBytes > 0 && frameLengthBytes <= strideBytes : frameLengthBytes;
        reserved = 0;
        if (target != null) {
            for (int i = 0; i < frameCount; i++) {
                target.put(slots, (long) i * strideBytes, frameLengthBytes);
            }
        }
        return frameCount;
    }

    @Override
    public int send(int frameCount, int[] frameLengthBytes) {
        assert frameCount > 0 && frameCount <= reserved : frameCount + " of " + reserved;
        reserved = 0;
        if (target != null) {
            for (int i = 0; i < frameCount; i++) {
                target.put(slots, (long) i * strideBytes, frameLengthBytes[i]);
            }
        }
        return frameCount;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            arena.close();
        }
    }
}
