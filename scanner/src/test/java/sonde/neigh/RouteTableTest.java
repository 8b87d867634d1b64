// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import static sonde.neigh.Hosts.ip;
import static sonde.neigh.Hosts.route;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class RouteTableTest {

    private static final List<Route.Table> TABLES =
            List.of(Route.Table.LOCAL, Route.Table.MAIN, Route.Table.DEFAULT);

    private static RouteTable table(Route... routes) {
        return RouteTable.of(List.of(routes));
    }

    private static int interfaceFor(RouteTable table, String address) {
        Route route = table.lookup(ip(address));
        return route == null ? 0 : route.interfaceIndex();
    }

    @Test
    void isOneEmptyIntervalWithoutRoutes() {
        RouteTable table = table();
        assertEquals(List.of(new RouteTable.Interval(0, -1, null)), table.flatten());
        assertNull(table.lookup(ip("198.18.0.1")));
    }

    @Test
    void prefersTheLongestPrefix() {
        RouteTable table =
                table(
                        route(1, "default"),
                        route(2, "198.18.0.0/16"),
                        route(3, "198.18.5.0/24"),
                        route(4, "198.18.5.7"));
        assertEquals(1, interfaceFor(table, "0.0.0.0"));
        assertEquals(1, interfaceFor(table, "198.17.255.255"));
        assertEquals(2, interfaceFor(table, "198.18.0.0"));
        assertEquals(2, interfaceFor(table, "198.18.4.255"));
        assertEquals(3, interfaceFor(table, "198.18.5.6"));
        assertEquals(4, interfaceFor(table, "198.18.5.7"));
        assertEquals(3, interfaceFor(table, "198.18.5.8"));
        assertEquals(2, interfaceFor(table, "198.18.255.255"));
        assertEquals(1, interfaceFor(table, "255.255.255.255"));
        assertEquals(7, table.flatten().size());
    }

    @Test
    void prefersTheLowestMetricThenTheFirstListed() {
        RouteTable table =
                table(
                        route(1, "default metric 300"),
                        route(2, "default metric 100"),
                        route(3, "default metric 100"),
                        route(4, "default metric 4294967295"));
        assertEquals(2, interfaceFor(table, "198.18.0.1"));
    }

    @Test
    void asksLocalThenMainThenDefault() {
        RouteTable table =
                table(
                        route(1, "198.18.0.0/24 table default"),
                        route(2, "198.18.0.0/16 table main"),
                        route(3, "local 198.18.0.0/15 table local"),
                        route(4, "198.20.0.0/16 table default"));
        assertEquals(3, interfaceFor(table, "198.18.0.1"));
        assertEquals(4, interfaceFor(table, "198.20.0.1"));
    }

    @Test
    void goesOnToTheNextTableAfterThrow() {
        RouteTable table =
                table(
                        route(1, "default"),
                        route(0, "throw 198.18.0.0/16"),
                        route(2, "198.18.0.0/24 table default"));
        assertEquals(1, interfaceFor(table, "198.19.0.1"));
        assertEquals(2, interfaceFor(table, "198.18.0.1"));
        assertEquals(0, interfaceFor(table, "198.18.1.1"));
    }

    @Test
    void countsButDoesNotUseOtherTables() {
        RouteTable table = table(route(1, "default table other"), route(2, "198.18.0.0/15"));
        assertEquals(1, table.ignoredCount());
        assertEquals(0, interfaceFor(table, "203.0.113.1"));
        assertEquals(1, table.routes().size());
    }

    @Test
    void restrictsToOneInterface() {
        RouteTable table =
                table(
                                route(1, "local 198.18.0.1 table local"),
                                route(2, "198.18.0.0/24"),
                                route(3, "198.18.0.0/16"),
                                route(0, "blackhole 198.18.9.0/24"))
                        .through(3, List.of(route(3, "198.19.0.0/24")));
        assertEquals(3, interfaceFor(table, "198.18.0.2"));
        assertEquals(1, interfaceFor(table, "198.18.0.1"));
        assertEquals(3, interfaceFor(table, "198.19.0.1"));
        Route refused = table.lookup(ip("198.18.9.9"));
        assertEquals(Route.Kind.BLACKHOLE, refused == null ? null : refused.kind());
    }

    @Test
    void agreesWithAPlainSearchOnRandomTables() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Route> routes = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                // Few bits, so that prefixes nest, touch and repeat.
                int destination = random.nextInt(64) << 26 | random.nextInt(4);
                int length = random.nextInt(4) == 0 ? 30 + random.nextInt(3) : random.nextInt(8);
                Route.Table table = TABLES.get(random.nextInt(TABLES.size()));
                Route.Kind kind = random.nextInt(8) == 0 ? Route.Kind.THROW : Route.Kind.UNICAST;
                int metric = random.nextInt(3);
                routes.add(new Route(table, kind, destination, length, metric, i, 0, 0, false));
            }
            RouteTable table = RouteTable.of(routes);
            checkCover(table, seed);
            for (int i = 0; i < 500; i++) {
                int address = random.nextInt(64) << 26 | random.nextInt(8);
                assertEquals(search(routes, address), table.lookup(address), "seed " + seed);
            }
        }
    }

    private static void checkCover(RouteTable table, long seed) {
        long next = 0;
        for (RouteTable.Interval interval : table.flatten()) {
            assertEquals(next, Integer.toUnsignedLong(interval.first()), "seed " + seed);
            next = Integer.toUnsignedLong(interval.last()) + 1;
        }
        assertEquals(1L << 32, next, "seed " + seed);
    }

    private static @Nullable Route search(List<Route> routes, int address) {
        for (Route.Table table : TABLES) {
            Route best = null;
            for (Route route : routes) {
                if (route.table() == table
                        && route.contains(address)
                        && (best == null
                                || route.prefixLength() > best.prefixLength()
                                || (route.prefixLength() == best.prefixLength()
                                        && route.metric() < best.metric()))) {
                    best = route;
                }
            }
            if (best != null && best.kind() != Route.Kind.THROW) {
                return best;
            }
        }
        return null;
    }
}
