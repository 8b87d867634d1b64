// SPDX-License-Identifier: Apache-2.0
package sonde.output;

/** Says whether a text is valid JSON (RFC 8259), and nothing else about it. */
final class JsonText {

    private static final String SPACE = " \t\r\n";
    private static final String NULL = "null";
    private static final int ESCAPE_LENGTH = 6;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static boolean isValid(String text) {
        JsonText json = new JsonText(text);
        return json.value() && json.at == text.length();
    }

    private boolean value() {
        space();
        boolean valid =
                switch (peek()) {
                    case '[' -> list(']', false);
                    case '{' -> list('}', true);
                    case '"' -> string();
                    case 'n' -> nothing();
                    default -> number();
                };
        space();
        return valid;
    }

    private boolean list(char end, boolean named) {
        at++;
        space();
        if (take(end)) {
            return true;
        }
        do {
            if (named) {
                space();
                if (!string()) {
                    return false;
                }
                space();
                if (!take(':')) {
                    return false;
                }
            }
            if (!value()) {
                return false;
            }
        } while (take(','));
        return take(end);
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (peek() != '"') {
            if (peek() < ' ' || (peek() == '\\' && !isEscape())) {
                return false;
            }
            at++;
        }
        return take('"');
    }

    /** The only escape that is written: a character by its number. */
    private boolean isEscape() {
        return text.startsWith("\\u", at)
                && at + ESCAPE_LENGTH <= text.length()
                && text.substring(at + 2, at + ESCAPE_LENGTH)
                        .chars()
                        .allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private boolean nothing() {
        boolean isNull = text.startsWith(NULL, at);
        at += isNull ? NULL.length() : 0;
        return isNull;
    }

    private boolean number() {
        int start = at;
        while (Character.isDigit(peek())) {
            at++;
        }
        return at > start && (at == start + 1 || text.charAt(start) != '0');
    }

    private void space() {
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
