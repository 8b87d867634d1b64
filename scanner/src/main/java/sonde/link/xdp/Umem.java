// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Mman;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The frame memory of one AF_XDP socket, in chunks of which each holds one frame; receive chunks
 * first, transmit chunks behind them.
 *
 * <pre>
 *  | receive chunk 0 | receive chunk 1 | … | transmit chunk 0 | transmit chunk 1 | … |
 * </pre>
 *
 * <p>The kernel names frames by their offset in this memory. What it received begins some way into
 * its chunk.
 *
 * @param memory all of it, page aligned
 */
record Umem(MemorySegment memory, int receiveChunkCount, int transmitChunkCount) {

    /** The smallest chunk the kernel takes ({@code XDP_UMEM_MIN_CHUNK_SIZE}), in bytes. */
    static final int CHUNK_BYTES = 2048;

    /**
     * Maps memory of its own, with its pages at hand: the first frames must not wait for them.
     *
     * @param detail what it is for, for the user
     */
    static Umem map(
            Arena arena,
            CallState state,
            int receiveChunkCount,
            int transmitChunkCount,
            String detail) {
        long lengthBytes = (long) (receiveChunkCount + transmitChunkCount) * CHUNK_BYTES;
        int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_POPULATE;
        long address =
                Mman.mmap(state, lengthBytes, Mman.PROT_READ | Mman.PROT_WRITE, flags, -1, 0);
        Errno.check("mmap", address, detail);
        MemorySegment memory = Mman.mapped(address, lengthBytes, arena);
        return new Umem(memory, receiveChunkCount, transmitChunkCount);
    }

    /** Where the chunk begins in which an offset lies. */
    static long chunkOffset(long offset) {
        return offset & -CHUNK_BYTES;
    }

    /** Where the transmit chunks begin. */
    long transmitOffset() {
        return (long) receiveChunkCount * CHUNK_BYTES;
    }
}
