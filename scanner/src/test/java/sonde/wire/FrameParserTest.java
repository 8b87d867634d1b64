// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

class FrameParserTest {

    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;
    private static final int TCP = IP + Ipv4.HEADER_LENGTH_BYTES;

    private final ParsedFrame parsed = new ParsedFrame();

    private FrameKind parse(byte[] frame) {
        return FrameParser.parse(MemorySegment.ofArray(frame), 0, frame.length, IP, parsed);
    }

    /** A SYN-ACK of Linux with some bytes changed. */
    private static byte[] synAckWith(int offset, int... bytes) {
        byte[] frame = Golden.frame("linux-syn-ack");
        for (int i = 0; i < bytes.length; i++) {
            frame[offset + i] = (byte) bytes[i];
        }
        return frame;
    }

    @Test
    void readsASynAckOfLinux() {
        assertEquals(FrameKind.TCP, parse(Golden.frame("linux-syn-ack")));
        assertEquals(IP, parsed.ipOffset);
        assertEquals(TCP, parsed.tcpOffset);
        assertEquals(0x7F000001, parsed.sourceAddress);
        assertEquals(0x7F000001, parsed.destinationAddress);
        assertEquals(64, parsed.ttl);
        assertEquals(39999, parsed.sourcePort);
        assertEquals(37242, parsed.destinationPort);
        assertEquals(0x344eb005, parsed.sequence);
        assertEquals(0x4642d50f, parsed.acknowledgment);
        assertEquals(Tcp.SYN | Tcp.ACK, parsed.tcpFlags);
        assertEquals(65483, parsed.window);
        assertEquals(74, parsed.payloadOffset);
        assertEquals(0, parsed.payloadLengthBytes);
    }

    @Test
    void readsAFrameThatBeginsWithItsIpHeaderSomewhereInMemory() {
        byte[] frame = Golden.frame("tcp-syn-ip");
        byte[] memory = new byte[200];
        System.arraycopy(frame, 0, memory, 77, frame.length);
        FrameKind kind =
                FrameParser.parse(MemorySegment.ofArray(memory), 77, frame.length, 0, parsed);
        assertEquals(FrameKind.TCP, kind);
        assertEquals(77, parsed.ipOffset);
        assertEquals(97, parsed.tcpOffset);
        assertEquals(443, parsed.destinationPort);
    }

    @Test
    void leavesPaddingOutOfThePayload() {
        byte[] padded = Arrays.copyOf(Golden.frame("linux-rst-ack"), 60);
        assertEquals(FrameKind.TCP, parse(padded));
        assertEquals(0, parsed.payloadLengthBytes);
    }

    @Test
    void findsThePayload() {
        byte[] frame = Arrays.copyOf(Golden.frame("linux-rst-ack"), 60);
        frame[IP + 3] = 43;
        assertEquals(FrameKind.TCP, parse(frame));
        assertEquals(TCP + 20, parsed.payloadOffset);
        assertEquals(3, parsed.payloadLengthBytes);
    }

    @Test
    void readsBehindIpOptions() {
        byte[] plain = Golden.frame("linux-rst-ack");
        byte[] frame = new byte[plain.length + 8];
        System.arraycopy(plain, 0, frame, 0, TCP);
        System.arraycopy(plain, TCP, frame, TCP + 8, plain.length - TCP);
        frame[IP] = 0x47;
        frame[IP + 3] += 8;
        assertEquals(FrameKind.TCP, parse(frame));
        assertEquals(TCP + 8, parsed.tcpOffset);
        assertEquals(39998, parsed.sourcePort);
    }

    @Test
    void findsArp() {
        assertEquals(FrameKind.ARP, parse(Golden.frame("arp-reply")));
        assertEquals(IP, parsed.arpOffset);
        assertEquals(FrameKind.ARP, parse(Arrays.copyOf(Golden.frame("arp-request"), 60)));
    }

    @Test
    void takesArpOfOtherNetworksForOther() {
        byte[] frame = Golden.frame("arp-reply");
        frame[IP + 1] = 6;
        assertEquals(FrameKind.OTHER, parse(frame));
    }

    @Test
    void knowsFragments() {
        assertEquals(FrameKind.FRAGMENT, parse(synAckWith(IP + 6, 0x20, 0x00)));
        assertEquals(FrameKind.FRAGMENT, parse(synAckWith(IP + 6, 0x00, 0x01)));
        assertEquals(FrameKind.FRAGMENT, parse(synAckWith(IP + 6, 0x1F, 0xFF)));
        assertEquals(FrameKind.TCP, parse(synAckWith(IP + 6, 0x80, 0x00)));
    }

    @Test
    void knowsOtherProtocols() {
        assertEquals(FrameKind.IP, parse(synAckWith(IP + 9, 47)));
        assertEquals(47, parsed.protocol);
        assertEquals(TCP, parsed.transportOffset);
        assertEquals(40, parsed.transportLengthBytes);
        assertEquals(FrameKind.OTHER, parse(synAckWith(12, 0x88, 0xCC)));
        assertEquals(FrameKind.IP, parse(synAckWith(IP + 9, IpProtocol.ICMPV6)));
    }

    @Test
    void refusesContradictions() {
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(IP, 0x65)), "version 6");
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(IP, 0x44)), "IHL 16");
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(IP, 0x4F)), "IHL 60, no TCP left");
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(IP + 2, 0, 19)), "total < IHL");
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(IP + 2, 0, 39)), "no whole TCP header");
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(IP + 2, 0, 61)), "total > captured");
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(TCP + 12, 0x40)), "data offset 16");
        assertEquals(FrameKind.MALFORMED, parse(synAckWith(TCP + 12, 0xB0)), "data offset > TCP");
    }

    /** Every prefix of a good frame is malformed, and no byte behind it is read. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-syn-ack", "linux-rst-ack", "arp-reply", "tcp-syn-ethernet"})
    void refusesEveryTruncation(String name) {
        byte[] frame = Golden.frame(name);
        for (int lengthBytes = 0; lengthBytes < frame.length; lengthBytes++) {
            byte[] prefix = Arrays.copyOf(frame, lengthBytes);
            assertEquals(FrameKind.MALFORMED, parse(prefix), name + " to " + lengthBytes);
        }
    }

    @Test
    void refusesLengthsThatAreNone() {
        MemorySegment memory = MemorySegment.ofArray(new byte[64]);
        for (int lengthBytes : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertEquals(
                    FrameKind.MALFORMED, FrameParser.parse(memory, 0, lengthBytes, 14, parsed));
            assertEquals(FrameKind.MALFORMED, FrameParser.parse(memory, 0, lengthBytes, 0, parsed));
        }
    }
}
