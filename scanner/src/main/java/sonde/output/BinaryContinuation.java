// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds where a binary file of masscan's or Sonde's, laid out as {@link BinaryLayout} has it, can be
 * continued: behind its last whole record, or before its end if that is there. Passes over all
 * records from the first one on, as only their lengths tell where the next begins.
 */
final class BinaryContinuation {

    private static final int PIECE_BYTES = 1 << 16;
    private static final int SEVEN_BITS = 0x7F;
    private static final int IS_CONTINUED = 0x80;

    /** As long as a type, or a length, may be. */
    private static final int NUMBER_MAX_BYTES = 4;

    private static final int CUT_SHORT = -1;

    private final ByteTarget file;
    private final byte[] piece = new byte[PIECE_BYTES];
    private long pieceStart;
    private int pieceBytes;

    /** Of the byte that is read next. */
    private long position;

    private BinaryContinuation(ByteTarget file) {
        this.file = file;
    }

    /** Returns null for a file of another format. */
    static @Nullable OutputMark of(ByteTarget file) throws IOException {
        if (!Continuation.head(file).startsWith(BinaryLayout.MAGIC)) {
            return null;
        }
        return new BinaryContinuation(file).find();
    }

    private @Nullable OutputMark find() throws IOException {
        long end = 0;
        long last = 0;
        long size = file.size();
        while (position < size) {
            long start = position;
            int type = number();
            int lengthBytes = type == CUT_SHORT ? CUT_SHORT : number();
            if (lengthBytes == CUT_SHORT) {
                break;
            }
            int more = type == BinaryLayout.OLD_BANNER_WITH_PROTOCOL ? 1 : 0;
            position += lengthBytes + more;
            if (position > size) {
                break;
            }
            last = start;
            end = position;
        }
        if (end == 0) {
            // Not even the opening is whole.
            return null;
        }
        if (last > 0 && isClosing(last, end)) {
            end = last;
        }
        return new OutputMark(end, end > BinaryLayout.FRAME_BYTES ? 1 : 0, file.key());
    }

    private boolean isClosing(long start, long end) throws IOException {
        byte[] closing = BinaryLayout.frame(BinaryLayout.MAGIC);
        byte[] record = new byte[closing.length];
        return end - start == closing.length
                && file.read(start, record, record.length) == record.length
                && Arrays.equals(record, closing);
    }

    private int number() throws IOException {
        int value = 0;
        for (int i = 0; i < NUMBER_MAX_BYTES; i++) {
            int next = read();
            if (next == CUT_SHORT) {
                return CUT_SHORT;
            }
            value = value << 7 | (next & SEVEN_BITS);
            if ((next & IS_CONTINUED) == 0) {
                return value;
            }
        }
        return CUT_SHORT;
    }

    private int read() throws IOException {
        if (position < pieceStart || position >= pieceStart + pieceBytes) {
            pieceStart = position;
            pieceBytes = file.read(position, piece, piece.length);
            if (pieceBytes <= 0) {
                pieceBytes = 0;
                return CUT_SHORT;
            }
        }
        return piece[(int) (position++ - pieceStart)] & 0xFF;
    }
}
