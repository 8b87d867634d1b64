// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.sys.Xdp;
import sonde.sys.XdpRing;

import java.lang.foreign.MemorySegment;

/**
 * The user's end of a ring that the user fills and the kernel empties: fill and transmit. Reserve
 * some entries, write them at {@link #entryOffset}, submit them. Used by one thread.
 *
 * <p>Counts wrap at 2^32; only their differences mean something. The kernel's is read only when the
 * ring seems full, since reading it costs the kernel its cache line.
 */
final class ProducerRing {

    private final MemorySegment memory;
    private final long producerOffset;
    private final long consumerOffset;
    private final long flagsOffset;
    private final long entriesOffset;
    private final int entryBytes;
    private final int size;

    private int producer;
    private int consumerSeen;

    /** Goes on from what the memory says. */
    ProducerRing(RingMemory ring) {
        memory = ring.memory();
        producerOffset = ring.producerOffset();
        consumerOffset = ring.consumerOffset();
        flagsOffset = ring.flagsOffset();
        entriesOffset = ring.entriesOffset();
        entryBytes = ring.entryBytes();
        size = ring.size();
        producer = XdpRing.producerAcquire(memory, producerOffset);
        consumerSeen = XdpRing.consumerAcquire(memory, consumerOffset);
    }

    MemorySegment memory() {
        return memory;
    }

    int size() {
        return size;
    }

    /** How many of the wanted entries are free to write. */
    int reserve(int wanted) {
        int free = size - (producer - consumerSeen);
        if (free < wanted) {
            consumerSeen = XdpRing.consumerAcquire(memory, consumerOffset);
            free = size - (producer - consumerSeen);
        }
        return Math.min(wanted, free);
    }

    /** Where entry {@code i} of the reservation lies in {@link #memory}. */
    long entryOffset(int i) {
        return entriesOffset + (long) ((producer + i) & (size - 1)) * entryBytes;
    }

    /** Hands the first entries of the reservation to the kernel. */
    void submit(int count) {
        assert count >= 0 && count <= size - (producer - consumerSeen) : count;
        producer += count;
        XdpRing.publishProducerRelease(memory, producerOffset, producer);
    }

    /** Entries submitted that the kernel has not taken yet. */
    int pending() {
        consumerSeen = XdpRing.consumerAcquire(memory, consumerOffset);
        return producer - consumerSeen;
    }

    /** Whether the kernel wants a system call to go on. */
    boolean needsWakeup() {
        return (XdpRing.flagsAfterFullFence(memory, flagsOffset) & Xdp.XDP_RING_NEED_WAKEUP) != 0;
    }
}
