// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The ICMP header (RFC 792), and that of ICMPv6 (RFC 4443), which has the same fields; the numbers
 * of its types are in {@link Icmpv6}. An error quotes a packet behind these 8 bytes, see {@link
 * QuotedPacket}.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |     type      |     code      |           checksum            |
 *  +---------------+---------------+-------------------------------+
 *  |  identifier of echo, timestamp|     sequence number of them   |
 *  +-------------------------------+-------------------------------+
 *  |  a timestamp's originate, receive and transmit time, 12 bytes
 *  +------------------------------------------------------------
 * </pre>
 */
public final class Icmp {

    /** Length of the header in bytes. */
    public static final int HEADER_LENGTH_BYTES = 8;

    /** Length of a timestamp message in bytes (RFC 792, page 16). */
    public static final int TIMESTAMP_LENGTH_BYTES = 20;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;
    public static final int TIMESTAMP_REQUEST = 13;
    public static final int TIMESTAMP_REPLY = 14;

    private static final int TYPE_OFFSET = 0;
    private static final int CODE_OFFSET = 1;
    private static final int CHECKSUM_OFFSET = 2;
    private static final int IDENTIFIER_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 6;
    private static final int ORIGINATE_OFFSET = 8;
    private static final int RECEIVE_OFFSET = 12;
    private static final int TRANSMIT_OFFSET = 16;

    private Icmp() {}

    /** The type, 0 to 255. */
    public static int type(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + TYPE_OFFSET);
    }

    public static void setType(MemorySegment frame, long base, int type) {
        Bytes.set8(frame, base + TYPE_OFFSET, type);
    }

    /** The code, 0 to 255. */
    public static int code(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + CODE_OFFSET);
    }

    public static void setCode(MemorySegment frame, long base, int code) {
        Bytes.set8(frame, base + CODE_OFFSET, code);
    }

    /** The checksum as it stands in the frame. */
    public static int checksum(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + CHECKSUM_OFFSET);
    }

    public static void setChecksum(MemorySegment frame, long base, int checksum) {
        Bytes.set16(frame, base + CHECKSUM_OFFSET, checksum);
    }

    /**
     * Computes the checksum over the message and writes it.
     *
     * @param pseudoHeaderSum 0 for ICMP; for ICMPv6 {@link Checksum#pseudoHeaderSum}
     * @param lengthBytes length of the message in bytes
     */
    public static void fillChecksum(
            MemorySegment frame, long base, long pseudoHeaderSum, int lengthBytes) {
        setChecksum(frame, base, 0);
        setChecksum(
                frame,
                base,
                Checksum.finish(pseudoHeaderSum + Checksum.sum(frame, base, lengthBytes)));
    }

    /** The identifier of an echo or timestamp, 0 to 65535. */
    public static int identifier(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + IDENTIFIER_OFFSET);
    }

    public static void setIdentifier(MemorySegment frame, long base, int identifier) {
        Bytes.set16(frame, base + IDENTIFIER_OFFSET, identifier);
    }

    /** The sequence number of an echo or timestamp, 0 to 65535. */
    public static int sequence(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + SEQUENCE_OFFSET);
    }

    public static void setSequence(MemorySegment frame, long base, int sequence) {
        Bytes.set16(frame, base + SEQUENCE_OFFSET, sequence);
    }

    /** When a timestamp's sender sent it: milliseconds since midnight UT, by its own word. */
    public static int originate(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + ORIGINATE_OFFSET);
    }

    public static void setOriginate(MemorySegment frame, long base, int millis) {
        Bytes.set32(frame, base + ORIGINATE_OFFSET, millis);
    }

    /** When a timestamp came to its receiver, as {@link #originate}. */
    public static int receive(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + RECEIVE_OFFSET);
    }

    public static void setReceive(MemorySegment frame, long base, int millis) {
        Bytes.set32(frame, base + RECEIVE_OFFSET, millis);
    }

    /** When its receiver answered, as {@link #originate}. */
    public static int transmit(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + TRANSMIT_OFFSET);
    }

    public static void setTransmit(MemorySegment frame, long base, int millis) {
        Bytes.set32(frame, base + TRANSMIT_OFFSET, millis);
    }

    /** Whether messages of this type quote the packet they are about (RFC 792). */
    public static boolean isError(int type) {
        return type == DESTINATION_UNREACHABLE
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }
}
