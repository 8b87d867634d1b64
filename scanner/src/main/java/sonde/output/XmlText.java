// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import sonde.record.Banner;

/**
 * Text for the inside of XML's attributes, in ASCII. Characters beyond it are references by number;
 * control characters, which XML 1.0 doesn't allow even so (section 2.2), and bytes that are no
 * UTF-8 become {@code \xHH}; so does the backslash in banners, so that it is known which it was.
 */
final class XmlText {

    /** The longest escape of one byte, that of a quotation mark; four bytes of UTF-8 become ten. */
    private static final int ESCAPE_BYTES_MAX = 6;

    private static final int FIRST_PRINTABLE_ABOVE_ASCII = 0xA0;
    private static final int FIRST_NONCHARACTER = 0xFFFE;

    private static final byte[] LESS = Words.ascii("&lt;");
    private static final byte[] GREATER = Words.ascii("&gt;");
    private static final byte[] AMPERSAND = Words.ascii("&amp;");
    private static final byte[] QUOTE = Words.ascii("&quot;");
    private static final byte[] APOSTROPHE = Words.ascii("&#39;");

    private XmlText() {}

    static void put(Banner banner, AsciiBuffer buffer) {
        buffer.reserve(banner.lengthBytes() * ESCAPE_BYTES_MAX + RecordFormat.RECORD_MAX_BYTES);
        int i = 0;
        while (i < banner.lengthBytes()) {
            int value = banner.at(i);
            if (value >= ' ' && value < 0x7F && value != '\\') {
                putAscii((char) value, buffer);
                i++;
                continue;
            }
            int length = BannerText.sequenceLength(value);
            int character =
                    length > 1 ? BannerText.decode(banner, i, length) : BannerText.REPLACEMENT;
            if (isAllowed(character)) {
                putReference(character, buffer);
                i += length;
            } else {
                putByte(value, buffer);
                i++;
            }
        }
    }

    /** Text of ours or of the user's. */
    static void put(String text, AsciiBuffer buffer) {
        buffer.reserve(text.length() * ESCAPE_BYTES_MAX * 2 + RecordFormat.RECORD_MAX_BYTES);
        text.codePoints()
                .forEach(character -> {
                    if (character >= ' ' && character < 0x7F) {
                        putAscii((char) character, buffer);
                    } else if (isAllowed(character)) {
                        putReference(character, buffer);
                    } else {
                        putByte(character & 0xFF, buffer);
                    }
                });
    }

    /** The same as text. */
    static String of(String text) {
        AsciiBuffer buffer = new AsciiBuffer(0);
        put(text, buffer);
        return new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
    }

    /** A word of ASCII, such as a vendor's name. */
    static void put(byte[] ascii, AsciiBuffer buffer) {
        for (byte each : ascii) {
            putAscii((char) each, buffer);
        }
    }

    private static void putAscii(char ascii, AsciiBuffer buffer) {
        switch (ascii) {
            case '<' -> buffer.put(LESS);
            case '>' -> buffer.put(GREATER);
            case '&' -> buffer.put(AMPERSAND);
            case '"' -> buffer.put(QUOTE);
            case '\'' -> buffer.put(APOSTROPHE);
            default -> buffer.put(ascii);
        }
    }

    /** XML 1.0's characters (section 2.2) without those that control a terminal. */
    private static boolean isAllowed(int character) {
        return character >= FIRST_PRINTABLE_ABOVE_ASCII
                && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                && (character & 0xFFFF) < FIRST_NONCHARACTER;
    }

    private static void putReference(int character, AsciiBuffer buffer) {
        buffer.put('&');
        buffer.put('#');
        buffer.putDecimal(character);
        buffer.put(';');
    }

    private static void putByte(int value, AsciiBuffer buffer) {
        buffer.put('\\');
        buffer.put('x');
        buffer.putHex(value, 2);
    }
}
