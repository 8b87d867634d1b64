// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

/**
 * Writes the literals section of a block (RFC 8878 section 3.1.1.3.1): by a Huffman code where that
 * is shorter, else as they are. Bytes above 128 are never coded: their trees would need a second
 * kind of description, and results are ASCII.
 */
final class LiteralsSection {

    private static final int RAW = 0;
    private static final int REPEATED = 1;
    private static final int COMPRESSED = 2;

    /** Below this one stream is enough, and its sizes fit into ten bits. */
    private static final int ONE_STREAM_MAX = 1023;

    private static final int FOURTEEN_BITS_MAX = (1 << 14) - 1;

    /** What describes a tree of weights written as they are is 127 and how many there are. */
    private static final int DIRECT_WEIGHTS = 127;

    private static final int JUMP_TABLE_BYTES = 6;
    private static final int STREAMS = 4;

    private LiteralsSection() {}

    /** Writes the section; returns the position behind it. */
    static int put(byte[] literals, int count, byte[] target, int position) {
        int[] counts = new int[256];
        for (int i = 0; i < count; i++) {
            counts[literals[i] & 0xFF]++;
        }
        int kinds = 0;
        int highest = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                kinds++;
                highest = i;
            }
        }
        if (kinds == 1) {
            int at = putSize(REPEATED, count, target, position);
            target[at] = literals[0];
            return at + 1;
        }
        if (kinds > 1 && highest <= HuffmanCode.SYMBOL_MAX) {
            int end = putCompressed(literals, count, new HuffmanCode(counts), target, position);
            if (end - position < count) {
                return end;
            }
        }
        int at = putSize(RAW, count, target, position);
        System.arraycopy(literals, 0, target, at, count);
        return at + count;
    }

    private static int putSize(int type, int size, byte[] target, int position) {
        int at = position;
        if (size < 1 << 5) {
            target[at++] = (byte) (type | size << 3);
        } else if (size < 1 << 12) {
            at = putLittle(type | 1 << 2 | size << 4, 2, target, at);
        } else {
            at = putLittle(type | 3 << 2 | size << 4, 3, target, at);
        }
        return at;
    }

    private static int putCompressed(
            byte[] literals, int count, HuffmanCode code, byte[] target, int position) {
        boolean single = count <= ONE_STREAM_MAX;
        int headerBytes = single ? 3 : count <= FOURTEEN_BITS_MAX ? 4 : 5;
        int from = position + headerBytes;
        int at = putTree(code, target, from);
        at =
                single
                        ? putStream(literals, 0, count, code, target, at)
                        : putStreams(literals, count, code, target, at);
        int size = at - from;
        if (size >= count) {
            return at;
        }
        // Sizes in 10, 14 or 18 bits each.
        int format = single ? 0 : headerBytes - 2;
        int sizeBits = headerBytes * 4 - 2;
        long header = COMPRESSED | format << 2 | count << 4 | (long) size << (sizeBits + 4);
        putLittle(header, headerBytes, target, position);
        return at;
    }

    /** The weights of all bytes but the last, whose own follows from the others. */
    private static int putTree(HuffmanCode code, byte[] target, int position) {
        int at = position;
        target[at++] = (byte) (DIRECT_WEIGHTS + code.last);
        for (int symbol = 0; symbol < code.last; symbol += 2) {
            int second = symbol + 1 < code.last ? code.weight(symbol + 1) : 0;
            target[at++] = (byte) (code.weight(symbol) << 4 | second);
        }
        return at;
    }

    private static int putStreams(
            byte[] literals, int count, HuffmanCode code, byte[] target, int position) {
        int part = (count + STREAMS - 1) / STREAMS;
        int at = position + JUMP_TABLE_BYTES;
        for (int i = 0; i < STREAMS; i++) {
            int from = i * part;
            int end = putStream(literals, from, Math.min(from + part, count), code, target, at);
            if (i < STREAMS - 1) {
                putLittle(end - at, 2, target, position + 2 * i);
            }
            at = end;
        }
        return at;
    }

    private static int putStream(
            byte[] literals, int from, int to, HuffmanCode code, byte[] target, int position) {
        BackwardBits bits = new BackwardBits(target, position);
        for (int i = to - 1; i >= from; i--) {
            int symbol = literals[i] & 0xFF;
            bits.put(code.codes[symbol], code.lengths[symbol]);
        }
        return bits.end();
    }

    /** Puts the lowest bytes of a value, the lowest first; returns the position behind them. */
    static int putLittle(long value, int bytes, byte[] target, int position) {
        for (int i = 0; i < bytes; i++) {
            target[position + i] = (byte) (value >>> (8 * i));
        }
        return position + bytes;
    }
}
