// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;

/**
 * Text of strangers as a quoted value of CSV that no spreadsheet takes for a formula.
 *
 * <p>Quotes are doubled (RFC 4180 section 2). The backslash and all that is not printable ASCII are
 * escapes such as {@code \x0a}. So are {@code = + - @}, with which formulas begin, where a cell may
 * begin: at the start, and behind what might be a separator to a program that was set up for
 * another one, with spaces passed over. An escape and not an apostrophe in front, so that the text
 * can be read back by one rule.
 */
final class CsvText {

    /** The longest escape of one byte. */
    private static final int ESCAPE_BYTES_MAX = 4;

    private CsvText() {}

    static void put(Banner banner, AsciiBuffer buffer) {
        buffer.reserve(banner.lengthBytes() * ESCAPE_BYTES_MAX + RecordFormat.RECORD_MAX_BYTES);
        buffer.put('"');
        boolean startsCell = true;
        for (int i = 0; i < banner.lengthBytes(); i++) {
            int value = banner.at(i);
            if (isEscaped(value) || (startsCell && startsFormula(value))) {
                buffer.put('\\');
                buffer.put('x');
                buffer.putHex(value, 2);
            } else {
                if (value == '"') {
                    buffer.put('"');
                }
                buffer.put((char) value);
            }
            startsCell = separates(value) || (startsCell && value == ' ');
        }
        buffer.put('"');
    }

    private static boolean isEscaped(int value) {
        return value < ' ' || value >= 0x7F || value == '\\';
    }

    private static boolean startsFormula(int value) {
        return value == '=' || value == '+' || value == '-' || value == '@';
    }

    private static boolean separates(int value) {
        return value == ',' || value == ';' || value == '|' || value == '"' || value == '\'';
    }
}
