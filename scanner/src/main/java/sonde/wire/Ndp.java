// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * Neighbour solicitations and advertisements of IPv6 over Ethernet (RFC 4861 sections 4.3 and 4.4,
 * RFC 2464), the ICMPv6 messages that stand in for ARP.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  | type (135/136)|   code (0)    |           checksum            |
 *  +-+-+-+---------+---------------+-------------------------------+
 *  |R|S|O|                 reserved (S, O: of advertisements)      |
 *  +-+-+-+---------------------------------------------------------+
 *  |                   target address, 16 bytes                    |
 *  +---------------+---------------+-------------------------------+
 *  |  option (1/2) | length (1)    |  link-layer address, 6 bytes
 *  +---------------+---------------+-------------------------------+
 * </pre>
 */
public final class Ndp {

    /** Option: where the sender of a solicitation is. */
    public static final int SOURCE_LINK_ADDRESS = 1;

    /** Option: where the target of an advertisement is. */
    public static final int TARGET_LINK_ADDRESS = 2;

    /** Flag of an advertisement: the sender is a router. */
    public static final int ROUTER = 0x8000_0000;

    /** Flag of an advertisement: it answers a solicitation. */
    public static final int SOLICITED = 0x4000_0000;

    /** Flag of an advertisement: it replaces what was known. */
    public static final int OVERRIDE = 0x2000_0000;

    /** All nodes of the link, ff02::1. */
    public static final long ALL_NODES_HIGH = 0xFF02L << 48;

    public static final long ALL_NODES_LOW = 1;

    /** The Ethernet address of all nodes, 33:33:00:00:00:01. */
    public static final long ALL_NODES_MAC = 0x3333_0000_0001L;

    /** Length of the longest frame that is written here, in bytes and unpadded. */
    public static final int FRAME_LENGTH_MAX_BYTES = 86;

    private static final int TYPE_SOLICITATION = 135;
    private static final int TYPE_ADVERTISEMENT = 136;

    /** RFC 4861 section 7.1: what a router passed on is not from this link. */
    private static final int HOP_LIMIT = 255;

    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int NEXT_HEADER_ICMPV6 = 58;
    private static final int IPV6_HEADER_LENGTH_BYTES = 40;
    private static final int IPV6_VERSION = 6 << 28;
    private static final int IPV6_LENGTH_OFFSET = 4;
    private static final int IPV6_NEXT_HEADER_OFFSET = 6;
    private static final int IPV6_HOP_LIMIT_OFFSET = 7;
    private static final int IPV6_SOURCE_OFFSET = 8;
    private static final int IPV6_DESTINATION_OFFSET = 24;

    private static final int TYPE_OFFSET = 0;
    private static final int CODE_OFFSET = 1;
    private static final int CHECKSUM_OFFSET = 2;
    private static final int FLAGS_OFFSET = 4;
    private static final int TARGET_OFFSET = 8;
    private static final int MESSAGE_LENGTH_BYTES = 24;
    private static final int OPTION_LENGTH_BYTES = 8;

    /** Unit of an option's length field. */
    private static final int OPTION_UNIT_BYTES = 8;

    private static final int OPTION_MAC_OFFSET = 2;

    /** ff02::1:ff00:0/104, RFC 4291 section 2.7.1, and the Ethernet addresses of such groups. */
    private static final long SOLICITED_NODE_LOW = 0x0000_0001_FF00_0000L;

    private static final long SOLICITED_NODE_MAC = 0x3333_FF00_0000L;
    private static final long LOW24 = 0xFF_FFFFL;

    private Ndp() {}

    /**
     * Writes a whole frame that asks for the MAC address of a target. One from {@code ::}, which
     * asks whether the target exists (RFC 4862 section 5.4.2), doesn't say where the asker is.
     *
     * @param base where the Ethernet header begins, in bytes
     * @return the length of the frame: {@link #FRAME_LENGTH_MAX_BYTES}, or 8 less from {@code ::}
     */
    public static int writeSolicitation(
            MemorySegment frame,
            long base,
            long sourceMac,
            long sourceHigh,
            long sourceLow,
            long targetHigh,
            long targetLow) {
        boolean isClaim = sourceHigh == 0 && sourceLow == 0;
        long suffix = targetLow & LOW24;
        Ethernet.write(frame, base, SOLICITED_NODE_MAC | suffix, sourceMac, ETHERTYPE_IPV6);
        long packet = base + Ethernet.HEADER_LENGTH_BYTES;
        long message = packet + IPV6_HEADER_LENGTH_BYTES;
        int length = MESSAGE_LENGTH_BYTES + (isClaim ? 0 : OPTION_LENGTH_BYTES);
        set128(frame, packet + IPV6_SOURCE_OFFSET, sourceHigh, sourceLow);
        set128(
                frame,
                packet + IPV6_DESTINATION_OFFSET,
                ALL_NODES_HIGH,
                SOLICITED_NODE_LOW | suffix);
        writeMessage(frame, message, TYPE_SOLICITATION, 0, targetHigh, targetLow);
        if (!isClaim) {
            writeOption(frame, message, SOURCE_LINK_ADDRESS, sourceMac);
        }
        return finish(frame, packet, length);
    }

    /**
     * Writes a whole frame that says where a target is.
     *
     * @param base where the Ethernet header begins, in bytes
     * @param mac the target's MAC address, and the sender's
     * @param destinationMac who is told
     * @param targetHigh the target's address, which it is sent from
     * @param flags {@link #ROUTER}, {@link #SOLICITED} and {@link #OVERRIDE}
     * @return the length of the frame, {@link #FRAME_LENGTH_MAX_BYTES}
     */
    public static int writeAdvertisement(
            MemorySegment frame,
            long base,
            long mac,
            long destinationMac,
            long targetHigh,
            long targetLow,
            long destinationHigh,
            long destinationLow,
            int flags) {
        Ethernet.write(frame, base, destinationMac, mac, ETHERTYPE_IPV6);
        long packet = base + Ethernet.HEADER_LENGTH_BYTES;
        long message = packet + IPV6_HEADER_LENGTH_BYTES;
        set128(frame, packet + IPV6_SOURCE_OFFSET, targetHigh, targetLow);
        set128(frame, packet + IPV6_DESTINATION_OFFSET, destinationHigh, destinationLow);
        writeMessage(frame, message, TYPE_ADVERTISEMENT, flags, targetHigh, targetLow);
        writeOption(frame, message, TARGET_LINK_ADDRESS, mac);
        return finish(frame, packet, MESSAGE_LENGTH_BYTES + OPTION_LENGTH_BYTES);
    }

    private static void writeMessage(
            MemorySegment frame, long message, int type, int flags, long high, long low) {
        Bytes.set8(frame, message + TYPE_OFFSET, type);
        Bytes.set8(frame, message + CODE_OFFSET, 0);
        Bytes.set16(frame, message + CHECKSUM_OFFSET, 0);
        Bytes.set32(frame, message + FLAGS_OFFSET, flags);
        set128(frame, message + TARGET_OFFSET, high, low);
    }

    private static void writeOption(MemorySegment frame, long message, int type, long mac) {
        long option = message + MESSAGE_LENGTH_BYTES;
        Bytes.set8(frame, option, type);
        Bytes.set8(frame, option + 1, OPTION_LENGTH_BYTES / OPTION_UNIT_BYTES);
        Bytes.set48(frame, option + OPTION_MAC_OFFSET, mac);
    }

    /** Writes the rest of the IPv6 header and the checksum. Returns the length of the frame. */
    private static int finish(MemorySegment frame, long packet, int lengthBytes) {
        Bytes.set32(frame, packet, IPV6_VERSION);
        Bytes.set16(frame, packet + IPV6_LENGTH_OFFSET, lengthBytes);
        Bytes.set8(frame, packet + IPV6_NEXT_HEADER_OFFSET, NEXT_HEADER_ICMPV6);
        Bytes.set8(frame, packet + IPV6_HOP_LIMIT_OFFSET, HOP_LIMIT);
        long message = packet + IPV6_HEADER_LENGTH_BYTES;
        Bytes.set16(
                frame, message + CHECKSUM_OFFSET, checksum(frame, packet, message, lengthBytes));
        return Ethernet.HEADER_LENGTH_BYTES + IPV6_HEADER_LENGTH_BYTES + lengthBytes;
    }

    /** The checksum with the pseudo header of RFC 8200 section 8.1; 0 over one that is right. */
    private static int checksum(MemorySegment frame, long packet, long message, int lengthBytes) {
        int addressesLength = IPV6_HEADER_LENGTH_BYTES - IPV6_SOURCE_OFFSET;
        return Checksum.finish(
                Checksum.sum(frame, packet + IPV6_SOURCE_OFFSET, addressesLength)
                        + NEXT_HEADER_ICMPV6
                        + lengthBytes
                        + Checksum.sum(frame, message, lengthBytes));
    }

    private static void set128(MemorySegment frame, long offset, long high, long low) {
        Bytes.set32(frame, offset, (int) (high >>> Integer.SIZE));
        Bytes.set32(frame, offset + 4, (int) high);
        Bytes.set32(frame, offset + 8, (int) (low >>> Integer.SIZE));
        Bytes.set32(frame, offset + 12, (int) low);
    }

    private static long get64(MemorySegment frame, long offset) {
        return (long) Bytes.get32(frame, offset) << Integer.SIZE
                | Integer.toUnsignedLong(Bytes.get32(frame, offset + 4));
    }

    /**
     * Whether an ICMPv6 message is a solicitation that RFC 4861 section 7.1.1 accepts.
     *
     * @param parsed what the parser found, of kind {@code ICMPV6}
     */
    public static boolean isSolicitation(MemorySegment memory, ParsedFrame parsed) {
        if (!isValid(memory, parsed, TYPE_SOLICITATION)) {
            return false;
        }
        boolean isClaim = parsed.sourceHigh == 0 && parsed.sourceLow == 0;
        return !isClaim
                || (parsed.destinationHigh == ALL_NODES_HIGH
                        && (parsed.destinationLow & ~LOW24) == SOLICITED_NODE_LOW
                        && linkAddress(memory, parsed, SOURCE_LINK_ADDRESS) < 0);
    }

    /**
     * Whether an ICMPv6 message is an advertisement that RFC 4861 section 7.1.2 accepts.
     *
     * @param parsed what the parser found, of kind {@code ICMPV6}
     */
    public static boolean isAdvertisement(MemorySegment memory, ParsedFrame parsed) {
        boolean isToMany = parsed.destinationHigh >>> 56 == 0xFF;
        return isValid(memory, parsed, TYPE_ADVERTISEMENT)
                && !(isToMany && (flags(memory, parsed) & SOLICITED) != 0);
    }

    private static boolean isValid(MemorySegment memory, ParsedFrame parsed, int type) {
        long message = parsed.transportOffset;
        int length = parsed.transportLengthBytes;
        return length >= MESSAGE_LENGTH_BYTES
                && Bytes.get8(memory, message + TYPE_OFFSET) == type
                && Bytes.get8(memory, message + CODE_OFFSET) == 0
                && parsed.ttl == HOP_LIMIT
                && Bytes.get8(memory, message + TARGET_OFFSET) != 0xFF
                && hasWholeOptions(memory, parsed)
                && checksum(memory, parsed.ipOffset, message, length) == 0;
    }

    private static boolean hasWholeOptions(MemorySegment memory, ParsedFrame parsed) {
        int at = MESSAGE_LENGTH_BYTES;
        while (at + 2 <= parsed.transportLengthBytes) {
            int length = OPTION_UNIT_BYTES * Bytes.get8(memory, parsed.transportOffset + at + 1);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return at == parsed.transportLengthBytes;
    }

    /** The first half of the target address of a message that was found right. */
    public static long targetHigh(MemorySegment memory, ParsedFrame parsed) {
        return get64(memory, parsed.transportOffset + TARGET_OFFSET);
    }

    /** The second half. */
    public static long targetLow(MemorySegment memory, ParsedFrame parsed) {
        return get64(memory, parsed.transportOffset + TARGET_OFFSET + Long.BYTES);
    }

    /** The flags of an advertisement that was found right. */
    public static int flags(MemorySegment memory, ParsedFrame parsed) {
        return Bytes.get32(memory, parsed.transportOffset + FLAGS_OFFSET);
    }

    /**
     * The MAC address in an option of a message that was found right.
     *
     * @param option {@link #SOURCE_LINK_ADDRESS} or {@link #TARGET_LINK_ADDRESS}
     * @return the address in the low 48 bits, or -1 when there is no such option
     */
    public static long linkAddress(MemorySegment memory, ParsedFrame parsed, int option) {
        int at = MESSAGE_LENGTH_BYTES;
        while (at + OPTION_LENGTH_BYTES <= parsed.transportLengthBytes) {
            long offset = parsed.transportOffset + at;
            if (Bytes.get8(memory, offset) == option) {
                return Bytes.get48(memory, offset + OPTION_MAC_OFFSET);
            }
            at += OPTION_UNIT_BYTES * Bytes.get8(memory, offset + 1);
        }
        return -1;
    }
}
