// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.ip;

import org.junit.jupiter.api.Test;

import sonde.sys.Rtnetlink;
import sonde.target.AddressSet;
import sonde.wire.IpAddress;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

class NeighbourTableTest {

    private static final long MAC = 0x0200_0000_0011L;
    private static final int ADDRESS = ip("198.18.0.7");

    private static NeighbourTable asked(String targets, String... asked) throws PathException {
        NeighbourTable table = new NeighbourTable(Hosts.set(targets));
        for (String address : asked) {
            table.publishAskRelease(table.rankOf(ip(address)), 1);
        }
        return table;
    }

    private static long macOf(NeighbourTable table, int address) {
        int rank = table.rankOf(address);
        return rank < 0 ? -1 : table.macAt(rank);
    }

    @Test
    void learnsAnswersToQuestions() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24", "198.18.0.7");
        assertEquals(-1, macOf(table, ADDRESS));
        table.learn(ADDRESS, MAC);
        assertEquals(MAC, macOf(table, ADDRESS));
        assertEquals(-1, macOf(table, ip("198.18.0.8")));
    }

    @Test
    void passesOverWhatNobodyAskedFor() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24");
        table.learn(ADDRESS, MAC);
        table.learn(ip("203.0.113.1"), MAC);
        assertEquals(-1, macOf(table, ADDRESS));
        assertEquals(-1, macOf(table, ip("203.0.113.1")));
        assertEquals(0, table.conflictCount());
    }

    @Test
    void keepsTheFirstAnswerAndCountsConflicts() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24", "198.18.0.7");
        table.learn(ADDRESS, MAC);
        table.learn(ADDRESS, MAC);
        assertEquals(0, table.conflictCount());
        table.learn(ADDRESS, MAC + 1);
        table.learn(ADDRESS, MAC + 2);
        assertEquals(MAC, macOf(table, ADDRESS));
        assertEquals(2, table.conflictCount());
    }

    @Test
    void refusesAddressesThatNoHostCanHave() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24", "198.18.0.7");
        table.learn(ADDRESS, 0);
        table.learn(ADDRESS, 0xFFFF_FFFF_FFFFL);
        table.learn(ADDRESS, 0x0100_5E00_0001L);
        table.learn(ADDRESS, -1);
        table.learn(ADDRESS, 1L << 48);
        assertEquals(-1, macOf(table, ADDRESS));
    }

    @Test
    void coversItsRangesOnly() throws PathException {
        NeighbourTable table = asked("198.18.0.0/30 198.18.1.0/24 255.255.255.255");
        assertTrue(table.rankOf(ip("198.18.0.0")) >= 0);
        assertTrue(table.rankOf(ip("198.18.0.3")) >= 0);
        assertEquals(-1, table.rankOf(ip("198.18.0.4")));
        assertEquals(-1, table.rankOf(ip("0.0.0.0")));
        assertTrue(table.rankOf(ip("255.255.255.255")) >= 0);
        assertEquals(4, table.rankOf(ip("198.18.1.0")));
        assertEquals(260, table.rankOf(ip("255.255.255.255")));
    }

    @Test
    void keepsNeighboursOfDifferentChunksApart() throws PathException {
        NeighbourTable table = asked("198.18.0.0/16", "198.18.0.255", "198.18.1.0");
        table.learn(ip("198.18.0.255"), MAC);
        table.learn(ip("198.18.1.0"), MAC + 1);
        assertEquals(MAC, macOf(table, ip("198.18.0.255")));
        assertEquals(MAC + 1, macOf(table, ip("198.18.1.0")));
        assertEquals(-1, macOf(table, ip("198.18.1.255")));
    }

    @Test
    void takesOverWhatTheKernelIsSureOf() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24");
        table.preload(
                new HostNetwork(
                        List.of(),
                        RouteTable.of(List.of()),
                        List.of(
                                new Neighbour(
                                        2, IpAddress.ofIpv4(ADDRESS), MAC, Rtnetlink.NUD_REACHABLE),
                                new Neighbour(
                                        3,
                                        IpAddress.ofIpv4(ADDRESS + 1),
                                        MAC,
                                        Rtnetlink.NUD_REACHABLE),
                                new Neighbour(
                                        2, IpAddress.ofIpv4(ADDRESS + 2), MAC, Rtnetlink.NUD_STALE),
                                new Neighbour(
                                        2,
                                        IpAddress.ofIpv4(ADDRESS + 3),
                                        MAC,
                                        Rtnetlink.NUD_PERMANENT),
                                new Neighbour(
                                        2, IpAddress.ofIpv4(ADDRESS + 4), -1, Rtnetlink.NUD_NOARP),
                                new Neighbour(
                                        2, IpAddress.ofIpv4(5), MAC, Rtnetlink.NUD_REACHABLE))),
                2);
        assertEquals(MAC, macOf(table, ADDRESS));
        assertEquals(-1, macOf(table, ADDRESS + 1));
        assertEquals(-1, macOf(table, ADDRESS + 2));
        assertEquals(MAC, macOf(table, ADDRESS + 3));
        assertEquals(-1, macOf(table, ADDRESS + 4));
    }

    @Test
    void holdsASlashEightAndNoMore() throws PathException {
        NeighbourTable table = asked("198.0.0.0/8", "198.255.255.255");
        table.learn(ip("198.255.255.255"), MAC);
        assertEquals(MAC, macOf(table, ip("198.255.255.255")));
        String message =
                assertThrows(PathException.class, () -> asked("198.0.0.0/8 203.0.113.1"))
                        .getMessage();
        assertTrue(String.valueOf(message).startsWith("16777217 targets are on the local network"));
    }

    @Test
    void holdsBothFamilies() throws PathException {
        NeighbourTable table =
                new NeighbourTable(Hosts.set("198.18.0.0/30 2001:db8::10/126 fe80::/120"));
        IpAddress second = Hosts.address("2001:db8::11");
        assertEquals(3, table.rankOf(ip("198.18.0.3")));
        assertEquals(3, table.rankOf(0, IpAddress.ofIpv4(ip("198.18.0.3")).low()));
        assertEquals(5, table.rankOf(second.high(), second.low()));
        IpAddress linkLocal = Hosts.address("fe80::ff");
        assertEquals(263, table.rankOf(linkLocal.high(), linkLocal.low()));
        assertEquals(-1, table.rankOf(second.high(), 7));
        table.learn(second.high(), second.low(), MAC);
        assertEquals(-1, table.macAt(5), "nobody asked");
        table.publishAskRelease(5, 1);
        table.learn(second.high(), second.low(), MAC);
        assertEquals(MAC, table.macAt(5));
    }

    @Test
    void refusesNetworksThatNobodyCanAskAllOf() {
        String message =
                assertThrows(PathException.class, () -> asked("2001:db8::/64")).getMessage();
        assertTrue(String.valueOf(message).startsWith("2^63 or more targets are on"), message);
    }

    @Test
    void makesNothingOfAnEmptySet() throws PathException {
        assertEquals(-1, macOf(new NeighbourTable(AddressSet.NONE), ADDRESS));
    }

    @Test
    void showsWholeAddressesToTheOtherThread() throws Exception {
        NeighbourTable table = new NeighbourTable(Hosts.set("198.18.0.0/16"));
        int first = ip("198.18.0.0");
        for (int rank = 0; rank < 1 << 16; rank++) {
            table.publishAskRelease(rank, 1);
        }
        AtomicBoolean torn = new AtomicBoolean();
        Thread reader =
                new Thread(() -> {
                    for (int rank = 0; rank < 1 << 16; ) {
                        long mac = table.macAt(rank);
                        if (mac >= 0) {
                            torn.compareAndSet(false, mac != MAC + rank);
                            rank++;
                        }
                    }
                });
        reader.start();
        for (int rank = 0; rank < 1 << 16; rank++) {
            table.learn(first + rank, MAC + rank);
        }
        reader.join();
        assertFalse(torn.get());
    }
}
