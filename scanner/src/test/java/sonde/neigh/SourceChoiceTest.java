// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.ip;
import static sonde.neigh.Hosts.route;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.neigh.NetInterface.Kind;
import sonde.target.AddressRanges;

import java.util.List;
import java.util.OptionalInt;

class SourceChoiceTest {

    private static final NetInterface LO = Hosts.iface(1, "lo", Kind.LOOPBACK, "127.0.0.1/8");
    private static final NetInterface ETH0 =
            Hosts.iface(2, "eth0", Kind.ETHERNET, "198.18.0.2/24", "198.18.0.70/24");
    private static final NetInterface TUN0 = Hosts.iface(3, "tun0", Kind.RAW_IP, "198.19.0.1/30");
    private static final NetInterface ETH1 = Hosts.iface(4, "eth1", Kind.ETHERNET, "198.19.9.1/24");
    private static final NetInterface BARE = Hosts.iface(5, "eth2", Kind.ETHERNET);
    private static final HostNetwork HOST =
            Hosts.host(
                    List.of(LO, ETH0, TUN0, ETH1, BARE),
                    route(1, "local 127.0.0.0/8 table local"),
                    route(1, "local 198.18.0.80/31 table local"),
                    route(2, "local 198.18.0.2 table local"),
                    route(2, "198.18.0.0/24 src 198.18.0.2"),
                    route(2, "198.18.4.0/24"),
                    route(2, "default via 198.18.0.1"));

    private static PathPlan.Source choose(NetInterface iface, String wished) throws PathException {
        String[] ends = wished.split("-", -1);
        AddressRanges range =
                ends.length == 1
                        ? Hosts.targets(wished)
                        : AddressRanges.of(ip(ends[0]), ip(ends[1]));
        return new SourceChoice(HOST, iface).of(range, OptionalInt.of(ip("198.18.0.9")));
    }

    private static String refusal(NetInterface iface, String wished) {
        return String.valueOf(
                assertThrows(PathException.class, () -> choose(iface, wished)).getMessage());
    }

    @Test
    void answersForWhatTheHostDoesNotHave() throws PathException {
        PathPlan.Source source = choose(ETH0, "198.18.0.64-198.18.0.95");
        assertEquals("198.18.0.64-198.18.0.95", Hosts.text(source.addresses()));
        assertEquals(
                "198.18.0.64-198.18.0.69 198.18.0.71-198.18.0.79 198.18.0.82-198.18.0.95",
                Hosts.text(source.spare()));
        assertEquals(AddressRanges.NONE, source.distant());
        assertEquals(ip("198.18.0.64"), source.asker());
    }

    @Test
    void leavesTheHostsOwnToTheKernel() throws PathException {
        assertEquals(PathPlan.Source.own(ip("198.18.0.70")), choose(ETH0, "198.18.0.70"));
        assertEquals(PathPlan.Source.own(ip("198.19.9.1")), choose(ETH0, "198.19.9.1"));
        assertEquals(AddressRanges.NONE, choose(LO, "127.0.0.0/24").spare());
    }

    @Test
    void addressesOfOtherNetworksAreAnsweredForAndNoted() throws PathException {
        PathPlan.Source source = choose(ETH0, "198.18.200.0/24");
        assertEquals(source.addresses(), source.spare());
        assertEquals(source.addresses(), source.distant());
        assertEquals(ip("198.18.0.2"), source.asker(), "neighbours believe this one");
        assertEquals(ip("198.18.4.0"), choose(ETH0, "198.18.4.0/28").asker(), "routed as on-link");
        assertEquals(ip("198.18.77.1"), choose(BARE, "198.18.77.1").asker(), "has no other");
    }

    @Test
    void nobodyAsksForAddressesOnATunnel() throws PathException {
        PathPlan.Source source = choose(TUN0, "198.18.200.1");
        assertEquals(AddressRanges.NONE, source.spare());
        assertEquals(source.addresses(), source.distant());
    }

    @ParameterizedTest
    @CsvSource({
        "224.0.0.1, multicast address",
        "255.255.255.255, broadcast address",
        "0.0.0.0, unspecified address",
        "198.18.0.0/24, 198.18.0.255 is no host's: broadcast address; give"
                + " 198.18.0.10-198.18.0.254",
        "198.18.0.255, 198.18.0.255 is no host's: broadcast address; give another address",
        "198.18.0.0-198.18.0.7, 198.18.0.0 is no host's: address of the network itself; give"
                + " 198.18.0.2-198.18.0.7",
        "198.19.9.250-198.19.9.255, 198.19.9.255 is no host's",
        "198.18.0.1, 198.18.0.1 is a router's address",
        "198.18.0.1-198.18.0.7, 198.18.0.1 is a router's address; give 198.18.0.2-198.18.0.7",
        "198.18.0.9, 198.18.0.9 is a router's address",
        "127.0.0.1, 127.0.0.1 is a loopback address",
    })
    void refusesWhatCanNotBeASource(String wished, String reason) {
        String refusal = refusal(ETH0, wished);
        assertTrue(refusal.startsWith("--source-ip "), refusal);
        assertTrue(refusal.contains(reason), refusal);
    }

    @Test
    void refusesForeignAddressesOnLoopback() {
        assertTrue(refusal(LO, "198.18.0.77").contains("not an address of this host"));
    }
}
