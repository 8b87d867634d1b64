// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/** Prints numbers the same in every locale, without the cost of {@code String.format}. */
final class Decimals {

    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private Decimals() {}

    /**
     * Appends a number with a fixed count of decimals, padded on the left with blanks to {@code
     * widthMin}. What is not a number, or infinite, is shown as 0, so that JSON stays JSON.
     *
     * @param decimals 0 to 6
     */
    static void append(StringBuilder text, double number, int decimals, int widthMin) {
        int start = text.length();
        double finite = Double.isFinite(number) ? number : 0;
        long power = POWERS_OF_TEN[decimals];
        // Rounding saturates at the ends of a long, far beyond any rate.
        long scaled = Math.round(Math.abs(finite) * power);
        if (finite < 0 && scaled > 0) {
            text.append('-');
        }
        text.append(scaled / power);
        if (decimals > 0) {
            text.append('.');
            int fractionStart = text.length();
            text.append(scaled % power);
            pad(text, fractionStart, decimals, '0');
        }
        pad(text, start, widthMin, ' ');
    }

    /** Appends a number padded on the left. */
    static void append(StringBuilder text, long number, int widthMin, char padding) {
        int start = text.length();
        text.append(number);
        pad(text, start, widthMin, padding);
    }

    /** Appends a number with commas between thousands. */
    static void appendGrouped(StringBuilder text, long number) {
        int start = text.length();
        text.append(number);
        int firstDigit = number < 0 ? start + 1 : start;
        for (int i = text.length() - 3; i > firstDigit; i -= 3) {
            text.insert(i, ',');
        }
    }

    private static void pad(StringBuilder text, int start, int widthMin, char padding) {
        while (text.length() - start < widthMin) {
            text.insert(start, padding);
        }
    }
}
