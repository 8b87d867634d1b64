// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import java.lang.foreign.MemorySegment;

/** What a probe's IP packet carries: transport header and payload. Used by one thread. */
interface PacketBody {

    /**
     * IANA's number of the protocol.
     *
     * @param i which probe of the batch
     */
    int protocol(ProbeBatch batch, int i);

    /** The length of the longest body in bytes. */
    int lengthMaxBytes();

    /** Whether all bodies have that length. */
    default boolean hasOneLength() {
        return true;
    }

    /** The length of one body in bytes. */
    default int lengthBytes(ProbeBatch batch, int i) {
        return lengthMaxBytes();
    }

    /**
     * Writes one body, every byte of it.
     *
     * @param base where it begins in {@code memory}, in bytes
     * @param addressSum the unfolded sum of both addresses, for pseudo headers
     * @param mark the probe's, see {@link Marks}
     */
    void write(ProbeBatch batch, int i, MemorySegment memory, long base, long addressSum, int mark);
}
