// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The routes of a host, answering as the kernel would: the tables local, main and default are asked
 * in this order, and the first that knows the address decides; within a table the longest prefix
 * wins, among equal ones the lowest metric, then the one listed first.
 *
 * <p>Policy rules (ip-rule(8)) and the tables only they lead to are not followed; {@link
 * #ignoredCount()} says how many routes that concerns. Immutable.
 */
public final class RouteTable {

    /**
     * Consecutive addresses with the same route.
     *
     * @param first the lowest
     * @param last the highest, unsigned
     * @param route theirs, or null when there is none
     */
    public record Interval(int first, int last, @Nullable Route route) {}

    private static final List<Route.Table> USED =
            List.of(Route.Table.LOCAL, Route.Table.MAIN, Route.Table.DEFAULT);

    private final List<Route> routes;
    private final int ignoredCount;
    private final List<Interval> intervals;
    private final int[]
            intervalFirst; // With the sign bit flipped, so that they sort as signed numbers.

    private RouteTable(List<Route> used, int ignoredCount) {
        routes = List.copyOf(used);
        this.ignoredCount = ignoredCount;
        List<Interval> combined = List.of(new Interval(0, -1, null));
        for (Route.Table table : USED) {
            combined = fillGaps(combined, flattenTable(table));
        }
        intervals = Collections.unmodifiableList(combined);
        intervalFirst = intervals.stream().mapToInt(i -> i.first() ^ Integer.MIN_VALUE).toArray();
    }

    /** A table of these routes, given in the kernel's order. */
    public static RouteTable of(List<Route> routes) {
        List<Route> used = new ArrayList<>(routes);
        used.removeIf(route -> !USED.contains(route.table()));
        return new RouteTable(used, routes.size() - used.size());
    }

    /** The routes of the tables that are used. */
    public List<Route> routes() {
        return routes;
    }

    /** How many routes stand in tables that are not used. */
    public int ignoredCount() {
        return ignoredCount;
    }

    /** The route to an address, or null. */
    public @Nullable Route lookup(int address) {
        int place = Arrays.binarySearch(intervalFirst, address ^ Integer.MIN_VALUE);
        return intervals.get(place >= 0 ? place : -place - 2).route();
    }

    /** All addresses from 0.0.0.0 to 255.255.255.255 in order, each with its route. */
    public List<Interval> flatten() {
        return intervals;
    }

    /**
     * What is left when packets may leave by one interface only, as with SO_BINDTODEVICE: its
     * routes, and those that name no interface. The host's own and broadcast addresses stay what
     * they are.
     *
     * @param more routes to add, such as the networks of the interface's addresses
     */
    RouteTable through(int interfaceIndex, List<Route> more) {
        List<Route> left = new ArrayList<>();
        for (Route route : routes) {
            if (route.table() == Route.Table.LOCAL
                    || route.interfaceIndex() == interfaceIndex
                    || route.interfaceIndex() == 0) {
                left.add(route);
            }
        }
        left.addAll(more);
        return new RouteTable(left, ignoredCount);
    }

    /**
     * Flattens one table. Prefixes are either disjoint or one holds the other, so in the order of
     * {@link Route#NESTING} the routes that hold the current place form a stack, the narrowest on
     * top.
     */
    private List<Interval> flattenTable(Route.Table table) {
        List<Route> sorted = new ArrayList<>();
        for (Route route : routes) {
            if (route.table() == table) {
                sorted.add(route);
            }
        }
        sorted.sort(Route.NESTING);
        List<Interval> flat = new ArrayList<>();
        List<Route> stack = new ArrayList<>();
        long at = 0; // The first address not yet covered.
        for (Route route : sorted) {
            at = close(stack, Integer.toUnsignedLong(route.destination()), at, flat);
            Route top = stack.isEmpty() ? null : stack.getLast();
            if (top != null
                    && top.destination() == route.destination()
                    && top.prefixLength() == route.prefixLength()) {
                continue; // The same prefix with a worse metric.
            }
            at = cover(at, Integer.toUnsignedLong(route.destination()), top, flat);
            stack.add(route);
        }
        at = close(stack, 1L << Integer.SIZE, at, flat);
        cover(at, 1L << Integer.SIZE, null, flat);
        return flat;
    }

    /**
     * Takes routes that end before {@code next} off the stack. Returns the first address not yet
     * covered.
     */
    private static long close(List<Route> stack, long next, long at, List<Interval> flat) {
        long covered = at;
        while (!stack.isEmpty() && Integer.toUnsignedLong(stack.getLast().last()) < next) {
            Route ended = stack.removeLast();
            covered = cover(covered, Integer.toUnsignedLong(ended.last()) + 1, ended, flat);
        }
        return covered;
    }

    /** Gives the addresses from {@code at} up to {@code end} to a route. Returns {@code end}. */
    @SuppressWarnings("ReferenceEquality") // What meets here again is the same object.
    private static long cover(long at, long end, @Nullable Route route, List<Interval> flat) {
        if (at >= end) {
            return at;
        }
        int first = (int) at;
        if (!flat.isEmpty() && flat.getLast().route() == route) {
            first = flat.removeLast().first();
        }
        flat.add(new Interval(first, (int) (end - 1), route));
        return end;
    }

    /** The first list, with the second wherever the first has no route. Both cover everything. */
    private static List<Interval> fillGaps(List<Interval> upper, List<Interval> lower) {
        List<Interval> filled = new ArrayList<>();
        long at = 0;
        int u = 0;
        int l = 0;
        while (u < upper.size() && l < lower.size()) {
            Route route = upper.get(u).route();
            if (route == null) {
                route = lower.get(l).route();
            }
            if (route != null && route.kind() == Route.Kind.THROW) {
                route = null;
            }
            long upperEnd = Integer.toUnsignedLong(upper.get(u).last()) + 1;
            long lowerEnd = Integer.toUnsignedLong(lower.get(l).last()) + 1;
            at = cover(at, Math.min(upperEnd, lowerEnd), route, filled);
            u += upperEnd == at ? 1 : 0;
            l += lowerEnd == at ? 1 : 0;
        }
        return filled;
    }
}
