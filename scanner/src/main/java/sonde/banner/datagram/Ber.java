// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;

/**
 * One element of ASN.1's basic encoding (X.690 section 8.1): a tag of one byte, a length, contents.
 *
 * @param tag 0 to 255; 0 also if there is no whole element
 */
record Ber(int tag, ByteReader content) {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    /** A long length has this bit, and how many bytes it has. */
    private static final int LONG = 0x80;

    /** The next element, which is passed over. */
    static Ber next(ByteReader reader) {
        int tag = reader.u8();
        long length = reader.u8();
        if (length >= LONG) {
            int bytes = (int) length - LONG;
            length = bytes < 1 || bytes > Integer.BYTES ? -1 : 0;
            for (int i = 0; i < bytes && length >= 0; i++) {
                length = length << Byte.SIZE | reader.u8();
            }
        }
        ByteReader content = reader.take(length);
        return new Ber(reader.isShort() ? 0 : tag, content);
    }

    /** The contents as a number of up to eight bytes with sign; reads them. */
    long number() {
        long value = content.peek() >= LONG ? -1 : 0;
        for (int left = Math.min(content.left(), Long.BYTES); left > 0; left--) {
            value = value << Byte.SIZE | content.u8();
        }
        return value;
    }
}
