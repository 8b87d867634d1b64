// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/**
 * Makes text from outside (arguments, files, the network) harmless on a terminal: what could move
 * the cursor, change colours, reorder or hide other text is shown as an escape instead.
 */
public final class TerminalText {

    /** How much of a value an error message quotes, in characters. */
    static final int QUOTED_LENGTH_MAX = 60;

    private static final String HEX = "0123456789abcdef";

    private TerminalText() {}

    /**
     * Returns the text with everything that is not plainly visible escaped as {@code \xHH} or
     * <code>&#92;u{H}</code>.
     */
    public static String sanitize(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return sanitizeFrom(text, i);
            }
        }
        return text;
    }

    /**
     * As {@link #sanitize}, cut to {@code lengthMax} characters, the last three of which are then
     * dots.
     */
    public static String sanitize(String text, int lengthMax) {
        // An escape is never shorter than what it stands for, so the rest can't matter.
        String head = text.length() > lengthMax ? text.substring(0, lengthMax + 1) : text;
        String clean = sanitize(head);
        return clean.length() > lengthMax ? clean.substring(0, lengthMax - 3) + "..." : clean;
    }

    /** A value in double quotes, as error messages show it. */
    static String quote(String value) {
        return '"' + sanitize(value, QUOTED_LENGTH_MAX) + '"';
    }

    private static String sanitizeFrom(String text, int start) {
        StringBuilder clean = new StringBuilder(text.length() + 16).append(text, 0, start);
        int i = start;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isVisible(codePoint)) {
                clean.appendCodePoint(codePoint);
            } else if (codePoint <= 0xff) {
                clean.append("\\x")
                        .append(HEX.charAt(codePoint >> 4))
                        .append(HEX.charAt(codePoint & 15));
            } else {
                clean.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
            }
        }
        return clean.toString();
    }

    private static boolean isVisible(int codePoint) {
        if (codePoint >= ' ' && codePoint <= '~') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            // FORMAT has the marks that reorder text; an unpaired surrogate is no character at all.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
