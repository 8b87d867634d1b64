// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import sonde.wire.Arp;
import sonde.wire.Checksum;
import sonde.wire.Ethernet;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Whole, correct frames between two ends, as test data. */
public final class TestFrames {

    /** The end that a link under test is opened for. */
    public static final int OURS = 0xC613FF01;

    /** The other end. */
    public static final int THEIRS = 0xC6120001;

    public static final long OUR_MAC = 0x0200_0000_0001L;
    public static final long THEIR_MAC = 0x0200_0000_0002L;
    public static final int OUR_PORT_FIRST = 40_000;
    public static final int OUR_PORT_LAST = 40_255;

    private static final int PACKET_BYTES = Ipv4.HEADER_LENGTH_BYTES + Tcp.HEADER_LENGTH_BYTES;

    private TestFrames() {}

    /** A probe from us, told from others by its number. */
    public static byte[] probe(Framing framing, int number) {
        byte[] packet = tcp(OURS, THEIRS, OUR_PORT_FIRST + number % 256, 80, number, 0, Tcp.SYN);
        return framed(framing, packet, THEIR_MAC, OUR_MAC);
    }

    /** The same with so many bytes behind the TCP header, for which no checksum of TCP's holds. */
    public static byte[] probe(Framing framing, int number, int payloadBytes) {
        byte[] syn = tcp(OURS, THEIRS, OUR_PORT_FIRST + number % 256, 80, number, 0, Tcp.SYN);
        byte[] packet = Arrays.copyOf(syn, syn.length + payloadBytes);
        MemorySegment memory = MemorySegment.ofArray(packet);
        Ipv4.setTotalLengthBytes(memory, 0, packet.length);
        Ipv4.fillChecksum(memory, 0);
        return framed(framing, packet, THEIR_MAC, OUR_MAC);
    }

    /** Their answer to the probe of that number: the port is open. */
    public static byte[] answer(Framing framing, int number) {
        int flags = Tcp.SYN | Tcp.ACK;
        int port = OUR_PORT_FIRST + number % 256;
        byte[] packet = tcp(THEIRS, OURS, 80, port, ~number, number + 1, flags);
        return framed(framing, packet, OUR_MAC, THEIR_MAC);
    }

    /** An answer of theirs to an address that is not ours. */
    public static byte[] foreign(Framing framing) {
        byte[] packet = tcp(THEIRS, OURS + 1, 80, OUR_PORT_FIRST, 1, 2, Tcp.SYN | Tcp.ACK);
        return framed(framing, packet, OUR_MAC, THEIR_MAC);
    }

    /** Their ARP reply to us. */
    public static byte[] arpReply() {
        byte[] frame = new byte[Arp.FRAME_LENGTH_BYTES];
        Arp.writeReply(MemorySegment.ofArray(frame), 0, THEIR_MAC, THEIRS, OUR_MAC, OURS);
        return frame;
    }

    /** A packet without link header, checksums included. */
    public static byte[] tcp(
            int source,
            int destination,
            int sourcePort,
            int destinationPort,
            int sequence,
            int acknowledgment,
            int flags) {
        byte[] packet = new byte[PACKET_BYTES];
        MemorySegment memory = MemorySegment.ofArray(packet);
        Ipv4.setHeaderLengthBytes(memory, 0, Ipv4.HEADER_LENGTH_BYTES);
        Ipv4.setTotalLengthBytes(memory, 0, PACKET_BYTES);
        Ipv4.setIdentification(memory, 0, 0x5D5D);
        Ipv4.setTtl(memory, 0, 64);
        Ipv4.setProtocol(memory, 0, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(memory, 0, source);
        Ipv4.setDestination(memory, 0, destination);
        Ipv4.fillChecksum(memory, 0);
        ByteBuffer.wrap(packet, Ipv4.HEADER_LENGTH_BYTES, Tcp.HEADER_LENGTH_BYTES)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(sequence)
                .putInt(acknowledgment)
                .putShort((short) (0x5000 | flags))
                .putShort((short) 1024);
        fillTcpChecksum(packet);
        return packet;
    }

    /** Over the pseudo header as RFC 9293 section 3.1 has it, by the book. */
    private static void fillTcpChecksum(byte[] packet) {
        ByteBuffer sum = ByteBuffer.allocate(12 + Tcp.HEADER_LENGTH_BYTES);
        sum.put(packet, 12, 8).putShort((short) Ipv4.PROTOCOL_TCP);
        sum.putShort((short) Tcp.HEADER_LENGTH_BYTES);
        sum.put(packet, Ipv4.HEADER_LENGTH_BYTES, Tcp.HEADER_LENGTH_BYTES);
        int checksum = Checksum.of(MemorySegment.ofArray(sum.array()), 0, sum.capacity());
        ByteBuffer.wrap(packet).putShort(Ipv4.HEADER_LENGTH_BYTES + 16, (short) checksum);
    }

    /** The packet with an Ethernet header before it, or alone. */
    public static byte[] framed(
            Framing framing, byte[] packet, long destinationMac, long sourceMac) {
        if (framing == Framing.IP) {
            return packet;
        }
        byte[] frame = new byte[Ethernet.HEADER_LENGTH_BYTES + packet.length];
        Ethernet.write(
                MemorySegment.ofArray(frame), 0, destinationMac, sourceMac, Ethernet.TYPE_IPV4);
        System.arraycopy(packet, 0, frame, Ethernet.HEADER_LENGTH_BYTES, packet.length);
        return frame;
    }

    /** An Ethernet frame without its header. */
    public static byte[] packetOf(byte[] frame) {
        return Arrays.copyOfRange(frame, Ethernet.HEADER_LENGTH_BYTES, frame.length);
    }
}
