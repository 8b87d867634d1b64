// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Makes the bytes of banners out of how text files write them. */
final class BannerBytes {

    /** How many characters an escape such as {@code \\x0a} has. */
    private static final int ESCAPE_LENGTH = 4;

    private static final int BYTE_MAX = 0xFF;
    private static final int HEX = 16;

    private BannerBytes() {}

    /**
     * Of characters that stand for one byte each, {@code \\xHH} for that byte. A backslash before
     * anything else stands for itself.
     */
    static byte[] ofEscaped(String text) {
        return unescaped(text).getBytes(ISO_8859_1);
    }

    /**
     * Of the characters of a JSON string.
     *
     * @param isText whether characters were made of UTF-8, as Sonde does; else those up to 255 are
     *     bytes, as with masscan
     */
    static byte[] ofCharacters(String text, boolean isText) {
        if (isText) {
            return text.getBytes(UTF_8);
        }
        if (text.chars().allMatch(each -> each <= BYTE_MAX)) {
            return text.getBytes(ISO_8859_1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints()
                .forEach(each -> {
                    if (each <= BYTE_MAX) {
                        bytes.write(each);
                    } else {
                        bytes.writeBytes(Character.toString(each).getBytes(UTF_8));
                    }
                });
        return bytes.toByteArray();
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int escaped = escapedAt(text, i);
            plain.append(escaped < 0 ? text.charAt(i) : (char) escaped);
            i += escaped < 0 ? 1 : ESCAPE_LENGTH;
        }
        return plain.toString();
    }

    /** The byte whose escape stands there, or -1 if none does. */
    private static int escapedAt(String text, int i) {
        if (i + ESCAPE_LENGTH > text.length()
                || text.charAt(i) != '\\'
                || text.charAt(i + 1) != 'x') {
            return -1;
        }
        int high = Character.digit(text.charAt(i + 2), HEX);
        int low = Character.digit(text.charAt(i + 3), HEX);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
