// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * From ranks to IPv6 addresses, a batch at a time: what {@link Ipv6Ranges#addressAt} says, with
 * fewer steps. Immutable.
 *
 * <p>All ranks are divided into equal buckets. A bucket knows the range of its first rank, so that
 * between it and the next one a short binary search is left: none where ranges are single
 * addresses, as in most lists, and there are buckets enough.
 */
final class Ipv6Lookup {

    private static final int BUCKETS_PER_RANGE = 4;

    /** 4 MiB of 32-bit numbers; as {@link AddressLookup}'s. */
    private static final int BUCKETS_MAX = 1 << 20;

    private final RangeTable table;

    /** The range of each bucket's first rank, and at the end the last range. */
    private final int[] bucket;

    private final int shift;

    /**
     * @param table one range at least, and fewer than 2^63-1 addresses
     */
    Ipv6Lookup(RangeTable table) {
        this.table = table;
        int count = table.count();
        long lastRank = table.size() - 1;
        long wanted =
                Math.min(BUCKETS_MAX, (long) Integer.highestOneBit(count) * BUCKETS_PER_RANGE);
        int bits = 0;
        while (lastRank >>> bits >= wanted) {
            bits++;
        }
        shift = bits;
        bucket = new int[(int) (lastRank >>> shift) + 2];
        int range = 0;
        for (int i = 0; i < bucket.length - 1; i++) {
            long rank = (long) i << shift;
            while (range + 1 < count && table.rank(range + 1) <= rank) {
                range++;
            }
            bucket[i] = range;
        }
        bucket[bucket.length - 1] = count - 1;
    }

    /**
     * Replaces ranks by addresses. Hot path: allocates nothing.
     *
     * @param high receives the upper halves
     * @param rankToLow ranks, in whose place come the lower halves
     */
    void resolve(long[] high, long[] rankToLow, int count) {
        for (int i = 0; i < count; i++) {
            long rank = rankToLow[i];
            int place = (int) (rank >>> shift);
            int range = table.rangeOfRank(rank, bucket[place], bucket[place + 1]);
            long firstLow = table.firstLow(range);
            long low = firstLow + (rank - table.rank(range));
            high[i] = table.firstHigh(range) + carry(low, firstLow);
            rankToLow[i] = low;
        }
    }

    /** 1 if a sum without sign is smaller than what was added to. */
    static int carry(long sum, long addend) {
        return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
    }
}
