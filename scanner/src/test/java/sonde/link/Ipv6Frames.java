// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import sonde.wire.IpAddress;

import java.nio.ByteBuffer;

/** IPv6 packets with right checksums, built by the book: RFC 8200, RFC 9293, RFC 768. */
public final class Ipv6Frames {

    private static final int HEADER_BYTES = 40;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private Ipv6Frames() {}

    /** A TCP segment without payload. */
    public static byte[] tcp(
            IpAddress source,
            IpAddress destination,
            int sourcePort,
            int destinationPort,
            int flags) {
        ByteBuffer segment = ByteBuffer.allocate(20);
        segment.putShort((short) sourcePort).putShort((short) destinationPort);
        segment.putInt(7).putInt(8).putShort((short) (0x5000 | flags)).putShort((short) 1024);
        return packet(source, destination, TCP, segment.array(), 16);
    }

    /** A UDP datagram. */
    public static byte[] udp(
            IpAddress source,
            IpAddress destination,
            int sourcePort,
            int destinationPort,
            int payloadBytes) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payloadBytes);
        datagram.putShort((short) sourcePort).putShort((short) destinationPort);
        datagram.putShort((short) datagram.capacity());
        return packet(source, destination, UDP, datagram.array(), 6);
    }

    private static byte[] packet(
            IpAddress source, IpAddress destination, int protocol, byte[] body, int sumOffset) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + body.length);
        packet.putInt(0x60000000).putShort((short) body.length).put((byte) protocol).put((byte) 64);
        packet.putLong(source.high()).putLong(source.low());
        packet.putLong(destination.high()).putLong(destination.low()).put(body);
        // The pseudo header: addresses, length and protocol.
        long sum = body.length + protocol;
        for (int at = 8; at < packet.capacity(); at += 2) {
            int high = packet.get(at) & 0xff;
            int low = at + 1 < packet.capacity() ? packet.get(at + 1) & 0xff : 0;
            sum += high << 8 | low;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return packet.putShort(HEADER_BYTES + sumOffset, (short) ~sum).array();
    }
}
