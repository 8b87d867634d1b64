// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.ip;

import org.junit.jupiter.api.Test;

import sonde.target.AddressRanges;
import sonde.wire.Arp;
import sonde.wire.Ethernet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

class ArpResponderTest {

    private static final long MAC = 0x0200_0000_0001L;
    private static final long ASKER_MAC = 0x0200_0000_00FFL;
    private static final int ASKER = ip("198.18.0.1");

    private final List<byte[]> sent = new ArrayList<>();
    private boolean isOutletFull;
    private long nowNanos = Long.MAX_VALUE - 1000; // The clock may overflow.

    /** For 198.18.0.64 to 198.18.0.95 without .70, which is the host's. */
    private final ArpResponder responder =
            new ArpResponder(
                    Hosts.targets("198.18.0.64/27").minus(Hosts.targets("198.18.0.70")),
                    MAC,
                    (frame, offset, length) -> {
                        sent.add(frame.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
                        return !isOutletFull;
                    },
                    () -> nowNanos);

    private boolean ask(int operation, long senderMac, int sender, String target) {
        MemorySegment frame = MemorySegment.ofArray(new byte[7 + Arp.FRAME_LENGTH_BYTES]);
        Arp.writeRequest(frame, 7, senderMac, sender, ip(target));
        Arp.setOperation(frame, 7 + Ethernet.HEADER_LENGTH_BYTES, operation);
        return responder.take(frame, 7 + Ethernet.HEADER_LENGTH_BYTES);
    }

    private boolean ask(String target) {
        return ask(Arp.REQUEST, ASKER_MAC, ASKER, target);
    }

    @Test
    void tellsTheAskerAloneWhereTheAddressIs() {
        assertTrue(ask("198.18.0.77"));
        MemorySegment expected = MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);
        Arp.writeReply(expected, 0, MAC, ip("198.18.0.77"), ASKER_MAC, ASKER);
        assertEquals(1, sent.size());
        assertArrayEquals(expected.toArray(ValueLayout.JAVA_BYTE), sent.getFirst());
    }

    @Test
    void answersForItsAddressesOnly() {
        for (String own : List.of("198.18.0.64", "198.18.0.69", "198.18.0.71", "198.18.0.95")) {
            assertTrue(ask(own), own);
        }
        for (String other : List.of("198.18.0.63", "198.18.0.70", "198.18.0.96", "0.0.0.0")) {
            assertFalse(ask(other), other);
        }
        assertEquals(4, sent.size());
    }

    @Test
    void answersProbesForAFreeAddress() {
        assertTrue(ask(Arp.REQUEST, ASKER_MAC, 0, "198.18.0.77"));
        assertEquals(0, Arp.targetAddress(MemorySegment.ofArray(sent.getFirst()), 14));
    }

    @Test
    void leavesAloneWhatAsksNothing() {
        assertFalse(ask(Arp.REPLY, ASKER_MAC, ASKER, "198.18.0.77"));
        assertFalse(ask(3, ASKER_MAC, ASKER, "198.18.0.77"));
        assertFalse(ask(Arp.REQUEST, ASKER_MAC, ip("198.18.0.77"), "198.18.0.77"), "announcement");
        assertFalse(ask(Arp.REQUEST, MAC, ASKER, "198.18.0.77"), "our own");
        assertFalse(ask(Arp.REQUEST, 0, ASKER, "198.18.0.77"), "from nobody");
        assertFalse(ask(Arp.REQUEST, Ethernet.BROADCAST_MAC, ASKER, "198.18.0.77"), "from all");
        assertEquals(0, sent.size());
    }

    @Test
    void doesNotReturnAFlood() {
        int answered = 0;
        for (int i = 0; i < 3 * ReplyLimit.BURST; i++) {
            answered += ask("198.18.0.77") ? 1 : 0;
        }
        assertEquals(ReplyLimit.BURST, answered);
        nowNanos += 1_000_000_000L / ReplyLimit.RATE_PPS;
        assertTrue(ask("198.18.0.77"));
        assertFalse(ask("198.18.0.77"));
        nowNanos += 5_000_000_000L;
        answered = 0;
        for (int i = 0; i < 3 * ReplyLimit.BURST; i++) {
            answered += ask("198.18.0.77") ? 1 : 0;
        }
        assertEquals(ReplyLimit.BURST, answered, "a rest saves no more than a burst");
    }

    @Test
    void saysWhenThereWasNoRoom() {
        isOutletFull = true;
        assertFalse(ask("198.18.0.77"));
    }

    @Test
    void mayBeForNoAddress() {
        ArpResponder none =
                new ArpResponder(AddressRanges.NONE, MAC, (frame, at, length) -> true, () -> 0);
        MemorySegment frame = MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);
        Arp.writeRequest(frame, 0, ASKER_MAC, ASKER, ip("198.18.0.77"));
        assertFalse(none.take(frame, Ethernet.HEADER_LENGTH_BYTES));
    }
}
