// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.util.BitSet;

/**
 * A set of TCP ports, 0 to 65535, each with its rank in ascending order. Immutable.
 *
 * <p>Ports of another protocol would be a set of their own beside this one, not a mark on each
 * port.
 */
public final class PortRanges {

    /** The empty set. */
    public static final PortRanges NONE = new PortRanges(new BitSet());

    public static final int PORT_MAX = 65_535;

    private final BitSet set;

    /** The ports in ascending order. */
    private final char[] port;

    private PortRanges(BitSet set) {
        this.set = set;
        port = new char[set.cardinality()];
        int next = 0;
        for (int p = set.nextSetBit(0); p >= 0; p = set.nextSetBit(p + 1)) {
            port[next++] = (char) p;
        }
    }

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The set of one range.
     *
     * @throws IllegalArgumentException unless {@code 0 <= first <= last <= 65535}
     */
    public static PortRanges of(int first, int last) {
        return builder().add(first, last).build();
    }

    /** How many ports there are, 0 to 65536. */
    public int size() {
        return port.length;
    }

    /**
     * The port of a rank.
     *
     * @param rank 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if it is outside
     */
    public int portAt(int rank) {
        return port[rank];
    }

    /** The rank of a port, or -1 if it is not in the set. */
    public int rankOf(int wanted) {
        if (wanted < 0 || wanted > PORT_MAX || !set.get(wanted)) {
            return -1;
        }
        int low = 0;
        int high = port.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (port[middle] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether the ports are one range without a gap. */
    boolean isContiguous() {
        return port.length > 0 && port[port.length - 1] - port[0] == port.length - 1;
    }

    /** The ports of a batch of ranks; {@link #portAt} is its scalar twin. */
    void resolve(int[] rankToPort, int count) {
        char[] table = port;
        for (int i = 0; i < count; i++) {
            rankToPort[i] = table[rankToPort[i]];
        }
    }

    /** How many ranges without a gap there are. */
    public int rangeCount() {
        int count = 0;
        for (int i = 0; i < port.length; i++) {
            count += i == 0 || port[i] - port[i - 1] > 1 ? 1 : 0;
        }
        return count;
    }

    /** As a list that port options take: {@code 80,443,8000-8100}. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (int first = set.nextSetBit(0); first >= 0; ) {
            int end = set.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - 1 > first) {
                text.append('-').append(end - 1);
            }
            first = set.nextSetBit(end);
        }
        return text.toString();
    }

    /** The ports of either set. */
    public PortRanges union(PortRanges other) {
        BitSet all = (BitSet) set.clone();
        all.or(other.set);
        return new PortRanges(all);
    }

    /** The ports that are in both sets. */
    public PortRanges intersect(PortRanges other) {
        return minus(minus(other));
    }

    /** The ports of this set that are not in the other. */
    public PortRanges minus(PortRanges other) {
        BitSet rest = (BitSet) set.clone();
        rest.andNot(other.set);
        return new PortRanges(rest);
    }

    /** A number that two sets share only if they are equal, but for a chance of 2^-64. */
    public long fingerprint() {
        long hash = Fingerprint.START;
        for (long word : set.toLongArray()) {
            hash = Fingerprint.add(hash, word);
        }
        return hash;
    }

    /** The set as {@code -p} takes it, such as {@code 80,8000-8100}; empty if there is none. */
    @Override
    public String toString() {
        return toText();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PortRanges ranges && set.equals(ranges.set);
    }

    @Override
    public int hashCode() {
        return set.hashCode();
    }

    /** Collects ranges in any order. */
    public static final class Builder {

        private final BitSet set = new BitSet(PORT_MAX + 1);

        private Builder() {}

        /**
         * Adds a range.
         *
         * @throws IllegalArgumentException unless {@code 0 <= first <= last <= 65535}
         */
        public Builder add(int first, int last) {
            if (first < 0 || first > last || last > PORT_MAX) {
                throw new IllegalArgumentException(
                        "ports " + first + "-" + last + ", not 0 <= first <= last <= 65535");
            }
            set.set(first, last + 1);
            return this;
        }

        /** The set of all that was added. */
        public PortRanges build() {
            return new PortRanges((BitSet) set.clone());
        }
    }
}
