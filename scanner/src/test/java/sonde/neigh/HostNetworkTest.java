// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.address;
import static sonde.neigh.Hosts.ip;
import static sonde.neigh.Hosts.route;

import org.junit.jupiter.api.Test;

import sonde.neigh.NetInterface.Kind;
import sonde.sys.Rtnetlink;

import java.nio.charset.StandardCharsets;
import java.util.List;

class HostNetworkTest {

    private static final long ROUTER_MAC = 0x0200_0000_00FFL;

    private static final HostNetwork HOST =
            new HostNetwork(
                    List.of(
                            Hosts.iface(
                                    2,
                                    "eth0",
                                    Kind.ETHERNET,
                                    "198.18.0.2/24",
                                    "198.18.1.2/25",
                                    "2001:db8::2/64"),
                            Hosts.iface(1, "lo", Kind.LOOPBACK, "127.0.0.1/8"),
                            Hosts.iface(3, "can\033[1m", Kind.OTHER)),
                    RouteTable.of(
                            List.of(
                                    route(2, "local 198.18.0.2 table local"),
                                    route(2, "default via 198.18.0.1 metric 100"),
                                    route(2, "198.18.0.0/24 src 198.18.0.2"),
                                    route(0, "blackhole 198.19.0.0/16"),
                                    route(2, "198.18.7.0/24 via 198.18.0.9"),
                                    route(2, "default6 via fe80::1 metric 1024"),
                                    route(2, "default table other"))),
                    List.of(
                            new Neighbour(
                                    2, address("198.18.0.1"), ROUTER_MAC, Rtnetlink.NUD_STALE),
                            new Neighbour(
                                    2,
                                    address("198.18.0.3"),
                                    ROUTER_MAC,
                                    Rtnetlink.NUD_INCOMPLETE)));

    @Test
    void describesItselfInTables() {
        assertEquals(
                """
                INTERFACE  KIND                    STATE  MAC                MTU   ADDRESSES
                lo         loopback                up     -                  1500  127.0.0.1/8
                eth0       ethernet                up     02:00:00:00:00:01  1500  \
                198.18.0.2/24 198.18.1.2/25 2001:db8::2/64
                can?[1m    unsupported (type 824)  up     -                  1500  -

                DESTINATION    INTERFACE  ROUTER      SOURCE      METRIC
                0.0.0.0/0      eth0       198.18.0.1  -           100
                198.18.0.0/24  eth0       -           198.18.0.2  0
                198.19.0.0/16  blackhole  -           -           0
                198.18.7.0/24  eth0       198.18.0.9  -           0
                ::/0           eth0       fe80::1     -           1024
                1 routes in tables of policy rules (ip rule) are not used

                ROUTER      INTERFACE  MAC                STATE
                198.18.0.1  eth0       02:00:00:00:00:ff  stale
                198.18.0.9  eth0       -                  not asked yet
                fe80::1     eth0       -                  not asked yet
                """,
                HOST.describe());
    }

    @Test
    void shortensLongTables() {
        Route[] many = new Route[150];
        for (int i = 0; i < many.length; i++) {
            many[i] = route(2, "198.18." + i + ".0/24");
        }
        String text = Hosts.host(List.of(), many).describe();
        assertTrue(text.contains("and 50 more routes\n"));
    }

    @Test
    void findsInterfaces() {
        NetInterface eth0 = HOST.interfaceNamed("eth0");
        assertNotNull(eth0);
        assertEquals(eth0, HOST.interfaceAt(2));
        assertNull(HOST.interfaceNamed("eth9"));
        assertNull(HOST.interfaceAt(9));
        assertEquals(
                List.of(1, 2, 3), HOST.interfaces().stream().map(NetInterface::index).toList());
    }

    @Test
    void knowsItsOwnAddresses() {
        assertTrue(HOST.isOwnAddress(address("198.18.0.2")));
        assertTrue(HOST.isOwnAddress(address("198.18.1.2")));
        assertFalse(HOST.isOwnAddress(address("198.18.0.1")));
    }

    @Test
    void knowsTheMacsThatTheKernelWouldUse() {
        assertEquals(ROUTER_MAC, HOST.knownMac(2, address("198.18.0.1")));
        assertEquals(NetInterface.NO_MAC, HOST.knownMac(1, address("198.18.0.1")));
        assertEquals(NetInterface.NO_MAC, HOST.knownMac(2, address("198.18.0.3")));
    }

    @Test
    void isReadInFourDumps() {
        var kernel =
                new Messages.Kernel()
                        .answering(
                                Messages.message(
                                        Rtnetlink.RTM_NEWLINK,
                                        2,
                                        1,
                                        Messages.link(
                                                1,
                                                2,
                                                Rtnetlink.IFF_UP,
                                                Messages.attribute(
                                                        Rtnetlink.IFLA_IFNAME,
                                                        "eth0\0"
                                                                .getBytes(
                                                                        StandardCharsets
                                                                                .US_ASCII)))),
                                Messages.done(1))
                        .answering(
                                Messages.message(
                                        Rtnetlink.RTM_NEWADDR,
                                        2,
                                        2,
                                        Messages.address(
                                                24,
                                                0,
                                                0,
                                                2,
                                                Messages.addressAttribute(
                                                        Rtnetlink.IFA_LOCAL, ip("198.18.0.2")))),
                                Messages.done(2))
                        .answering(
                                Messages.message(
                                        Rtnetlink.RTM_NEWROUTE, 2, 3, Messages.route(0, 254, 1, 0)),
                                Messages.done(3))
                        .answering(
                                Messages.message(
                                        Rtnetlink.RTM_NEWNEIGH,
                                        2,
                                        4,
                                        Messages.neighbour(
                                                2,
                                                2,
                                                Messages.addressAttribute(Rtnetlink.NDA_DST, 7))),
                                Messages.done(4));
        HostNetwork host = HostNetwork.read(kernel);
        assertEquals(
                List.of(Hosts.network("198.18.0.2/24")), host.interfaces().getFirst().addresses());
        assertEquals(1, host.routes().routes().size());
        assertEquals(7, host.neighbours().getFirst().address().ipv4());
        assertEquals(4, kernel.requests.size());
    }

    @Test
    void readsThisHost() {
        HostNetwork host = HostNetwork.read();
        assertFalse(host.interfaces().isEmpty());
        assertTrue(host.describe().startsWith("INTERFACE"));
    }
}
