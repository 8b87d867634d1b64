// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of IPv6 addresses as ranges, sorted and merged: no two of them overlap or touch. Immutable.
 *
 * <p>Addresses have a <em>rank</em>, their place in ascending order from 0.
 */
public final class Ipv6Ranges {

    /** The empty set. */
    public static final Ipv6Ranges NONE = new Ipv6Ranges(List.of());

    private record Range(IpAddress first, IpAddress last) {}

    private final List<Range> ranges;
    private final long[] rank;
    private final long size;

    private Ipv6Ranges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
        rank = new long[ranges.size()];
        long total = 0;
        for (int i = 0; i < rank.length; i++) {
            rank[i] = total;
            total = plus(total, count(this.ranges.get(i)));
        }
        size = total;
    }

    private static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** How many addresses a range has; {@link Long#MAX_VALUE} if there are more than that. */
    private static long count(Range range) {
        long low = range.last.low() - range.first.low();
        long high =
                range.last.high()
                        - range.first.high()
                        - (Long.compareUnsigned(range.last.low(), range.first.low()) < 0 ? 1 : 0);
        return high != 0 || low < 0 || low == Long.MAX_VALUE ? Long.MAX_VALUE : low + 1;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The set of one range. */
    public static Ipv6Ranges of(IpAddress first, IpAddress last) {
        return builder().add(first, last).build();
    }

    /** How many addresses there are; {@link Long#MAX_VALUE} if there are more than that. */
    public long size() {
        return size;
    }

    public int rangeCount() {
        return ranges.size();
    }

    public IpAddress first(int i) {
        return ranges.get(i).first;
    }

    public IpAddress last(int i) {
        return ranges.get(i).last;
    }

    /** The rank of an address, or -1 if it is not in the set. */
    public long rankOf(long high, long low) {
        int from = 0;
        int to = ranges.size() - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            Range range = ranges.get(middle);
            if (IpAddress.compare(high, low, range.first.high(), range.first.low()) < 0) {
                to = middle - 1;
            } else if (IpAddress.compare(high, low, range.last.high(), range.last.low()) > 0) {
                from = middle + 1;
            } else {
                return rank[middle] + (low - range.first.low());
            }
        }
        return -1;
    }

    public boolean contains(long high, long low) {
        return rankOf(high, low) >= 0;
    }

    /** The address of a rank. */
    public IpAddress addressAt(long wanted) {
        java.util.Objects.checkIndex(wanted, size);
        int i = ranges.size() - 1;
        while (rank[i] > wanted) {
            i--;
        }
        IpAddress first = ranges.get(i).first;
        long low = first.low() + (wanted - rank[i]);
        boolean carries = Long.compareUnsigned(low, first.low()) < 0;
        return new IpAddress(first.high() + (carries ? 1 : 0), low);
    }

    public Ipv6Ranges union(Ipv6Ranges other) {
        Builder builder = builder();
        ranges.forEach(range -> builder.add(range.first, range.last));
        other.ranges.forEach(range -> builder.add(range.first, range.last));
        return builder.build();
    }

    public Ipv6Ranges minus(Ipv6Ranges other) {
        throw new UnsupportedOperationException();
    }

    public Ipv6Ranges intersect(Ipv6Ranges other) {
        return minus(minus(other));
    }

    /** As {@link AddressRanges#fingerprint}. */
    public long fingerprint() {
        long hash = Fingerprint.START;
        for (Range range : ranges) {
            hash = Fingerprint.add(hash, range.first.high());
            hash = Fingerprint.add(hash, range.first.low());
            hash = Fingerprint.add(hash, range.last.high());
            hash = Fingerprint.add(hash, range.last.low());
        }
        return hash;
    }

    /** Collects ranges in any order. */
    public static final class Builder {

        private final List<Range> collected = new ArrayList<>();

        private Builder() {}

        public Builder add(IpAddress first, IpAddress last) {
            collected.add(new Range(first, last));
            return this;
        }

        public boolean isEmpty() {
            return collected.isEmpty();
        }

        public Ipv6Ranges build() {
            collected.sort((a, b) -> a.first.compareTo(b.first));
            List<Range> merged = new ArrayList<>();
            for (Range range : collected) {
                Range before = merged.isEmpty() ? null : merged.getLast();
                boolean touches =
                        before != null
                                && (range.first.compareTo(before.last) <= 0
                                        || range.first.equals(before.last.next()));
                if (before == null || !touches) {
                    merged.add(range);
                } else if (range.last.compareTo(before.last) > 0) {
                    merged.set(merged.size() - 1, new Range(before.first, range.last));
                }
            }
            return new Ipv6Ranges(merged);
        }
    }
}
