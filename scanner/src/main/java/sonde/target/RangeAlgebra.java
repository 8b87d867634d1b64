// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

/**
 * Set operations on tables of ranges: one pass over both, in order, so that tables in files stay
 * there.
 */
final class RangeAlgebra {

    private RangeAlgebra() {}

    /** Whether any address is in both. Quick where the second has few ranges. */
    static boolean overlap(RangeTable a, RangeTable b) {
        for (int i = 0; i < b.count(); i++) {
            int range = a.rangeFrom(b.firstHigh(i), b.firstLow(i));
            if (range < a.count() && a.compareFirst(range, b.lastHigh(i), b.lastLow(i)) <= 0) {
                return true;
            }
        }
        return false;
    }

    /** The addresses of either table. */
    static RangeTable union(RangeTable a, RangeTable b, RangeWriter writer) {
        int i = 0;
        int j = 0;
        while (i < a.count() || j < b.count()) {
            if (j == b.count()
                    || (i < a.count() && a.compareFirst(i, b.firstHigh(j), b.firstLow(j)) <= 0)) {
                writer.add(a, i++);
            } else {
                writer.add(b, j++);
            }
        }
        return writer.finish();
    }

    /** The addresses that are in both tables. */
    static RangeTable intersect(RangeTable a, RangeTable b, RangeWriter writer) {
        int i = 0;
        int j = 0;
        while (i < a.count() && j < b.count()) {
            boolean startsInB = a.compareFirst(i, b.firstHigh(j), b.firstLow(j)) <= 0;
            boolean endsInA = a.compareLast(i, b.lastHigh(j), b.lastLow(j)) <= 0;
            long fromHigh = startsInB ? b.firstHigh(j) : a.firstHigh(i);
            long fromLow = startsInB ? b.firstLow(j) : a.firstLow(i);
            long toHigh = endsInA ? a.lastHigh(i) : b.lastHigh(j);
            long toLow = endsInA ? a.lastLow(i) : b.lastLow(j);
            if (IpAddress.compare(fromHigh, fromLow, toHigh, toLow) <= 0) {
                writer.add(fromHigh, fromLow, toHigh, toLow);
            }
            if (endsInA) {
                i++;
            } else {
                j++;
            }
        }
        return writer.finish();
    }

    /** The addresses of the first table that are not in the second. */
    static RangeTable minus(RangeTable a, RangeTable b, RangeWriter writer) {
        int j = 0;
        for (int i = 0; i < a.count(); i++) {
            while (j < b.count() && b.compareLast(j, a.firstHigh(i), a.firstLow(i)) < 0) {
                j++;
            }
            cut(a, i, b, j, writer);
        }
        return writer.finish();
    }

    /** Writes what is left of range {@code i} of {@code a}; earlier cuts than {@code j} miss it. */
    private static void cut(RangeTable a, int i, RangeTable b, int j, RangeWriter writer) {
        long high = a.firstHigh(i);
        long low = a.firstLow(i);
        long endHigh = a.lastHigh(i);
        long endLow = a.lastLow(i);
        for (int cut = j; cut < b.count() && b.compareFirst(cut, endHigh, endLow) <= 0; cut++) {
            long cutHigh = b.firstHigh(cut);
            long cutLow = b.firstLow(cut);
            if (IpAddress.compare(cutHigh, cutLow, high, low) > 0) {
                writer.add(high, low, cutLow == 0 ? cutHigh - 1 : cutHigh, cutLow - 1);
            }
            if (b.compareLast(cut, endHigh, endLow) >= 0) {
                return;
            }
            low = b.lastLow(cut) + 1;
            high = low == 0 ? b.lastHigh(cut) + 1 : b.lastHigh(cut);
        }
        writer.add(high, low, endHigh, endLow);
    }
}
