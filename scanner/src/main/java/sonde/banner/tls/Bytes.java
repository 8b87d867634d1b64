// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import java.util.Arrays;

/** Bytes in the making, in network order, with lengths that are filled in afterwards. */
final class Bytes {

    /** Enough for any hello of ours. */
    private static final int FIRST_SIZE_BYTES = 768;

    private byte[] bytes = new byte[FIRST_SIZE_BYTES];
    private int length;

    int length() {
        return length;
    }

    Bytes u8(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
        return this;
    }

    Bytes u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Bytes u16s(int... values) {
        for (int value : values) {
            u16(value);
        }
        return this;
    }

    Bytes put(byte[] more) {
        for (byte each : more) {
            u8(each);
        }
        return this;
    }

    /**
     * Leaves room for a length.
     *
     * @param size of the length itself, in bytes
     * @return what {@link #close} wants
     */
    int open(int size) {
        int at = length;
        for (int i = 0; i < size; i++) {
            u8(0);
        }
        return at;
    }

    /** Fills in the length of what has been written since {@link #open}. */
    void close(int at, int size) {
        int count = length - at - size;
        for (int i = size - 1; i >= 0; i--) {
            bytes[at + i] = (byte) count;
            count >>>= 8;
        }
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}
