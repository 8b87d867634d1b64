// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * From ranks to addresses, a batch at a time: what {@link AddressRanges#addressAt} says, in two
 * memory accesses instead of a binary search. Immutable.
 *
 * <p>All ranks are divided into equal buckets, four to eight for a range on average. A bucket knows
 * the range that its first rank lies in and the rank at which the next range begins, so one
 * comparison settles nearly every rank. Where many small ranges share a bucket, a few steps follow,
 * then a binary search within the bucket.
 */
final class AddressLookup {

    private static final long LOW32 = 0xFFFF_FFFFL;

    /**
     * With fewer, ranges of unequal sizes crowd; with more, the table leaves the cache (measured).
     */
    private static final int BUCKETS_PER_RANGE = 4;

    /** 4 MiB: beyond this the table costs more cache misses than it saves comparisons. */
    private static final int MAX_BUCKETS = 1 << 19;

    /** How many ranges are tried in order before the binary search. */
    private static final int STEPS = 4;

    /**
     * First rank of the next range, and this range's number, 32 bits each; one bucket more than
     * needed at the end.
     */
    private final long[] buckets;

    /** Last rank of a range, and what to add to a rank to get the address, 32 bits each. */
    private final long[] ranges;

    private final int shift;

    /**
     * @param addresses at least one
     */
    AddressLookup(AddressRanges addresses) {
        int count = addresses.rangeCount();
        long lastRank = addresses.size() - 1;
        int wanted = Math.min(MAX_BUCKETS, Integer.highestOneBit(count) * 2 * BUCKETS_PER_RANGE);
        int bits = 0;
        while (lastRank >>> bits >= wanted) {
            bits++;
        }
        shift = bits;
        ranges = new long[count];
        for (int i = 0; i < count; i++) {
            long end = i + 1 < count ? addresses.firstRank(i + 1) - 1 : lastRank;
            ranges[i] = end << 32 | (addresses.first(i) - addresses.firstRank(i) & LOW32);
        }
        buckets = new long[(int) (lastRank >>> shift) + 2];
        int range = 0;
        for (int i = 0; i < buckets.length - 1; i++) {
            long rank = (long) i << shift;
            while (ranges[range] >>> 32 < rank) {
                range++;
            }
            // Behind the last range nothing begins; no rank exceeds its end.
            buckets[i] = (range + 1 < count ? (ranges[range] >>> 32) + 1 : LOW32) << 32 | range;
        }
        buckets[buckets.length - 1] = count - 1L;
    }

    /** Replaces ranks, unsigned, by addresses. Touches the first {@code count} elements only. */
    void resolve(int[] rankToAddress, int count) {
        resolve(rankToAddress, count, buckets, ranges, shift);
    }

    private static void resolve(int[] batch, int count, long[] buckets, long[] ranges, int shift) {
        for (int i = 0; i < count; i++) {
            long rank = batch[i] & LOW32;
            long bucket = buckets[(int) (rank >>> shift)];
            // Plus one if the next range has begun: (split - 1 - rank) is negative then. No branch
            // to mispredict.
            int range = (int) bucket + (int) (((bucket >>> 32) - 1 - rank) >>> 63);
            long entry = ranges[range];
            if (rank > entry >>> 32) {
                entry = search(rank, range, buckets, ranges, shift);
            }
            batch[i] = (int) (entry + rank);
        }
    }

    /**
     * Where several ranges begin in one bucket: the range of {@code rank}, which lies behind {@code
     * range}.
     */
    private static long search(long rank, int range, long[] buckets, long[] ranges, int shift) {
        for (int i = range + 1; i <= range + STEPS; i++) {
            if (rank <= ranges[i] >>> 32) {
                return ranges[i];
            }
        }
        int low = range + STEPS + 1;
        int high = (int) buckets[(int) (rank >>> shift) + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rank <= ranges[middle] >>> 32) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ranges[low];
    }
}
