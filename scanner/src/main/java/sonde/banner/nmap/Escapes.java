// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;

/** Reads the escapes in the strings of probes: those of C, without octal numbers but for NUL. */
final class Escapes {

    /** Each letter in the first stands for the character at the same place in the second. */
    private static final String LETTERS = "0abfnrtv\\";

    private static final String MEANINGS = "\0\u0007\b\f\n\r\t\u000b\\";

    private Escapes() {}

    /** The bytes meant by a text of ISO-8859-1; null if it has an escape that is none. */
    static byte @Nullable [] read(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            if (at == text.length()) {
                return null;
            }
            char letter = text.charAt(at++);
            int meaning = LETTERS.indexOf(letter);
            if (letter == 'x') {
                int high = at + 1 < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(at + 1), 16);
                if (low < 0) {
                    return null;
                }
                bytes.write(high * 16 + low);
                at += 2;
            } else if (meaning >= 0) {
                bytes.write(MEANINGS.charAt(meaning));
            } else if (Character.isLetterOrDigit(letter)) {
                return null;
            } else {
                bytes.write(letter);
            }
        }
        return bytes.toByteArray();
    }
}
