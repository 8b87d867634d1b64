// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A set of IPv6 addresses as ranges, sorted and merged: no two of them overlap or touch. Immutable;
 * any thread may use it.
 *
 * <p>Addresses have a <em>rank</em>, their place in ascending order from 0. Up to {@value
 * RangeWriter#HEAP_RANGES_MAX} ranges lie in the heap, more in a mapped temporary file; nothing
 * else depends on that. Where such a file can't be written, whatever makes a set throws {@link
 * UncheckedIOException}.
 */
public final class Ipv6Ranges {

    /** The empty set. */
    public static final Ipv6Ranges NONE = new Ipv6Ranges(RangeTable.NONE);

    private final RangeTable table;
    private final long size;

    private Ipv6Ranges(RangeTable table) {
        this.table = table;
        size = table.size();
    }

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder(RangeWriter.HEAP_RANGES_MAX);
    }

    /** As {@link #builder()}, with another number of ranges that the heap may hold, at least 1. */
    static Builder builder(int heapRangesMax) {
        return new Builder(heapRangesMax);
    }

    /**
     * The set of one range.
     *
     * @throws IllegalArgumentException if the range ends before it begins
     */
    public static Ipv6Ranges of(IpAddress first, IpAddress last) {
        return builder().add(first, last).build();
    }

    private static RangeWriter writer() {
        return new RangeWriter(RangeWriter.HEAP_RANGES_MAX);
    }

    RangeTable table() {
        return table;
    }

    /** How many addresses there are; {@link Long#MAX_VALUE} if there are that many or more. */
    public long size() {
        return size;
    }

    /** How many ranges there are. */
    public int rangeCount() {
        return table.count();
    }

    /** The first address of range {@code i}. */
    public IpAddress first(int i) {
        Objects.checkIndex(i, table.count());
        return new IpAddress(table.firstHigh(i), table.firstLow(i));
    }

    /** The last address of range {@code i}. */
    public IpAddress last(int i) {
        Objects.checkIndex(i, table.count());
        return new IpAddress(table.lastHigh(i), table.lastLow(i));
    }

    /**
     * The rank of an address, or -1 if it is not in the set; {@link Long#MAX_VALUE} for all ranks
     * from there on.
     */
    public long rankOf(long high, long low) {
        int range = table.rangeFrom(high, low);
        if (range == table.count() || table.compareFirst(range, high, low) > 0) {
            return -1;
        }
        long upToIt = RangeTable.count(table.firstHigh(range), table.firstLow(range), high, low);
        return upToIt == Long.MAX_VALUE ? upToIt : RangeTable.plus(table.rank(range), upToIt - 1);
    }

    /** Whether an address is in the set. */
    public boolean contains(long high, long low) {
        int range = table.rangeFrom(high, low);
        return range < table.count() && table.compareFirst(range, high, low) <= 0;
    }

    /**
     * The address of a rank.
     *
     * @param rank 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if it is outside
     */
    public IpAddress addressAt(long rank) {
        Objects.checkIndex(rank, size);
        int range = table.rangeOfRank(rank);
        long firstLow = table.firstLow(range);
        long low = firstLow + (rank - table.rank(range));
        boolean carries = Long.compareUnsigned(low, firstLow) < 0;
        return new IpAddress(table.firstHigh(range) + (carries ? 1 : 0), low);
    }

    /** The addresses of either set. */
    public Ipv6Ranges union(Ipv6Ranges other) {
        if (rangeCount() == 0 || other.rangeCount() == 0) {
            return rangeCount() == 0 ? other : this;
        }
        return new Ipv6Ranges(RangeAlgebra.union(table, other.table, writer()));
    }

    /** The addresses of this set that are not in the other. */
    public Ipv6Ranges minus(Ipv6Ranges other) {
        // Excluding a few prefixes that a huge set does not touch must not copy it.
        return RangeAlgebra.overlap(table, other.table)
                ? new Ipv6Ranges(RangeAlgebra.minus(table, other.table, writer()))
                : this;
    }

    /** The addresses that are in both sets. */
    public Ipv6Ranges intersect(Ipv6Ranges other) {
        return new Ipv6Ranges(RangeAlgebra.intersect(table, other.table, writer()));
    }

    /** As {@link AddressRanges#fingerprint}. */
    public long fingerprint() {
        long hash = Fingerprint.START;
        for (int i = 0; i < table.count(); i++) {
            hash = Fingerprint.add(hash, table.firstHigh(i));
            hash = Fingerprint.add(hash, table.firstLow(i));
            hash = Fingerprint.add(hash, table.lastHigh(i));
            hash = Fingerprint.add(hash, table.lastLow(i));
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ipv6Ranges ranges && table.isSame(ranges.table);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fingerprint());
    }

    /**
     * The ranges with commas between, as {@link TargetParser} reads them: {@code
     * 2001:db8::1-2001:db8::9}. For sets that are not too large for text.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < table.count(); i++) {
            IpAddress first = first(i);
            IpAddress last = last(i);
            text.append(i == 0 ? "" : ",").append(first.toText());
            if (!first.equals(last)) {
                text.append('-').append(last.toText());
            }
        }
        return text.toString();
    }

    /**
     * Collects ranges in any order, in bounded memory: what exceeds it is sorted and written to a
     * temporary file, and merged at the end. Used by one thread.
     */
    public static final class Builder {

        private static final int WORDS = RangeSort.WORDS;
        private static final int CAPACITY_MIN = 16;

        private final int heapRangesMax;
        private long[] words = new long[CAPACITY_MIN * WORDS];
        private int count;
        private @Nullable RangeRuns runs;

        private Builder(int heapRangesMax) {
            this.heapRangesMax = heapRangesMax;
        }

        /**
         * Adds a range.
         *
         * @throws IllegalArgumentException if the range ends before it begins
         */
        public Builder add(IpAddress first, IpAddress last) {
            return add(first.high(), first.low(), last.high(), last.low());
        }

        /** As {@link #add(IpAddress, IpAddress)}, from halves. */
        public Builder add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
            if (IpAddress.compare(firstHigh, firstLow, lastHigh, lastLow) > 0) {
                throw new IllegalArgumentException("range ends before it begins");
            }
            if (extendsPrevious(firstHigh, firstLow)) {
                words[count * WORDS - 2] = lastHigh;
                words[count * WORDS - 1] = lastLow;
                return this;
            }
            makeRoom();
            int at = count * WORDS;
            words[at] = firstHigh;
            words[at + 1] = firstLow;
            words[at + 2] = lastHigh;
            words[at + 3] = lastLow;
            count++;
            return this;
        }

        private boolean extendsPrevious(long high, long low) {
            int end = count * WORDS;
            return count > 0 && RangeWriter.follows(words[end - 2], words[end - 1], high, low);
        }

        private void makeRoom() {
            if (count >= heapRangesMax) {
                merge();
                if (count > heapRangesMax / 2) {
                    spill();
                }
            }
            if ((count + 1) * WORDS > words.length) {
                words = Arrays.copyOf(words, 2 * count * WORDS);
            }
        }

        private void spill() {
            if (runs == null) {
                runs = new RangeRuns();
            }
            runs.append(words, count);
            count = 0;
        }

        /** Sorts what there is, and makes one range of those that overlap or touch. */
        private void merge() {
            RangeSort.sort(words, count);
            int kept = 0;
            for (int i = 1; i < count; i++) {
                int at = i * WORDS;
                int into = kept * WORDS;
                boolean touches =
                        IpAddress.compare(
                                                words[at],
                                                words[at + 1],
                                                words[into + 2],
                                                words[into + 3])
                                        <= 0
                                || RangeWriter.follows(
                                        words[into + 2], words[into + 3], words[at], words[at + 1]);
                if (!touches) {
                    kept++;
                    System.arraycopy(words, at, words, kept * WORDS, WORDS);
                } else if (IpAddress.compare(
                                words[at + 2], words[at + 3], words[into + 2], words[into + 3])
                        > 0) {
                    words[into + 2] = words[at + 2];
                    words[into + 3] = words[at + 3];
                }
            }
            count = Math.min(count, kept + 1);
        }

        /** Adds all ranges of a set. */
        public Builder addAll(Ipv6Ranges ranges) {
            RangeTable table = ranges.table;
            for (int i = 0; i < table.count(); i++) {
                add(table.firstHigh(i), table.firstLow(i), table.lastHigh(i), table.lastLow(i));
            }
            return this;
        }

        /** Whether nothing has been added. */
        public boolean isEmpty() {
            return count == 0 && runs == null;
        }

        /** The set of all that was added; nothing may be added afterwards. */
        public Ipv6Ranges build() {
            RangeSort.sort(words, count);
            RangeWriter writer = new RangeWriter(heapRangesMax);
            if (runs == null) {
                for (int i = 0; i < count; i++) {
                    int at = i * WORDS;
                    writer.add(words[at], words[at + 1], words[at + 2], words[at + 3]);
                }
                return new Ipv6Ranges(writer.finish());
            }
            spill();
            try (RangeRuns all = runs) {
                all.mergeInto(writer);
            }
            return new Ipv6Ranges(writer.finish());
        }
    }
}
