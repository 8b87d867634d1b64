// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.neigh.PathPlan;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.wire.IpAddress;

import java.util.List;

class NextHopsTest {

    private static PathPlan path(AddressRanges onLink, AddressRanges... viaGateway) {
        PathPlan base = RoutedFeedTest.path(onLink, AddressRanges.NONE);
        List<PathPlan.ViaGateway> gateways =
                List.of(viaGateway).stream()
                        .map(targets ->
                                new PathPlan.ViaGateway(
                                        IpAddress.ofIpv4(Wiring.SOURCE + 1),
                                        AddressSet.of(targets)))
                        .toList();
        return new PathPlan(
                base.iface(),
                base.ipv4Source(),
                null,
                AddressSet.of(onLink),
                gateways,
                List.of(),
                List.of());
    }

    private static NextHops hops(PathPlan path, long onLinkHop) {
        return NextHops.of(path, onLinkHop, i -> 100 + i, List.of(), List.of(), true);
    }

    @Test
    void findsTheRangeOfAnAddress() {
        NextHops hops =
                NextHops.of(
                        path(
                                RoutedFeedTest.hosts(10, 19),
                                RoutedFeedTest.hosts(20, 29),
                                AddressRanges.of(0x0A000000, 0x0AFFFFFF)
                                        .union(AddressRanges.of(0xF0000000, 0xFFFFFFFF))),
                        NextHops.ON_LINK,
                        i -> 100 + i,
                        List.of(),
                        List.of(),
                        true);
        assertEquals(NextHops.UNROUTED, hops.hopOf(Wiring.FIRST + 9));
        assertEquals(NextHops.ON_LINK, hops.hopOf(Wiring.FIRST + 10));
        assertEquals(NextHops.ON_LINK, hops.hopOf(Wiring.FIRST + 19));
        assertEquals(100, hops.hopOf(Wiring.FIRST + 20));
        assertEquals(100, hops.hopOf(Wiring.FIRST + 29));
        assertEquals(NextHops.UNROUTED, hops.hopOf(Wiring.FIRST + 30));
        assertEquals(101, hops.hopOf(0x0A000000));
        assertEquals(101, hops.hopOf(0x0A123456));
        assertEquals(101, hops.hopOf(0xFFFFFFFF));
        assertEquals(101, hops.hopOf(0xF0000000));
        assertEquals(NextHops.UNROUTED, hops.hopOf(0xEFFFFFFF));
        assertEquals(NextHops.UNROUTED, hops.hopOf(0));
        assertEquals(NextHops.UNROUTED, hops.hopOf(0x7FFFFFFF));
    }

    @Test
    void ofNothingRoutesNothing() {
        NextHops hops = hops(path(AddressRanges.NONE), NextHops.ON_LINK);
        assertEquals(NextHops.UNROUTED, hops.hopOf(0));
        assertEquals(NextHops.UNROUTED, hops.hopOf(-1));
    }

    @Test
    void targetsOfALinkWithoutEthernetHaveTheHopThatIsSaid() {
        NextHops hops = hops(path(AddressRanges.of(0, -1)), 0);
        assertEquals(0, hops.hopOf(0));
        assertEquals(0, hops.hopOf(0x7FFFFFFF));
        assertEquals(0, hops.hopOf(0x80000000));
        assertEquals(0, hops.hopOf(-1));
    }
}
