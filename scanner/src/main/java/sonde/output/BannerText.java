// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;

/**
 * Puts banners so that no byte of the network reaches a file or a terminal as anything but a
 * printable ASCII character. Escaped is what masscan escapes: all that is not printable ASCII, and
 * {@code < > & \\ " '}.
 */
final class BannerText {

    /** The longest escape of one byte. */
    private static final int ESCAPE_BYTES_MAX = 6;

    /** In place of a character where there is no sequence of UTF-8. */
    static final int REPLACEMENT = -1;

    private BannerText() {}

    /** With escapes such as {@code \\x0a}. */
    static void put(Banner banner, AsciiBuffer buffer) {
        buffer.reserve(banner.lengthBytes() * ESCAPE_BYTES_MAX + RecordFormat.RECORD_MAX_BYTES);
        for (int i = 0; i < banner.lengthBytes(); i++) {
            int value = banner.at(i);
            if (isPlain(value)) {
                buffer.put((char) value);
            } else {
                buffer.put('\\');
                buffer.put('x');
                buffer.putHex(value, 2);
            }
        }
    }

    /**
     * As the inside of a JSON string (RFC 8259 section 7). Bytes that are valid UTF-8 (RFC 3629)
     * become their characters, others those of the same number.
     */
    static void putJson(Banner banner, AsciiBuffer buffer) {
        buffer.reserve(banner.lengthBytes() * ESCAPE_BYTES_MAX + RecordFormat.RECORD_MAX_BYTES);
        int i = 0;
        while (i < banner.lengthBytes()) {
            int value = banner.at(i);
            if (isPlain(value)) {
                buffer.put((char) value);
                i++;
                continue;
            }
            int length = sequenceLength(value);
            int character = length > 1 ? decode(banner, i, length) : REPLACEMENT;
            if (character == REPLACEMENT) {
                putUnit(value, buffer);
                i++;
            } else {
                if (character >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                    putUnit(Character.highSurrogate(character), buffer);
                    putUnit(Character.lowSurrogate(character), buffer);
                } else {
                    putUnit(character, buffer);
                }
                i += length;
            }
        }
    }

    private static boolean isPlain(int value) {
        return value >= ' '
                && value < 0x7F
                && value != '<'
                && value != '>'
                && value != '&'
                && value != '\\'
                && value != '"'
                && value != '\'';
    }

    /** How long the UTF-8 sequence is that begins with this byte; 1 if none does. */
    static int sequenceLength(int lead) {
        if (lead >= 0xC2 && lead < 0xE0) {
            return 2;
        }
        if (lead >= 0xE0 && lead < 0xF0) {
            return 3;
        }
        return lead >= 0xF0 && lead < 0xF5 ? 4 : 1;
    }

    /** The character of such a sequence, or {@link #REPLACEMENT} if it is none (RFC 3629). */
    static int decode(Banner banner, int at, int length) {
        if (at + length > banner.lengthBytes()) {
            return REPLACEMENT;
        }
        int character = banner.at(at) & (0xFF >>> (length + 1));
        for (int i = 1; i < length; i++) {
            int next = banner.at(at + i);
            if ((next & 0xC0) != 0x80) {
                return REPLACEMENT;
            }
            character = character << 6 | (next & 0x3F);
        }
        boolean isShortest =
                length == 2
                        || (length == 3 && character >= 0x800)
                        || (length == 4 && character >= Character.MIN_SUPPLEMENTARY_CODE_POINT);
        boolean isSurrogate = character >= 0xD800 && character < 0xE000;
        return isShortest && !isSurrogate && character <= Character.MAX_CODE_POINT
                ? character
                : REPLACEMENT;
    }

    private static void putUnit(int unit, AsciiBuffer buffer) {
        buffer.put('\\');
        buffer.put('u');
        buffer.putHex(unit, 4);
    }
}
