// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.address;
import static sonde.neigh.Hosts.route;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import sonde.neigh.NetInterface.Kind;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@link Paths} where IPv6 takes part. */
class PathsIpv6Test {

    /** Both families by one interface, IPv6 alone by another. */
    static final HostNetwork HOST6 =
            Hosts.host(
                    List.of(
                            Hosts.iface(1, "lo", Kind.LOOPBACK, "127.0.0.1/8", "::1/128"),
                            Hosts.iface(
                                    2,
                                    "eth0",
                                    Kind.ETHERNET,
                                    "198.18.0.2/24",
                                    "fe80::2/64",
                                    "fd00::2/64",
                                    "2001:db8::2/64"),
                            Hosts.iface(3, "eth1", Kind.ETHERNET, "fe80::3/64"),
                            Hosts.iface(4, "tun0", Kind.RAW_IP, "2001:db8:9::1/128")),
                    route(1, "local 127.0.0.0/8 table local"),
                    route(1, "local ::1 table local"),
                    route(2, "local 2001:db8::2 table local"),
                    route(2, "local fd00::2 table local"),
                    route(2, "default via 198.18.0.1"),
                    route(2, "198.18.0.0/24"),
                    route(2, "default6 via fe80::1 metric 1024"),
                    route(2, "2001:db8::/64 metric 256"),
                    route(2, "fd00::/64 metric 256"),
                    route(2, "fe80::/64 metric 256"),
                    route(3, "fe80::/64 metric 256"),
                    route(3, "2001:db8:3::/48 via fe80::33"),
                    route(3, "198.18.128.0/24 via fe80::33"),
                    route(4, "2001:db8:4::/48"),
                    route(0, "unreachable 2001:db8:5::/48"));

    @Test
    void plansBothFamiliesTogether() throws PathException {
        assertEquals(
                "eth0 from 198.18.0.2 2001:db8::2; on-link 198.18.0.9 2001:db8::9;"
                        + " via 198.18.0.1 203.0.113.1; via fe80::1 2600::1",
                PathsTest.plan(
                        HOST6, "198.18.0.9 203.0.113.1 2001:db8::9 2600::1", PathWishes.NONE));
    }

    @Test
    void sendsIpv4ByRoutersThatHaveIpv6Addresses() throws PathException {
        assertEquals(
                "eth1 from 198.18.0.2; via fe80::33 198.18.128.1",
                PathsTest.plan(HOST6, "198.18.128.1", PathWishes.NONE));
    }

    @Test
    void choosesTheIpv6SourceThatSuits() throws PathException {
        assertEquals(
                "eth0 from fd00::2; on-link fd00::9",
                PathsTest.plan(HOST6, "fd00::9", PathWishes.NONE));
        assertEquals(
                "eth0 from fe80::2; on-link fe80::9",
                PathsTest.plan(HOST6, "fe80::9", PathWishes.NONE));
        assertEquals(
                "eth1 from fe80::3; on-link fe80::9",
                PathsTest.plan(HOST6, "fe80::9", PathsTest.through("eth1")));
        assertEquals(
                "tun0 from 2001:db8:9::1; on-link 2001:db8:4::1",
                PathsTest.plan(HOST6, "2001:db8:4::1", PathWishes.NONE));
        assertEquals(
                "eth1 from 2001:db8::2; via fe80::33 2001:db8:3::1",
                PathsTest.plan(HOST6, "2001:db8:3::1", PathWishes.NONE),
                "an interface without one borrows another's");
        assertEquals("lo from ::1; on-link ::1", PathsTest.plan(HOST6, "::1", PathWishes.NONE));
        assertEquals(
                "lo from 2001:db8::2; on-link 2001:db8::2",
                PathsTest.plan(HOST6, "2001:db8::2", PathWishes.NONE));
    }

    @Test
    void prefersAddressesThatLast() throws PathException {
        NetInterface eth0 =
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
                                PathsTest.own("2001:db8::d/64", false, true, 0),
                                PathsTest.own("2001:db8::7/64", true, false, 0),
                                PathsTest.own("2001:db8:1::5/64", false, false, 0),
                                PathsTest.own("fe80::2/64", false, false, 253)));
        HostNetwork host = Hosts.host(List.of(eth0), route(2, "default6 via fe80::1"));
        assertEquals(
                "eth0 from 2001:db8:1::5; via fe80::1 2001:db8::9",
                PathsTest.plan(host, "2001:db8::9", PathWishes.NONE));
        PathPlan plan = Paths.plan(host, Hosts.set("2001:db8::9"), PathWishes.NONE).getFirst();
        PathPlan.Ipv6Source source = plan.ipv6Source();
        assertNotNull(source);
        assertEquals(address("fe80::2"), source.asker());
    }

    @Test
    void refusesWhatCannotAnswerIpv6() {
        NetInterface eth0 = Hosts.iface(2, "eth0", Kind.ETHERNET, "fe80::2/64", "198.18.0.2/24");
        HostNetwork host = Hosts.host(List.of(eth0), route(2, "default6 via fe80::1"));
        assertTrue(
                PathsTest.refusal(host, "2001:db8::9", PathWishes.NONE)
                        .startsWith("interface eth0 has no IPv6 address beyond its link;"));
        assertEquals(
                "no route to 2001:db8::9; name an interface with --interface or a router with"
                        + " --router-ip",
                PathsTest.refusal(Hosts.host(List.of()), "2001:db8::9", PathWishes.NONE));
        assertEquals(
                "can't probe ff02::1: multicast address",
                PathsTest.refusal(HOST6, "ff02::1", PathWishes.NONE));
        assertEquals(
                "can't probe 2001:db8:5::1: the route says unreachable",
                PathsTest.refusal(HOST6, "2001:db8:5::1", PathWishes.NONE));
    }

    private static PathWishes wishes6(@Nullable String source, @Nullable String router, long mac) {
        return new PathWishes(
                List.of(),
                AddressRanges.NONE,
                source == null ? Ipv6Ranges.NONE : Hosts.set(source).ipv6(),
                OptionalInt.empty(),
                router == null ? null : address(router),
                mac < 0 ? OptionalLong.empty() : OptionalLong.of(mac));
    }

    @Test
    void sendsByTheIpv6RouterWished() throws PathException {
        assertEquals(
                "eth0 from 2001:db8::2; on-link 2001:db8::9; via 2001:db8::8"
                        + " 2001:db8:3::1 2600::1",
                PathsTest.plan(
                        HOST6,
                        "2001:db8::9 2600::1 2001:db8:3::1",
                        wishes6(null, "2001:db8::8", -1)));
        assertTrue(
                PathsTest.refusal(HOST6, "2600::1", wishes6(null, "2001:db8:77::8", -1))
                        .startsWith("--router-ip 2001:db8:77::8 is not in a network"));
        assertEquals(
                "eth0 from 2001:db8::2; via fe80::1 2600::1",
                PathsTest.plan(HOST6, "2600::1", wishes6(null, null, 7)));
    }

    @Test
    void takesTheIpv6SourcesWished() throws PathException {
        PathPlan plan =
                Paths.plan(HOST6, Hosts.set("2600::1"), wishes6("2001:db8::/126", null, -1))
                        .getFirst();
        PathPlan.Ipv6Source source = plan.ipv6Source();
        assertNotNull(source);
        assertEquals(
                "2001:db8::-2001:db8::1 2001:db8::3",
                Hosts.text(new AddressSet(AddressRanges.NONE, source.spare())));
        assertEquals(4, source.addresses().size());
        assertEquals(address("fe80::2"), source.asker());
        assertTrue(
                PathsTest.refusal(HOST6, "2600::1", wishes6("ff02::1", null, -1))
                        .startsWith("--source-ip ff02::1 is no host's"));
        assertTrue(
                PathsTest.refusal(HOST6, "2600::1", wishes6("::1", null, -1))
                        .startsWith("--source-ip ::1 is the loopback address"));
        assertTrue(
                PathsTest.refusal(HOST6, "2600::1", wishes6("fe80::1", null, -1))
                        .startsWith("--source-ip fe80::1 is a router's address"));
        assertTrue(
                PathsTest.refusal(HOST6, "::1", wishes6("2001:db8::77", null, -1))
                        .contains("not an address of this host"));
    }
}
