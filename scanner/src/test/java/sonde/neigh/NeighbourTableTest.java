// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.ip;
import static sonde.neigh.Hosts.targets;

import org.junit.jupiter.api.Test;

import sonde.sys.Rtnetlink;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

class NeighbourTableTest {

    private static final long MAC = 0x0200_0000_0011L;
    private static final int ADDRESS = ip("198.18.0.7");

    private static NeighbourTable asked(String targets, String... asked) throws PathException {
        NeighbourTable table = new NeighbourTable(targets(targets));
        for (String address : asked) {
            table.publishAskRelease(table.rank(ip(address)), 1);
        }
        return table;
    }

    @Test
    void learnsAnswersToQuestions() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24", "198.18.0.7");
        assertEquals(-1, table.macOf(ADDRESS));
        table.learn(ADDRESS, MAC);
        assertEquals(MAC, table.macOf(ADDRESS));
        assertEquals(-1, table.macOf(ip("198.18.0.8")));
    }

    @Test
    void passesOverWhatNobodyAskedFor() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24");
        table.learn(ADDRESS, MAC);
        table.learn(ip("203.0.113.1"), MAC);
        assertEquals(-1, table.macOf(ADDRESS));
        assertEquals(-1, table.macOf(ip("203.0.113.1")));
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
        assertEquals(MAC, table.macOf(ADDRESS));
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
        assertEquals(-1, table.macOf(ADDRESS));
    }

    @Test
    void coversItsRangesOnly() throws PathException {
        NeighbourTable table = asked("198.18.0.0/30 198.18.1.0/24 255.255.255.255");
        assertTrue(table.covers(ip("198.18.0.0")));
        assertTrue(table.covers(ip("198.18.0.3")));
        assertFalse(table.covers(ip("198.18.0.4")));
        assertFalse(table.covers(ip("0.0.0.0")));
        assertTrue(table.covers(ip("255.255.255.255")));
        assertEquals(4, table.rank(ip("198.18.1.0")));
        assertEquals(260, table.rank(ip("255.255.255.255")));
    }

    @Test
    void keepsNeighboursOfDifferentChunksApart() throws PathException {
        NeighbourTable table = asked("198.18.0.0/16", "198.18.0.255", "198.18.1.0");
        table.learn(ip("198.18.0.255"), MAC);
        table.learn(ip("198.18.1.0"), MAC + 1);
        assertEquals(MAC, table.macOf(ip("198.18.0.255")));
        assertEquals(MAC + 1, table.macOf(ip("198.18.1.0")));
        assertEquals(-1, table.macOf(ip("198.18.1.255")));
    }

    @Test
    void takesOverWhatTheKernelIsSureOf() throws PathException {
        NeighbourTable table = asked("198.18.0.0/24");
        table.preload(
                new HostNetwork(
                        List.of(),
                        RouteTable.of(List.of()),
                        List.of(
                                new Neighbour(2, ADDRESS, MAC, Rtnetlink.NUD_REACHABLE),
                                new Neighbour(3, ADDRESS + 1, MAC, Rtnetlink.NUD_REACHABLE),
                                new Neighbour(2, ADDRESS + 2, MAC, Rtnetlink.NUD_STALE),
                                new Neighbour(2, ADDRESS + 3, MAC, Rtnetlink.NUD_PERMANENT),
                                new Neighbour(2, ADDRESS + 4, -1, Rtnetlink.NUD_NOARP),
                                new Neighbour(2, 5, MAC, Rtnetlink.NUD_REACHABLE))),
                2);
        assertEquals(MAC, table.macOf(ADDRESS));
        assertEquals(-1, table.macOf(ADDRESS + 1));
        assertEquals(-1, table.macOf(ADDRESS + 2));
        assertEquals(MAC, table.macOf(ADDRESS + 3));
        assertEquals(-1, table.macOf(ADDRESS + 4));
    }

    @Test
    void holdsASlashEightAndNoMore() throws PathException {
        NeighbourTable table = asked("198.0.0.0/8", "198.255.255.255");
        table.learn(ip("198.255.255.255"), MAC);
        assertEquals(MAC, table.macOf(ip("198.255.255.255")));
        String message =
                assertThrows(PathException.class, () -> asked("198.0.0.0/8 203.0.113.1"))
                        .getMessage();
        assertTrue(String.valueOf(message).startsWith("16777217 targets are on the local network"));
    }

    @Test
    void makesNothingOfAnEmptySet() throws PathException {
        assertEquals(-1, new NeighbourTable(sonde.target.AddressRanges.NONE).macOf(ADDRESS));
    }

    @Test
    void showsWholeAddressesToTheOtherThread() throws Exception {
        NeighbourTable table = new NeighbourTable(targets("198.18.0.0/16"));
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
