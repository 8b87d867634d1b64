// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import sonde.link.FrameSink;

import java.lang.foreign.MemorySegment;

/**
 * Puts tags into the frames of another sink. A slot of this one begins so far into a slot of that
 * one as the tags are long; on sending, the Ethernet addresses move to the front and the tags take
 * their place. Frames that were not taken are as before afterwards.
 *
 * <pre>
 *  slot, as written  |  room  | addresses | type | packet …
 *  slot, as sent     | addresses |  tags  | type | packet …
 * </pre>
 *
 * <p>Owned by one transmit agent. The longest frame is shorter than a slot by the tags' length.
 * Only for sinks whose frames stay where they are when they are not taken, and whose slots are free
 * when a frame was: it writes to them behind the call.
 */
public final class VlanSink implements FrameSink {

    /** Of both Ethernet addresses, {@code 2 * ETH_ALEN} of {@code linux/if_ether.h}. */
    private static final int ADDRESSES_BYTES = 12;

    private final FrameSink sink;
    private final int tagsBytes;
    private final int strideBytes;
    private final int[] taggedLengthBytes;

    /** The tags as they stand in each frame. */
    private final MemorySegment tags;

    /** Closing this closes {@code sink}. */
    public VlanSink(FrameSink sink, VlanTags tags) {
        this.sink = sink;
        tagsBytes = tags.lengthBytes();
        strideBytes = sink.slotStrideBytes();
        taggedLengthBytes = new int[sink.slotCountMax()];
        this.tags = MemorySegment.ofArray(new byte[tagsBytes]);
        tags.write(this.tags, 0);
    }

    @Override
    public MemorySegment memory() {
        return sink.memory();
    }

    @Override
    public int slotStrideBytes() {
        return strideBytes;
    }

    @Override
    public int slotCountMax() {
        return sink.slotCountMax();
    }

    @Override
    public int reserve(int slotCount) {
        return sink.reserve(slotCount);
    }

    @Override
    public long reservedOffset() {
        return sink.reservedOffset() + tagsBytes;
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        assert frameLengthBytes > 0 && frameLengthBytes + tagsBytes <= strideBytes;
        long offset = sink.reservedOffset();
        tag(offset, frameCount);
        int taken = sink.send(frameCount, frameLengthBytes + tagsBytes);
        untag(offset, Math.max(taken, 0), frameCount);
        return taken;
    }

    @Override
    public int send(int frameCount, int[] frameLengthBytes) {
        for (int i = 0; i < frameCount; i++) {
            taggedLengthBytes[i] = frameLengthBytes[i] + tagsBytes;
            assert frameLengthBytes[i] > 0 && taggedLengthBytes[i] <= strideBytes;
        }
        long offset = sink.reservedOffset();
        tag(offset, frameCount);
        int taken = sink.send(frameCount, taggedLengthBytes);
        untag(offset, Math.max(taken, 0), frameCount);
        return taken;
    }

    private void tag(long offset, int frameCount) {
        MemorySegment slots = sink.memory();
        for (int i = 0; i < frameCount; i++) {
            long slot = offset + (long) i * strideBytes;
            MemorySegment.copy(slots, slot + tagsBytes, slots, slot, ADDRESSES_BYTES);
            MemorySegment.copy(tags, 0, slots, slot + ADDRESSES_BYTES, tagsBytes);
        }
    }

    private void untag(long offset, int from, int frameCount) {
        MemorySegment slots = sink.memory();
        for (int i = from; i < frameCount; i++) {
            long slot = offset + (long) i * strideBytes;
            MemorySegment.copy(slots, slot, slots, slot + tagsBytes, ADDRESSES_BYTES);
        }
    }

    @Override
    public void flush() {
        sink.flush();
    }

    @Override
    public void close() {
        sink.close();
    }
}
