// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.address;
import static sonde.neigh.Hosts.route;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

class RouteTableTest {

    private static final List<Route.Table> TABLES =
            List.of(Route.Table.LOCAL, Route.Table.MAIN, Route.Table.DEFAULT);

    private static RouteTable table(Route... routes) {
        return RouteTable.of(List.of(routes));
    }

    private static int interfaceFor(RouteTable table, String address) {
        Route route = table.lookup(address(address));
        return route == null ? 0 : route.interfaceIndex();
    }

    @Test
    void isOneEmptyIntervalWithoutRoutes() {
        RouteTable table = table();
        assertEquals(1, table.intervals().count());
        assertNull(table.intervals().route(0));
        assertNull(table.lookup(address("198.18.0.1")));
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
        assertEquals(9, table.intervals().count());
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
                        .through(Set.of(3), List.of(route(3, "198.19.0.0/24")));
        assertEquals(3, interfaceFor(table, "198.18.0.2"));
        assertEquals(1, interfaceFor(table, "198.18.0.1"));
        assertEquals(3, interfaceFor(table, "198.19.0.1"));
        Route refused = table.lookup(address("198.18.9.9"));
        assertEquals(Route.Kind.BLACKHOLE, refused == null ? null : refused.kind());
    }

    @Test
    void keepsTheFamiliesApart() {
        RouteTable table = table(route(1, "default6"), route(2, "198.18.0.0/24"));
        assertEquals(0, interfaceFor(table, "203.0.113.1"));
        assertEquals(2, interfaceFor(table, "198.18.0.1"));
        assertEquals(1, interfaceFor(table, "::fffe:ffff:ffff"));
        assertEquals(1, interfaceFor(table, "::1:0:0:0"));
        assertEquals(1, interfaceFor(table, "2001:db8::1"));
        assertEquals(0, interfaceFor(table(route(1, "default")), "2001:db8::1"));
    }

    @Test
    void servesIpv6LikeIpv4() {
        RouteTable table =
                table(
                        route(1, "default6 metric 1024"),
                        route(2, "default6 metric 512"),
                        route(3, "2001:db8::/32"),
                        route(4, "2001:db8::8000:0:0:0/65"),
                        route(5, "2001:db8::7"),
                        route(6, "ff00::/8"));
        assertEquals(2, interfaceFor(table, "::"));
        assertEquals(5, interfaceFor(table, "2001:db8::7"));
        assertEquals(3, interfaceFor(table, "2001:db8::8"));
        assertEquals(3, interfaceFor(table, "2001:db8::7fff:ffff:ffff:ffff"));
        assertEquals(4, interfaceFor(table, "2001:db8::8000:0:0:0"));
        assertEquals(4, interfaceFor(table, "2001:db8::ffff:ffff:ffff:ffff"));
        assertEquals(3, interfaceFor(table, "2001:db8:0:1::"));
        assertEquals(2, interfaceFor(table, "2001:db9::"));
        assertEquals(6, interfaceFor(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    @Test
    void agreesWithAPlainSearchOnRandomTables() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Route> routes = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                // Few bits, so that prefixes nest, touch and repeat.
                boolean isIpv4 = random.nextBoolean();
                int short1 = random.nextInt(4) == 0 ? 30 + random.nextInt(3) : random.nextInt(8);
                int short6 =
                        switch (random.nextInt(4)) {
                            case 0 -> 126 + random.nextInt(3);
                            case 1 -> 60 + random.nextInt(8);
                            default -> random.nextInt(8);
                        };
                Route.Table table = TABLES.get(random.nextInt(TABLES.size()));
                Route.Kind kind = random.nextInt(8) == 0 ? Route.Kind.THROW : Route.Kind.UNICAST;
                routes.add(
                        new Route(
                                table,
                                kind,
                                randomAddress(random, isIpv4),
                                isIpv4 ? Prefixes.IPV4_BITS + short1 : short6,
                                random.nextInt(3),
                                i,
                                null,
                                null,
                                false));
            }
            RouteTable table = RouteTable.of(routes);
            checkCover(table, seed);
            for (int i = 0; i < 500; i++) {
                IpAddress address = randomAddress(random, random.nextBoolean());
                assertEquals(search(routes, address), table.lookup(address), "seed " + seed);
            }
        }
    }

    private static IpAddress randomAddress(SplittableRandom random, boolean isIpv4) {
        return isIpv4
                ? IpAddress.ofIpv4(random.nextInt(64) << 26 | random.nextInt(8))
                : new IpAddress(
                        random.nextLong(64) << 58 | random.nextInt(4),
                        (long) random.nextInt(4) << 62 | random.nextInt(8));
    }

    static void checkCover(RouteTable table, long seed) {
        RouteIntervals intervals = table.intervals();
        assertEquals(address("::"), intervals.first(0), "seed " + seed);
        for (int i = 1; i < intervals.count(); i++) {
            assertEquals(intervals.last(i - 1).next(), intervals.first(i), "seed " + seed);
            assertTrue(intervals.first(i).compareTo(intervals.first(i - 1)) > 0, "seed " + seed);
        }
        assertEquals(Ipv6Scope.MULTICAST_LAST, intervals.last(intervals.count() - 1));
    }

    private static @Nullable Route search(List<Route> routes, IpAddress address) {
        for (Route.Table table : TABLES) {
            Route best = null;
            for (Route route : routes) {
                if (route.table() == table
                        && route.contains(address)
                        && (route.prefixLength() >= Prefixes.IPV4_BITS || !address.isIpv4())
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
