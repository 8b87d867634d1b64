// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import sonde.wire.Checksum;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A segment as tests read and write it, from {@code source} to {@code destination}; over IPv6 each
 * address stands for another.
 */
record TestSegment(
        int source,
        int sourcePort,
        int destination,
        int destinationPort,
        int sequence,
        int acknowledgment,
        int flags,
        int window,
        byte[] payload) {

    static final int LINK_BYTES = Ethernet.HEADER_LENGTH_BYTES;
    static final long OUR_MAC = 0x0200_0000_0001L;
    static final long PEER_MAC = 0x0200_0000_0002L;

    static final int FLOW_LABEL = 0xA_BCDE;

    /** One for all, and of more bits than are used. */
    static final FlowLabels FLOW_LABELS =
            (high, low, port, localHigh, localLow, localPort) -> 0xF0 << 20 | FLOW_LABEL;

    /** 2001:db8::/64. */
    private static final long PREFIX = 0x2001_0DB8L << 32;

    /** Peers of tests send segments of 1460 bytes whatever we say. */
    private static final int HEADERS_DIFFERENCE_BYTES = 20;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    String text() {
        return new String(payload, StandardCharsets.ISO_8859_1);
    }

    /** Behind the last sequence number that it takes. */
    int end() {
        return sequence + payload.length + (has(Tcp.SYN) ? 1 : 0) + (has(Tcp.FIN) ? 1 : 0);
    }

    /** The IPv6 address that stands for an IPv4 address where the segment goes over IPv6. */
    static IpAddress ipv6(int address) {
        return new IpAddress(PREFIX, Integer.toUnsignedLong(address));
    }

    private static IpAddress address(int address, boolean isIpv6) {
        return isIpv6 ? ipv6(address) : IpAddress.ofIpv4(address);
    }

    /** The frame, with the link header that the machine's frames have. */
    byte[] frame(boolean isIpv6) {
        return frame(isIpv6, has(Tcp.SYN) ? Mss.max(isIpv6) : 0);
    }

    byte[] frame(boolean isIpv6, int mss) {
        IpSegmentWriter writer = new IpSegmentWriter(LINK_BYTES, PEER_MAC, 60, FLOW_LABELS, 1);
        OutgoingSegment segment = new OutgoingSegment();
        IpAddress from = address(source, isIpv6);
        IpAddress to = address(destination, isIpv6);
        segment.tuple.localHigh = from.high();
        segment.tuple.localLow = from.low();
        segment.tuple.remoteHigh = to.high();
        segment.tuple.remoteLow = to.low();
        segment.tuple.setPorts(destinationPort, sourcePort);
        segment.destinationMac = OUR_MAC;
        segment.sequence = sequence;
        segment.acknowledgment = acknowledgment;
        segment.flags = flags;
        segment.window = window;
        segment.mss = payload.length == 0 ? mss : 0;
        segment.payloadLengthBytes = payload.length;
        byte[] bytes = new byte[SegmentRing.FRAME_MAX_BYTES + HEADERS_DIFFERENCE_BYTES];
        int at = writer.payloadOffsetBytes(isIpv6);
        System.arraycopy(payload, 0, bytes, at, payload.length);
        return Arrays.copyOf(bytes, writer.write(MemorySegment.ofArray(bytes), 0, segment));
    }

    /** Reads a frame of ours and checks its checksums. */
    static TestSegment of(byte[] frame) {
        assertTrue(frame.length <= SegmentRing.FRAME_MAX_BYTES, frame.length + " bytes");
        MemorySegment memory = MemorySegment.ofArray(frame);
        ParsedFrame parsed = new ParsedFrame();
        parse(memory, parsed);
        int tcpBytes = (int) (frame.length - parsed.tcpOffset);
        long sum = Checksum.sum(memory, parsed.tcpOffset, tcpBytes) + tcpBytes + Ipv4.PROTOCOL_TCP;
        if (parsed.isIpv6) {
            assertEquals(FLOW_LABEL, memory.get(U32, LINK_BYTES) & 0xF_FFFF, "flow label");
            sum += Checksum.sum(memory, LINK_BYTES + 8, 32);
        } else {
            assertEquals(0, Checksum.of(memory, LINK_BYTES, Ipv4.HEADER_LENGTH_BYTES));
            sum += Checksum.sum(memory, LINK_BYTES + 12, 8);
        }
        assertEquals(0, Checksum.finish(sum), "TCP checksum");
        int from = (int) parsed.payloadOffset;
        return new TestSegment(
                (int) parsed.sourceLow,
                parsed.sourcePort,
                (int) parsed.destinationLow,
                parsed.destinationPort,
                parsed.sequence,
                parsed.acknowledgment,
                parsed.tcpFlags,
                parsed.window,
                Arrays.copyOfRange(frame, from, from + parsed.payloadLengthBytes));
    }

    /** Reads a whole frame with a TCP segment. IPv6 is read here, a twin of the parser. */
    static void parse(MemorySegment memory, ParsedFrame parsed) {
        int length = (int) memory.byteSize();
        if (Ethernet.type(memory, 0) != Ethernet.TYPE_IPV6) {
            assertEquals(FrameKind.TCP, FrameParser.parse(memory, 0, length, LINK_BYTES, parsed));
            return;
        }
        assertEquals(6, memory.get(U32, LINK_BYTES) >>> 28, "version");
        int lengthAndProtocol = memory.get(U32, LINK_BYTES + 4);
        assertEquals(length - LINK_BYTES - Ipv6.HEADER_LENGTH_BYTES, lengthAndProtocol >>> 16);
        assertEquals(Ipv4.PROTOCOL_TCP, lengthAndProtocol >>> 8 & 0xFF, "next header");
        parsed.isIpv6 = true;
        parsed.ttl = lengthAndProtocol & 0xFF;
        parsed.sourceHigh = memory.get(U64, LINK_BYTES + 8);
        parsed.sourceLow = memory.get(U64, LINK_BYTES + 16);
        parsed.destinationHigh = memory.get(U64, LINK_BYTES + 24);
        parsed.destinationLow = memory.get(U64, LINK_BYTES + 32);
        long tcp = LINK_BYTES + Ipv6.HEADER_LENGTH_BYTES;
        parsed.tcpOffset = tcp;
        parsed.sourcePort = Tcp.sourcePort(memory, tcp);
        parsed.destinationPort = Tcp.destinationPort(memory, tcp);
        parsed.sequence = Tcp.sequence(memory, tcp);
        parsed.acknowledgment = Tcp.acknowledgment(memory, tcp);
        parsed.tcpFlags = Tcp.flags(memory, tcp);
        parsed.window = Tcp.window(memory, tcp);
        parsed.payloadOffset = tcp + Tcp.headerLengthBytes(memory, tcp);
        parsed.payloadLengthBytes = (int) (length - parsed.payloadOffset);
    }

    @Override
    public String toString() {
        return "%s seq %08x ack %08x win %d len %d"
                .formatted(Tcp.flagsText(flags), sequence, acknowledgment, window, payload.length);
    }
}
