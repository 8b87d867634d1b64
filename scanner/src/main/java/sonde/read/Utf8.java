// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Characters of UTF-8 (RFC 3629) among bytes that stand as characters of the same number. */
final class Utf8 {

    private Utf8() {}

    /** How many bytes the character has whose first byte this is; 1 if it can be none's. */
    static int lengthBytes(int lead) {
        if (lead >= 0xC2 && lead < 0xE0) {
            return 2;
        }
        if (lead >= 0xE0 && lead < 0xF0) {
            return 3;
        }
        return lead >= 0xF0 && lead < 0xF5 ? 4 : 1;
    }

    /** Whether a byte may be a character's second or later one. */
    static boolean continues(int value) {
        return value >= 0x80 && value < 0xC0;
    }

    /** The character that these bytes are, the last ones of a text; -1 if they are none. */
    static int decode(CharSequence text, int start, int lengthBytes) {
        if (text.length() - start != lengthBytes) {
            return -1;
        }
        byte[] bytes = text.subSequence(start, text.length()).toString().getBytes(ISO_8859_1);
        try {
            // Refuses surrogates and forms that are longer than they need to be.
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().codePointAt(0);
        } catch (CharacterCodingException e) {
            return -1;
        }
    }
}
