// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/**
 * What {@link FrameParser} found a frame to be, and so which fields of {@link ParsedFrame} hold.
 * Packets are of either family unless it says otherwise; VLAN tags, IP options and extension
 * headers have been passed over.
 */
public enum FrameKind {
    /** An unfragmented packet with a whole TCP header. */
    TCP,
    /** An unfragmented packet with a whole UDP datagram. */
    UDP,
    /** An unfragmented IPv4 packet with an ICMP header of 8 bytes at least. */
    ICMP,
    /** An unfragmented IPv6 packet with an ICMPv6 header of 8 bytes at least. */
    ICMPV6,
    /** An unfragmented packet with an SCTP header and the header of its first chunk. */
    SCTP,
    /** An unfragmented packet of another protocol. */
    IP,
    /** An ARP message for IPv4 over Ethernet. */
    ARP,
    /** A fragment of a packet, the first one included. */
    FRAGMENT,
    /** A frame of another kind, of which only the kind was looked at. */
    OTHER,
    /** A frame that is cut short or contradicts itself. */
    MALFORMED
}
