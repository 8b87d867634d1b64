// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * An ARP message for IPv4 over Ethernet (RFC 826), the 28 bytes behind the Ethernet header.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |       hardware type (1)       |    protocol type (0x0800)     |
 *  +---------------+---------------+-------------------------------+
 *  | hw length (6) | pr length (4) |           operation           |
 *  +---------------+---------------+-------------------------------+
 *  |                          sender MAC                           |
 *  +-------------------------------+-------------------------------+
 *  |           (sender)            |        sender address         |
 *  +-------------------------------+-------------------------------+
 *  |       (sender address)        |          target MAC           |
 *  +-------------------------------+-------------------------------+
 *  |                           (target)                            |
 *  +---------------------------------------------------------------+
 *  |                        target address                         |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class Arp {

    /** Length of the message in bytes. */
    public static final int LENGTH_BYTES = 28;

    /** Length of an Ethernet frame that holds one, in bytes and unpadded. */
    public static final int FRAME_LENGTH_BYTES = Ethernet.HEADER_LENGTH_BYTES + LENGTH_BYTES;

    /** Operation: who has the target address? */
    public static final int REQUEST = 1;

    /** Operation: the sender has the sender address. */
    public static final int REPLY = 2;

    private static final int HARDWARE_ETHERNET = 1;

    /** Address lengths as one number: 6 bytes, then 4 bytes. */
    private static final int ADDRESS_LENGTHS = 0x0604;

    private static final int HARDWARE_TYPE_OFFSET = 0;
    private static final int PROTOCOL_TYPE_OFFSET = 2;
    private static final int ADDRESS_LENGTHS_OFFSET = 4;
    private static final int OPERATION_OFFSET = 6;
    private static final int SENDER_MAC_OFFSET = 8;
    private static final int SENDER_ADDRESS_OFFSET = 14;
    private static final int TARGET_MAC_OFFSET = 18;
    private static final int TARGET_ADDRESS_OFFSET = 24;

    private Arp() {}

    /** Whether the four fields before the operation say IPv4 over Ethernet. */
    public static boolean isIpv4OverEthernet(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + HARDWARE_TYPE_OFFSET) == HARDWARE_ETHERNET
                && Bytes.get16(frame, base + PROTOCOL_TYPE_OFFSET) == Ethernet.TYPE_IPV4
                && Bytes.get16(frame, base + ADDRESS_LENGTHS_OFFSET) == ADDRESS_LENGTHS;
    }

    /** Writes the four fields before the operation. */
    public static void setIpv4OverEthernet(MemorySegment frame, long base) {
        Bytes.set16(frame, base + HARDWARE_TYPE_OFFSET, HARDWARE_ETHERNET);
        Bytes.set16(frame, base + PROTOCOL_TYPE_OFFSET, Ethernet.TYPE_IPV4);
        Bytes.set16(frame, base + ADDRESS_LENGTHS_OFFSET, ADDRESS_LENGTHS);
    }

    /** {@link #REQUEST}, {@link #REPLY} or another, 0 to 65535. */
    public static int operation(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + OPERATION_OFFSET);
    }

    public static void setOperation(MemorySegment frame, long base, int operation) {
        Bytes.set16(frame, base + OPERATION_OFFSET, operation);
    }

    /** The sender's MAC address in the low 48 bits. */
    public static long senderMac(MemorySegment frame, long base) {
        return Bytes.get48(frame, base + SENDER_MAC_OFFSET);
    }

    public static void setSenderMac(MemorySegment frame, long base, long mac) {
        Bytes.set48(frame, base + SENDER_MAC_OFFSET, mac);
    }

    /** The sender's IPv4 address, in host order; 0 in a probe for a free address (RFC 5227). */
    public static int senderAddress(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + SENDER_ADDRESS_OFFSET);
    }

    public static void setSenderAddress(MemorySegment frame, long base, int address) {
        Bytes.set32(frame, base + SENDER_ADDRESS_OFFSET, address);
    }

    /** The target's MAC address in the low 48 bits; without meaning in a request. */
    public static long targetMac(MemorySegment frame, long base) {
        return Bytes.get48(frame, base + TARGET_MAC_OFFSET);
    }

    public static void setTargetMac(MemorySegment frame, long base, long mac) {
        Bytes.set48(frame, base + TARGET_MAC_OFFSET, mac);
    }

    /** The target's IPv4 address, in host order. */
    public static int targetAddress(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + TARGET_ADDRESS_OFFSET);
    }

    public static void setTargetAddress(MemorySegment frame, long base, int address) {
        Bytes.set32(frame, base + TARGET_ADDRESS_OFFSET, address);
    }

    /**
     * Writes a whole frame that asks everyone on the link for the MAC address of {@code
     * targetAddress}.
     *
     * @param base where the Ethernet header begins, in bytes
     * @return the length of the frame, {@link #FRAME_LENGTH_BYTES}
     */
    public static int writeRequest(
            MemorySegment frame, long base, long senderMac, int senderAddress, int targetAddress) {
        Ethernet.write(frame, base, Ethernet.BROADCAST_MAC, senderMac, Ethernet.TYPE_ARP);
        long message = base + Ethernet.HEADER_LENGTH_BYTES;
        writeMessage(frame, message, REQUEST, senderMac, senderAddress, 0, targetAddress);
        return FRAME_LENGTH_BYTES;
    }

    /**
     * Writes the message alone of {@link #writeRequest}.
     *
     * @param base where the message begins, in bytes
     */
    public static void writeRequestMessage(
            MemorySegment frame, long base, long senderMac, int senderAddress, int targetAddress) {
        writeMessage(frame, base, REQUEST, senderMac, senderAddress, 0, targetAddress);
    }

    /**
     * Writes a whole frame that tells one neighbour that {@code senderAddress} is at {@code
     * senderMac}.
     *
     * @param base where the Ethernet header begins, in bytes
     * @return the length of the frame, {@link #FRAME_LENGTH_BYTES}
     */
    public static int writeReply(
            MemorySegment frame,
            long base,
            long senderMac,
            int senderAddress,
            long targetMac,
            int targetAddress) {
        Ethernet.write(frame, base, targetMac, senderMac, Ethernet.TYPE_ARP);
        long message = base + Ethernet.HEADER_LENGTH_BYTES;
        writeMessage(frame, message, REPLY, senderMac, senderAddress, targetMac, targetAddress);
        return FRAME_LENGTH_BYTES;
    }

    private static void writeMessage(
            MemorySegment frame,
            long base,
            int operation,
            long senderMac,
            int senderAddress,
            long targetMac,
            int targetAddress) {
        setIpv4OverEthernet(frame, base);
        setOperation(frame, base, operation);
        setSenderMac(frame, base, senderMac);
        setSenderAddress(frame, base, senderAddress);
        setTargetMac(frame, base, targetMac);
        setTargetAddress(frame, base, targetAddress);
    }
}
