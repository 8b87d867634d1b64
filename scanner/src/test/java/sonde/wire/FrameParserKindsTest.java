// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Set;

/** What {@link FrameParserTest} does for TCP over IPv4, for all others. */
class FrameParserKindsTest {

    private static final long HIGH = 0x20010db8_00000000L;
    private static final int IPV4_BODY = 34;
    private static final int IPV6_BODY = 54;

    private final ParsedFrame parsed = new ParsedFrame();

    private FrameKind parse(byte[] frame) {
        return FrameParser.parse(MemorySegment.ofArray(frame), 0, frame.length, 14, parsed);
    }

    private static byte[] with(byte[] frame, int offset, int... bytes) {
        byte[] changed = frame.clone();
        for (int i = 0; i < bytes.length; i++) {
            changed[offset + i] = (byte) bytes[i];
        }
        return changed;
    }

    @Test
    void readsUdpOverIpv4() {
        assertEquals(FrameKind.UDP, parse(FrameSamples.ipv4(17, FrameSamples.UDP)));
        assertFalse(parsed.isIpv6);
        assertEquals(0xC6120001, parsed.sourceAddress);
        assertEquals(0xC6120002, parsed.destinationAddress);
        assertEquals(IpAddress.parse("198.18.0.1"), parsed.source());
        assertEquals(IpAddress.parse("198.18.0.2"), parsed.destination());
        assertEquals(57, parsed.ttl);
        assertEquals(17, parsed.protocol);
        assertEquals(53, parsed.sourcePort);
        assertEquals(50000, parsed.destinationPort);
        assertEquals(IPV4_BODY, parsed.transportOffset);
        assertEquals(12, parsed.transportLengthBytes);
        assertEquals(IPV4_BODY + 8, parsed.payloadOffset);
        assertEquals(4, parsed.payloadLengthBytes);
    }

    @Test
    void readsUdpOverIpv6() {
        byte[] frame = FrameSamples.ipv6(17, FrameSamples.UDP);
        assertEquals(FrameKind.UDP, parse(Arrays.copyOf(frame, frame.length + 6)));
        assertTrue(parsed.isIpv6);
        assertEquals(14, parsed.ipOffset);
        assertEquals(HIGH, parsed.sourceHigh);
        assertEquals(1, parsed.sourceLow);
        assertEquals(HIGH, parsed.destinationHigh);
        assertEquals(2, parsed.destinationLow);
        assertEquals(57, parsed.ttl);
        assertEquals(53, parsed.sourcePort);
        assertEquals(50000, parsed.destinationPort);
        assertEquals(4, parsed.payloadLengthBytes);
    }

    @Test
    void believesADatagramsLengthOnlyInsideThePacket() {
        byte[] frame = FrameSamples.ipv4(17, FrameSamples.UDP);
        assertEquals(FrameKind.UDP, parse(with(frame, IPV4_BODY + 4, 0, 11)));
        assertEquals(3, parsed.payloadLengthBytes);
        assertEquals(FrameKind.UDP, parse(with(frame, IPV4_BODY + 4, 0, 8)));
        assertEquals(0, parsed.payloadLengthBytes);
        assertEquals(FrameKind.MALFORMED, parse(with(frame, IPV4_BODY + 4, 0, 7)));
        assertEquals(FrameKind.MALFORMED, parse(with(frame, IPV4_BODY + 4, 0, 13)));
        assertEquals(FrameKind.MALFORMED, parse(with(frame, IPV4_BODY + 4, 255, 255)));
    }

    @Test
    void readsTcpOverIpv6() {
        assertEquals(FrameKind.TCP, parse(FrameSamples.ipv6(6, FrameSamples.RST)));
        assertEquals(80, parsed.sourcePort);
        assertEquals(1, parsed.sequence);
        assertEquals(2, parsed.acknowledgment);
        assertEquals(Tcp.RST | Tcp.ACK, parsed.tcpFlags);
        assertEquals(IPV6_BODY, parsed.tcpOffset);
        assertEquals(0, parsed.payloadLengthBytes);
    }

    @Test
    void readsIcmpOfEitherFamilyAndNotOfTheOther() {
        assertEquals(FrameKind.ICMP, parse(FrameSamples.ipv4(1, FrameSamples.ECHO_REPLY)));
        assertEquals(IPV4_BODY, parsed.transportOffset);
        assertEquals(FrameKind.ICMPV6, parse(FrameSamples.ipv6(58, FrameSamples.ECHO_REPLY_V6)));
        assertEquals(IPV6_BODY, parsed.transportOffset);
        assertEquals(8, parsed.transportLengthBytes);
        assertEquals(FrameKind.IP, parse(FrameSamples.ipv6(1, FrameSamples.ECHO_REPLY)));
        assertEquals(FrameKind.IP, parse(FrameSamples.ipv4(58, FrameSamples.ECHO_REPLY_V6)));
    }

    @Test
    void readsSctp() {
        for (byte[] frame :
                Set.of(
                        FrameSamples.ipv4(132, FrameSamples.INIT_ACK),
                        FrameSamples.ipv6(132, FrameSamples.INIT_ACK))) {
            assertEquals(FrameKind.SCTP, parse(frame));
            assertEquals(80, parsed.sourcePort);
            assertEquals(50000, parsed.destinationPort);
            MemorySegment memory = MemorySegment.ofArray(frame);
            assertEquals(Sctp.INIT_ACK, Sctp.chunkType(memory, parsed.transportOffset));
        }
    }

    @Test
    void passesOverVlanTags() {
        FrameBuilder one = new FrameBuilder().ethernet(0x8100).vlan(5, 0x0800).ipv4(17, 12);
        assertEquals(FrameKind.UDP, parse(one.hex(FrameSamples.UDP).build()));
        assertEquals(18, parsed.ipOffset);
        FrameBuilder two =
                new FrameBuilder().ethernet(0x88A8).vlan(5, 0x8100).vlan(6, 0x86DD).ipv6(17, 12);
        assertEquals(FrameKind.UDP, parse(two.hex(FrameSamples.UDP).build()));
        assertEquals(22, parsed.ipOffset);
        byte[] arp = Golden.frame("arp-reply");
        byte[] message = Arrays.copyOfRange(arp, 14, arp.length);
        FrameBuilder tagged = new FrameBuilder().ethernet(0x8100).vlan(5, 0x0806);
        assertEquals(FrameKind.ARP, parse(tagged.bytes(message).build()));
        assertEquals(18, parsed.arpOffset);
    }

    @Test
    void leavesFramesWithThreeTagsAlone() {
        FrameBuilder three =
                new FrameBuilder()
                        .ethernet(0x88A8)
                        .vlan(5, 0x8100)
                        .vlan(6, 0x8100)
                        .vlan(7, 0x0800)
                        .ipv4(17, 12);
        assertEquals(FrameKind.OTHER, parse(three.hex(FrameSamples.UDP).build()));
    }

    @Test
    void passesOverExtensionHeaders() {
        String options = "3c00 0502 0000 0100"; // hop-by-hop, then destination options
        String longOptions = "2b01 010c 0000000000000000 00000000"; // 16 bytes, then routing
        String routing = "3300 0000 00000000"; // then authentication
        String authentication = "2c04 0000" + "00".repeat(20); // 24 bytes, then fragment
        String atomic = "1100 0006 12345678"; // reserved bits set, offset 0, no more
        byte[] frame =
                FrameSamples.ipv6(
                        0,
                        options
                                + longOptions
                                + routing
                                + authentication
                                + atomic
                                + FrameSamples.UDP);
        assertEquals(FrameKind.UDP, parse(frame));
        assertEquals(IPV6_BODY + 8 + 16 + 8 + 24 + 8, parsed.transportOffset);
        assertEquals(12, parsed.transportLengthBytes);
        assertEquals(17, parsed.protocol);
        assertEquals(53, parsed.sourcePort);
    }

    @Test
    void knowsFragmentsOfIpv6() {
        byte[] frame = FrameSamples.ipv6(44, "1100 0000 00000007" + FrameSamples.UDP);
        assertEquals(FrameKind.UDP, parse(frame));
        assertEquals(FrameKind.FRAGMENT, parse(with(frame, IPV6_BODY + 3, 1)));
        assertEquals(FrameKind.FRAGMENT, parse(with(frame, IPV6_BODY + 3, 8)));
        assertEquals(FrameKind.FRAGMENT, parse(with(frame, IPV6_BODY + 2, 0x80)));
        assertEquals(HIGH, parsed.sourceHigh);
    }

    @Test
    void refusesExtensionHeadersWithoutEnd() {
        String eight = "0000 0000 00000000".repeat(8);
        assertEquals(FrameKind.MALFORMED, parse(FrameSamples.ipv6(0, eight + FrameSamples.UDP)));
        byte[] tooLong = FrameSamples.ipv6(60, "11ff 0000 00000000" + FrameSamples.UDP);
        assertEquals(FrameKind.MALFORMED, parse(tooLong));
        assertEquals(FrameKind.MALFORMED, parse(FrameSamples.ipv6(60, "1100 0000")));
    }

    @Test
    void takesNoNextHeaderForAPacketOfItsProtocol() {
        assertEquals(FrameKind.IP, parse(FrameSamples.ipv6(59, "")));
        assertEquals(59, parsed.protocol);
        assertEquals(0, parsed.transportLengthBytes);
    }

    @Test
    void theVersionMustAgreeWithTheEtherType() {
        byte[] ipv6 = FrameSamples.ipv6(17, FrameSamples.UDP);
        assertEquals(FrameKind.MALFORMED, parse(with(ipv6, 14, 0x45)));
        assertEquals(FrameKind.MALFORMED, parse(with(ipv6, 12, 0x08, 0x00)));
    }

    @Test
    void withoutLinkHeaderTheVersionTells() {
        for (byte[] frame :
                Set.of(
                        FrameSamples.ipv4(17, FrameSamples.UDP),
                        FrameSamples.ipv6(17, FrameSamples.UDP))) {
            int lengthBytes = frame.length - 14;
            MemorySegment memory = MemorySegment.ofArray(frame);
            assertEquals(FrameKind.UDP, FrameParser.parse(memory, 14, lengthBytes, 0, parsed));
            assertEquals(frame[12] != 8, parsed.isIpv6);
        }
    }

    @Test
    void everyPrefixIsMalformed() {
        for (byte[] frame : FrameSamples.all()) {
            assertTrue(
                    !Set.of(FrameKind.OTHER, FrameKind.MALFORMED).contains(parse(frame)),
                    Arrays.toString(frame));
            for (int lengthBytes = 0; lengthBytes < frame.length; lengthBytes++) {
                assertEquals(FrameKind.MALFORMED, parse(Arrays.copyOf(frame, lengthBytes)));
            }
        }
    }

    /** ::ffff:198.18.0.1, which no wire carries, as source and as destination. */
    @Test
    void nobodyPassesForAnIpv4HostOverIpv6() {
        byte[] frame = FrameSamples.ipv6(17, FrameSamples.UDP);
        int[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xC6, 0x12, 0, 1};
        assertEquals(FrameKind.OTHER, parse(with(frame, 14 + 8, mapped)));
        assertEquals(FrameKind.OTHER, parse(with(frame, 14 + 24, mapped)));
    }
}
