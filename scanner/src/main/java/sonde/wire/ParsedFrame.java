// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/**
 * What {@link FrameParser} read out of one frame. Made once and filled again for each frame. Each
 * field names the {@link FrameKind}s after which it holds; after others it holds junk. "Packets"
 * are {@code TCP}, {@code UDP}, {@code ICMP}, {@code ICMPV6}, {@code SCTP}, {@code IP} and {@code
 * FRAGMENT}.
 */
public final class ParsedFrame {

    /** {@code ARP}: where the message begins, in bytes; read it with {@link Arp}. */
    public long arpOffset;

    /** Packets: where the IP header begins, in bytes. */
    public long ipOffset;

    /** Packets: whether the header is IPv6's. */
    public boolean isIpv6;

    /** IPv4 packets: the source address, in host order. */
    public int sourceAddress;

    /** IPv4 packets: the destination address, in host order. */
    public int destinationAddress;

    /** Packets: the source address as {@link IpAddress} has it, IPv4 mapped. */
    public long sourceHigh;

    public long sourceLow;

    /** Packets: the destination address as {@link IpAddress} has it, IPv4 mapped. */
    public long destinationHigh;

    public long destinationLow;

    /** Packets: the time to live, or IPv6's hop limit, 0 to 255. */
    public int ttl;

    /** Packets, fragments apart: IANA's number of what the packet carries. */
    public int protocol;

    /** Packets, fragments apart: where what the packet carries begins, in bytes. */
    public long transportOffset;

    /** Packets, fragments apart: how long that is in bytes, without link-layer padding. */
    public int transportLengthBytes;

    /** {@code TCP}: where the TCP header begins, in bytes. */
    public long tcpOffset;

    /** {@code TCP}, {@code UDP}, {@code SCTP}: the source port, 0 to 65535. */
    public int sourcePort;

    /** {@code TCP}, {@code UDP}, {@code SCTP}: the destination port, 0 to 65535. */
    public int destinationPort;

    /** {@code TCP}: the sequence number, an unsigned 32-bit number. */
    public int sequence;

    /** {@code TCP}: the acknowledgment number, an unsigned 32-bit number. */
    public int acknowledgment;

    /** {@code TCP}: the flags, {@link Tcp#FIN} to {@link Tcp#CWR}. */
    public int tcpFlags;

    /** {@code TCP}: the window field, 0 to 65535, unscaled. */
    public int window;

    /** {@code TCP}, {@code UDP}: where the payload begins, in bytes. */
    public long payloadOffset;

    /** {@code TCP}, {@code UDP}: how long the payload is, in bytes, without link-layer padding. */
    public int payloadLengthBytes;

    /** The destination address. Allocates. */
    public IpAddress destination() {
        return new IpAddress(destinationHigh, destinationLow);
    }

    /** The source address. Allocates. */
    public IpAddress source() {
        return new IpAddress(sourceHigh, sourceLow);
    }
}
