// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.address;

import org.junit.jupiter.api.Test;

import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;
import sonde.wire.ParsedFrame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

class NdpResponderTest {

    private static final long MAC = 0x0200_0000_0001L;
    private static final long ASKER_MAC = 0x0200_0000_00FFL;
    private static final String ASKER = "fe80::1";

    private final List<byte[]> sent = new ArrayList<>();
    private final ParsedFrame parsed = new ParsedFrame();
    private boolean isOutletFull;
    private long nowNanos = Long.MAX_VALUE - 1000; // The clock may overflow.

    /** For 2001:db8::40 to ::5f without ::46, which is the host's. */
    private final NdpResponder responder =
            new NdpResponder(
                    Hosts.set("2001:db8::40/123").minus(Hosts.set("2001:db8::46")).ipv6(),
                    MAC,
                    (frame, offset, length) -> {
                        sent.add(frame.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
                        return !isOutletFull;
                    },
                    () -> nowNanos);

    private boolean ask(long senderMac, String sender, String target) {
        MemorySegment frame = MemorySegment.ofArray(new byte[7 + Ndp.FRAME_LENGTH_MAX_BYTES]);
        IpAddress from = address(sender);
        IpAddress asked = address(target);
        int length =
                Ndp.writeSolicitation(
                        frame, 7, senderMac, from.high(), from.low(), asked.high(), asked.low());
        assertEquals(FrameKind.ICMPV6, FrameParser.parse(frame, 7, length, 14, parsed));
        return responder.take(frame, parsed);
    }

    private static byte[] advertisement(long toMac, String target, String to, int flags) {
        MemorySegment frame = MemorySegment.ofArray(new byte[Ndp.FRAME_LENGTH_MAX_BYTES]);
        IpAddress from = address(target);
        IpAddress destination = address(to);
        Ndp.writeAdvertisement(
                frame,
                0,
                MAC,
                toMac,
                from.high(),
                from.low(),
                destination.high(),
                destination.low(),
                flags);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void tellsTheAskerAloneWhereTheAddressIs() {
        assertTrue(ask(ASKER_MAC, ASKER, "2001:db8::4d"));
        assertEquals(1, sent.size());
        assertArrayEquals(
                advertisement(ASKER_MAC, "2001:db8::4d", ASKER, Ndp.SOLICITED | Ndp.OVERRIDE),
                sent.getFirst());
    }

    @Test
    void tellsEveryoneWhenSomebodyWantsTheAddress() {
        assertTrue(ask(ASKER_MAC, "::", "2001:db8::4d"));
        assertArrayEquals(
                advertisement(Ndp.ALL_NODES_MAC, "2001:db8::4d", "ff02::1", Ndp.OVERRIDE),
                sent.getFirst());
    }

    @Test
    void answersForItsAddressesOnly() {
        for (String own : List.of("2001:db8::40", "2001:db8::47", "2001:db8::5f")) {
            assertTrue(ask(ASKER_MAC, ASKER, own), own);
        }
        for (String other : List.of("2001:db8::3f", "2001:db8::46", "2001:db8::60", "::4d")) {
            assertFalse(ask(ASKER_MAC, ASKER, other), other);
        }
        assertEquals(3, sent.size());
    }

    @Test
    void leavesAloneWhatAsksNothing() {
        assertFalse(ask(MAC, ASKER, "2001:db8::4d"), "our own");
        assertFalse(ask(0, ASKER, "2001:db8::4d"), "from nobody");
        assertFalse(ask(Ndp.ALL_NODES_MAC, ASKER, "2001:db8::4d"), "from all");
        byte[] advertisement = advertisement(ASKER_MAC, "2001:db8::4d", ASKER, Ndp.SOLICITED);
        MemorySegment frame = MemorySegment.ofArray(advertisement);
        FrameParser.parse(frame, 0, advertisement.length, 14, parsed);
        assertFalse(responder.take(frame, parsed), "an advertisement");
        assertEquals(0, sent.size());
    }

    @Test
    void doesNotReturnAFlood() {
        int answered = 0;
        for (int i = 0; i < 3 * ReplyLimit.BURST; i++) {
            answered += ask(ASKER_MAC, ASKER, "2001:db8::4d") ? 1 : 0;
        }
        assertEquals(ReplyLimit.BURST, answered);
        nowNanos += 1_000_000_000L / ReplyLimit.RATE_PPS;
        assertTrue(ask(ASKER_MAC, ASKER, "2001:db8::4d"));
        assertFalse(ask(ASKER_MAC, ASKER, "2001:db8::4d"));
    }

    @Test
    void saysWhenThereWasNoRoom() {
        isOutletFull = true;
        assertFalse(ask(ASKER_MAC, ASKER, "2001:db8::4d"));
    }
}
