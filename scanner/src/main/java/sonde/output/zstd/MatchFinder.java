// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds what stood in a frame before: takes the last place with the same hash of six bytes, or the
 * offset used last, whichever comes first. Lines of results differ in few bytes from those before
 * them, so that this finds nearly all there is.
 */
final class MatchFinder {

    /** The hash has so many bytes, so that shorter matches are not found. */
    static final int MATCH_MIN_BYTES = 6;

    private static final int HASH_BITS = 15;

    /** Of a hash by multiplication: two to the power of 64 by the golden ratio, odd. */
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Where a hash was seen last, plus 1; 0 for nowhere. */
    private final int[] places = new int[1 << HASH_BITS];

    private int lastOffset;

    /** Begins a frame; a frame's first offset before is 1 (RFC 8878 section 3.1.1.5). */
    void clear() {
        Arrays.fill(places, 0);
        lastOffset = 1;
    }

    /** The offset used last, to be put back if the block is stored as it is. */
    int lastOffset() {
        return lastOffset;
    }

    void setLastOffset(int offset) {
        lastOffset = offset;
    }

    /**
     * Cuts a block into sequences.
     *
     * @param source the frame's content, of which what is before {@code from} was cut already
     */
    void find(byte[] source, int from, int to, Sequences sequences) {
        int literalsFrom = from;
        int at = from;
        int last = to - Long.BYTES;
        while (at <= last) {
            long word = (long) LONG.get(source, at);
            int hash = (int) (((word << 16) * HASH_FACTOR) >>> (Long.SIZE - HASH_BITS));
            int place = places[hash] - 1;
            places[hash] = at + 1;
            int repeated = at - lastOffset;
            if (at > literalsFrom && repeated >= 0 && isSame(source, repeated, word)) {
                place = repeated;
            } else if (place < 0 || !isSame(source, place, word)) {
                at++;
                continue;
            }
            int length = MATCH_MIN_BYTES;
            while (at + length < to && source[place + length] == source[at + length]) {
                length++;
            }
            while (at > literalsFrom && place > 0 && source[place - 1] == source[at - 1]) {
                at--;
                place--;
                length++;
            }
            int offset = at - place;
            boolean repeats = offset == lastOffset && at > literalsFrom;
            sequences.addLiterals(source, literalsFrom, at);
            sequences.add(at - literalsFrom, length, repeats ? 1 : offset + 3);
            lastOffset = offset;
            at += length;
            literalsFrom = at;
        }
        sequences.addLiterals(source, literalsFrom, to);
    }

    /** Whether the six bytes at a place are the lowest ones of a word. */
    private static boolean isSame(byte[] source, int place, long word) {
        return ((long) LONG.get(source, place) ^ word) << 16 == 0;
    }
}
