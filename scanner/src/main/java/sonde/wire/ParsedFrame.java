// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/**
 * What {@link FrameParser} read out of one frame. Made once and filled again for each frame. Each
 * field names the {@link FrameKind}s after which it holds; after others it holds junk.
 */
public final class ParsedFrame {

    /** {@code ARP}: where the message begins, in bytes; read it with {@link Arp}. */
    public long arpOffset;

    /** {@code TCP}, {@code FRAGMENT}: where the IP header begins, in bytes. */
    public long ipOffset;

    /** {@code TCP}, {@code FRAGMENT}: the source address, in host order. */
    public int sourceAddress;

    /** {@code TCP}, {@code FRAGMENT}: the destination address, in host order. */
    public int destinationAddress;

    /** {@code TCP}, {@code FRAGMENT}: the time to live, 0 to 255. */
    public int ttl;

    /** {@code TCP}: where the TCP header begins, in bytes. */
    public long tcpOffset;

    /** {@code TCP}: the source port, 0 to 65535. */
    public int sourcePort;

    /** {@code TCP}: the destination port, 0 to 65535. */
    public int destinationPort;

    /** {@code TCP}: the sequence number, an unsigned 32-bit number. */
    public int sequence;

    /** {@code TCP}: the acknowledgment number, an unsigned 32-bit number. */
    public int acknowledgment;

    /** {@code TCP}: the flags, {@link Tcp#FIN} to {@link Tcp#CWR}. */
    public int tcpFlags;

    /** {@code TCP}: the window field, 0 to 65535, unscaled. */
    public int window;

    /** {@code TCP}: where the payload begins, in bytes. */
    public long payloadOffset;

    /** {@code TCP}: how long the payload is, in bytes, without link-layer padding. */
    public int payloadLengthBytes;
}
