// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/**
 * What {@link FrameParser} found a frame to be, and so which fields of {@link ParsedFrame} hold.
 */
public enum FrameKind {
    /** An unfragmented IPv4 packet with a whole TCP header. */
    TCP,
    /** An ARP message for IPv4 over Ethernet. */
    ARP,
    /** A fragment of an IPv4 packet, the first one included. */
    FRAGMENT,
    /** A frame of another kind, of which only the kind was looked at. */
    OTHER,
    /** A frame that is cut short or contradicts itself. */
    MALFORMED
}
