// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import java.nio.charset.StandardCharsets;

/**
 * Bytes as text of ISO-8859-1 that counts how often it is looked at and gives up when that is too
 * often. A regular expression that backtracks without end reads characters without end, so this
 * bounds the time a match takes, whatever the input.
 */
final class BudgetText implements CharSequence {

    /** The budget is used up. */
    static final class ExhaustedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private ExhaustedException() {
            super("budget exhausted", null, false, false);
        }
    }

    private final byte[] bytes;
    private final int length;
    private long totalRemaining;
    private long remaining;

    /**
     * A view of bytes, which must not change meanwhile.
     *
     * @param totalMax how many characters may be read altogether
     */
    BudgetText(byte[] bytes, int length, long totalMax) {
        this.bytes = bytes;
        this.length = length;
        this.totalRemaining = totalMax;
    }

    /** Begins another attempt, which may read so many characters; false if nothing is left. */
    boolean begin(long countMax) {
        remaining = Math.min(countMax, totalRemaining);
        return remaining > 0;
    }

    @Override
    public char charAt(int index) {
        if (--remaining < 0) {
            throw new ExhaustedException();
        }
        totalRemaining--;
        return (char) (bytes[index] & 0xff);
    }

    /** Whether the text begins like this; costs nothing of the budget. */
    boolean startsWith(String prefix) {
        if (prefix.length() > length) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if ((bytes[i] & 0xff) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return subSequence(0, length).toString();
    }
}
