// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds where a file of {@link BinaryLayout} can be continued. Where a record begins is known by
 * those before it alone, so that the whole file is read, by pieces.
 */
final class BinaryContinuation {

    private static final int PIECE_BYTES = 1 << 16;
    private static final int NUMBER_MAX_BYTES = 5;
    private static final int SEVEN_BITS = 0x7F;
    private static final int IS_CONTINUED = 0x80;

    private static final byte[] OPENING = Words.ascii(BinaryLayout.MAGIC);
    private static final byte[] CLOSING = BinaryLayout.frame(BinaryLayout.MAGIC);
    private static final byte[] EXTRAS = extras();

    private final ByteTarget file;
    private final byte[] piece = new byte[PIECE_BYTES];
    private long pieceStart;
    private int pieceLength;
    private long position;

    private BinaryContinuation(ByteTarget file) {
        this.file = file;
    }

    /** What the payload of a banner's extras begins with. */
    private static byte[] extras() {
        byte[] ours = Words.ascii(BinaryLayout.OURS);
        byte[] extras = Arrays.copyOf(ours, ours.length + 1);
        extras[ours.length] = BinaryLayout.EXTRAS_OF_BANNER;
        return extras;
    }

    /** Behind the last whole record, or before the end if that is there; null if it is no such. */
    static @Nullable OutputMark of(ByteTarget file) throws IOException {
        return new BinaryContinuation(file).find();
    }

    private @Nullable OutputMark find() throws IOException {
        if (file.size() < BinaryLayout.FRAME_BYTES || !hasAt(0, OPENING)) {
            return null;
        }
        long end = BinaryLayout.FRAME_BYTES;
        long start = end;
        long size = file.size();
        while (start < size) {
            position = start;
            int type = number();
            int lengthBytes = type < 0 ? -1 : number();
            if (lengthBytes > BinaryLayout.PAYLOAD_MAX_BYTES) {
                return null;
            }
            int extraBytes = type == BinaryLayout.OLD_BANNER_WITH_PROTOCOL ? 1 : 0;
            long next = position + lengthBytes + extraBytes;
            boolean isTorn = lengthBytes < 0 || next > size;
            if (isTorn || (next == size && hasAt(start, CLOSING))) {
                break;
            }
            // A banner's extras are of no use without it.
            boolean isHalf = type == BinaryLayout.TEXT && hasAt(position, EXTRAS);
            end = isHalf ? end : next;
            start = next;
        }
        return new OutputMark(end, end > BinaryLayout.FRAME_BYTES ? 1 : 0, file.key());
    }

    /** The next number; -1 if the file ends before it does, more than any length if it is none. */
    private int number() throws IOException {
        int value = 0;
        for (int i = 0; i < NUMBER_MAX_BYTES; i++) {
            int next = byteAt(position);
            if (next < 0) {
                return -1;
            }
            position++;
            value = value << 7 | (next & SEVEN_BITS);
            if ((next & IS_CONTINUED) == 0) {
                return value < 0 ? Integer.MAX_VALUE : value;
            }
        }
        return Integer.MAX_VALUE;
    }

    private boolean hasAt(long start, byte[] wanted) throws IOException {
        for (int i = 0; i < wanted.length; i++) {
            if (byteAt(start + i) != (wanted[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    private int byteAt(long at) throws IOException {
        if (at < pieceStart || at >= pieceStart + pieceLength) {
            pieceStart = at;
            pieceLength = file.read(at, piece, PIECE_BYTES);
        }
        return pieceLength > 0 ? piece[(int) (at - pieceStart)] & 0xFF : -1;
    }
}
