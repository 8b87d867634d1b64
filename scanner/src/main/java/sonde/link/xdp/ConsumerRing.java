// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.sys.XdpRing;

import java.lang.foreign.MemorySegment;

/**
 * The user's end of a ring that the kernel fills and the user empties: receive and completion. Peek
 * at some entries, read them at {@link #entryOffset}, release them. Used by one thread. Counts wrap
 * at 2^32.
 */
final class ConsumerRing {

    private final MemorySegment memory;
    private final long producerOffset;
    private final long consumerOffset;
    private final long entriesOffset;
    private final int entryBytes;
    private final int mask;

    private int consumer;
    private int producerSeen;

    /** Goes on from what the memory says. */
    ConsumerRing(RingMemory ring) {
        memory = ring.memory();
        producerOffset = ring.producerOffset();
        consumerOffset = ring.consumerOffset();
        entriesOffset = ring.entriesOffset();
        entryBytes = ring.entryBytes();
        mask = ring.size() - 1;
        consumer = XdpRing.consumerAcquire(memory, consumerOffset);
        producerSeen = consumer;
    }

    MemorySegment memory() {
        return memory;
    }

    /** How many entries there are to read, at most {@code max}. */
    int peek(int max) {
        int available = producerSeen - consumer;
        if (available < max) {
            producerSeen = XdpRing.producerAcquire(memory, producerOffset);
            available = producerSeen - consumer;
        }
        return Math.min(available, max);
    }

    /** Where the {@code i}-th entry to read lies in {@link #memory}. */
    long entryOffset(int i) {
        return entriesOffset + (long) ((consumer + i) & mask) * entryBytes;
    }

    /** Gives the first entries back to the kernel. */
    void release(int count) {
        assert count >= 0 && count <= producerSeen - consumer : count;
        consumer += count;
        XdpRing.publishConsumerRelease(memory, consumerOffset, consumer);
    }
}
