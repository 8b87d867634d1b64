// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.nio.charset.StandardCharsets;

/** Reads ASCII out of bytes, within bounds: all ranges are from (inclusive) to end (exclusive). */
public final class Text {

    private static final int CASE_BIT = 'a' - 'A';

    private Text() {}

    /** The bytes of a text of ours, which is ASCII. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The first line feed's successor, or -1 if there is no line feed. */
    public static int lineEnd(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The end without the CR, LF, NUL, tabs and blanks in front of it. */
    public static int trimmedEnd(byte[] bytes, int from, int end) {
        int trimmed = end;
        while (trimmed > from && isBlank(bytes[trimmed - 1])) {
            trimmed--;
        }
        return trimmed;
    }

    /** The first byte that is none of CR, LF, NUL, tab and blank, or the end. */
    public static int trimmedStart(byte[] bytes, int from, int end) {
        int trimmed = from;
        while (trimmed < end && isBlank(bytes[trimmed])) {
            trimmed++;
        }
        return trimmed;
    }

    private static boolean isBlank(byte each) {
        return each == ' ' || each == '\r' || each == '\n' || each == '\t' || each == 0;
    }

    /** Whether the range begins with this, letter case and all. */
    public static boolean startsWith(byte[] bytes, int from, int end, String prefix) {
        return end - from >= prefix.length() && common(bytes, from, end, prefix) == prefix.length();
    }

    /** Whether the range begins with this, whatever the case of ASCII letters. */
    public static boolean startsWithIgnoringCase(
            byte[] bytes, int from, int end, String lowerPrefix) {
        if (end - from < lowerPrefix.length()) {
            return false;
        }
        for (int i = 0; i < lowerPrefix.length(); i++) {
            if (lower(bytes[from + i]) != lowerPrefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the word begins, whatever the case of ASCII letters, or -1. */
    public static int find(byte[] bytes, int from, int end, String lowerWord) {
        for (int i = from; i + lowerWord.length() <= end; i++) {
            if (startsWithIgnoringCase(bytes, i, end, lowerWord)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether one of the words is there, whatever the case of ASCII letters. */
    public static boolean containsAny(byte[] bytes, int from, int end, String... lowerWords) {
        for (String each : lowerWords) {
            if (find(bytes, from, end, each) >= 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * How input compares with the beginnings that a protocol has: YES if it begins with one of
     * them, PARTIAL if one of them begins with all of it, NO otherwise.
     */
    public static Match match(byte[] input, int length, String... beginnings) {
        Match best = Match.NO;
        for (String each : beginnings) {
            int common = common(input, 0, length, each);
            if (common == each.length()) {
                return Match.YES;
            }
            if (common == length) {
                best = Match.PARTIAL;
            }
        }
        return best;
    }

    /** How many bytes at the beginning of both are the same. */
    private static int common(byte[] bytes, int from, int end, String text) {
        int most = Math.min(end - from, text.length());
        int count = 0;
        while (count < most && (bytes[from + count] & 0xFF) == text.charAt(count)) {
            count++;
        }
        return count;
    }

    /**
     * A decimal number at the beginning of the range, or -1 if there is none or it exceeds 9
     * digits.
     */
    public static int decimal(byte[] bytes, int from, int end) {
        int value = 0;
        int i = from;
        while (i < end && isDigit(bytes[i])) {
            if (i - from == 9) {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
            i++;
        }
        return i == from ? -1 : value;
    }

    public static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }

    /** Whether it is ASCII to be read, or a control character that such texts use. */
    public static boolean isPlain(byte each) {
        return (each >= ' ' && each < 0x7F)
                || each == '\r'
                || each == '\n'
                || each == '\t'
                || each == 0x07
                || each == 0x1B;
    }

    private static int lower(byte each) {
        return each >= 'A' && each <= 'Z' ? each + CASE_BIT : each & 0xFF;
    }
}
