// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Reads the bytes that a line of a payload file describes, as docs/PAYLOADS.md says: hexadecimal
 * numbers, strings in quotation marks, and words such as {@code cookie(4)}. One for each line.
 */
final class TokenReader {

    private final String line;
    private final Template.Builder out;

    /** Whether this is an answer, in which bytes may be anything, and cookies stand no less. */
    private final boolean isAnswer;

    private int at;

    TokenReader(String line, int from, boolean isAnswer, Template.Builder out) {
        this.line = line;
        this.at = from;
        this.isAnswer = isAnswer;
        this.out = out;
    }

    /** Reads all of the line; returns null, or in words what is wrong and what to do. */
    @Nullable String read() {
        while (true) {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            if (at == line.length() || line.charAt(at) == '#') {
                return null;
            }
            String error = line.charAt(at) == '"' ? readString() : readWord();
            if (error != null) {
                return error;
            }
            if (out.lengthBytes() > UdpPayload.LENGTH_MAX_BYTES) {
                return "more than " + UdpPayload.LENGTH_MAX_BYTES + " bytes; shorten it";
            }
        }
    }

    private @Nullable String readString() {
        StringText string = new StringText(line, at);
        byte[] bytes = string.read();
        if (bytes == null) {
            return string.error();
        }
        at = string.end();
        out.fixed(bytes);
        return null;
    }

    private @Nullable String readWord() {
        int from = at;
        while (at < line.length() && " \"#".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        String word = line.substring(from, at).toLowerCase(Locale.ROOT);
        int open = word.indexOf('(');
        if (open > 0 && word.endsWith(")")) {
            return call(word, word.substring(0, open), number(word, open));
        }
        if (isAnswer && word.equals("??")) {
            out.masked(0, 0);
            return null;
        }
        if (isAnswer && word.length() == 5 && word.charAt(2) == '/') {
            return masked(word);
        }
        return hex(word);
    }

    /** The number between the brackets at the end, or -1. */
    private static int number(String word, int open) {
        int value = 0;
        for (int i = open + 1; i < word.length() - 1; i++) {
            int digit = Character.digit(word.charAt(i), 10);
            if (digit < 0 || value > UdpPayload.LENGTH_MAX_BYTES) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value == 0 ? -1 : value;
    }

    private @Nullable String call(String word, String name, int count) {
        int max =
                switch (name) {
                    case "cookie", "cookie-odd" -> Integer.BYTES;
                    case "cookie-hex" -> Template.HEX_DIGITS_MAX;
                    case "cookie-decimal" -> Template.DECIMAL_DIGITS_MAX;
                    case "any" -> isAnswer ? UdpPayload.LENGTH_MAX_BYTES : 0;
                    case "zeros", "zeros-to" -> UdpPayload.LENGTH_MAX_BYTES;
                    default -> 0;
                };
        if (max == 0) {
            return PayloadException.quote(word) + " is no word known here; see docs/PAYLOADS.md";
        }
        if (count < 1 || count > max) {
            return PayloadException.quote(word) + " needs a number from 1 to " + max;
        }
        switch (name) {
            case "cookie" -> out.cookie(count);
            case "cookie-odd" -> out.cookieOdd(count);
            case "cookie-hex" -> out.cookieHex(count);
            case "cookie-decimal" -> out.cookieDecimal(count);
            case "any" -> repeat(count, 0);
            case "zeros" -> repeat(count, 0xFF);
            default -> repeat(count - out.lengthBytes(), 0xFF);
        }
        return null;
    }

    private void repeat(int count, int mask) {
        for (int i = 0; i < count; i++) {
            out.masked(0, mask);
        }
    }

    private @Nullable String masked(String word) {
        int value = StringText.hexByte(word, 0);
        int mask = StringText.hexByte(word, 3);
        if (value < 0 || mask < 0) {
            return PayloadException.quote(word) + " is no byte and mask; write them like 80/f0";
        }
        out.masked(value, mask);
        return null;
    }

    private @Nullable String hex(String word) {
        for (int i = 0; i < word.length(); i += 2) {
            int value = StringText.hexByte(word, i);
            if (value < 0) {
                return PayloadException.quote(word)
                        + " is no hexadecimal number of whole bytes; put text in quotation marks";
            }
            out.fixed(value);
        }
        return null;
    }
}
