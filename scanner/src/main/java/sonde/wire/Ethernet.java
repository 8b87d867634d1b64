// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The Ethernet II header (IEEE 802.3, RFC 894), without preamble and frame check sequence.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                      destination MAC                          |
 *  +-------------------------------+-------------------------------+
 *  |        (destination)          |          source MAC           |
 *  +-------------------------------+-------------------------------+
 *  |                           (source)                            |
 *  +-------------------------------+-------------------------------+
 *  |           EtherType           |  payload ...
 *  +-------------------------------+
 * </pre>
 */
public final class Ethernet {

    /** Length of the header in bytes. */
    public static final int HEADER_LENGTH_BYTES = 14;

    /** EtherType of IPv4 (RFC 894). */
    public static final int TYPE_IPV4 = 0x0800;

    /** EtherType of ARP (RFC 826). */
    public static final int TYPE_ARP = 0x0806;

    /** EtherType of IPv6 (RFC 2464 section 3). */
    public static final int TYPE_IPV6 = 0x86DD;

    /** EtherType of a VLAN tag (IEEE 802.1Q), see {@link Vlan}. */
    public static final int TYPE_VLAN = 0x8100;

    /** EtherType of a service provider's VLAN tag, before another (IEEE 802.1ad). */
    public static final int TYPE_SERVICE_VLAN = 0x88A8;

    /** The MAC address of everyone on the link. */
    public static final long BROADCAST_MAC = 0xFFFF_FFFF_FFFFL;

    private static final int DESTINATION_MAC_OFFSET = 0;
    private static final int SOURCE_MAC_OFFSET = 6;
    private static final int TYPE_OFFSET = 12;

    private Ethernet() {}

    /** The destination MAC address in the low 48 bits, as {@link MacAddress} has it. */
    public static long destinationMac(MemorySegment frame, long base) {
        return Bytes.get48(frame, base + DESTINATION_MAC_OFFSET);
    }

    public static void setDestinationMac(MemorySegment frame, long base, long mac) {
        Bytes.set48(frame, base + DESTINATION_MAC_OFFSET, mac);
    }

    /** The source MAC address in the low 48 bits, as {@link MacAddress} has it. */
    public static long sourceMac(MemorySegment frame, long base) {
        return Bytes.get48(frame, base + SOURCE_MAC_OFFSET);
    }

    public static void setSourceMac(MemorySegment frame, long base, long mac) {
        Bytes.set48(frame, base + SOURCE_MAC_OFFSET, mac);
    }

    /** The EtherType, 0 to 65535; values up to 1500 are an IEEE 802.3 length instead. */
    public static int type(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + TYPE_OFFSET);
    }

    public static void setType(MemorySegment frame, long base, int type) {
        Bytes.set16(frame, base + TYPE_OFFSET, type);
    }

    /** Writes all 14 bytes. */
    public static void write(
            MemorySegment frame, long base, long destinationMac, long sourceMac, int type) {
        setDestinationMac(frame, base, destinationMac);
        setSourceMac(frame, base, sourceMac);
        setType(frame, base, type);
    }
}
