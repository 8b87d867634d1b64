// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

/**
 * What one block says: literals, and sequences that each copy some of them and then something from
 * before. Filled by {@link MatchFinder}, written by {@link LiteralsSection} and {@link
 * SequencesSection}.
 */
final class Sequences {

    private static final int COUNT_MAX = ZstdFrame.BLOCK_MAX_BYTES / MatchFinder.MATCH_MIN_BYTES;

    final byte[] literals = new byte[ZstdFrame.BLOCK_MAX_BYTES];
    int literalCount;

    final int[] literalLengths = new int[COUNT_MAX];
    final int[] matchLengths = new int[COUNT_MAX];

    /** As RFC 8878 section 3.1.1.5: 1 for the offset before, else the offset and 3. */
    final int[] offsetValues = new int[COUNT_MAX];

    int count;

    void clear() {
        literalCount = 0;
        count = 0;
    }

    void addLiterals(byte[] source, int from, int to) {
        System.arraycopy(source, from, literals, literalCount, to - from);
        literalCount += to - from;
    }

    void add(int literalLength, int matchLength, int offsetValue) {
        literalLengths[count] = literalLength;
        matchLengths[count] = matchLength;
        offsetValues[count++] = offsetValue;
    }
}
