// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.wire.IpAddress;

import java.util.Arrays;

/**
 * Entries of {@link AddressIndex} in arrays, sorted in place by a heap: no order of addresses makes
 * that slow, and no entry is an object.
 */
final class SortedEntries {

    private static final int FIRST_CAPACITY = 1024;

    private final int capacityMax;
    private long[] highs;
    private long[] lows;
    private long[] places;
    private int count;

    SortedEntries(int capacityMax) {
        this.capacityMax = capacityMax;
        int capacity = Math.min(FIRST_CAPACITY, capacityMax);
        highs = new long[capacity];
        lows = new long[capacity];
        places = new long[capacity];
    }

    /** Adds an entry; there must be room. */
    void add(long high, long low, long place) {
        if (count == highs.length) {
            int capacity = Math.min(2 * count, capacityMax);
            highs = Arrays.copyOf(highs, capacity);
            lows = Arrays.copyOf(lows, capacity);
            places = Arrays.copyOf(places, capacity);
        }
        highs[count] = high;
        lows[count] = low;
        places[count] = place;
        count++;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    long high(int index) {
        return highs[index];
    }

    long low(int index) {
        return lows[index];
    }

    long place(int index) {
        return places[index];
    }

    void sort() {
        for (int root = count / 2 - 1; root >= 0; root--) {
            sink(root, count);
        }
        for (int end = count - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end);
        }
    }

    private void sink(int from, int end) {
        int parent = from;
        while (2 * parent + 1 < end) {
            int child = 2 * parent + 1;
            if (child + 1 < end && compare(child, child + 1) < 0) {
                child++;
            }
            if (compare(parent, child) >= 0) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private int compare(int a, int b) {
        return compare(highs[a], lows[a], places[a], highs[b], lows[b], places[b]);
    }

    /** By address as an unsigned number, then by place. */
    static int compare(
            long high, long low, long place, long otherHigh, long otherLow, long otherPlace) {
        int order = IpAddress.compare(high, low, otherHigh, otherLow);
        return order != 0 ? order : Long.compareUnsigned(place, otherPlace);
    }

    private void swap(int a, int b) {
        long high = highs[a];
        long low = lows[a];
        long place = places[a];
        highs[a] = highs[b];
        lows[a] = lows[b];
        places[a] = places[b];
        highs[b] = high;
        lows[b] = low;
        places[b] = place;
    }
}
