// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.util.Arrays;

/**
 * All addresses from {@code ::} to the highest in order, cut where the route changes. An interval
 * costs 20 bytes, so that a table of the whole Internet takes some 50 MB.
 */
final class RouteIntervals {

    private long[] high;
    private long[] low;
    private @Nullable Route[] route;
    private int count;

    /**
     * @param capacity how many intervals there is room for at first, at least 1
     */
    RouteIntervals(int capacity) {
        high = new long[capacity];
        low = new long[capacity];
        route = new @Nullable Route[capacity];
    }

    /** How many there are; 1 at least, once the first is marked. */
    int count() {
        return count;
    }

    /** The lowest address of an interval. */
    IpAddress first(int i) {
        return new IpAddress(high[i], low[i]);
    }

    /** The highest address of an interval. */
    IpAddress last(int i) {
        if (i + 1 == count) {
            return Ipv6Scope.MULTICAST_LAST;
        }
        return new IpAddress(high[i + 1] - (low[i + 1] == 0 ? 1 : 0), low[i + 1] - 1);
    }

    /** The route of an interval, or null when there is none. */
    @Nullable Route route(int i) {
        return route[i];
    }

    /** The interval that holds an address. */
    int indexOf(IpAddress address) {
        int from = 0;
        int to = count - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (IpAddress.compare(address.high(), address.low(), high[middle], low[middle]) < 0) {
                to = middle - 1;
            } else {
                from = middle;
            }
        }
        return from;
    }

    /**
     * Says that from an address on another route is taken. What was said about this address before
     * no longer holds.
     *
     * @param first not below any that was marked before
     */
    void mark(IpAddress first, @Nullable Route taken) {
        mark(first.high(), first.low(), taken);
    }

    @SuppressWarnings("ReferenceEquality") // What meets here again is the same object.
    private void mark(long firstHigh, long firstLow, @Nullable Route taken) {
        if (count > 0 && high[count - 1] == firstHigh && low[count - 1] == firstLow) {
            count--;
        }
        if (count > 0 && route[count - 1] == taken) {
            return;
        }
        if (count == high.length) {
            high = Arrays.copyOf(high, 2 * count);
            low = Arrays.copyOf(low, 2 * count);
            route = Arrays.copyOf(route, 2 * count);
        }
        high[count] = firstHigh;
        low[count] = firstLow;
        route[count++] = taken;
    }

    /** The first, with the second wherever the first has no route. */
    static RouteIntervals fillGaps(RouteIntervals upper, RouteIntervals lower) {
        RouteIntervals filled = new RouteIntervals(upper.count + lower.count);
        int u = 0;
        int l = 0;
        while (true) {
            RouteIntervals later = compare(upper, u, lower, l) >= 0 ? upper : lower;
            int at = later == upper ? u : l;
            filled.mark(later.high[at], later.low[at], choose(upper.route[u], lower.route[l]));
            boolean upperEnds = u + 1 == upper.count;
            boolean lowerEnds = l + 1 == lower.count;
            if (upperEnds && lowerEnds) {
                return filled;
            }
            int order = upperEnds ? 1 : lowerEnds ? -1 : compare(upper, u + 1, lower, l + 1);
            u += order <= 0 ? 1 : 0;
            l += order >= 0 ? 1 : 0;
        }
    }

    private static int compare(RouteIntervals a, int i, RouteIntervals b, int j) {
        return IpAddress.compare(a.high[i], a.low[i], b.high[j], b.low[j]);
    }

    private static @Nullable Route choose(@Nullable Route upper, @Nullable Route lower) {
        Route chosen = upper == null ? lower : upper;
        return chosen != null && chosen.kind() == Route.Kind.THROW ? null : chosen;
    }
}
