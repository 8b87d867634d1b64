// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The UDP header (RFC 768).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          source port          |       destination port        |
 *  +-------------------------------+-------------------------------+
 *  |            length             |           checksum            |
 *  +-------------------------------+-------------------------------+
 * </pre>
 */
public final class Udp {

    /** Length of the header in bytes. */
    public static final int HEADER_LENGTH_BYTES = 8;

    /** What a checksum of 0 is sent as: 0 itself says that there is none (RFC 768). */
    private static final int CHECKSUM_OF_ZERO = 0xFFFF;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int LENGTH_OFFSET = 4;
    private static final int CHECKSUM_OFFSET = 6;

    private Udp() {}

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

    /** Length of header and payload in bytes, 0 to 65535. */
    public static int lengthBytes(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + LENGTH_OFFSET);
    }

    public static void setLengthBytes(MemorySegment frame, long base, int lengthBytes) {
        Bytes.set16(frame, base + LENGTH_OFFSET, lengthBytes);
    }

    /** The checksum as it stands in the frame; 0 if there is none. */
    public static int checksum(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + CHECKSUM_OFFSET);
    }

    public static void setChecksum(MemorySegment frame, long base, int checksum) {
        Bytes.set16(frame, base + CHECKSUM_OFFSET, checksum);
    }

    /**
     * Computes the checksum over pseudo header, header and payload and writes it; never 0.
     *
     * @param pseudoHeaderSum {@link Checksum#pseudoHeaderSum} of either family
     * @param lengthBytes length of header and payload in bytes
     */
    public static void fillChecksum(
            MemorySegment frame, long base, long pseudoHeaderSum, int lengthBytes) {
        setChecksum(frame, base, 0);
        int checksum = Checksum.finish(pseudoHeaderSum + Checksum.sum(frame, base, lengthBytes));
        setChecksum(frame, base, checksum == 0 ? CHECKSUM_OF_ZERO : checksum);
    }
}
