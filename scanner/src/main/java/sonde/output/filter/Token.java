// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * A piece of an expression.
 *
 * @param expression all of it
 * @param at where the piece begins, from 0
 * @param end where it ends
 */
record Token(Kind kind, String expression, int at, int end) {

    /** What pieces there are. */
    enum Kind {
        /** Letters, digits and whatever else needs no quotes. */
        WORD,
        /** Text with its quotes. */
        STRING,
        /** Punctuation. */
        SYMBOL,
        /** Nothing: the expression is over. */
        END
    }

    private static final int HEX = 16;
    private static final int HEX_DIGITS = 2;

    /** As it is written. */
    String text() {
        return expression.substring(at, end);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text().equals(symbol);
    }

    /** Words of the language are known in either case. */
    boolean isWord(String word) {
        return kind == Kind.WORD && text().equalsIgnoreCase(word);
    }

    FilterSyntaxException error(String remedy) {
        return new FilterSyntaxException(expression, at, end, remedy);
    }

    /** What stands between the quotes, or the word, untouched. */
    String raw() {
        return kind == Kind.STRING ? expression.substring(at + 1, end - 1) : text();
    }

    /** The bytes that are meant, each as the character of the same number (ISO-8859-1). */
    String value() throws FilterSyntaxException {
        if (kind != Kind.STRING) {
            return new String(text().getBytes(UTF_8), ISO_8859_1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = at + 1;
        while (i < end - 1) {
            int c = expression.codePointAt(i);
            if (c == '\\') {
                i = unescape(i, bytes);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
                i += Character.charCount(c);
            }
        }
        return bytes.toString(ISO_8859_1);
    }

    /** Returns where the text goes on behind an escape. */
    private int unescape(int from, ByteArrayOutputStream bytes) throws FilterSyntaxException {
        char c = expression.charAt(from + 1);
        switch (c) {
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case '0' -> bytes.write(0);
            case '\\', '"', '\'' -> bytes.write(c);
            case 'x' -> {
                bytes.write(hex(from));
                return from + 2 + HEX_DIGITS;
            }
            default ->
                    throw new FilterSyntaxException(
                            expression,
                            from,
                            from + 2,
                            "no escape; there are \\n \\r \\t \\0 \\xHH \\\\ \\\" \\'");
        }
        return from + 2;
    }

    private int hex(int from) throws FilterSyntaxException {
        int value = 0;
        for (int i = from + 2; i < from + 2 + HEX_DIGITS; i++) {
            char c = expression.charAt(Math.min(i, end - 1));
            int digit = c < 128 ? Character.digit(c, HEX) : -1;
            if (digit < 0) {
                throw new FilterSyntaxException(
                        expression, from, from + 2, "two hexadecimal digits follow, as in \\x0a");
            }
            value = value * HEX + digit;
        }
        return value;
    }
}
