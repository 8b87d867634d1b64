// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

/**
 * Writes the sequences section of a block, with the predefined tables (RFC 8878 section 3.1.1.3.2).
 */
final class SequencesSection {

    /** Base values and numbers of further bits of codes for lengths (tables 14 and 15). */
    private static final int[] LITERAL_BASES = {
        16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768,
        65536
    };

    private static final int[] LITERAL_BITS = {
        1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };

    /** Shorter lengths are their own codes. */
    private static final int LITERAL_DIRECT = 16;

    private static final int[] MATCH_BASES = {
        35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387,
        32771, 65539
    };

    private static final int[] MATCH_BITS = {
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };

    private static final int MATCH_DIRECT = 32;
    private static final int MATCH_LEAST = 3;

    /** Default distributions (section 3.1.1.3.2.2). */
    private static final FseTable LITERAL_TABLE =
            new FseTable(
                    6, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3,
                    2, 1, 1, 1, 1, 1, -1, -1, -1, -1);

    private static final FseTable MATCH_TABLE =
            new FseTable(
                    6, 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
                    -1, -1);

    private static final FseTable OFFSET_TABLE =
            new FseTable(
                    5, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1,
                    -1, -1, -1, -1);

    private static final int COUNT_ONE_BYTE = 128;
    private static final int COUNT_TWO_BYTES = 0x7F00;
    private static final byte PREDEFINED = 0;

    private SequencesSection() {}

    /** Writes the section; returns the position behind it. */
    static int put(Sequences sequences, byte[] target, int position) {
        int at = putCount(sequences.count, target, position);
        if (sequences.count == 0) {
            return at;
        }
        target[at++] = PREDEFINED;
        BackwardBits bits = new BackwardBits(target, at);
        int last = sequences.count - 1;
        int literals = LITERAL_TABLE.begin(literalCode(sequences.literalLengths[last]));
        int match = MATCH_TABLE.begin(matchCode(sequences.matchLengths[last]));
        int offset = OFFSET_TABLE.begin(offsetCode(sequences.offsetValues[last]));
        putFurtherBits(sequences, last, bits);
        for (int i = last - 1; i >= 0; i--) {
            offset = OFFSET_TABLE.put(offset, offsetCode(sequences.offsetValues[i]), bits);
            match = MATCH_TABLE.put(match, matchCode(sequences.matchLengths[i]), bits);
            literals = LITERAL_TABLE.put(literals, literalCode(sequences.literalLengths[i]), bits);
            putFurtherBits(sequences, i, bits);
        }
        MATCH_TABLE.end(match, bits);
        OFFSET_TABLE.end(offset, bits);
        LITERAL_TABLE.end(literals, bits);
        return bits.end();
    }

    private static int putCount(int count, byte[] target, int position) {
        int at = position;
        if (count < COUNT_ONE_BYTE) {
            target[at++] = (byte) count;
        } else if (count < COUNT_TWO_BYTES) {
            target[at++] = (byte) ((count >> 8) + COUNT_ONE_BYTE);
            target[at++] = (byte) count;
        } else {
            target[at++] = (byte) 0xFF;
            target[at++] = (byte) (count - COUNT_TWO_BYTES);
            target[at++] = (byte) ((count - COUNT_TWO_BYTES) >> 8);
        }
        return at;
    }

    private static void putFurtherBits(Sequences sequences, int i, BackwardBits bits) {
        int literals = sequences.literalLengths[i];
        if (literals >= LITERAL_DIRECT) {
            int code = literalCode(literals) - LITERAL_DIRECT;
            bits.put(literals - LITERAL_BASES[code], LITERAL_BITS[code]);
        }
        int match = sequences.matchLengths[i];
        if (match >= MATCH_DIRECT + MATCH_LEAST) {
            int code = matchCode(match) - MATCH_DIRECT;
            bits.put(match - MATCH_BASES[code], MATCH_BITS[code]);
        }
        bits.put(sequences.offsetValues[i], offsetCode(sequences.offsetValues[i]));
    }

    private static int literalCode(int length) {
        return length < LITERAL_DIRECT ? length : LITERAL_DIRECT + place(LITERAL_BASES, length);
    }

    private static int matchCode(int length) {
        return length < MATCH_DIRECT + MATCH_LEAST
                ? length - MATCH_LEAST
                : MATCH_DIRECT + place(MATCH_BASES, length);
    }

    /** The last base that is not above a length. */
    private static int place(int[] bases, int length) {
        int place = 0;
        while (place + 1 < bases.length && bases[place + 1] <= length) {
            place++;
        }
        return place;
    }

    /** The place of the highest bit; those below it are the further bits. */
    private static int offsetCode(int offsetValue) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(offsetValue);
    }
}
