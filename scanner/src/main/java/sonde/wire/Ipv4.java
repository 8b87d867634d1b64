// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The IPv4 header (RFC 791 section 3.1).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+-------------------------------+
 *  |version|  IHL  |  DSCP and ECN |         total length          |
 *  +-------+-------+---------------+-----+-------------------------+
 *  |        identification         |flags|     fragment offset     |
 *  +---------------+---------------+-----+-------------------------+
 *  |      TTL      |   protocol    |        header checksum        |
 *  +---------------+---------------+-------------------------------+
 *  |                        source address                         |
 *  +---------------------------------------------------------------+
 *  |                      destination address                      |
 *  +---------------------------------------------------------------+
 *  |  options, 0 to 40 bytes ...
 *  +-----------------------------
 * </pre>
 */
public final class Ipv4 {

    /** Length of a header without options, in bytes. */
    public static final int HEADER_LENGTH_BYTES = 20;

    /** The version number in the first four bits. */
    public static final int VERSION = 4;

    /** Protocol number of TCP (IANA). */
    public static final int PROTOCOL_TCP = 6;

    /** In {@link #flagsAndFragmentOffset}: don't fragment. */
    public static final int DONT_FRAGMENT = 0x4000;

    /** In {@link #flagsAndFragmentOffset}: more fragments follow. */
    public static final int MORE_FRAGMENTS = 0x2000;

    /** In {@link #flagsAndFragmentOffset}: the fragment offset, in units of 8 bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0x1FFF;

    private static final int VERSION_AND_IHL_OFFSET = 0;
    private static final int TRAFFIC_CLASS_OFFSET = 1;
    private static final int TOTAL_LENGTH_OFFSET = 2;
    private static final int IDENTIFICATION_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int TTL_OFFSET = 8;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int CHECKSUM_OFFSET = 10;
    private static final int SOURCE_OFFSET = 12;
    private static final int DESTINATION_OFFSET = 16;

    private Ipv4() {}

    /** The version, 0 to 15. */
    public static int version(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + VERSION_AND_IHL_OFFSET) >>> 4;
    }

    /** The header's length in bytes, 0 to 60, as its IHL field says. */
    public static int headerLengthBytes(MemorySegment frame, long base) {
        return (Bytes.get8(frame, base + VERSION_AND_IHL_OFFSET) & 0xF) * 4;
    }

    /**
     * Writes version 4 and the IHL field.
     *
     * @param lengthBytes a multiple of 4, 20 to 60
     */
    public static void setHeaderLengthBytes(MemorySegment frame, long base, int lengthBytes) {
        Bytes.set8(frame, base + VERSION_AND_IHL_OFFSET, VERSION << 4 | lengthBytes / 4);
    }

    /** DSCP (six bits) and ECN (two bits), RFC 2474 and RFC 3168. */
    public static int trafficClass(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + TRAFFIC_CLASS_OFFSET);
    }

    public static void setTrafficClass(MemorySegment frame, long base, int trafficClass) {
        Bytes.set8(frame, base + TRAFFIC_CLASS_OFFSET, trafficClass);
    }

    /** Length of header and payload in bytes, 0 to 65535. */
    public static int totalLengthBytes(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + TOTAL_LENGTH_OFFSET);
    }

    public static void setTotalLengthBytes(MemorySegment frame, long base, int lengthBytes) {
        Bytes.set16(frame, base + TOTAL_LENGTH_OFFSET, lengthBytes);
    }

    /** The identification, 0 to 65535. */
    public static int identification(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + IDENTIFICATION_OFFSET);
    }

    public static void setIdentification(MemorySegment frame, long base, int identification) {
        Bytes.set16(frame, base + IDENTIFICATION_OFFSET, identification);
    }

    /** The 16 bits of flags and fragment offset: see {@link #DONT_FRAGMENT} and its neighbours. */
    public static int flagsAndFragmentOffset(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + FLAGS_OFFSET);
    }

    public static void setFlagsAndFragmentOffset(MemorySegment frame, long base, int bits) {
        Bytes.set16(frame, base + FLAGS_OFFSET, bits);
    }

    /** The time to live, 0 to 255. */
    public static int ttl(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + TTL_OFFSET);
    }

    public static void setTtl(MemorySegment frame, long base, int ttl) {
        Bytes.set8(frame, base + TTL_OFFSET, ttl);
    }

    /** The IANA protocol number, 0 to 255. */
    public static int protocol(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + PROTOCOL_OFFSET);
    }

    public static void setProtocol(MemorySegment frame, long base, int protocol) {
        Bytes.set8(frame, base + PROTOCOL_OFFSET, protocol);
    }

    /** The header checksum as it stands in the frame. */
    public static int checksum(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + CHECKSUM_OFFSET);
    }

    public static void setChecksum(MemorySegment frame, long base, int checksum) {
        Bytes.set16(frame, base + CHECKSUM_OFFSET, checksum);
    }

    /** Computes the header checksum over the header as it stands and writes it. */
    public static void fillChecksum(MemorySegment frame, long base) {
        setChecksum(frame, base, 0);
        setChecksum(frame, base, Checksum.of(frame, base, headerLengthBytes(frame, base)));
    }

    /** The source address, in host order. */
    public static int source(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + SOURCE_OFFSET);
    }

    public static void setSource(MemorySegment frame, long base, int address) {
        Bytes.set32(frame, base + SOURCE_OFFSET, address);
    }

    /** The destination address, in host order. */
    public static int destination(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + DESTINATION_OFFSET);
    }

    public static void setDestination(MemorySegment frame, long base, int address) {
        Bytes.set32(frame, base + DESTINATION_OFFSET, address);
    }
}
