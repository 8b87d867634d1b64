// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Takes the inner tag out of what another source receives: the Ethernet addresses move behind it,
 * and the frame begins so much later. The kernel has taken the outer one. Owned by one receive
 * agent.
 */
final class VlanSource implements FrameSource {

    private static final int ADDRESSES_BYTES = 12;
    private static final int TAG_BYTES = 4;
    private static final int TYPE_BYTES = 2;
    private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final FrameSource source;

    /** Closing this closes {@code source}. */
    VlanSource(FrameSource source) {
        this.source = source;
    }

    @Override
    public int receive(FrameBatch batch) {
        int count = source.receive(batch);
        for (int i = 0; i < count; i++) {
            if (isTagged(batch, i)) {
                MemorySegment memory = batch.memory;
                long from = batch.offset[i];
                MemorySegment.copy(memory, from, memory, from + TAG_BYTES, ADDRESSES_BYTES);
                batch.offset[i] = from + TAG_BYTES;
                batch.lengthBytes[i] -= TAG_BYTES;
            }
        }
        return count;
    }

    private static boolean isTagged(FrameBatch batch, int i) {
        if (batch.lengthBytes[i] < ADDRESSES_BYTES + TAG_BYTES + TYPE_BYTES) {
            return false;
        }
        short type = batch.memory.get(BIG_ENDIAN_SHORT, batch.offset[i] + ADDRESSES_BYTES);
        return type == (short) VlanTags.TYPE_CUSTOMER || type == (short) VlanTags.TYPE_SERVICE;
    }

    @Override
    public void await(long timeoutNanos) {
        source.await(timeoutNanos);
    }

    @Override
    public long droppedCount(DropReason reason) {
        return source.droppedCount(reason);
    }

    @Override
    public void close() {
        source.close();
    }
}
