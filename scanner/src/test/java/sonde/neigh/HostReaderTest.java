// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import static sonde.neigh.Hosts.address;
import static sonde.neigh.Hosts.ip;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import sonde.neigh.NetInterface.Kind;
import sonde.sys.Rtnetlink;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

class HostReaderTest {

    private static final long MAC = 0x0242_AC11_0002L;
    private static final int MAIN = Rtnetlink.RT_TABLE_MAIN;
    private static final int UNICAST = Rtnetlink.RTN_UNICAST;
    private static final int RTA_ENCAP = 22;
    private static final int DEAD = 1;
    private static final int LINKDOWN = 16;

    private static @Nullable NetInterface readInterface(byte[] body) {
        return HostReader.readInterface(MemorySegment.ofArray(body));
    }

    private static @Nullable Route readRoute(byte[] body) {
        return HostReader.readRoute(MemorySegment.ofArray(body));
    }

    private static byte[] interfaceMessage(int hardwareType) {
        return Messages.link(
                hardwareType,
                7,
                Rtnetlink.IFF_UP | Rtnetlink.IFF_LOWER_UP,
                Messages.attribute(
                        Rtnetlink.IFLA_IFNAME, "eth0\0".getBytes(StandardCharsets.US_ASCII)),
                Messages.attribute(Rtnetlink.IFLA_ADDRESS, Messages.mac(MAC)),
                Messages.attribute(Rtnetlink.IFLA_MTU, 1400));
    }

    private static byte[] gateway(String address) {
        return Messages.addressAttribute(Rtnetlink.RTA_GATEWAY, address);
    }

    @Test
    void readsAnInterface() {
        assertEquals(
                new NetInterface(7, "eth0", Kind.ETHERNET, 1, MAC, 1400, true, true, List.of()),
                readInterface(interfaceMessage(Rtnetlink.ARPHRD_ETHER)));
    }

    @Test
    void tellsKindsByHardwareType() {
        assertEquals(Kind.LOOPBACK, kind(Rtnetlink.ARPHRD_LOOPBACK));
        assertEquals(Kind.RAW_IP, kind(Rtnetlink.ARPHRD_NONE));
        assertEquals(Kind.RAW_IP, kind(Rtnetlink.ARPHRD_PPP));
        assertEquals(Kind.RAW_IP, kind(Rtnetlink.ARPHRD_TUNNEL));
        assertEquals(Kind.RAW_IP, kind(Rtnetlink.ARPHRD_IPGRE));
        assertEquals(Kind.RAW_IP, kind(Rtnetlink.ARPHRD_RAWIP));
        assertEquals(Kind.OTHER, kind(Rtnetlink.ARPHRD_SIT));
        assertEquals(Kind.OTHER, kind(280));
    }

    private static Kind kind(int hardwareType) {
        NetInterface read = readInterface(interfaceMessage(hardwareType));
        assertNotNull(read);
        assertEquals(hardwareType, read.hardwareType());
        return read.kind();
    }

    @Test
    void readsAddresses() {
        byte[] body =
                Messages.address(
                        24,
                        0,
                        253,
                        7,
                        Messages.addressAttribute(Rtnetlink.IFA_ADDRESS, ip("198.18.0.1")),
                        Messages.addressAttribute(Rtnetlink.IFA_LOCAL, ip("198.18.0.2")),
                        Messages.attribute(Rtnetlink.IFA_FLAGS, Rtnetlink.IFA_F_SECONDARY));
        assertEquals(
                new HostReader.OwnedAddress(
                        7,
                        new NetInterface.Address(
                                address("198.18.0.2"),
                                address("198.18.0.1"),
                                120,
                                true,
                                false,
                                253)),
                HostReader.readAddress(MemorySegment.ofArray(body)));
    }

    @Test
    void takesTheOneAddressThereIs() {
        byte[] body =
                Messages.address(
                        32,
                        0,
                        0,
                        7,
                        Messages.addressAttribute(Rtnetlink.IFA_ADDRESS, ip("198.18.0.2")));
        HostReader.OwnedAddress read = HostReader.readAddress(MemorySegment.ofArray(body));
        assertNotNull(read);
        assertEquals(Hosts.network("198.18.0.2/32"), read.address());
        byte[] none = Messages.address(32, 0, 0, 7);
        assertNull(HostReader.readAddress(MemorySegment.ofArray(none)));
    }

    @Test
    void readsARoute() {
        byte[] body =
                Messages.route(
                        24,
                        0,
                        UNICAST,
                        4,
                        Messages.attribute(Rtnetlink.RTA_TABLE, MAIN),
                        Messages.addressAttribute(Rtnetlink.RTA_DST, ip("203.0.113.0")),
                        Messages.attribute(Rtnetlink.RTA_PRIORITY, -1),
                        Messages.addressAttribute(Rtnetlink.RTA_PREFSRC, ip("198.18.0.2")),
                        gateway("198.18.0.1"),
                        Messages.attribute(Rtnetlink.RTA_OIF, 7));
        assertEquals(
                new Route(
                        Route.Table.MAIN,
                        Route.Kind.UNICAST,
                        address("203.0.113.0"),
                        120,
                        0xFFFF_FFFFL,
                        7,
                        address("198.18.0.1"),
                        address("198.18.0.2"),
                        true),
                readRoute(body));
    }

    @Test
    void tellsTablesAndTypes() {
        assertEquals(Route.Table.LOCAL, route(255, Rtnetlink.RTN_LOCAL).table());
        assertEquals(Route.Table.DEFAULT, route(253, UNICAST).table());
        assertEquals(Route.Table.OTHER, route(100, UNICAST).table());
        assertEquals(Route.Kind.LOCAL, route(255, Rtnetlink.RTN_LOCAL).kind());
        assertEquals(Route.Kind.BROADCAST, route(255, Rtnetlink.RTN_BROADCAST).kind());
        assertEquals(Route.Kind.MULTICAST, route(MAIN, Rtnetlink.RTN_MULTICAST).kind());
        assertEquals(Route.Kind.BLACKHOLE, route(MAIN, Rtnetlink.RTN_BLACKHOLE).kind());
        assertEquals(Route.Kind.UNREACHABLE, route(MAIN, Rtnetlink.RTN_UNREACHABLE).kind());
        assertEquals(Route.Kind.PROHIBIT, route(MAIN, Rtnetlink.RTN_PROHIBIT).kind());
        assertEquals(Route.Kind.THROW, route(MAIN, 9).kind());
        assertEquals(Route.Kind.UNSUPPORTED, route(MAIN, 77).kind());
    }

    private static Route route(int table, int type) {
        Route read = readRoute(Messages.route(0, table, type, 0));
        assertNotNull(read);
        return read;
    }

    @Test
    void takesTheFirstUsableNextHop() {
        byte[] body =
                Messages.route(
                        0,
                        MAIN,
                        UNICAST,
                        0,
                        Messages.attribute(
                                Rtnetlink.RTA_MULTIPATH,
                                Messages.join(
                                        Messages.nextHop(2, DEAD, gateway("198.18.0.1")),
                                        Messages.nextHop(3, LINKDOWN, gateway("198.18.0.2")),
                                        Messages.nextHop(
                                                4, 0, Messages.attribute(RTA_ENCAP, new byte[8])),
                                        Messages.nextHop(5, 4, gateway("198.18.0.3")),
                                        Messages.nextHop(6, 0, gateway("198.18.0.4")))));
        Route read = readRoute(body);
        assertNotNull(read);
        assertEquals(5, read.interfaceIndex());
        assertEquals(address("198.18.0.3"), read.gateway());
        assertEquals(Route.Kind.UNICAST, read.kind());
    }

    @Test
    void dropsRoutesThatAreDeadOrForOtherTraffic() {
        assertNull(readRoute(Messages.route(0, MAIN, UNICAST, DEAD)));
        assertNull(readRoute(Messages.route(33, MAIN, UNICAST, 0)));
        byte[] typed = Messages.route(0, MAIN, UNICAST, 0);
        typed[3] = 0x10;
        assertNull(readRoute(typed));
        byte[] dead =
                Messages.route(
                        0,
                        MAIN,
                        UNICAST,
                        0,
                        Messages.attribute(Rtnetlink.RTA_MULTIPATH, Messages.nextHop(2, DEAD)));
        assertNull(readRoute(dead));
        byte[] other = Messages.route(0, MAIN, UNICAST, 0);
        other[0] = 7;
        assertNull(readRoute(other));
        byte[] fromSomewhere = Messages.ipv6(Messages.route(0, MAIN, UNICAST, 0));
        fromSomewhere[2] = 64;
        assertNull(readRoute(fromSomewhere));
        byte[] mapped =
                Messages.ipv6(
                        Messages.route(
                                96,
                                MAIN,
                                Rtnetlink.RTN_UNREACHABLE,
                                0,
                                Messages.attribute(
                                        Rtnetlink.RTA_DST,
                                        new byte[] {
                                            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0
                                        })));
        assertNull(readRoute(mapped));
        byte[] contradicting =
                Messages.route(
                        24,
                        MAIN,
                        UNICAST,
                        0,
                        Messages.addressAttribute(Rtnetlink.RTA_DST, "2001:db8::"));
        assertNull(readRoute(contradicting));
    }

    @Test
    void readsRoutersOfTheOtherFamily() {
        byte[] via = new byte[18];
        via[0] = 10;
        via[2] = (byte) 0xFE;
        via[3] = (byte) 0x80;
        via[17] = 1;
        Route read =
                readRoute(
                        Messages.route(
                                0, MAIN, UNICAST, 0, Messages.attribute(Rtnetlink.RTA_VIA, via)));
        assertNotNull(read);
        assertEquals(address("fe80::1"), read.gateway());
        assertEquals(address("0.0.0.0"), read.destination());
        assertEquals(96, read.prefixLength());
    }

    @Test
    void readsIpv6() {
        Route read =
                readRoute(
                        Messages.ipv6(
                                Messages.route(
                                        48,
                                        MAIN,
                                        UNICAST,
                                        0,
                                        Messages.addressAttribute(
                                                Rtnetlink.RTA_DST, "2001:db8:7::"),
                                        Messages.attribute(Rtnetlink.RTA_PRIORITY, 1024),
                                        gateway("fe80::1"),
                                        Messages.attribute(Rtnetlink.RTA_OIF, 7))));
        assertEquals(Hosts.route(7, "2001:db8:7::/48 via fe80::1 metric 1024"), read);
        assertEquals(
                Hosts.route(0, "default6"),
                readRoute(Messages.ipv6(Messages.route(0, MAIN, UNICAST, 0))));
        assertEquals(Route.Kind.LOCAL, route(255, 4).kind(), "anycast is the host's own");
        byte[] neighbour =
                Messages.ipv6(
                        Messages.neighbour(
                                7,
                                Rtnetlink.NUD_REACHABLE,
                                Messages.addressAttribute(Rtnetlink.NDA_DST, "fe80::1"),
                                Messages.attribute(Rtnetlink.NDA_LLADDR, Messages.mac(MAC))));
        assertEquals(
                new Neighbour(7, address("fe80::1"), MAC, Rtnetlink.NUD_REACHABLE),
                HostReader.readNeighbour(MemorySegment.ofArray(neighbour)));
    }

    @Test
    void readsIpv6AddressesThatMayBeUsed() {
        HostReader.OwnedAddress read = ipv6Address(0x80);
        assertNotNull(read);
        assertEquals(Hosts.network("2001:db8::2/64"), read.address());
        HostReader.OwnedAddress old = ipv6Address(0x21);
        assertNotNull(old);
        assertEquals(true, old.address().deprecated());
        assertEquals(true, old.address().secondary());
        assertNull(ipv6Address(0x40), "tentative");
        assertNull(ipv6Address(0x08), "somebody else's");
    }

    private static HostReader.@Nullable OwnedAddress ipv6Address(int flags) {
        byte[] body =
                Messages.address(
                        64,
                        0,
                        0,
                        7,
                        Messages.addressAttribute(Rtnetlink.IFA_ADDRESS, "2001:db8::2"),
                        Messages.attribute(Rtnetlink.IFA_FLAGS, flags));
        return HostReader.readAddress(MemorySegment.ofArray(Messages.ipv6(body)));
    }

    @Test
    void readsNeighbours() {
        byte[] body =
                Messages.neighbour(
                        7,
                        Rtnetlink.NUD_STALE,
                        Messages.addressAttribute(Rtnetlink.NDA_DST, ip("198.18.0.1")),
                        Messages.attribute(Rtnetlink.NDA_LLADDR, Messages.mac(MAC)));
        assertEquals(
                new Neighbour(7, address("198.18.0.1"), MAC, Rtnetlink.NUD_STALE),
                HostReader.readNeighbour(MemorySegment.ofArray(body)));
        byte[] failed =
                Messages.neighbour(
                        7,
                        Rtnetlink.NUD_FAILED,
                        Messages.addressAttribute(Rtnetlink.NDA_DST, ip("198.18.0.1")));
        Neighbour read = HostReader.readNeighbour(MemorySegment.ofArray(failed));
        assertNotNull(read);
        assertEquals(false, read.isUsable());
    }

    @Test
    void survivesEveryTruncation() {
        byte[] multipath =
                Messages.route(
                        24,
                        MAIN,
                        UNICAST,
                        0,
                        Messages.attribute(
                                Rtnetlink.RTA_MULTIPATH,
                                Messages.join(
                                        Messages.nextHop(2, 0, gateway("198.18.0.1")),
                                        Messages.nextHop(3, 0))));
        checkTruncations(interfaceMessage(1), HostReader::readInterface);
        checkTruncations(multipath, HostReader::readRoute);
        checkTruncations(
                Messages.address(24, 0, 0, 7, Messages.addressAttribute(Rtnetlink.IFA_LOCAL, 1)),
                HostReader::readAddress);
        checkTruncations(
                Messages.neighbour(7, 2, Messages.addressAttribute(Rtnetlink.NDA_DST, 1)),
                HostReader::readNeighbour);
    }

    private static void checkTruncations(
            byte[] whole, Function<MemorySegment, @Nullable Object> reader) {
        assertNotNull(reader.apply(MemorySegment.ofArray(whole)));
        assertNull(reader.apply(MemorySegment.ofArray(new byte[0])));
        for (int length = 0; length < whole.length; length++) {
            reader.apply(MemorySegment.ofArray(Arrays.copyOf(whole, length)));
        }
    }
}
