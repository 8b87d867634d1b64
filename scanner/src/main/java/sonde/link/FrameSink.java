// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.lang.foreign.MemorySegment;

/**
 * One transmit queue of a link: slots of memory to write frames into, and a way to hand them to the
 * kernel.
 *
 * <p>Owned by one transmit agent, which alone calls it. A batch is: {@link #reserve} some slots,
 * write one frame at the start of each, {@link #send} the first of them. Slots keep their contents
 * between batches unless the link says otherwise, but a caller must not rely on which slot comes
 * next: it writes whole frames.
 *
 * <p>All slots of a reservation are contiguous: slot {@code i} begins at {@code reservedOffset() +
 * i * slotStrideBytes()} in {@link #memory()}.
 */
public interface FrameSink extends AutoCloseable {

    /** The memory that holds every slot; constant for the life of the sink. */
    MemorySegment memory();

    /**
     * Distance between two slots of a reservation in bytes, a power of two. The longest frame is as
     * long, less what the link adds to frames.
     */
    int slotStrideBytes();

    /** The most slots one reservation can give. */
    int slotCountMax();

    /**
     * Asks for slots.
     *
     * @param slotCount how many are wanted, 1 to {@link #slotCountMax()}
     * @return how many there are, 0 when all are still with the kernel
     */
    int reserve(int slotCount);

    /** Where the first slot of the last reservation begins in {@link #memory()}, in bytes. */
    long reservedOffset();

    /**
     * Hands the first frames of the reservation to the kernel and gives up the reservation.
     *
     * <p>When fewer are taken than were given, the next reservation starts with the first frame
     * that was not taken, the contents of all that were not taken unchanged, and has room for them,
     * or none at all: the caller may send them again, or pass over the first.
     *
     * @param frameCount how many frames, 1 to the size of the reservation
     * @param frameLengthBytes their common length in bytes, without frame check sequence
     * @return how many the kernel took (at least 1), or {@code -errno} when it took none
     */
    int send(int frameCount, int frameLengthBytes);

    /**
     * As {@link #send(int, int)} for frames of unequal length. All sinks can but those of live
     * frames, which a link opened for one length may have ({@link LinkRequest#hasOneLength}).
     *
     * @param lengthBytes the length of each frame
     */
    default int send(int frameCount, int[] lengthBytes) {
        throw new UnsupportedOperationException("all frames of this sink have one length");
    }

    /**
     * Waits until the kernel has no more frame of this queue, for a second at most. Called by the
     * owning agent when it has sent its last frame.
     */
    default void flush() {}

    @Override
    void close();
}
