// SPDX-License-Identifier: Apache-2.0
package sonde.text;

import java.util.function.IntUnaryOperator;

/**
 * Bytes as text of ISO-8859-1 that counts how often it is looked at and gives up when that is too
 * often. A regular expression that backtracks without end reads characters without end, so this
 * bounds the time a match takes, whatever the input. Used by one thread.
 */
public final class BudgetText implements CharSequence {

    /** The budget is used up. */
    public static final class ExhaustedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private ExhaustedException() {
            super("budget exhausted", null, false, false);
        }
    }

    private static final int BYTE_MASK = 0xFF;

    /** The byte at a place. */
    private final IntUnaryOperator bytes;

    private final int length;
    private long totalRemaining;

    /** What the current attempt may still read; never more than the total. */
    private long remaining;

    /**
     * A view of bytes, which must not change meanwhile. Until {@link #begin} it is one attempt that
     * may read all.
     *
     * @param bytes the byte at a place from 0 on, of which the lowest eight bits count
     * @param totalMax how many characters may be read altogether
     */
    public BudgetText(IntUnaryOperator bytes, int length, long totalMax) {
        this.bytes = bytes;
        this.length = length;
        totalRemaining = totalMax;
        remaining = totalMax;
    }

    /** Begins another attempt, which may read so many characters; false if nothing is left. */
    public boolean begin(long countMax) {
        remaining = Math.min(countMax, totalRemaining);
        return remaining > 0;
    }

    @Override
    public char charAt(int index) {
        if (--remaining < 0) {
            throw new ExhaustedException();
        }
        totalRemaining--;
        return at(index);
    }

    /** Whether the text begins like this; costs nothing of the budget. */
    public boolean startsWith(String prefix) {
        if (prefix.length() > length) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (at(i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private char at(int index) {
        return (char) (bytes.applyAsInt(index) & BYTE_MASK);
    }

    @Override
    public int length() {
        return length;
    }

    /** A copy, which has no budget. */
    @Override
    public CharSequence subSequence(int start, int end) {
        StringBuilder text = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            text.append(at(i));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return subSequence(0, length).toString();
    }
}
