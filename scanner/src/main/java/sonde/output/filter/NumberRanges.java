// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A set of numbers as ranges. Immutable. */
final class NumberRanges {

    /** First and last of each range, sorted by the first; none overlap. */
    private final long[] first;

    private final long[] last;

    private NumberRanges(List<long[]> ranges) {
        first = ranges.stream().mapToLong(range -> range[0]).toArray();
        last = ranges.stream().mapToLong(range -> range[1]).toArray();
    }

    boolean contains(long number) {
        int place = Arrays.binarySearch(first, number);
        int before = place >= 0 ? place : -place - 2;
        return before >= 0 && number <= last[before];
    }

    /** Collects ranges in any order. */
    static final class Builder {

        private final List<long[]> ranges = new ArrayList<>();

        /** Adds a range, both ends included. */
        void add(long from, long to) {
            ranges.add(new long[] {from, to});
        }

        NumberRanges build() {
            ranges.sort(Comparator.comparingLong(range -> range[0]));
            List<long[]> merged = new ArrayList<>();
            long[] current = {0, -1};
            for (long[] range : ranges) {
                if (merged.isEmpty() || range[0] > current[1]) {
                    current = range.clone();
                    merged.add(current);
                } else {
                    current[1] = Math.max(current[1], range[1]);
                }
            }
            return new NumberRanges(merged);
        }
    }
}
