// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import sonde.wire.Checksum;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Ipv4;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A segment as tests read and write it, from {@code source} to {@code destination}. */
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

    /** An MSS option stands in a SYN; data does not go with it here. */
    private static final int SYN_MSS = 1460;

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

    /** The frame, with the link header that the machine's frames have. */
    byte[] frame() {
        return frame(has(Tcp.SYN) ? SYN_MSS : 0);
    }

    byte[] frame(int mss) {
        IpSegmentWriter writer = new IpSegmentWriter(LINK_BYTES, PEER_MAC, 60, 1);
        OutgoingSegment segment = new OutgoingSegment();
        segment.tuple.localLow = Integer.toUnsignedLong(source);
        segment.tuple.remoteLow = Integer.toUnsignedLong(destination);
        segment.tuple.setPorts(destinationPort, sourcePort);
        segment.destinationMac = OUR_MAC;
        segment.sequence = sequence;
        segment.acknowledgment = acknowledgment;
        segment.flags = flags;
        segment.window = window;
        segment.mss = payload.length == 0 ? mss : 0;
        segment.payloadLengthBytes = payload.length;
        byte[] bytes = new byte[SegmentRing.FRAME_MAX_BYTES];
        System.arraycopy(payload, 0, bytes, writer.payloadOffsetBytes(), payload.length);
        return Arrays.copyOf(bytes, writer.write(MemorySegment.ofArray(bytes), 0, segment));
    }

    /** Reads a frame and checks its checksums. */
    static TestSegment of(byte[] frame) {
        MemorySegment memory = MemorySegment.ofArray(frame);
        ParsedFrame parsed = new ParsedFrame();
        assertEquals(FrameKind.TCP, FrameParser.parse(memory, 0, frame.length, LINK_BYTES, parsed));
        assertEquals(0, Checksum.of(memory, LINK_BYTES, Ipv4.HEADER_LENGTH_BYTES), "IP checksum");
        int tcpBytes = frame.length - LINK_BYTES - Ipv4.HEADER_LENGTH_BYTES;
        long sum =
                Checksum.pseudoHeaderSum(
                                parsed.sourceAddress,
                                parsed.destinationAddress,
                                Ipv4.PROTOCOL_TCP,
                                tcpBytes)
                        + Checksum.sum(memory, parsed.tcpOffset, tcpBytes);
        assertEquals(0, Checksum.finish(sum), "TCP checksum");
        int from = (int) parsed.payloadOffset;
        return new TestSegment(
                parsed.sourceAddress,
                parsed.sourcePort,
                parsed.destinationAddress,
                parsed.destinationPort,
                parsed.sequence,
                parsed.acknowledgment,
                parsed.tcpFlags,
                parsed.window,
                Arrays.copyOfRange(frame, from, from + parsed.payloadLengthBytes));
    }

    @Override
    public String toString() {
        return "%s seq %08x ack %08x win %d len %d"
                .formatted(Tcp.flagsText(flags), sequence, acknowledgment, window, payload.length);
    }
}
