// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Carries whole frames from one producer thread, a receive agent with its {@link TcpMachine}, to
 * one consumer thread, a transmit agent, in order, without locks.
 *
 * <p>The producer fills a slot in place and publishes it by a release store of its position; the
 * consumer sees the slot whole after its acquire load, and gives it back the same way. A full ring
 * has no room, and the producer tries again later. Slots are of one size, because a frame must not
 * lie across the ring's end. Positions run freely from 0; slot = position modulo the slot count.
 */
public final class SegmentRing {

    /** The longest frame: Ethernet's header and 1500 bytes. */
    public static final int FRAME_MAX_BYTES = 1514;

    /** How many slots a ring has unless told: 8 MiB of frames. */
    public static final int SLOT_COUNT_DEFAULT = 4096;

    /** Distance between two slots in bytes. */
    public static final int SLOT_BYTES = 2048;

    private static final int SLOT_COUNT_MAX = 1 << 20;
    private static final int ALIGNMENT_BYTES = 64;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int PADDING = 128 / Long.BYTES;

    /** The producer's position, and beside it the consumer's as the producer last saw it. */
    private static final int PRODUCER = PADDING;

    private static final int CONSUMER_SEEN = PRODUCER + 1;

    /** The consumer's position, and beside it the producer's as the consumer last saw it. */
    private static final int CONSUMER = 2 * PADDING;

    private static final int PRODUCER_SEEN = CONSUMER + 1;

    private final long[] positions = new long[3 * PADDING];
    private final MemorySegment memory;
    private final int[] lengths;
    private final int slotCount;

    /** Makes an empty ring of {@link #SLOT_COUNT_DEFAULT} slots. */
    public SegmentRing() {
        this(SLOT_COUNT_DEFAULT);
    }

    /**
     * Makes an empty ring.
     *
     * @param slotCount a power of two, 1 to 2^20
     */
    public SegmentRing(int slotCount) {
        if (slotCount < 1 || slotCount > SLOT_COUNT_MAX || Integer.bitCount(slotCount) != 1) {
            throw new IllegalArgumentException(
                    "slot count " + slotCount + " is no power of two from 1 to " + SLOT_COUNT_MAX);
        }
        this.slotCount = slotCount;
        memory = Arena.ofAuto().allocate((long) slotCount * SLOT_BYTES, ALIGNMENT_BYTES);
        lengths = new int[slotCount];
    }

    /** Whether a frame can be added. Producer only. */
    public boolean hasRoom() {
        long position = positions[PRODUCER];
        if (position - positions[CONSUMER_SEEN] >= slotCount) {
            positions[CONSUMER_SEEN] = (long) CELL.getAcquire(positions, CONSUMER);
        }
        return position - positions[CONSUMER_SEEN] < slotCount;
    }

    /** Where the next frame is to be written: the memory of {@link #reserve}. */
    public MemorySegment memory() {
        return memory;
    }

    /**
     * Where in {@link #memory} the next frame is to be written; {@link #FRAME_MAX_BYTES} fit. There
     * must be room. Nothing is added until {@link #commit}. Producer only.
     */
    public long reserve() {
        assert hasRoom();
        return slotOffset(positions[PRODUCER]);
    }

    /**
     * Adds the frame written to the reserved place. Producer only.
     *
     * @param lengthBytes 1 to {@link #FRAME_MAX_BYTES}
     */
    public void commit(int lengthBytes) {
        assert lengthBytes > 0 && lengthBytes <= FRAME_MAX_BYTES : lengthBytes;
        long position = positions[PRODUCER];
        lengths[slot(position)] = lengthBytes;
        CELL.setRelease(positions, PRODUCER, position + 1);
    }

    /** How many frames have ever been added. Producer only. */
    long addedCount() {
        return positions[PRODUCER];
    }

    /**
     * Whether that many frames have been taken out.
     *
     * @param count as {@link #addedCount} gave it
     */
    boolean hasTaken(long count) {
        return (long) CELL.getAcquire(positions, CONSUMER) >= count;
    }

    /** The length of the oldest frame in bytes, or 0 if there is none. Consumer only. */
    public int peekLength() {
        long position = positions[CONSUMER];
        if (positions[PRODUCER_SEEN] == position) {
            positions[PRODUCER_SEEN] = (long) CELL.getAcquire(positions, PRODUCER);
        }
        return positions[PRODUCER_SEEN] == position ? 0 : lengths[slot(position)];
    }

    /** Copies the oldest frame, which there must be. Consumer only. */
    public void copyTo(MemorySegment target, long offset) {
        long position = positions[CONSUMER];
        MemorySegment.copy(memory, slotOffset(position), target, offset, lengths[slot(position)]);
    }

    /** Gives the oldest frame's slot back. Consumer only. */
    public void release() {
        assert peekLength() != 0;
        CELL.setRelease(positions, CONSUMER, positions[CONSUMER] + 1);
    }

    /** How many frames wait, exact only when both threads are at rest. Any thread. */
    public int size() {
        long consumer = (long) CELL.getAcquire(positions, CONSUMER);
        long producer = (long) CELL.getAcquire(positions, PRODUCER);
        return (int) Math.min(producer - consumer, slotCount);
    }

    private int slot(long position) {
        return (int) position & (slotCount - 1);
    }

    private long slotOffset(long position) {
        return (long) slot(position) * SLOT_BYTES;
    }
}
