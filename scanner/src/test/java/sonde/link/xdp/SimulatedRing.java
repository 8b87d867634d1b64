// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.sys.Xdp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A ring over plain memory, with the kernel's end of it. */
final class SimulatedRing {

    private static final long PRODUCER_OFFSET = 64;
    private static final long CONSUMER_OFFSET = 128;
    private static final long FLAGS_OFFSET = 132;
    private static final long ENTRIES_OFFSET = 192;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;

    private final RingMemory ring;

    /**
     * An empty ring.
     *
     * @param start how many entries have gone through it so far, 32 bits that wrap
     */
    SimulatedRing(int size, int entryBytes, int start) {
        MemorySegment memory =
                Arena.ofAuto().allocate(ENTRIES_OFFSET + (long) size * entryBytes, 64);
        ring =
                new RingMemory(
                        memory,
                        PRODUCER_OFFSET,
                        CONSUMER_OFFSET,
                        FLAGS_OFFSET,
                        ENTRIES_OFFSET,
                        entryBytes,
                        size);
        memory.set(U32, PRODUCER_OFFSET, start);
        memory.set(U32, CONSUMER_OFFSET, start);
    }

    RingMemory memory() {
        return ring;
    }

    int producer() {
        return ring.memory().get(U32, PRODUCER_OFFSET);
    }

    int consumer() {
        return ring.memory().get(U32, CONSUMER_OFFSET);
    }

    /** Entries in the ring, as the shared words have it. */
    int count() {
        return producer() - consumer();
    }

    /** The kernel fills an entry; it has to see that there is room. */
    void put(long address, int lengthBytes) {
        if (count() >= ring.size()) {
            throw new AssertionError("full");
        }
        long entry = entryOffset(producer());
        ring.memory().set(ValueLayout.JAVA_LONG, entry, address);
        if (ring.entryBytes() > Long.BYTES) {
            ring.memory().set(U32, entry + Long.BYTES, lengthBytes);
        }
        ring.memory().set(U32, PRODUCER_OFFSET, producer() + 1);
    }

    /** The kernel reads the address of the oldest entry. */
    long address() {
        if (count() == 0) {
            throw new AssertionError("empty");
        }
        return ring.memory().get(ValueLayout.JAVA_LONG, entryOffset(consumer()));
    }

    /** The kernel reads the length of the oldest entry. */
    int lengthBytes() {
        return ring.memory().get(U32, entryOffset(consumer()) + Long.BYTES);
    }

    /** The kernel has done with the oldest entry. */
    void take() {
        ring.memory().set(U32, CONSUMER_OFFSET, consumer() + 1);
    }

    void setNeedsWakeup(boolean isNeeded) {
        ring.memory().set(U32, FLAGS_OFFSET, isNeeded ? Xdp.XDP_RING_NEED_WAKEUP : 0);
    }

    private long entryOffset(int count) {
        return ENTRIES_OFFSET + (long) (count & (ring.size() - 1)) * ring.entryBytes();
    }
}
