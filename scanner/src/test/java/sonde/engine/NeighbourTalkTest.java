// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import sonde.neigh.ArpResponder;
import sonde.neigh.NdpResponder;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathException;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Icmpv6;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;
import sonde.wire.ParsedFrame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

class NeighbourTalkTest {

    private static final long MAC = 0x0200_0000_0077L;
    private static final int ICMPV6 = Ethernet.HEADER_LENGTH_BYTES + 40;

    private final Counters counters = new Counters();
    private final List<Integer> replies = new ArrayList<>();
    private final MemorySegment frame = MemorySegment.ofArray(new byte[128]);
    private final ParsedFrame parsed = new ParsedFrame();
    private final NeighbourTable table = table();

    private static NeighbourTable table() {
        try {
            return new NeighbourTable(
                    new AddressSet(Grids.addresses(0, 9), Grids.ipv6Addresses(0, 9)));
        } catch (PathException e) {
            throw new AssertionError(e);
        }
    }

    private final NeighbourTalk talk =
            new NeighbourTalk(
                    table,
                    new ArpResponder(
                            Grids.addresses(100, 100),
                            Wiring.SOURCE_MAC,
                            (memory, offset, length) -> replies.add(length),
                            () -> 0),
                    new NdpResponder(
                            Ipv6Ranges.of(Wiring.IPV6_SOURCE, Wiring.IPV6_SOURCE),
                            Wiring.SOURCE_MAC,
                            (memory, offset, length) -> replies.add(length),
                            () -> 0),
                    counters);
    private final NeighbourTalk deaf = new NeighbourTalk(null, null, null, counters);

    /** Answers count only of those who were asked. */
    @BeforeEach
    void ask() {
        NeighbourScout scout = new NeighbourScout(table, () -> 0);
        scout.askAhead(table.rankOf(Wiring.FIRST + 4));
        IpAddress asked = Grids.ipv6Address(4);
        scout.askAhead(table.rankOf(asked.high(), asked.low()));
    }

    private boolean isTaken(NeighbourTalk by, int lengthBytes) {
        FrameKind kind =
                FrameParser.parse(frame, 0, lengthBytes, Ethernet.HEADER_LENGTH_BYTES, parsed);
        return by.take(frame, kind, parsed);
    }

    private int advertisement(IpAddress whose) {
        return Ndp.writeAdvertisement(
                frame,
                0,
                MAC,
                Wiring.SOURCE_MAC,
                whose.high(),
                whose.low(),
                Wiring.IPV6_SOURCE.high(),
                Wiring.IPV6_SOURCE.low(),
                Ndp.SOLICITED | Ndp.OVERRIDE);
    }

    private int solicitation(IpAddress asked) {
        IpAddress asker = Grids.ipv6Address(4);
        return Ndp.writeSolicitation(
                frame, 0, MAC, asker.high(), asker.low(), asked.high(), asked.low());
    }

    @Test
    void learnsWhoAnswersArp() {
        Arp.writeReply(frame, 0, MAC, Wiring.FIRST + 4, 1, Wiring.SOURCE);
        assertTrue(isTaken(talk, Arp.FRAME_LENGTH_BYTES));
        assertEquals(MAC, table.macAt(table.rankOf(Wiring.FIRST + 4)));
        assertTrue(isTaken(deaf, Arp.FRAME_LENGTH_BYTES));
    }

    @Test
    void learnsWhoAdvertises() {
        IpAddress neighbour = Grids.ipv6Address(4);
        int length = advertisement(neighbour);
        assertTrue(isTaken(talk, length));
        assertEquals(MAC, table.macAt(table.rankOf(neighbour.high(), neighbour.low())));
        assertTrue(isTaken(deaf, length));
    }

    @Test
    void answersForSpareAddressesOfBothFamiliesAndNoOthers() {
        Arp.writeRequest(frame, 0, MAC, Wiring.FIRST + 4, Wiring.FIRST + 100);
        assertTrue(isTaken(talk, Arp.FRAME_LENGTH_BYTES));
        assertEquals(1, replies.size());
        Arp.writeRequest(frame, 0, MAC, Wiring.FIRST + 4, Wiring.FIRST + 101);
        assertTrue(isTaken(talk, Arp.FRAME_LENGTH_BYTES));
        assertEquals(1, replies.size());
        assertTrue(isTaken(talk, solicitation(Wiring.IPV6_SOURCE)));
        assertEquals(2, replies.size());
        assertTrue(isTaken(talk, solicitation(Grids.ipv6Address(9))));
        assertTrue(isTaken(deaf, solicitation(Wiring.IPV6_SOURCE)));
        assertEquals(2, replies.size());
        assertEquals(2, counters.get(Counter.NEIGHBOURS_ANSWERED));
    }

    @Test
    void pingsAreNoNeighboursWord() {
        int length = solicitation(Wiring.IPV6_SOURCE);
        frame.set(ValueLayout.JAVA_BYTE, ICMPV6, (byte) Icmpv6.ECHO_REQUEST);
        assertFalse(isTaken(talk, length));
        assertFalse(isTaken(deaf, length));
        assertEquals(List.of(), replies);
    }
}
