// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

/**
 * Compresses bytes into one frame of Zstandard (RFC 8878 section 3.1.1), fast, and to about a tenth
 * in the case of results. Of what the format offers it uses what lines of text gain by: sequences
 * with the predefined tables, and one Huffman code a block for the rest. Keeps its tables from
 * frame to frame; for one thread.
 */
public final class ZstdFrame {

    /** No block is longer (section 3.1.1.2.4). */
    static final int BLOCK_MAX_BYTES = 128 << 10;

    private static final int MAGIC = 0xFD2FB528;

    /** One segment, whose size stands in four bytes; a checksum at the end (section 3.1.1.1.1). */
    private static final byte DESCRIPTOR = (byte) (2 << 6 | 1 << 5 | 1 << 2);

    private static final int HEADER_BYTES = 9;
    private static final int BLOCK_HEADER_BYTES = 3;
    private static final int CHECKSUM_BYTES = 4;
    private static final int RAW_BLOCK = 0;
    private static final int COMPRESSED_BLOCK = 2;

    private final MatchFinder finder = new MatchFinder();
    private final Sequences sequences = new Sequences();

    /** A block under construction: at its worst three times as long as what it says. */
    private final byte[] block = new byte[3 * BLOCK_MAX_BYTES + 1024];

    /** How long a frame can get. */
    public static int bound(int lengthBytes) {
        int blocks = lengthBytes / BLOCK_MAX_BYTES + 1;
        return HEADER_BYTES + blocks * BLOCK_HEADER_BYTES + lengthBytes + CHECKSUM_BYTES;
    }

    /**
     * Writes a frame; returns its length.
     *
     * @param target has {@link #bound} bytes at {@code position}
     */
    public int compress(byte[] source, int lengthBytes, byte[] target, int position) {
        int at = LiteralsSection.putLittle(MAGIC, 4, target, position);
        target[at++] = DESCRIPTOR;
        at = LiteralsSection.putLittle(lengthBytes, 4, target, at);
        finder.clear();
        int from = 0;
        do {
            int to = Math.min(lengthBytes, from + BLOCK_MAX_BYTES);
            at = putBlock(source, from, to, to == lengthBytes, target, at);
            from = to;
        } while (from < lengthBytes);
        long checksum = XxHash64.of(source, lengthBytes);
        return LiteralsSection.putLittle(checksum, CHECKSUM_BYTES, target, at) - position;
    }

    private int putBlock(
            byte[] source, int from, int to, boolean last, byte[] target, int position) {
        int lastOffset = finder.lastOffset();
        sequences.clear();
        finder.find(source, from, to, sequences);
        int size = LiteralsSection.put(sequences.literals, sequences.literalCount, block, 0);
        size = SequencesSection.put(sequences, block, size);
        boolean shorter = size < to - from;
        if (!shorter) {
            // The reader sees no sequences then, so that its offsets stay as they were.
            finder.setLastOffset(lastOffset);
            size = to - from;
        }
        int type = shorter ? COMPRESSED_BLOCK : RAW_BLOCK;
        int header = (last ? 1 : 0) | type << 1 | size << 3;
        int at = LiteralsSection.putLittle(header, BLOCK_HEADER_BYTES, target, position);
        System.arraycopy(shorter ? block : source, shorter ? 0 : from, target, at, size);
        return at + size;
    }
}
