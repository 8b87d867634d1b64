// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sorted, merged ranges of IPv6 addresses, {@value #WORDS} words each: first and last address as
 * halves, and the rank of the first address. The words lie in an array or in a mapped file; who
 * reads them can't tell. Immutable; any thread may use it.
 */
final class RangeTable {

    /** The empty table. */
    static final RangeTable NONE = new RangeTable(MemorySegment.ofArray(new long[0]), 0);

    /** Words a range; 40 bytes. */
    static final int WORDS = 5;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final int FIRST_HIGH = 0;
    private static final int FIRST_LOW = 1;
    private static final int LAST_HIGH = 2;
    private static final int LAST_LOW = 3;
    private static final int RANK = 4;

    private final MemorySegment words;
    private final int count;

    /**
     * @param words {@code count} times {@value #WORDS} words in native order
     */
    RangeTable(MemorySegment words, int count) {
        this.words = words;
        this.count = count;
    }

    int count() {
        return count;
    }

    private long word(int range, int word) {
        return words.getAtIndex(WORD, (long) range * WORDS + word);
    }

    long firstHigh(int range) {
        return word(range, FIRST_HIGH);
    }

    long firstLow(int range) {
        return word(range, FIRST_LOW);
    }

    long lastHigh(int range) {
        return word(range, LAST_HIGH);
    }

    long lastLow(int range) {
        return word(range, LAST_LOW);
    }

    /** How many addresses lie before the range; {@link Long#MAX_VALUE} if more than that. */
    long rank(int range) {
        return word(range, RANK);
    }

    /** Compares the first address of a range with another, as {@link IpAddress#compare}. */
    int compareFirst(int range, long high, long low) {
        return IpAddress.compare(firstHigh(range), firstLow(range), high, low);
    }

    /** Compares the last address of a range with another, as {@link IpAddress#compare}. */
    int compareLast(int range, long high, long low) {
        return IpAddress.compare(lastHigh(range), lastLow(range), high, low);
    }

    /** How many addresses there are; {@link Long#MAX_VALUE} if more than that. */
    long size() {
        if (count == 0) {
            return 0;
        }
        int end = count - 1;
        return plus(rank(end), count(firstHigh(end), firstLow(end), lastHigh(end), lastLow(end)));
    }

    /** A sum of numbers that are not negative, {@link Long#MAX_VALUE} at most. */
    static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** How many addresses a range has; {@link Long#MAX_VALUE} if more than that. */
    static long count(long firstHigh, long firstLow, long lastHigh, long lastLow) {
        long borrow = Long.compareUnsigned(lastLow, firstLow) < 0 ? 1 : 0;
        long low = lastLow - firstLow;
        return lastHigh - firstHigh - borrow != 0 || low < 0 ? Long.MAX_VALUE : plus(low, 1);
    }

    /** The first range that ends at or behind an address; {@link #count()} if none does. */
    int rangeFrom(long high, long low) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compareLast(middle, high, low) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The range that a rank lies in; the rank is one of the table. */
    int rangeOfRank(long rank) {
        return rangeOfRank(rank, 0, count - 1);
    }

    /** The range that a rank lies in, which is one of {@code from} to {@code to}. */
    int rangeOfRank(long rank, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (rank(middle) <= rank) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Whether two tables have the same ranges. */
    boolean isSame(RangeTable other) {
        return count == other.count && words.mismatch(other.words) < 0;
    }
}
