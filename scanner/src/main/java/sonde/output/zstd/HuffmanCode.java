// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

import java.util.Arrays;

/**
 * A prefix code for bytes, of at most eleven bits each (RFC 8878 section 4.2.1), as near to
 * Huffman's as that limit lets it.
 */
final class HuffmanCode {

    static final int BITS_MAX = 11;

    /** The highest byte that a tree whose weights are written as they are can have. */
    static final int SYMBOL_MAX = 128;

    private static final int SYMBOLS = 256;

    /** Codes and their lengths in bits, 0 where a byte has none. */
    final int[] codes = new int[SYMBOLS];

    final int[] lengths = new int[SYMBOLS];

    /** The highest byte that has a code. */
    final int last;

    private final int longest;

    /**
     * @param counts how often each byte is there, at least two of them at all
     */
    HuffmanCode(int[] counts) {
        int[] weights = counts.clone();
        int highest = 0;
        while (!fit(weights)) {
            // Flatter counts make a flatter tree; in the end all are 1, and the tree is balanced.
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (weights[i] + 1) >> 1;
            }
        }
        int deepest = 0;
        for (int i = 0; i < SYMBOLS; i++) {
            deepest = Math.max(deepest, lengths[i]);
            highest = lengths[i] > 0 ? i : highest;
        }
        longest = deepest;
        last = highest;
        assign();
    }

    /** Fills in the lengths; returns whether they keep to the limit. */
    private boolean fit(int[] weights) {
        int[] symbols = new int[SYMBOLS];
        int count = 0;
        for (int i = 0; i < SYMBOLS; i++) {
            if (weights[i] > 0) {
                symbols[count++] = i;
            }
        }
        // Sorted by how often, each with its symbol in the low bits.
        long[] leaves = new long[count];
        for (int i = 0; i < count; i++) {
            leaves[i] = (long) weights[symbols[i]] << 8 | symbols[i];
        }
        Arrays.sort(leaves);
        int[] parents = parents(leaves);
        int[] depths = new int[parents.length];
        for (int node = parents.length - 2; node >= 0; node--) {
            depths[node] = depths[parents[node]] + 1;
            if (node < count) {
                if (depths[node] > BITS_MAX) {
                    return false;
                }
                lengths[(int) leaves[node] & 0xFF] = depths[node];
            }
        }
        return true;
    }

    /** Huffman's tree by two queues: leaves first, then inner nodes in the order they are made. */
    private static int[] parents(long[] leaves) {
        int count = leaves.length;
        int nodes = 2 * count - 1;
        long[] sums = new long[nodes];
        int[] parents = new int[nodes];
        for (int i = 0; i < count; i++) {
            sums[i] = leaves[i] >>> 8;
        }
        int leaf = 0;
        int inner = count;
        for (int node = count; node < nodes; node++) {
            for (int child = 0; child < 2; child++) {
                boolean isLeaf = leaf < count && (inner >= node || sums[leaf] <= sums[inner]);
                int taken = isLeaf ? leaf++ : inner++;
                sums[node] += sums[taken];
                parents[taken] = node;
            }
        }
        return parents;
    }

    /** Gives codes in order, from the longest up, and of one length in the order of the bytes. */
    private void assign() {
        int code = 0;
        for (int length = longest; length > 0; length--) {
            for (int symbol = 0; symbol <= last; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = code++;
                }
            }
            code >>= 1;
        }
    }

    /** What the tree's description says of a byte: 0 for none, else more for shorter codes. */
    int weight(int symbol) {
        return lengths[symbol] == 0 ? 0 : longest + 1 - lengths[symbol];
    }
}
