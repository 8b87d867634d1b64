// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.neigh.PathPlan;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** {@link NextHops} for both families and several interfaces, compared with a search by hand. */
class NextHopsFamiliesTest {

    private static final int HOSTS = 64;
    private static final IpAddress ROUTER = IpAddress.parse("fe80::1");

    private static AddressSet set(int first, int last) {
        return new AddressSet(Grids.addresses(first, last), Grids.ipv6Addresses(first, last));
    }

    private static PathPlan path(AddressSet onLink, List<AddressSet> viaGateway) {
        PathPlan base = RoutedFeedTest.path(AddressRanges.NONE, AddressRanges.NONE);
        return new PathPlan(
                base.iface(),
                base.ipv4Source(),
                null,
                onLink,
                viaGateway.stream().map(each -> new PathPlan.ViaGateway(ROUTER, each)).toList(),
                List.of(),
                List.of());
    }

    private static void assertHop(long expected, NextHops hops, int host, String what) {
        IpAddress ipv6 = Grids.ipv6Address(host);
        assertEquals(expected, hops.hopOf(Wiring.FIRST + host), what);
        assertEquals(expected, hops.hopOf(ipv6.high(), ipv6.low()), what);
    }

    @Test
    void findsWhatASearchFindsInBothFamilies() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 300; run++) {
            AddressSet onLink = AddressSet.NONE;
            List<AddressSet> gateways = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                gateways.add(AddressSet.NONE);
            }
            AddressSet elsewhere = AddressSet.NONE;
            AddressSet unrouted = AddressSet.NONE;
            long[] expected = new long[HOSTS];
            int host = random.nextInt(3);
            boolean isFirst = random.nextBoolean();
            long otherwise = isFirst ? NextHops.UNROUTED : NextHops.ELSEWHERE;
            Arrays.fill(expected, Long.MIN_VALUE);
            while (host < HOSTS) {
                int last = Math.min(HOSTS - 1, host + random.nextInt(5));
                AddressSet part = set(host, last);
                int where = random.nextInt(6);
                long hop =
                        switch (where) {
                            case 0 -> NextHops.ON_LINK;
                            case 1 -> NextHops.ELSEWHERE;
                            case 2 -> otherwise;
                            default -> 100 + (where - 3);
                        };
                switch (where) {
                    case 0 -> onLink = onLink.union(part);
                    case 1 -> elsewhere = elsewhere.union(part);
                    case 2 -> unrouted = unrouted.union(part);
                    default -> gateways.set(where - 3, gateways.get(where - 3).union(part));
                }
                Arrays.fill(expected, host, last + 1, hop);
                // What lies between is no target, and may have any hop.
                host = last + 1 + random.nextInt(3);
            }
            NextHops hops =
                    NextHops.of(
                            path(onLink, gateways),
                            NextHops.ON_LINK,
                            i -> 100 + i,
                            List.of(elsewhere),
                            List.of(unrouted),
                            isFirst);
            for (int n = 0; n < 4 * HOSTS; n++) {
                int any = random.nextInt(HOSTS);
                if (expected[any] != Long.MIN_VALUE) {
                    assertHop(expected[any], hops, any, "seed " + seed + " host " + any);
                }
            }
            assertHop(otherwise, hops, -1, "before all");
            assertHop(otherwise, hops, HOSTS, "behind all");
        }
    }

    @Test
    void rangesWithOneHopAreOneWithWhatLiesBetween() {
        AddressSet scattered = AddressSet.NONE;
        for (int host = 0; host < HOSTS; host += 2) {
            scattered = scattered.union(set(host, host));
        }
        NextHops hops =
                NextHops.of(
                        path(AddressSet.NONE, List.of(scattered)),
                        NextHops.ON_LINK,
                        i -> 100,
                        List.of(),
                        List.of(),
                        true);
        // 32 ranges are one entry: what lies between them is no target, and has the hop as well.
        for (int host = 0; host < HOSTS - 1; host++) {
            assertHop(100, hops, host, "host " + host);
        }
        assertHop(NextHops.UNROUTED, hops, HOSTS - 1, "behind the last");
    }

    @Test
    void anotherInterfacesTargetBetweenKeepsThemApart() {
        NextHops hops =
                NextHops.of(
                        path(AddressSet.NONE, List.of(set(0, 3).union(set(6, 9)))),
                        NextHops.ON_LINK,
                        i -> 100,
                        List.of(set(4, 4)),
                        List.of(set(5, 5)),
                        true);
        for (int host = 0; host < 10; host++) {
            long expected = host == 4 ? NextHops.ELSEWHERE : host == 5 ? NextHops.UNROUTED : 100;
            assertHop(expected, hops, host, "host " + host);
        }
    }
}
