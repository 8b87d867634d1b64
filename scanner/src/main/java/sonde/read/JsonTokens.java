// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import java.io.IOException;

/**
 * The tokens of JSON (RFC 8259), one after the other. Words may stand without quotes, as masscan
 * writes some. In strings what is UTF-8 becomes its characters, as other programs write what they
 * were given as escapes; other bytes beyond ASCII become characters of the same number.
 */
final class JsonTokens {

    /** What {@link #next} returns beside {@code { } [ ] , :}. */
    static final char STRING = 's';

    /** A number, a literal or a bare name. */
    static final char WORD = 'w';

    /** The end, also one within a token. */
    static final char END = 'e';

    /** The longest banner, each byte as one escape. */
    private static final int STRING_MAX_LENGTH = 1 << 20;

    private static final int FIRST_BEYOND_ASCII = 0x80;
    private static final int UNIT_DIGITS = 4;
    private static final int HEX = 16;

    private final ByteSource source;
    private final StringBuilder text = new StringBuilder();

    JsonTokens(ByteSource source) {
        this.source = source;
    }

    /** The text of the string or word read last. */
    String text() {
        return text.toString();
    }

    char next() throws IOException {
        source.skipSpace();
        int first = source.read();
        return switch (first) {
            case ByteSource.END -> END;
            case '{', '}', '[', ']', ',', ':' -> (char) first;
            case '"' -> string();
            default -> word(first);
        };
    }

    private char word(int first) throws IOException {
        if (!isWord(first)) {
            throw wrong("'" + (char) first + "' where a value is expected");
        }
        text.setLength(0);
        append(first);
        while (isWord(source.peek())) {
            append(source.read());
        }
        return WORD;
    }

    private static boolean isWord(int value) {
        return (value >= '0' && value <= '9')
                || (value >= 'a' && value <= 'z')
                || (value >= 'A' && value <= 'Z')
                || value == '+'
                || value == '-'
                || value == '.'
                || value == '_';
    }

    private char string() throws IOException {
        text.setLength(0);
        while (true) {
            int next = source.read();
            if (next == ByteSource.END) {
                return END;
            }
            if (next == '"') {
                return STRING;
            }
            if (next >= FIRST_BEYOND_ASCII) {
                appendUtf8(next);
                continue;
            }
            int character = next == '\\' ? escaped() : next;
            if (character == ByteSource.END) {
                return END;
            }
            append(character);
        }
    }

    /** Appends the character whose first byte was read, or if it is none, its bytes so far. */
    private void appendUtf8(int lead) throws IOException {
        int start = text.length();
        append(lead);
        int length = Utf8.lengthBytes(lead);
        while (text.length() - start < length && Utf8.continues(source.peek())) {
            append(source.read());
        }
        int character = Utf8.decode(text, start, length);
        if (character >= 0) {
            text.setLength(start);
            text.appendCodePoint(character);
        }
    }

    private int escaped() throws IOException {
        int kind = source.read();
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> kind; // a quote, a slash, a backslash, or the end
        };
    }

    private int unit() throws IOException {
        int unit = 0;
        for (int i = 0; i < UNIT_DIGITS; i++) {
            int next = source.read();
            if (next == ByteSource.END) {
                return ByteSource.END;
            }
            int digit = Character.digit(next, HEX);
            if (digit < 0) {
                throw wrong("\\u needs four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private void append(int character) throws IOException {
        if (text.length() == STRING_MAX_LENGTH) {
            throw wrong(
                    "a string is longer than " + STRING_MAX_LENGTH + ": a quote may be missing");
        }
        text.append((char) character);
    }

    /** Something wrong at the current place. */
    ReadException wrong(String what) {
        return source.wrongLine(what + ": correct or remove the line");
    }
}
