// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

/**
 * A table of finite state entropy (RFC 8878 section 4.1), turned around for writing: a state and a
 * symbol give the bits to put and the next state. Immutable.
 */
final class FseTable {

    private final int accuracyLog;

    /** States, those of a symbol side by side, in increasing order. */
    private final int[] states;

    /** For each symbol what makes {@code (state + it) >>> 16} the number of bits to put. */
    private final int[] bitDeltas;

    /** For each symbol what to add to a shortened state to find the next one. */
    private final int[] stateDeltas;

    /**
     * @param accuracyLog the table has two to the power of this many states
     * @param distribution how many of the states a symbol has; -1 for one of less than full weight
     */
    FseTable(int accuracyLog, int... distribution) {
        this.accuracyLog = accuracyLog;
        int size = 1 << accuracyLog;
        states = new int[size];
        bitDeltas = new int[distribution.length];
        stateDeltas = new int[distribution.length];
        int first = 0;
        int[] next = new int[distribution.length];
        for (int symbol = 0; symbol < distribution.length; symbol++) {
            int count = Math.abs(distribution[symbol]);
            next[symbol] = first;
            int maxBits =
                    count == 1
                            ? accuracyLog
                            : accuracyLog - (31 - Integer.numberOfLeadingZeros(count - 1));
            bitDeltas[symbol] = (maxBits << 16) - (count << maxBits);
            stateDeltas[symbol] = first - count;
            first += count;
        }
        if (first != size) {
            throw new IllegalArgumentException(first + " states, must be " + size);
        }
        int[] symbols = spread(size, distribution);
        for (int state = 0; state < size; state++) {
            states[next[symbols[state]]++] = size + state;
        }
    }

    /** Which symbol each state is of (section 4.1.1). */
    private static int[] spread(int size, int[] distribution) {
        int[] symbols = new int[size];
        int last = size - 1;
        for (int symbol = 0; symbol < distribution.length; symbol++) {
            if (distribution[symbol] == -1) {
                symbols[last--] = symbol;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < distribution.length; symbol++) {
            for (int i = 0; i < distribution[symbol]; i++) {
                symbols[position] = symbol;
                do {
                    position = position + step & size - 1;
                } while (position > last);
            }
        }
        return symbols;
    }

    /** The state that costs least, for the symbol that is read last. */
    int begin(int symbol) {
        int bits = (bitDeltas[symbol] + (1 << 15)) >>> 16;
        int value = (bits << 16) - bitDeltas[symbol];
        return states[(value >>> bits) + stateDeltas[symbol]];
    }

    /** Puts the bits that lead from the symbol's state to the one of the symbol behind it. */
    int put(int state, int symbol, BackwardBits bits) {
        int count = (state + bitDeltas[symbol]) >>> 16;
        bits.put(state, count);
        return states[(state >>> count) + stateDeltas[symbol]];
    }

    /** Puts the state that is read first. */
    void end(int state, BackwardBits bits) {
        bits.put(state, accuracyLog);
    }
}
