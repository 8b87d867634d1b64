// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import java.lang.foreign.MemorySegment;

/**
 * Writes the frames of one kind of probe to addresses of one family. Used by one thread.
 *
 * <p>Frames are whole: nothing of what a slot held before shows, and all checksums are right. The
 * same target, source and cookie give the same frame, whenever it is written.
 */
public interface FrameWriter {

    /** The length of the longest frame in bytes, without padding and frame check sequence. */
    int frameLengthBytes();

    /** Whether all frames have that length. */
    default boolean hasOneLength() {
        return true;
    }

    /**
     * The length of one frame in bytes.
     *
     * @param i which probe of the batch
     */
    default int frameLengthBytes(ProbeBatch batch, int i) {
        return frameLengthBytes();
    }

    /**
     * Writes the frames of probes {@code from} to {@code from + count - 1}, from their addresses,
     * ports, source addresses, source ports and cookies.
     *
     * @param from the first probe, 0 to 255
     * @param count how many probes, up to the batch's capacity
     * @param memory holds the slots
     * @param offset where the slot of probe {@code from} begins in {@code memory}, in bytes
     * @param strideBytes distance between slots in bytes, at least {@link #frameLengthBytes()}
     */
    void write(
            ProbeBatch batch,
            int from,
            int count,
            MemorySegment memory,
            long offset,
            int strideBytes);

    /**
     * Sends a written frame to another neighbour than the template's: for targets on the link
     * itself. No checksum covers it. Only for frames that have an Ethernet header.
     *
     * @param frameOffset where the frame begins in {@code memory}, in bytes
     * @param mac the MAC address, in the low 48 bits
     */
    void setDestinationMac(MemorySegment memory, long frameOffset, long mac);
}
