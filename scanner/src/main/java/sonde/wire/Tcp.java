// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The TCP header (RFC 9293 section 3.1).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          source port          |       destination port        |
 *  +-------------------------------+-------------------------------+
 *  |                        sequence number                        |
 *  +---------------------------------------------------------------+
 *  |                     acknowledgment number                     |
 *  +-------+-------+---------------+-------------------------------+
 *  | offset| rsrvd |     flags     |            window             |
 *  +-------+-------+---------------+-------------------------------+
 *  |           checksum            |        urgent pointer         |
 *  +-------------------------------+-------------------------------+
 *  |  options, 0 to 40 bytes ...
 *  +-----------------------------
 * </pre>
 */
public final class Tcp {

    /** Length of a header without options, in bytes. */
    public static final int HEADER_LENGTH_BYTES = 20;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;

    /** Explicit congestion notification echo (RFC 3168 section 6.1). */
    public static final int ECE = 0x40;

    /** Congestion window reduced (RFC 3168 section 6.1). */
    public static final int CWR = 0x80;

    /** Length of the maximum segment size option in bytes (RFC 9293 section 3.7.1). */
    public static final int MSS_OPTION_LENGTH_BYTES = 4;

    /** Length of the window scale option in bytes (RFC 7323 section 2.2). */
    public static final int WINDOW_SCALE_OPTION_LENGTH_BYTES = 3;

    /** Length of the SACK-permitted option in bytes (RFC 2018 section 2). */
    public static final int SACK_PERMITTED_OPTION_LENGTH_BYTES = 2;

    /** Length of the timestamps option in bytes (RFC 7323 section 3.2). */
    public static final int TIMESTAMPS_OPTION_LENGTH_BYTES = 10;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_MSS = 2;
    private static final int OPTION_WINDOW_SCALE = 3;
    private static final int OPTION_SACK_PERMITTED = 4;
    private static final int OPTION_TIMESTAMPS = 8;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int SEQUENCE_OFFSET = 4;
    private static final int ACKNOWLEDGMENT_OFFSET = 8;
    private static final int DATA_OFFSET_OFFSET = 12;
    private static final int FLAGS_OFFSET = 13;
    private static final int WINDOW_OFFSET = 14;
    private static final int CHECKSUM_OFFSET = 16;
    private static final int URGENT_POINTER_OFFSET = 18;

    /** Names of the flags from bit 0 up; masscan prints them in the same order. */
    private static final String[] FLAG_NAMES = {
        "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"
    };

    private static final String[] FLAGS_TEXT = new String[256];

    static {
        FLAGS_TEXT[0] = "none";
        for (int flags = 1; flags < FLAGS_TEXT.length; flags++) {
            int highest = Integer.highestOneBit(flags);
            String name = FLAG_NAMES[Integer.numberOfTrailingZeros(highest)];
            FLAGS_TEXT[flags] = flags == highest ? name : FLAGS_TEXT[flags ^ highest] + "-" + name;
        }
    }

    private Tcp() {}

    /**
     * Flags as text, such as {@code syn-ack}: the names of those set from FIN up, or {@code none}.
     *
     * @param flags only the low eight bits count
     */
    public static String flagsText(int flags) {
        return FLAGS_TEXT[flags & 0xFF];
    }

    /** The source port, 0 to 65535. */
    public static int sourcePort(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + SOURCE_PORT_OFFSET);
    }

    public static void setSourcePort(MemorySegment frame, long base, int port) {
        Bytes.set16(frame, base + SOURCE_PORT_OFFSET, port);
    }

    /** The destination port, 0 to 65535. */
    public static int destinationPort(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + DESTINATION_PORT_OFFSET);
    }

    public static void setDestinationPort(MemorySegment frame, long base, int port) {
        Bytes.set16(frame, base + DESTINATION_PORT_OFFSET, port);
    }

    /** The sequence number; an unsigned 32-bit number in an {@code int}. */
    public static int sequence(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + SEQUENCE_OFFSET);
    }

    public static void setSequence(MemorySegment frame, long base, int sequence) {
        Bytes.set32(frame, base + SEQUENCE_OFFSET, sequence);
    }

    /** The acknowledgment number; an unsigned 32-bit number in an {@code int}. */
    public static int acknowledgment(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + ACKNOWLEDGMENT_OFFSET);
    }

    public static void setAcknowledgment(MemorySegment frame, long base, int acknowledgment) {
        Bytes.set32(frame, base + ACKNOWLEDGMENT_OFFSET, acknowledgment);
    }

    /** The header's length in bytes, 0 to 60, as its data offset field says. */
    public static int headerLengthBytes(MemorySegment frame, long base) {
        return (Bytes.get8(frame, base + DATA_OFFSET_OFFSET) >>> 4) * 4;
    }

    /**
     * Writes the data offset field, and zero into the reserved bits.
     *
     * @param lengthBytes a multiple of 4, 20 to 60
     */
    public static void setHeaderLengthBytes(MemorySegment frame, long base, int lengthBytes) {
        Bytes.set8(frame, base + DATA_OFFSET_OFFSET, (lengthBytes / 4) << 4);
    }

    /** The eight flags, {@link #FIN} to {@link #CWR}. */
    public static int flags(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + FLAGS_OFFSET);
    }

    public static void setFlags(MemorySegment frame, long base, int flags) {
        Bytes.set8(frame, base + FLAGS_OFFSET, flags);
    }

    /** The window field, 0 to 65535, unscaled. */
    public static int window(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + WINDOW_OFFSET);
    }

    public static void setWindow(MemorySegment frame, long base, int window) {
        Bytes.set16(frame, base + WINDOW_OFFSET, window);
    }

    /** The checksum as it stands in the frame; in a received frame perhaps only partial. */
    public static int checksum(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + CHECKSUM_OFFSET);
    }

    public static void setChecksum(MemorySegment frame, long base, int checksum) {
        Bytes.set16(frame, base + CHECKSUM_OFFSET, checksum);
    }

    /**
     * Computes the checksum over pseudo header, header and payload and writes it.
     *
     * @param source the IPv4 source address, in host order
     * @param destination the IPv4 destination address, in host order
     * @param lengthBytes length of header and payload in bytes
     */
    public static void fillChecksum(
            MemorySegment frame, long base, int source, int destination, int lengthBytes) {
        setChecksum(frame, base, 0);
        long sum =
                Checksum.pseudoHeaderSum(source, destination, Ipv4.PROTOCOL_TCP, lengthBytes)
                        + Checksum.sum(frame, base, lengthBytes);
        setChecksum(frame, base, Checksum.finish(sum));
    }

    /** The urgent pointer, 0 to 65535. */
    public static int urgentPointer(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + URGENT_POINTER_OFFSET);
    }

    public static void setUrgentPointer(MemorySegment frame, long base, int urgentPointer) {
        Bytes.set16(frame, base + URGENT_POINTER_OFFSET, urgentPointer);
    }

    /**
     * Writes a maximum segment size option (RFC 9293 section 3.7.1): kind 2, length 4, value.
     *
     * @param optionOffset where the option begins in the frame, in bytes
     * @param mss the largest segment payload we can take in bytes, 0 to 65535
     * @return where the next option begins
     */
    public static long writeMssOption(MemorySegment frame, long optionOffset, int mss) {
        Bytes.set8(frame, optionOffset, OPTION_MSS);
        Bytes.set8(frame, optionOffset + 1, MSS_OPTION_LENGTH_BYTES);
        Bytes.set16(frame, optionOffset + 2, mss);
        return optionOffset + MSS_OPTION_LENGTH_BYTES;
    }

    /** Writes an option of one byte that says nothing (RFC 9293 section 3.2): kind 1. */
    public static long writeNopOption(MemorySegment frame, long optionOffset) {
        Bytes.set8(frame, optionOffset, OPTION_NOP);
        return optionOffset + 1;
    }

    /**
     * Writes a window scale option (RFC 7323 section 2.2): kind 3, length 3, shift.
     *
     * @param shift by how many bits our windows are to be shifted, 0 to 14
     * @return where the next option begins
     */
    public static long writeWindowScaleOption(MemorySegment frame, long optionOffset, int shift) {
        Bytes.set8(frame, optionOffset, OPTION_WINDOW_SCALE);
        Bytes.set8(frame, optionOffset + 1, WINDOW_SCALE_OPTION_LENGTH_BYTES);
        Bytes.set8(frame, optionOffset + 2, shift);
        return optionOffset + WINDOW_SCALE_OPTION_LENGTH_BYTES;
    }

    /**
     * Writes a SACK-permitted option (RFC 2018 section 2): kind 4, length 2.
     *
     * @return where the next option begins
     */
    public static long writeSackPermittedOption(MemorySegment frame, long optionOffset) {
        Bytes.set8(frame, optionOffset, OPTION_SACK_PERMITTED);
        Bytes.set8(frame, optionOffset + 1, SACK_PERMITTED_OPTION_LENGTH_BYTES);
        return optionOffset + SACK_PERMITTED_OPTION_LENGTH_BYTES;
    }

    /**
     * Writes a timestamps option (RFC 7323 section 3.2): kind 8, length 10, ours, the peer's.
     *
     * @param value our timestamp, an unsigned 32-bit number
     * @param echo the peer's latest; 0 in a segment without ACK
     * @return where the next option begins
     */
    public static long writeTimestampsOption(
            MemorySegment frame, long optionOffset, int value, int echo) {
        Bytes.set8(frame, optionOffset, OPTION_TIMESTAMPS);
        Bytes.set8(frame, optionOffset + 1, TIMESTAMPS_OPTION_LENGTH_BYTES);
        Bytes.set32(frame, optionOffset + 2, value);
        Bytes.set32(frame, optionOffset + 2 + Integer.BYTES, echo);
        return optionOffset + TIMESTAMPS_OPTION_LENGTH_BYTES;
    }

    /**
     * The value of the first well-formed maximum segment size option, or -1 if there is none. The
     * header must have passed {@link FrameParser}; broken options end the search.
     */
    public static int mssOption(MemorySegment frame, long base) {
        long end = base + headerLengthBytes(frame, base);
        long option = base + HEADER_LENGTH_BYTES;
        while (option < end) {
            int kind = Bytes.get8(frame, option);
            if (kind == OPTION_NOP) {
                option++;
                continue;
            }
            if (kind == OPTION_END || option + 1 >= end) {
                return -1;
            }
            int lengthBytes = Bytes.get8(frame, option + 1);
            if (lengthBytes < 2 || option + lengthBytes > end) {
                return -1;
            }
            if (kind == OPTION_MSS && lengthBytes == MSS_OPTION_LENGTH_BYTES) {
                return Bytes.get16(frame, option + 2);
            }
            option += lengthBytes;
        }
        return -1;
    }
}
