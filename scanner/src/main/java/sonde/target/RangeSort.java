// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

/**
 * Sorts ranges of IPv6 addresses, four words each, by their first address: merge sort, whose time
 * no input can spoil. Lists that are sorted, as most are, cost one look.
 */
final class RangeSort {

    /** Words a range: first high, first low, last high, last low. */
    static final int WORDS = 4;

    /** Shorter pieces are sorted by insertion. */
    private static final int PIECE = 8;

    private RangeSort() {}

    /** Sorts the first {@code count} ranges. */
    @SuppressWarnings("ReferenceEquality") // Which of two buffers it is.
    static void sort(long[] words, int count) {
        if (isSorted(words, count)) {
            return;
        }
        for (int from = 0; from < count; from += PIECE) {
            insert(words, from, Math.min(count, from + PIECE));
        }
        long[] from = words;
        long[] to = new long[count * WORDS];
        for (int length = PIECE; length > 0 && length < count; length *= 2) {
            for (int start = 0; start < count; start += 2 * length) {
                int middle = Math.min(count, start + length);
                merge(from, to, start, middle, Math.min(count, middle + length));
            }
            long[] swap = from;
            from = to;
            to = swap;
        }
        if (from != words) {
            System.arraycopy(from, 0, words, 0, count * WORDS);
        }
    }

    private static boolean isSorted(long[] words, int count) {
        for (int i = 1; i < count; i++) {
            if (compare(words, i - 1, i) > 0) {
                return false;
            }
        }
        return true;
    }

    private static int compare(long[] words, int a, int b) {
        return IpAddress.compare(
                words[a * WORDS], words[a * WORDS + 1], words[b * WORDS], words[b * WORDS + 1]);
    }

    private static void insert(long[] words, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            for (int j = i; j > from && compare(words, j - 1, j) > 0; j--) {
                for (int w = 0; w < WORDS; w++) {
                    int at = j * WORDS + w;
                    long swap = words[at];
                    words[at] = words[at - WORDS];
                    words[at - WORDS] = swap;
                }
            }
        }
    }

    private static void merge(long[] from, long[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takesLeft = right >= end || (left < middle && compare(from, left, right) <= 0);
            int taken = takesLeft ? left++ : right++;
            System.arraycopy(from, taken * WORDS, to, at * WORDS, WORDS);
        }
    }
}
