// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import java.util.Arrays;

/**
 * A walk over the elements of DER (ITU-T X.690) that stand one after another in a piece of bytes.
 * Elements that don't fit into the piece end the walk.
 */
final class Der {

    static final int BOOLEAN = 0x01;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int BMP_STRING = 0x1e;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private final byte[] bytes;
    private final int end;
    private int next;
    private int tag;
    private int from;
    private int to;

    Der(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.next = from;
        this.end = to;
    }

    /** Goes to the next element; false if there is none. */
    boolean next() {
        if (next + 2 > end) {
            return false;
        }
        tag = Wire.u8(bytes, next);
        int size = Wire.u8(bytes, next + 1);
        int value = next + 2;
        if (size > 0x80) {
            int sizeBytes = size - 0x80;
            if (sizeBytes > 3 || value + sizeBytes > end) {
                return false;
            }
            size = 0;
            for (int i = 0; i < sizeBytes; i++) {
                size = size << 8 | Wire.u8(bytes, value++);
            }
        } else if (size == 0x80) {
            // Indefinite lengths are BER.
            return false;
        }
        if (size > end - value) {
            return false;
        }
        from = value;
        to = value + size;
        next = to;
        return true;
    }

    /** Goes to the next element, which must have this tag. */
    boolean next(int expectedTag) {
        return next() && tag == expectedTag;
    }

    int tag() {
        return tag;
    }

    /** Where the element's value begins. */
    int from() {
        return from;
    }

    /** Where the element's value ends. */
    int to() {
        return to;
    }

    /** A walk over the element's own elements. */
    Der inside() {
        return new Der(bytes, from, to);
    }

    /** Whether the element's value is this. */
    boolean is(byte[] value) {
        return Arrays.equals(bytes, from, to, value, 0, value.length);
    }
}
