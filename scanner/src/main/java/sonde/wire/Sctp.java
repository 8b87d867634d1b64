// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The SCTP common header with the first chunk behind it, which may be an INIT (RFC 9260 sections
 * 3.1 to 3.3.2).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          source port          |       destination port        |
 *  +-------------------------------+-------------------------------+
 *  |                       verification tag                        |
 *  +---------------------------------------------------------------+
 *  |                       checksum (CRC32c)                       |
 *  +---------------+---------------+-------------------------------+
 *  |  chunk type   |     flags     |         chunk length          |
 *  +---------------+---------------+-------------------------------+
 *  |               initiate tag of INIT and INIT ACK               |
 *  +---------------------------------------------------------------+
 *  |                  advertised receiver window                   |
 *  +-------------------------------+-------------------------------+
 *  |       outbound streams        |        inbound streams        |
 *  +-------------------------------+-------------------------------+
 *  |                          initial TSN                          |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class Sctp {

    /** Length of the common header in bytes. */
    public static final int HEADER_LENGTH_BYTES = 12;

    /** Length of a chunk's type, flags and length in bytes. */
    public static final int CHUNK_HEADER_LENGTH_BYTES = 4;

    /** Length of an INIT without parameters in bytes, its header included. */
    public static final int INIT_LENGTH_BYTES = 20;

    /** Chunk types (RFC 9260 section 3.2). */
    public static final int INIT = 1;

    public static final int INIT_ACK = 2;
    public static final int ABORT = 6;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int VERIFICATION_TAG_OFFSET = 4;
    private static final int CHECKSUM_OFFSET = 8;
    private static final int CHUNK_TYPE_OFFSET = 12;
    private static final int CHUNK_FLAGS_OFFSET = 13;
    private static final int CHUNK_LENGTH_OFFSET = 14;
    private static final int INITIATE_TAG_OFFSET = 16;
    private static final int RECEIVER_WINDOW_OFFSET = 20;
    private static final int OUTBOUND_STREAMS_OFFSET = 24;
    private static final int INBOUND_STREAMS_OFFSET = 26;
    private static final int INITIAL_TSN_OFFSET = 28;

    private Sctp() {}

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

    /** The verification tag: what the receiver sent as its initiate tag; 0 with an INIT. */
    public static int verificationTag(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + VERIFICATION_TAG_OFFSET);
    }

    public static void setVerificationTag(MemorySegment frame, long base, int tag) {
        Bytes.set32(frame, base + VERIFICATION_TAG_OFFSET, tag);
    }

    /** The CRC32c as {@link java.util.zip.CRC32C} has it. */
    public static int checksum(MemorySegment frame, long base) {
        return Integer.reverseBytes(Bytes.get32(frame, base + CHECKSUM_OFFSET));
    }

    /**
     * Writes the CRC32c, last byte first (RFC 9260 appendix A).
     *
     * @param crc as {@link java.util.zip.CRC32C} has it, over the packet with zero in this place
     */
    public static void setChecksum(MemorySegment frame, long base, int crc) {
        Bytes.set32(frame, base + CHECKSUM_OFFSET, Integer.reverseBytes(crc));
    }

    /** The first chunk's type, 0 to 255. */
    public static int chunkType(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + CHUNK_TYPE_OFFSET);
    }

    public static void setChunkType(MemorySegment frame, long base, int type) {
        Bytes.set8(frame, base + CHUNK_TYPE_OFFSET, type);
    }

    /** The first chunk's flags, 0 to 255. */
    public static int chunkFlags(MemorySegment frame, long base) {
        return Bytes.get8(frame, base + CHUNK_FLAGS_OFFSET);
    }

    public static void setChunkFlags(MemorySegment frame, long base, int flags) {
        Bytes.set8(frame, base + CHUNK_FLAGS_OFFSET, flags);
    }

    /** The first chunk's length in bytes, its header included, 0 to 65535; unchecked. */
    public static int chunkLengthBytes(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + CHUNK_LENGTH_OFFSET);
    }

    public static void setChunkLengthBytes(MemorySegment frame, long base, int lengthBytes) {
        Bytes.set16(frame, base + CHUNK_LENGTH_OFFSET, lengthBytes);
    }

    /** The initiate tag; only of an INIT or INIT ACK known to be whole. */
    public static int initiateTag(MemorySegment frame, long base) {
        return Bytes.get32(frame, base + INITIATE_TAG_OFFSET);
    }

    public static void setInitiateTag(MemorySegment frame, long base, int tag) {
        Bytes.set32(frame, base + INITIATE_TAG_OFFSET, tag);
    }

    /**
     * Writes a whole packet with an INIT, its checksum zero.
     *
     * @param initiateTag not 0 (RFC 9260 section 3.3.2)
     * @param receiverWindowBytes the advertised window, at least 1500
     * @param outboundStreams 1 to 65535
     * @param inboundStreams 1 to 65535
     */
    public static void writeInit(
            MemorySegment frame,
            long base,
            int initiateTag,
            int receiverWindowBytes,
            int outboundStreams,
            int inboundStreams,
            int initialTsn) {
        setVerificationTag(frame, base, 0);
        setChecksum(frame, base, 0);
        setChunkType(frame, base, INIT);
        setChunkFlags(frame, base, 0);
        setChunkLengthBytes(frame, base, INIT_LENGTH_BYTES);
        setInitiateTag(frame, base, initiateTag);
        Bytes.set32(frame, base + RECEIVER_WINDOW_OFFSET, receiverWindowBytes);
        Bytes.set16(frame, base + OUTBOUND_STREAMS_OFFSET, outboundStreams);
        Bytes.set16(frame, base + INBOUND_STREAMS_OFFSET, inboundStreams);
        Bytes.set32(frame, base + INITIAL_TSN_OFFSET, initialTsn);
    }
}
