// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The routes of a host, answering as the kernel would: the tables local, main and default are asked
 * in this order, and the first that knows the address decides; within a table the longest prefix
 * wins, among equal ones the lowest metric, then the one listed first. IPv6's routes say nothing
 * about IPv4 addresses, though these lie among its own.
 *
 * <p>Policy rules (ip-rule(8)) and the tables only they lead to are not followed; {@link
 * #ignoredCount()} says how many routes that concerns. Immutable.
 */
public final class RouteTable {

    private static final List<Route.Table> USED =
            List.of(Route.Table.LOCAL, Route.Table.MAIN, Route.Table.DEFAULT);

    /** Worse than every metric of the kernel's, which have 32 bits. */
    private static final long WORSE_THAN_ALL = 1L << Integer.SIZE;

    private final List<Route> routes;
    private final int ignoredCount;
    private final RouteIntervals intervals;

    private RouteTable(List<Route> used, int ignoredCount) {
        routes = List.copyOf(used);
        this.ignoredCount = ignoredCount;
        RouteIntervals combined = new RouteIntervals(1);
        combined.mark(Ipv6Scope.UNSPECIFIED, null);
        for (Route.Table table : USED) {
            combined = RouteIntervals.fillGaps(combined, flattenTable(table));
        }
        intervals = combined;
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
    public @Nullable Route lookup(IpAddress address) {
        return intervals.route(intervals.indexOf(address));
    }

    /** All addresses of both families in order, with the routes they take. */
    RouteIntervals intervals() {
        return intervals;
    }

    /**
     * What is left when packets may leave by some interfaces only, as with SO_BINDTODEVICE: their
     * routes, and those that name no interface. The host's own and broadcast addresses stay what
     * they are.
     *
     * @param interfaces the indexes of the interfaces
     * @param more routes to add, such as the networks of the interfaces' addresses
     */
    RouteTable through(Set<Integer> interfaces, List<Route> more) {
        List<Route> left = new ArrayList<>();
        for (Route route : routes) {
            if (route.table() == Route.Table.LOCAL
                    || interfaces.contains(route.interfaceIndex())
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
    private RouteIntervals flattenTable(Route.Table table) {
        List<Route> sorted = new ArrayList<>();
        sorted.add(ipv4Without(table));
        for (Route route : routes) {
            if (route.table() == table) {
                sorted.add(route);
            }
        }
        sorted.sort(Route.NESTING);
        RouteIntervals flat = new RouteIntervals(2 * sorted.size() + 1);
        flat.mark(Ipv6Scope.UNSPECIFIED, null);
        List<Route> stack = new ArrayList<>();
        for (Route route : sorted) {
            close(stack, route.destination(), flat);
            Route top = stack.isEmpty() ? null : stack.getLast();
            if (top != null
                    && top.prefixLength() == route.prefixLength()
                    && top.destination().equals(route.destination())) {
                continue; // The same prefix with a worse metric.
            }
            flat.mark(route.destination(), route);
            stack.add(route);
        }
        close(stack, null, flat);
        return flat;
    }

    /** Keeps the IPv4 addresses without a route of their own from those of IPv6. */
    private static Route ipv4Without(Route.Table table) {
        return new Route(
                table,
                Route.Kind.THROW,
                IpAddress.ofIpv4(0),
                Prefixes.IPV4_BITS,
                WORSE_THAN_ALL,
                0,
                null,
                null,
                false);
    }

    /** Takes routes that end before {@code next}, or all, off the stack. */
    private static void close(List<Route> stack, @Nullable IpAddress next, RouteIntervals flat) {
        while (!stack.isEmpty()) {
            IpAddress last = stack.getLast().last();
            if (next != null && last.compareTo(next) >= 0) {
                return;
            }
            stack.removeLast();
            if (!last.equals(Ipv6Scope.MULTICAST_LAST)) { // Behind the highest address is none.
                flat.mark(last.next(), stack.isEmpty() ? null : stack.getLast());
            }
        }
    }
}
