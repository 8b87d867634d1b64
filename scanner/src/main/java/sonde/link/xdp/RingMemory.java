// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import java.lang.foreign.MemorySegment;

/**
 * One AF_XDP ring as it lies in memory, shared with the kernel: {@code struct xdp_ring} and the
 * entries behind it.
 *
 * @param memory all of it
 * @param producerOffset where the count of entries filled so far is, 32 bits that wrap
 * @param consumerOffset where the count of entries emptied so far is, likewise
 * @param flagsOffset where the flags are
 * @param entriesOffset where the first entry is
 * @param entryBytes how long an entry is: an address of 8, or a descriptor of 16
 * @param size how many entries there are, a power of two
 */
record RingMemory(
        MemorySegment memory,
        long producerOffset,
        long consumerOffset,
        long flagsOffset,
        long entriesOffset,
        int entryBytes,
        int size) {

    RingMemory {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("ring of " + size + ", must be a power of two");
        }
        long end = entriesOffset + (long) size * entryBytes;
        if (end > memory.byteSize()) {
            throw new IllegalArgumentException("ring of " + end + " bytes in " + memory.byteSize());
        }
    }
}
