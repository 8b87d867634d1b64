// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;

/**
 * A string in quotation marks with the escapes of C: {@code \n}, {@code \x0a}, {@code \012}. Its
 * characters are bytes. One for each string.
 */
final class StringText {

    /** Each letter in the first stands for the character at the same place in the second. */
    private static final String LETTERS = "abfnrtv\\\"'?";

    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\\\"'?";

    private static final int OCTAL_DIGITS_MAX = 3;

    private final String line;
    private int at;
    private String error = "";

    /**
     * Will read one string.
     *
     * @param at where its opening quotation mark stands in the line
     */
    StringText(String line, int at) {
        this.line = line;
        this.at = at;
    }

    /** Behind the closing quotation mark, once read. */
    int end() {
        return at;
    }

    /** What is wrong and what to do, once {@link #read} has returned null. */
    String error() {
        return error;
    }

    /** The bytes meant; null if they can't be told. */
    byte @Nullable [] read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        at++;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return bytes.toByteArray();
            }
            int meaning = c == '\\' ? escape() : c;
            if (meaning < 0 || meaning > 0xFF) {
                error = "a string has an escape that is none of C's; write bytes like \\x0a";
                return null;
            }
            bytes.write(meaning);
        }
        error = "a string has no end; close it with a quotation mark on its line";
        return null;
    }

    private int escape() {
        if (at == line.length()) {
            return -1;
        }
        char letter = line.charAt(at);
        if (letter == 'x') {
            int value = hexByte(line, at + 1);
            at = Math.min(at + 3, line.length());
            return value;
        }
        if (letter >= '0' && letter <= '7') {
            return octal();
        }
        at++;
        int place = LETTERS.indexOf(letter);
        return place < 0 ? -1 : MEANINGS.charAt(place);
    }

    private int octal() {
        int value = 0;
        for (int i = 0; i < OCTAL_DIGITS_MAX && at < line.length(); i++) {
            int digit = line.charAt(at) - '0';
            if (digit < 0 || digit > 7) {
                break;
            }
            value = value * 8 + digit;
            at++;
        }
        return value;
    }

    /** The byte that two hexadecimal digits mean, or -1 if there are none. */
    static int hexByte(String text, int from) {
        int high = from + 1 < text.length() ? asciiDigit(text.charAt(from)) : -1;
        int low = high < 0 ? -1 : asciiDigit(text.charAt(from + 1));
        return low < 0 ? -1 : high << 4 | low;
    }

    private static int asciiDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
