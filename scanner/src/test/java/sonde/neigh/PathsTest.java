// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.address;
import static sonde.neigh.Hosts.ip;
import static sonde.neigh.Hosts.route;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import sonde.neigh.NetInterface.Kind;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

class PathsTest {

    private static final NetInterface LO = Hosts.iface(1, "lo", Kind.LOOPBACK, "127.0.0.1/8");
    private static final NetInterface ETH0 = Hosts.iface(2, "eth0", Kind.ETHERNET, "198.18.0.2/24");
    private static final NetInterface ETH1 = Hosts.iface(3, "eth1", Kind.ETHERNET, "198.18.1.2/24");
    private static final NetInterface TUN = Hosts.iface(4, "tun0", Kind.RAW_IP, "198.18.9.2/32");

    /** Two networks, a tunnel, a default route by the first. */
    private static final HostNetwork HOST =
            Hosts.host(
                    List.of(LO, ETH0, ETH1, TUN),
                    route(1, "local 127.0.0.0/8 src 127.0.0.1 table local"),
                    route(1, "broadcast 127.255.255.255 table local"),
                    route(2, "local 198.18.0.2 src 198.18.0.2 table local"),
                    route(2, "broadcast 198.18.0.255 table local"),
                    route(3, "local 198.18.1.2 src 198.18.1.2 table local"),
                    route(4, "local 198.18.9.2 src 198.18.9.2 table local"),
                    route(2, "default via 198.18.0.1"),
                    route(2, "198.18.0.0/24 src 198.18.0.2"),
                    route(3, "198.18.1.0/24 src 198.18.1.2"),
                    route(3, "198.18.20.0/24 via 198.18.1.7"),
                    route(4, "198.18.64.0/18 via 198.18.9.1"),
                    route(0, "blackhole 198.18.30.0/24"),
                    route(0, "unreachable 198.18.31.0/24"),
                    route(0, "prohibit 198.18.32.0/24"),
                    route(2, "unsupported 198.18.33.0/24"));

    private static final HostNetwork NO_DEFAULT =
            Hosts.host(
                    List.of(LO, ETH0),
                    route(2, "local 198.18.0.2 table local"),
                    route(2, "198.18.0.0/24 src 198.18.0.2"));

    static PathWishes through(String name) {
        return wishes(name, null, null, -1);
    }

    private static PathWishes wishes(
            @Nullable String name, @Nullable String source, @Nullable String router, long mac) {
        return new PathWishes(
                name == null ? List.of() : List.of(name.split(" ", -1)),
                source == null ? AddressRanges.NONE : AddressRanges.of(ip(source), ip(source)),
                Ipv6Ranges.NONE,
                router == null ? OptionalInt.empty() : OptionalInt.of(ip(router)),
                null,
                mac < 0 ? OptionalLong.empty() : OptionalLong.of(mac));
    }

    /** The plans, each part as words. */
    static String plan(HostNetwork host, String targets, PathWishes wishes) throws PathException {
        return Paths.plan(host, Hosts.set(targets), wishes).stream()
                .map(PathsTest::text)
                .collect(Collectors.joining(" | "));
    }

    private static String text(PathPlan plan) {
        StringBuilder text = new StringBuilder(plan.iface().name()).append(" from");
        PathPlan.Source ipv4 = plan.ipv4Source();
        if (ipv4 != null) {
            text.append(' ').append(Hosts.text(ipv4.addresses()));
        }
        PathPlan.Ipv6Source ipv6 = plan.ipv6Source();
        if (ipv6 != null) {
            text.append(' ')
                    .append(Hosts.text(new AddressSet(AddressRanges.NONE, ipv6.addresses())));
        }
        if (!plan.onLink().isEmpty()) {
            text.append("; on-link ").append(Hosts.text(plan.onLink()));
        }
        plan.viaGateway()
                .forEach(via ->
                        text.append("; via ")
                                .append(via.gateway().toText())
                                .append(' ')
                                .append(Hosts.text(via.targets())));
        plan.elsewhere()
                .forEach(other ->
                        text.append("; by ")
                                .append(other.interfaceName())
                                .append(' ')
                                .append(Hosts.text(other.targets())));
        plan.unroutable()
                .forEach(part ->
                        text.append("; ")
                                .append(part.reason())
                                .append(' ')
                                .append(Hosts.text(part.targets())));
        return text.toString();
    }

    static String refusal(HostNetwork host, String targets, PathWishes wishes) {
        String message =
                assertThrows(PathException.class, () -> plan(host, targets, wishes)).getMessage();
        assertNotNull(message);
        assertFalse(message.contains("\n"));
        return message;
    }

    @Test
    void sendsToNeighboursThemselvesAndToTheRouterElse() throws PathException {
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.7; via 198.18.0.1"
                        + " 203.0.113.0-203.0.113.255",
                plan(HOST, "198.18.0.7 203.0.113.0/24", PathWishes.NONE));
    }

    @Test
    void cutsWhereRoutesCut() throws PathException {
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.0-198.18.0.1 198.18.0.3-198.18.0.254; via"
                    + " 198.18.0.1 198.17.255.254-198.17.255.255; broadcast address 198.18.0.255 |"
                    + " lo from 198.18.0.2; on-link 198.18.0.2",
                plan(HOST, "198.17.255.254/31 198.18.0.0/24", PathWishes.NONE));
    }

    @Test
    void takesTheInterfaceThatCarriesMost() throws PathException {
        assertEquals(
                "eth1 from 198.18.1.2; on-link 198.18.1.8-198.18.1.15; via 198.18.1.7 198.18.20.1"
                        + " | eth0 from 198.18.0.2; on-link 198.18.0.9"
                        + " | tun0 from 198.18.9.2; on-link 198.18.64.1",
                plan(HOST, "198.18.0.9 198.18.1.8/29 198.18.20.1 198.18.64.1", PathWishes.NONE));
    }

    @Test
    void sendsOwnAddressesByTheLoopback() throws PathException {
        assertEquals(
                "lo from 198.18.0.2; on-link 198.18.0.2",
                plan(HOST, "198.18.0.2", PathWishes.NONE));
        assertEquals(
                "lo from 127.0.0.1; on-link 127.0.0.1-127.0.0.2",
                plan(HOST, "127.0.0.1 127.0.0.2", PathWishes.NONE));
        assertEquals(
                "lo from 198.18.1.2; on-link 198.18.1.2", plan(HOST, "198.18.1.2", through("lo")));
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.3; by lo 198.18.0.2",
                plan(HOST, "198.18.0.2/31", through("eth0")));
    }

    /** What the user says of links is about the first interface. */
    @Test
    void ofInterfacesThatCarryAsManyLoopbackComesLast() throws PathException {
        String plan = plan(HOST, "198.18.0.2/31", PathWishes.NONE);
        assertTrue(plan.startsWith("eth0 from 198.18.0.2; on-link 198.18.0.3"), plan);
        assertTrue(plan.contains(" | lo from 198.18.0.2; on-link 198.18.0.2"), plan);
    }

    @Test
    void findsAnOwnSourceOnTheLoopbackWithoutPreferredSources() throws PathException {
        HostNetwork host =
                Hosts.host(
                        List.of(LO, ETH0),
                        route(1, "local 127.0.0.0/8 table local"),
                        route(2, "local 198.18.0.2 table local"));
        assertEquals(
                "lo from 127.0.0.1; on-link 127.0.0.9", plan(host, "127.0.0.9", PathWishes.NONE));
        assertEquals(
                "lo from 198.18.0.2; on-link 198.18.0.2",
                plan(host, "198.18.0.2", PathWishes.NONE));
    }

    @Test
    void hasNoNextHopsOnALinkWithoutEthernet() throws PathException {
        assertEquals(
                "tun0 from 198.18.9.2; on-link 198.18.64.0-198.18.64.255",
                plan(HOST, "198.18.64.0/24", PathWishes.NONE));
        PathPlan plan = Paths.plan(HOST, Hosts.set("198.18.64.1"), PathWishes.NONE).getFirst();
        assertFalse(plan.needsNeighbours());
    }

    @Test
    void leavesOutWhatCannotBeProbed() throws PathException {
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.9"
                        + "; unspecified address 0.0.0.0"
                        + "; broadcast address 198.18.0.255 198.18.1.255 255.255.255.255"
                        + "; multicast address 224.0.0.1 239.255.255.255"
                        + "; the route is a blackhole 198.18.30.1"
                        + "; the route says unreachable 198.18.31.1"
                        + "; the route prohibits it 198.18.32.1"
                        + "; the route is of an unsupported kind 198.18.33.1",
                plan(
                        HOST,
                        "0.0.0.0 198.18.0.9 198.18.0.255 198.18.1.255 198.18.30.1 198.18.31.1"
                                + " 198.18.32.1 198.18.33.1 224.0.0.1 239.255.255.255"
                                + " 255.255.255.255",
                        PathWishes.NONE));
    }

    @Test
    void joinsWhatTheRoutesAndTheAddressesCallBroadcast() throws PathException {
        PathPlan plan =
                Paths.plan(
                                HOST,
                                Hosts.set("198.18.0.9 198.18.0.255 127.255.255.255"),
                                PathWishes.NONE)
                        .getFirst();
        assertEquals(
                List.of("broadcast address"),
                plan.unroutable().stream().map(PathPlan.Unroutable::reason).toList());
        assertEquals(2, plan.unroutable().getFirst().targets().size());
    }

    @Test
    void usesRoutesOfTheInterfaceNamedOnly() throws PathException {
        assertEquals(
                "eth1 from 198.18.1.2; on-link 198.18.1.9; via 198.18.1.7 198.18.20.1; by eth0"
                        + " 198.18.0.9 203.0.113.1",
                plan(HOST, "198.18.0.9 198.18.1.9 198.18.20.1 203.0.113.1", through("eth1")));
    }

    @Test
    void knowsTheNetworksOfAnInterfaceWithoutRoutes() throws PathException {
        HostNetwork host = Hosts.host(List.of(LO, ETH0, ETH1), route(2, "default via 198.18.0.1"));
        assertEquals(
                "eth1 from 198.18.1.2; on-link 198.18.1.9",
                plan(host, "198.18.1.9", through("eth1")));
    }

    @Test
    void sendsToSeveralRoutersAtOnce() throws PathException {
        HostNetwork host =
                Hosts.host(
                        List.of(ETH0),
                        route(2, "198.18.0.0/24"),
                        route(2, "default via 198.18.0.1"),
                        route(2, "203.0.113.0/25 via 198.18.0.3 src 198.18.0.77"));
        assertEquals(
                "eth0 from 198.18.0.77; via 198.18.0.3 203.0.113.2-203.0.113.3;"
                        + " via 198.18.0.1 203.0.113.129",
                plan(host, "203.0.113.2/31 203.0.113.129", PathWishes.NONE));
    }

    @Test
    void choosesTheAddressOfTheRoutersNetwork() throws PathException {
        NetInterface two = Hosts.iface(2, "eth0", Kind.ETHERNET, "198.18.0.2/24", "198.18.5.2/24");
        HostNetwork host =
                Hosts.host(
                        List.of(two),
                        route(2, "198.18.0.0/24"),
                        route(2, "default via 198.18.5.1"));
        assertEquals(
                "eth0 from 198.18.5.2; via 198.18.5.1 203.0.113.1",
                plan(host, "203.0.113.1", PathWishes.NONE));
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.9",
                plan(host, "198.18.0.9", PathWishes.NONE));
    }

    @Test
    void prefersPrimaryAddresses() {
        NetInterface iface =
                new NetInterface(
                        2,
                        "eth0",
                        Kind.ETHERNET,
                        1,
                        Hosts.ETH0_MAC,
                        1500,
                        true,
                        true,
                        List.of(
                                own("198.18.0.9/24", true, false, 0),
                                own("198.18.0.2/24", false, false, 253),
                                Hosts.network("198.18.7.2/24")));
        assertEquals(address("198.18.0.2"), iface.ipv4SourceFor(address("198.18.0.1")));
        assertEquals(address("198.18.7.2"), iface.ipv4SourceFor(address("203.0.113.1")));
    }

    @Test
    void sendsByTheRouterWished() throws PathException {
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.9; via 198.18.0.8 203.0.113.1",
                plan(HOST, "198.18.0.9 203.0.113.1", wishes(null, null, "198.18.0.8", -1)));
        // The router decides the interface; what has no route there goes to it.
        assertEquals(
                "eth1 from 198.18.1.2; via 198.18.1.8 198.18.20.1 203.0.113.1",
                plan(HOST, "198.18.20.1 203.0.113.1", wishes(null, null, "198.18.1.8", -1)));
        assertEquals(
                "eth0 from 198.18.0.2; via 198.18.0.8 203.0.113.1",
                plan(NO_DEFAULT, "203.0.113.1", wishes("eth0", null, "198.18.0.8", -1)));
    }

    @Test
    void sendsByARouterKnownByItsMacOnly() throws PathException {
        long mac = 0x0200_0000_00FFL;
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.9; via 0.0.0.0 203.0.113.1",
                plan(NO_DEFAULT, "198.18.0.9 203.0.113.1", wishes(null, null, null, mac)));
        assertEquals(
                "eth0 from 198.18.0.2; via 0.0.0.0 203.0.113.1",
                plan(NO_DEFAULT, "203.0.113.1", wishes(null, null, null, mac)));
        assertEquals(
                "eth0 from 198.18.0.2; via 198.18.0.1 203.0.113.1",
                plan(HOST, "203.0.113.1", wishes(null, null, null, mac)));
    }

    @Test
    void takesTheSourceWished() throws PathException {
        assertEquals(
                "eth0 from 198.18.1.2; on-link 198.18.0.9",
                plan(HOST, "198.18.0.9", wishes(null, "198.18.1.2", null, -1)));
        assertEquals(
                "lo from 127.0.0.9; on-link 127.0.0.1",
                plan(HOST, "127.0.0.1", wishes(null, "127.0.0.9", null, -1)));
        assertEquals(
                "eth0 from 198.18.0.99; on-link 198.18.0.9",
                plan(HOST, "198.18.0.9", wishes(null, "198.18.0.99", null, -1)));
    }

    @Test
    void refusesRoutersThatAreNoNeighbours() {
        assertTrue(
                refusal(HOST, "203.0.113.1", wishes("eth0", null, "198.18.1.1", -1))
                        .startsWith(
                                "--router-ip 198.18.1.1 is not in a network of interface eth0;"));
        assertTrue(
                refusal(NO_DEFAULT, "203.0.113.1", wishes(null, null, "198.18.1.1", -1))
                        .startsWith("--router-ip 198.18.1.1 is not in a network of this host;"));
        assertTrue(
                refusal(HOST, "203.0.113.1", wishes(null, null, "198.18.0.2", -1))
                        .startsWith("--router-ip 198.18.0.2 is not"));
        assertTrue(
                refusal(HOST, "198.18.64.1", wishes("tun0", null, null, 1))
                        .contains("leave out --router-ip and --router-mac"));
    }

    @Test
    void namesTheFirstAddressWithoutARoute() {
        assertEquals(
                "no route to 203.0.113.0 and 255 more addresses; name an interface with --interface"
                        + " or a router with --router-ip",
                refusal(NO_DEFAULT, "203.0.113.0/24", PathWishes.NONE));
        assertTrue(
                refusal(NO_DEFAULT, "203.0.113.0/31", through("eth0"))
                        .startsWith("no route to 203.0.113.0 and 1 more address through eth0;"));
        assertEquals(
                "can't probe 224.0.0.1: multicast address",
                refusal(HOST, "224.0.0.1", PathWishes.NONE));
        assertEquals(
                "can't probe 198.18.30.1: the route is a blackhole",
                refusal(HOST, "198.18.30.1", through("eth0")));
    }

    @Test
    void namesTheInterfaceThatWouldDo() {
        assertEquals(
                "can't reach 203.0.113.1 through eth1: the routes say eth0; choose it with"
                        + " --interface eth0, or a router with --router-ip",
                refusal(HOST, "203.0.113.1", through("eth1")));
        assertTrue(
                refusal(HOST, "198.18.0.2", through("eth0"))
                        .startsWith("can't reach 198.18.0.2 through eth0: the routes say lo;"));
    }

    @Test
    void refusesInterfacesThatCannotBeUsed() {
        assertEquals(
                "--interface eth9: no such interface; there are lo, eth0, eth1, tun0",
                refusal(HOST, "198.18.0.9", through("eth9")));
        NetInterface down =
                new NetInterface(
                        2, "eth0", Kind.ETHERNET, 1, 1, 1500, false, false, ETH0.addresses());
        assertEquals(
                "interface eth0 is down; bring it up with: ip link set eth0 up",
                refusal(Hosts.host(List.of(down)), "198.18.0.9", through("eth0")));
        NetInterface bare = Hosts.iface(2, "eth0", Kind.ETHERNET);
        assertTrue(
                refusal(
                                Hosts.host(List.of(bare), route(2, "default")),
                                "198.18.0.9",
                                PathWishes.NONE)
                        .startsWith("interface eth0 has no IPv4 address;"));
        NetInterface odd = Hosts.iface(2, "can0", Kind.OTHER, "198.18.0.2/24");
        assertEquals(
                "interface can0 is of hardware type 824, which is not supported; choose another"
                        + " with --interface",
                refusal(
                        Hosts.host(List.of(odd), route(2, "default")),
                        "198.18.0.9",
                        PathWishes.NONE));
    }

    static NetInterface.Address own(String text, boolean secondary, boolean deprecated, int scope) {
        NetInterface.Address plain = Hosts.network(text);
        return new NetInterface.Address(
                plain.address(), plain.peer(), plain.prefixLength(), secondary, deprecated, scope);
    }

    @Test
    void accountsForEveryTarget() throws PathException {
        AddressSet all = Hosts.set("198.18.0.0/15 2001:db8::/62");
        for (PathWishes wishes : List.of(PathWishes.NONE, through("eth1"), through("eth0 tun0"))) {
            long seen = 0;
            AddressSetBuilder union = new AddressSetBuilder();
            for (PathPlan plan : Paths.plan(PathsIpv6Test.HOST6, all, wishes)) {
                List<AddressSet> parts = new ArrayList<>(List.of(plan.probed()));
                plan.elsewhere().forEach(part -> parts.add(part.targets()));
                plan.unroutable().forEach(part -> parts.add(part.targets()));
                for (AddressSet part : parts) {
                    seen += part.ipv4().size();
                    union.addAll(part);
                }
            }
            assertEquals(all.ipv4().size(), seen);
            assertEquals(Hosts.text(all), Hosts.text(union.build()));
        }
    }

    @Test
    void usesSeveralInterfacesNamed() throws PathException {
        assertEquals(
                "eth1 from 198.18.1.2; on-link 198.18.1.8-198.18.1.9; by lo 198.18.0.2"
                        + " | tun0 from 198.18.9.2; on-link 198.18.64.1",
                plan(HOST, "198.18.0.2 198.18.1.8/31 198.18.64.1", through("tun0 eth1")));
    }

    @Test
    void leavesOutInterfacesThatCanNotBeUsed() throws PathException {
        NetInterface odd = Hosts.iface(3, "can0", Kind.OTHER, "198.18.1.2/24");
        HostNetwork host =
                Hosts.host(
                        List.of(ETH0, odd), route(2, "198.18.0.0/24"), route(3, "198.18.1.0/24"));
        assertEquals(
                "eth0 from 198.18.0.2; on-link 198.18.0.8-198.18.0.9; by can0 198.18.1.9",
                plan(host, "198.18.0.8/31 198.18.1.9", PathWishes.NONE));
    }
}
