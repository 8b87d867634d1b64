// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import sonde.record.Banner;

/**
 * The bytes of a banner as text of ISO-8859-1, which counts how often it is looked at, and gives up
 * when that is too often. A regular expression that backtracks without end reads characters without
 * end, so this bounds the time a match takes, whatever a server says.
 */
final class BudgetText implements CharSequence {

    /** The budget is used up. */
    static final class ExhaustedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private ExhaustedException() {
            super("budget exhausted", null, false, false);
        }
    }

    /** How often each byte may be read: a search reads most bytes a few times. */
    private static final long READS_PER_BYTE = 256;

    /** What short banners may cost too; half a millisecond. */
    private static final long READS_MIN = 1 << 16;

    private final Banner banner;
    private long remaining;

    BudgetText(Banner banner) {
        this.banner = banner;
        remaining = READS_MIN + READS_PER_BYTE * banner.lengthBytes();
    }

    @Override
    public char charAt(int index) {
        if (--remaining < 0) {
            throw new ExhaustedException();
        }
        return (char) banner.at(index);
    }

    @Override
    public int length() {
        return banner.lengthBytes();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length());
        for (int i = 0; i < length(); i++) {
            text.append((char) banner.at(i));
        }
        return text.toString();
    }
}
