// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.wire.IpAddress;

/**
 * Addresses seen, in memory that is bounded: 16 million of IPv4 and four million of IPv6 at most,
 * in 64 MiB each. One thread's.
 *
 * <p>Two tables of buckets, keys of one {@code int} and of four. An address has one bucket of
 * {@value #BUCKET_SLOTS} slots, so that no choice of addresses makes a look-up slow. A table whose
 * bucket is full doubles; at its bound the bucket's slots are given away in turn. What was
 * forgotten counts as new when it is seen again: an address may be taken for new twice, and is
 * never taken for seen when it is new.
 */
final class AddressSet {

    private static final int BUCKET_SLOTS = 8;

    private static final int BUCKETS_AT_FIRST = 128;

    /** 2^24 ints are 64 MiB. */
    static final int TABLE_MAX_INTS = 1 << 24;

    private static final int IPV4_INTS = 1;
    private static final int IPV6_INTS = 4;

    /**
     * Spreads the bits of a product's upper half: the odd number next to 2^64 by the golden ratio.
     */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final Table ipv4;
    private final Table ipv6;

    AddressSet() {
        this(TABLE_MAX_INTS);
    }

    /**
     * @param tableMaxInts the bound of each of both tables, a power of two from 4096
     */
    AddressSet(int tableMaxInts) {
        ipv4 = new Table(IPV4_INTS, tableMaxInts);
        ipv6 = new Table(IPV6_INTS, tableMaxInts);
    }

    /** Adds an address; returns whether it is new, or was forgotten. */
    boolean add(IpAddress address) {
        return address.isIpv4()
                ? ipv4.add(0, Integer.toUnsignedLong(address.ipv4()))
                : ipv6.add(address.high(), address.low());
    }

    /** Keys of so many ints, taken from the low end of 128 bits. An empty slot is all zeros. */
    private static final class Table {

        private final int keyInts;
        private final int maxInts;
        private int[] cells;

        /** The key of all zeros, which no slot can hold. */
        private boolean hasZero;

        /** Which slot of a full bucket is given away next. */
        private int victim;

        Table(int keyInts, int maxInts) {
            this.keyInts = keyInts;
            this.maxInts = maxInts;
            cells = new int[BUCKETS_AT_FIRST * BUCKET_SLOTS * keyInts];
        }

        boolean add(long high, long low) {
            if ((high | low) == 0) {
                boolean isNew = !hasZero;
                hasZero = true;
                return isNew;
            }
            int slot = slot(high, low);
            while (slot < 0 && cells.length < maxInts) {
                grow();
                slot = slot(high, low);
            }
            if (slot < 0) {
                victim = (victim + 1) % BUCKET_SLOTS;
                put(bucket(high, low) + victim * keyInts, high, low);
                return true;
            }
            if (holds(slot, high, low)) {
                return false;
            }
            put(slot, high, low);
            return true;
        }

        /** Where the key stands, or may be put; -1 if its bucket is full of others. */
        private int slot(long high, long low) {
            int bucket = bucket(high, low);
            int end = bucket + BUCKET_SLOTS * keyInts;
            for (int slot = bucket; slot < end; slot += keyInts) {
                if (holds(slot, high, low) || isEmpty(slot)) {
                    return slot;
                }
            }
            return -1;
        }

        private int bucket(long high, long low) {
            long mixed = (low ^ (high * SPREAD)) * SPREAD;
            mixed = (mixed ^ mixed >>> 32) * SPREAD;
            int bucketInts = BUCKET_SLOTS * keyInts;
            return (int) (mixed >>> 32) & (cells.length - bucketInts);
        }

        private boolean holds(int slot, long high, long low) {
            return cells[slot] == (int) low
                    && (keyInts == IPV4_INTS
                            || (cells[slot + 1] == (int) (low >>> 32)
                                    && cells[slot + 2] == (int) high
                                    && cells[slot + 3] == (int) (high >>> 32)));
        }

        private boolean isEmpty(int slot) {
            for (int i = 0; i < keyInts; i++) {
                if (cells[slot + i] != 0) {
                    return false;
                }
            }
            return true;
        }

        private void put(int slot, long high, long low) {
            cells[slot] = (int) low;
            if (keyInts == IPV6_INTS) {
                cells[slot + 1] = (int) (low >>> 32);
                cells[slot + 2] = (int) high;
                cells[slot + 3] = (int) (high >>> 32);
            }
        }

        /** Doubles the table; each bucket's keys go to one of two, so that all find a place. */
        private void grow() {
            int[] old = cells;
            cells = new int[old.length * 2];
            for (int slot = 0; slot < old.length; slot += keyInts) {
                long low = Integer.toUnsignedLong(old[slot]);
                long high = 0;
                if (keyInts == IPV6_INTS) {
                    low |= (long) old[slot + 1] << 32;
                    high = Integer.toUnsignedLong(old[slot + 2]) | (long) old[slot + 3] << 32;
                }
                if ((high | low) != 0) {
                    put(slot(high, low), high, low);
                }
            }
        }
    }
}
