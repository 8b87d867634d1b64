// SPDX-License-Identifier: Apache-2.0
package sonde.zstd;

/** What a frame of Zstandard begins with (RFC 8878 section 3.1.1.1): magic, descriptor, sizes. */
public final class FrameStart {

    /** The first four bytes, little-endian. */
    public static final int MAGIC = 0xFD2FB528;

    /** Magic and descriptor, which says how much follows. */
    public static final int SHORTEST_BYTES = 5;

    /** The longest, in bytes. */
    public static final int LONGEST_BYTES = 18;

    /** The checksum behind the last block of a frame that has one. */
    public static final int CHECKSUM_BYTES = 4;

    private static final int DESCRIPTOR_AT = 4;
    private static final int SINGLE_SEGMENT = 1 << 5;
    private static final int CHECKSUM = 1 << 2;

    /** By the two lowest bits of the descriptor. */
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};

    /** By the two highest; a single segment has one byte where this says none. */
    private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

    /** What is added to a size of two bytes. */
    private static final int TWO_BYTE_SIZE_BASE = 256;

    private static final int WINDOW_LOG_MIN = 10;

    private FrameStart() {}

    /** How long it is, in bytes. */
    public static int lengthBytes(int descriptor) {
        int windowBytes = isSingleSegment(descriptor) ? 0 : 1;
        return SHORTEST_BYTES
                + windowBytes
                + DICTIONARY_BYTES[descriptor & 3]
                + contentSizeBytes(descriptor);
    }

    /** Whether the frame ends in {@link #CHECKSUM_BYTES}. */
    public static boolean hasChecksum(int descriptor) {
        return (descriptor & CHECKSUM) != 0;
    }

    /**
     * How much of what was read the frame may refer to, in bytes: all of it where it is a single
     * segment.
     *
     * @param start has {@link #lengthBytes}
     */
    public static long windowBytes(byte[] start) {
        int descriptor = start[DESCRIPTOR_AT];
        if (!isSingleSegment(descriptor)) {
            int window = start[SHORTEST_BYTES] & 0xFF;
            long base = 1L << (WINDOW_LOG_MIN + (window >> 3));
            return base + base / 8 * (window & 7);
        }
        int length = contentSizeBytes(descriptor);
        int from = lengthBytes(descriptor) - length;
        long size = length == 2 ? TWO_BYTE_SIZE_BASE : 0;
        for (int i = 0; i < length; i++) {
            size += (start[from + i] & 0xFFL) << (8 * i);
        }
        // As large as a size of eight bytes can be, with a sign or without: beyond any limit.
        return size < 0 ? Long.MAX_VALUE : size;
    }

    private static boolean isSingleSegment(int descriptor) {
        return (descriptor & SINGLE_SEGMENT) != 0;
    }

    private static int contentSizeBytes(int descriptor) {
        int length = CONTENT_SIZE_BYTES[descriptor >> 6 & 3];
        return length == 0 && isSingleSegment(descriptor) ? 1 : length;
    }
}
