// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.util.Arrays;
import java.util.Objects;

/**
 * A set of IPv4 addresses as ranges, sorted and merged: no two of them overlap or touch. Immutable.
 * A range costs the same memory whatever its size.
 *
 * <p>Addresses have a <em>rank</em>, their place in ascending order from 0.
 */
public final class AddressRanges {

    /** The empty set. */
    public static final AddressRanges NONE = new AddressRanges(new long[0], 0);

    private static final long LOW32 = 0xFFFF_FFFFL;

    private final int[] first;
    private final int[] last;

    /** Ranks of the first addresses, as unsigned numbers. */
    private final int[] rank;

    private final long size;

    /**
     * @param packed sorted and merged ranges, as {@link #pack} makes them
     */
    private AddressRanges(long[] packed, int count) {
        first = new int[count];
        last = new int[count];
        rank = new int[count];
        long total = 0;
        for (int i = 0; i < count; i++) {
            first[i] = unpackFirst(packed[i]);
            last[i] = (int) packed[i];
            rank[i] = (int) total;
            total += (last[i] & LOW32) - (first[i] & LOW32) + 1;
        }
        size = total;
    }

    /** A range as one number that sorts by its first address, then by its last. */
    private static long pack(int first, int last) {
        return (long) (first ^ Integer.MIN_VALUE) << 32 | (last & LOW32);
    }

    private static int unpackFirst(long packed) {
        return (int) (packed >> 32) ^ Integer.MIN_VALUE;
    }

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder();
    }

    /** The set of one range. */
    public static AddressRanges of(int first, int last) {
        return builder().add(first, last).build();
    }

    /** How many addresses there are, 0 to 2^32. */
    public long size() {
        return size;
    }

    /** How many ranges there are. */
    public int rangeCount() {
        return first.length;
    }

    /** The first address of range {@code i}. */
    public int first(int i) {
        return first[i];
    }

    /** The last address of range {@code i}. */
    public int last(int i) {
        return last[i];
    }

    /** The rank of the first address of range {@code i}. */
    long firstRank(int i) {
        return rank[i] & LOW32;
    }

    /**
     * The address of a rank.
     *
     * @param wanted 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if it is outside
     */
    public int addressAt(long wanted) {
        Objects.checkIndex(wanted, size);
        int low = 0;
        int high = first.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstRank(middle) <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return first[low] + ((int) wanted - rank[low]);
    }

    /** The rank of an address, or -1 if it is not in the set. */
    public long rankOf(int address) {
        int low = 0;
        int high = first.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(address, first[middle]) < 0) {
                high = middle - 1;
            } else if (Integer.compareUnsigned(address, last[middle]) > 0) {
                low = middle + 1;
            } else {
                return (rank[middle] & LOW32) + (address - first[middle] & LOW32);
            }
        }
        return -1;
    }

    /** Whether an address is in the set. */
    public boolean contains(int address) {
        return rankOf(address) >= 0;
    }

    /** The addresses of either set. */
    public AddressRanges union(AddressRanges other) {
        return builder().addAll(this).addAll(other).build();
    }

    /** The addresses of this set that are not in the other. */
    public AddressRanges minus(AddressRanges other) {
        Builder rest = builder();
        int o = 0;
        for (int i = 0; i < first.length; i++) {
            long start = first[i] & LOW32;
            long end = last[i] & LOW32;
            while (o < other.first.length && (other.last[o] & LOW32) < start) {
                o++;
            }
            for (int cut = o;
                    cut < other.first.length && (other.first[cut] & LOW32) <= end;
                    cut++) {
                if ((other.first[cut] & LOW32) > start) {
                    rest.add((int) start, other.first[cut] - 1);
                }
                start = (other.last[cut] & LOW32) + 1;
            }
            if (start <= end) {
                rest.add((int) start, (int) end);
            }
        }
        return rest.build();
    }

    /** The addresses that are in both sets. */
    public AddressRanges intersect(AddressRanges other) {
        return minus(minus(other));
    }

    /**
     * A number that two sets share only if they are equal, but for a chance of 2^-64. It is the
     * same on every machine and in every later version, or shards would not agree on their order.
     */
    public long fingerprint() {
        long hash = Fingerprint.START;
        for (int i = 0; i < first.length; i++) {
            hash = Fingerprint.add(hash, pack(first[i], last[i]));
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRanges ranges
                && Arrays.equals(first, ranges.first)
                && Arrays.equals(last, ranges.last);
    }

    /**
     * The ranges with commas between, as {@link TargetParser} reads them: {@code
     * 192.0.2.1-192.0.2.9}.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < first.length; i++) {
            appendAddress(text.append(i == 0 ? "" : ","), first[i]);
            if (first[i] != last[i]) {
                appendAddress(text.append('-'), last[i]);
            }
        }
        return text.toString();
    }

    private static void appendAddress(StringBuilder text, int address) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            text.append(address >>> shift & 0xFF).append(shift > 0 ? "." : "");
        }
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + Arrays.hashCode(last);
    }

    /**
     * Collects ranges in any order. A million of them take 8 MB; those that follow one another, as
     * in a sorted list of single addresses, take nothing.
     */
    public static final class Builder {

        private static final int CAPACITY_MIN = 16;

        private long[] packed = new long[CAPACITY_MIN];
        private int count;

        private Builder() {}

        /**
         * Adds a range.
         *
         * @param firstAddress first address, unsigned
         * @param lastAddress last address, inclusive
         * @throws IllegalArgumentException if the range ends before it begins
         */
        public Builder add(int firstAddress, int lastAddress) {
            if (Integer.compareUnsigned(firstAddress, lastAddress) > 0) {
                throw new IllegalArgumentException("range ends before it begins");
            }
            if (count > 0 && (int) packed[count - 1] + 1 == firstAddress && firstAddress != 0) {
                packed[count - 1] = (packed[count - 1] & ~LOW32) | (lastAddress & LOW32);
                return this;
            }
            if (count == packed.length) {
                merge();
                if (count > packed.length / 2) {
                    packed = Arrays.copyOf(packed, packed.length * 2);
                }
            }
            packed[count++] = pack(firstAddress, lastAddress);
            return this;
        }

        /** Adds all ranges of a set. */
        public Builder addAll(AddressRanges ranges) {
            for (int i = 0; i < ranges.rangeCount(); i++) {
                add(ranges.first(i), ranges.last(i));
            }
            return this;
        }

        /** How many ranges the buffer has room for. */
        int capacity() {
            return packed.length;
        }

        /** Whether nothing has been added. */
        public boolean isEmpty() {
            return count == 0;
        }

        /** The set of all that was added. */
        public AddressRanges build() {
            merge();
            return new AddressRanges(packed, count);
        }

        /** Sorts what there is, and makes one range of those that overlap or touch. */
        private void merge() {
            Arrays.sort(packed, 0, count);
            int kept = 0;
            for (int i = 1; i < count; i++) {
                long end = packed[kept] & LOW32;
                if ((unpackFirst(packed[i]) & LOW32) <= end + 1) {
                    long later = Math.max(end, packed[i] & LOW32);
                    packed[kept] = (packed[kept] & ~LOW32) | later;
                } else {
                    packed[++kept] = packed[i];
                }
            }
            count = Math.min(count, kept + 1);
        }
    }
}
