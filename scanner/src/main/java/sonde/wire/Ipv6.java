// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The IPv6 header (RFC 8200 section 3).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+---------------+---------------------------------------+
 *  |version| traffic class |              flow label               |
 *  +-------+---------------+-------+---------------+---------------+
 *  |        payload length         |  next header  |   hop limit   |
 *  +-------------------------------+---------------+---------------+
 *  |                                                               |
 *  |                   source address, 16 bytes                    |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                                                               |
 *  |                 destination address, 16 bytes                 |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv6 {

    /** Length of the header in bytes, extension headers apart. */
    public static final int HEADER_LENGTH_BYTES = 40;

    /** The version number in the first four bits. */
    public static final int VERSION = 6;

    /** The flow label's 20 bits. */
    public static final int FLOW_LABEL_MASK = 0xFFFFF;

    private static final int VERSION_OFFSET = 0;
    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int NEXT_HEADER_OFFSET = 6;
    private static final int HOP_LIMIT_OFFSET = 7;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;
    private static final int HALF_BYTES = 8;

    private Ipv6() {}

    /** The version, 0 to 15. */
    public static int version(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + VERSION_OFFSET) >>> 4;
    }

    /**
     * Writes the first four bytes: version 6, traffic class 0 and a flow label.
     *
     * @param flowLabel only the low 20 bits count
     */
    public static void setVersionAndFlowLabel(MemorySegment frame, long base, int flowLabel) {
        Bytes.set32(frame, base + VERSION_OFFSET, VERSION << 28 | (flowLabel & FLOW_LABEL_MASK));
    }

    /** The flow label, 0 to 0xFFFFF. */
    public static int flowLabel(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + VERSION_OFFSET) & FLOW_LABEL_MASK;
    }

    /** The length of what follows the header, extension headers included, 0 to 65535 bytes. */
    public static int payloadLengthBytes(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + PAYLOAD_LENGTH_OFFSET);
    }

    public static void setPayloadLengthBytes(MemorySegment frame, long base, int lengthBytes) {
        Bytes.set16(frame, base + PAYLOAD_LENGTH_OFFSET, lengthBytes);
    }

    /** The number of what follows, see {@link IpProtocol}, 0 to 255. */
    public static int nextHeader(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + NEXT_HEADER_OFFSET);
    }

    public static void setNextHeader(MemorySegment frame, long base, int protocol) {
        Bytes.set8(frame, base + NEXT_HEADER_OFFSET, protocol);
    }

    /** The hop limit, 0 to 255. */
    public static int hopLimit(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + HOP_LIMIT_OFFSET);
    }

    public static void setHopLimit(MemorySegment frame, long base, int hopLimit) {
        Bytes.set8(frame, base + HOP_LIMIT_OFFSET, hopLimit);
    }

    /** The source address's first 64 bits. */
    public static long sourceHigh(MemorySegment frame, long base) {
        return Bytes.get64(frame, base + SOURCE_OFFSET);
    }

    /** The source address's last 64 bits. */
    public static long sourceLow(MemorySegment frame, long base) {
        return Bytes.get64(frame, base + SOURCE_OFFSET + HALF_BYTES);
    }

    public static void setSource(MemorySegment frame, long base, long high, long low) {
        Bytes.set64(frame, base + SOURCE_OFFSET, high);
        Bytes.set64(frame, base + SOURCE_OFFSET + HALF_BYTES, low);
    }

    /** The destination address's first 64 bits. */
    public static long destinationHigh(MemorySegment frame, long base) {
        return Bytes.get64(frame, base + DESTINATION_OFFSET);
    }

    /** The destination address's last 64 bits. */
    public static long destinationLow(MemorySegment frame, long base) {
        return Bytes.get64(frame, base + DESTINATION_OFFSET + HALF_BYTES);
    }

    public static void setDestination(MemorySegment frame, long base, long high, long low) {
        Bytes.set64(frame, base + DESTINATION_OFFSET, high);
        Bytes.set64(frame, base + DESTINATION_OFFSET + HALF_BYTES, low);
    }
}
