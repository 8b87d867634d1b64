// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.link.FrameBatch;
import sonde.sys.Tpacket3Hdr;
import sonde.sys.TpacketBlockDesc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The user's end of a TPACKET_V3 ring: blocks that the kernel fills with frames and hands over
 * whole, in order.
 *
 * <pre>
 *  block  | descriptor | header frame … | header frame … |      unused      |
 *                        └─ tp_next_offset ─┘
 * </pre>
 *
 * <p>A block is given back when the next batch is asked for and all of its frames have been
 * delivered; until then they stay in place. A block is never believed: a frame that does not lie
 * within it ends its reading, and what it still announced is counted as lost.
 */
final class BlockRing {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final MemorySegment memory;
    private final int blockBytes;
    private final int blockCount;

    private int blockIndex;
    private boolean isBlockOpen;
    private int framesLeft;
    private long frameOffset;
    private long lostCount;

    /** Over mapped memory of {@code blockCount} blocks. */
    BlockRing(MemorySegment memory, int blockBytes, int blockCount) {
        if (memory.byteSize() != (long) blockBytes * blockCount) {
            throw new IllegalArgumentException(
                    blockCount + " blocks of " + blockBytes + " in " + memory.byteSize());
        }
        this.memory = memory;
        this.blockBytes = blockBytes;
        this.blockCount = blockCount;
    }

    /** As {@link sonde.link.FrameSource#receive}. */
    int receive(FrameBatch batch) {
        batch.memory = memory;
        batch.count = 0;
        if (isBlockOpen && framesLeft == 0) {
            releaseBlock();
        }
        // A block without frames must not hide the ones behind it.
        for (int tries = 0; tries < blockCount; tries++) {
            if (!isBlockOpen && !openBlock()) {
                return 0;
            }
            deliver(batch);
            if (batch.count > 0) {
                return batch.count;
            }
            releaseBlock();
        }
        return 0;
    }

    /** Frames a block announced but did not hold. */
    long lostCount() {
        return lostCount;
    }

    private boolean openBlock() {
        long base = blockOffset();
        int status = TpacketBlockDesc.statusAcquire(memory, base);
        if ((status & TpacketBlockDesc.TP_STATUS_USER) == 0) {
            return false;
        }
        long first = u32(base + TpacketBlockDesc.OFFSET_TO_FIRST_PKT_OFFSET);
        // Each frame has a header of its own, so a block can't hold more than this.
        long framesMax = blockBytes / Tpacket3Hdr.SIZEOF;
        framesLeft = (int) Math.min(u32(base + TpacketBlockDesc.NUM_PKTS_OFFSET), framesMax);
        frameOffset = base + first;
        isBlockOpen = true;
        return true;
    }

    private void releaseBlock() {
        TpacketBlockDesc.publishKernelRelease(memory, blockOffset());
        isBlockOpen = false;
        blockIndex = blockIndex + 1 == blockCount ? 0 : blockIndex + 1;
    }

    private void deliver(FrameBatch batch) {
        long blockEnd = blockOffset() + blockBytes;
        int left = framesLeft;
        long frame = frameOffset;
        int count = 0;
        while (left > 0 && count < FrameBatch.CAPACITY) {
            if (frame > blockEnd - Tpacket3Hdr.SIZEOF) {
                lostCount += left;
                left = 0;
                break;
            }
            long next = u32(frame + Tpacket3Hdr.TP_NEXT_OFFSET_OFFSET);
            long length = u32(frame + Tpacket3Hdr.TP_SNAPLEN_OFFSET);
            long start =
                    frame
                            + Short.toUnsignedInt(
                                    memory.get(
                                            ValueLayout.JAVA_SHORT_UNALIGNED,
                                            frame + Tpacket3Hdr.TP_MAC_OFFSET));
            left--;
            if (start + length > blockEnd) {
                lostCount++;
            } else {
                batch.offset[count] = start;
                batch.lengthBytes[count] = (int) length;
                batch.epochNanos[count] =
                        u32(frame + Tpacket3Hdr.TP_SEC_OFFSET) * NANOS_PER_SECOND
                                + u32(frame + Tpacket3Hdr.TP_NSEC_OFFSET);
                count++;
            }
            if (next < Tpacket3Hdr.SIZEOF) {
                lostCount += left;
                left = 0;
            }
            frame += next;
        }
        framesLeft = left;
        frameOffset = frame;
        batch.count = count;
    }

    private long blockOffset() {
        return (long) blockIndex * blockBytes;
    }

    private long u32(long offset) {
        return Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
    }
}
