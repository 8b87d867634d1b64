// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A run of bytes, some of which are made from a cookie: what a probe carries, or what an answer to
 * it must have. Each byte has a role: fixed under a mask, a byte of the cookie, or a digit of it.
 * Immutable.
 */
final class Template {

    /** The value under the mask. */
    private static final int FIXED = 0;

    /** Byte 0 (lowest) to 3 of the cookie, as a number. */
    private static final int BINARY = 1;

    /** The lowest byte of the cookie with bit 0 set, so that the number it ends is never 0. */
    private static final int ODD = BINARY + Integer.BYTES;

    /** Digit 0 (lowest) to 7 of the cookie in hexadecimal, lower case ASCII. */
    private static final int HEX = ODD + 1;

    static final int HEX_DIGITS_MAX = 8;

    /** Digit 0 (lowest) to 8 of the cookie in decimal, ASCII; as unsigned 32 bits. */
    private static final int DECIMAL = HEX + HEX_DIGITS_MAX;

    static final int DECIMAL_DIGITS_MAX = 9;

    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private final byte[] values;
    private final byte[] masks;
    private final byte[] roles;

    /** Where bytes stand that a cookie changes, in ascending order. */
    private final int[] changing;

    private Template(byte[] values, byte[] masks, byte[] roles) {
        this.values = values;
        this.masks = masks;
        this.roles = roles;
        int[] found = new int[roles.length];
        int count = 0;
        for (int i = 0; i < roles.length; i++) {
            if (roles[i] != FIXED) {
                found[count++] = i;
            }
        }
        changing = Arrays.copyOf(found, count);
    }

    int lengthBytes() {
        return values.length;
    }

    boolean hasCookie() {
        return changing.length > 0;
    }

    /** Writes the bytes that it makes of a cookie. */
    void write(MemorySegment memory, long offset, int cookie) {
        MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_BYTE, offset, values.length);
        for (int each : changing) {
            memory.set(ValueLayout.JAVA_BYTE, offset + each, made(roles[each], cookie));
        }
    }

    /**
     * Whether bytes are those of the cookie, as far as the shorter of both goes.
     *
     * @param lengthBytes how many bytes there are
     */
    boolean agrees(MemorySegment memory, long offset, int lengthBytes, int cookie) {
        int count = Math.min(lengthBytes, values.length);
        for (int i = 0; i < count; i++) {
            byte expected = roles[i] == FIXED ? values[i] : made(roles[i], cookie);
            byte found = memory.get(ValueLayout.JAVA_BYTE, offset + i);
            if (((expected ^ found) & masks[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether bytes begin with all of this. */
    boolean begins(MemorySegment memory, long offset, int lengthBytes, int cookie) {
        return lengthBytes >= values.length && agrees(memory, offset, lengthBytes, cookie);
    }

    /** Whether all of this stands anywhere in the bytes. */
    boolean isWithin(MemorySegment memory, long offset, int lengthBytes, int cookie) {
        for (int from = 0; from + values.length <= lengthBytes; from++) {
            if (agrees(memory, offset + from, values.length, cookie)) {
                return true;
            }
        }
        return false;
    }

    private static byte made(int role, int cookie) {
        if (role < ODD) {
            return (byte) (cookie >>> (Byte.SIZE * (role - BINARY)));
        }
        if (role == ODD) {
            return (byte) (cookie | 1);
        }
        if (role < DECIMAL) {
            return DIGITS[cookie >>> (4 * (role - HEX)) & 0xF];
        }
        long value = Integer.toUnsignedLong(cookie);
        for (int i = role - DECIMAL; i > 0; i--) {
            value /= 10;
        }
        return DIGITS[(int) (value % 10)];
    }

    /** Puts a template together, byte after byte. */
    static final class Builder {

        private final ByteArrayOutputStream values = new ByteArrayOutputStream();
        private final ByteArrayOutputStream masks = new ByteArrayOutputStream();
        private final ByteArrayOutputStream roles = new ByteArrayOutputStream();

        int lengthBytes() {
            return values.size();
        }

        private Builder add(int value, int mask, int role) {
            values.write(value);
            masks.write(mask);
            roles.write(role);
            return this;
        }

        /** A byte that is always the same. */
        Builder fixed(int value) {
            return add(value, 0xFF, FIXED);
        }

        /** Bytes that are always the same. */
        Builder fixed(byte[] bytes) {
            for (byte each : bytes) {
                fixed(each);
            }
            return this;
        }

        /** A byte of which some bits count. */
        Builder masked(int value, int mask) {
            return add(value, mask, FIXED);
        }

        /** The cookie's lowest bytes, the highest of them first. */
        Builder cookie(int countBytes) {
            for (int i = countBytes - 1; i >= 0; i--) {
                add(0, 0xFF, BINARY + i);
            }
            return this;
        }

        /** The same with bit 0 set, for numbers that must not be 0. */
        Builder cookieOdd(int countBytes) {
            for (int i = countBytes - 1; i > 0; i--) {
                add(0, 0xFF, BINARY + i);
            }
            return add(0, 0xFF, ODD);
        }

        /** The cookie's lowest hexadecimal digits. */
        Builder cookieHex(int digits) {
            for (int i = digits - 1; i >= 0; i--) {
                add('0', 0xFF, HEX + i);
            }
            return this;
        }

        /** The cookie's lowest decimal digits. */
        Builder cookieDecimal(int digits) {
            for (int i = digits - 1; i >= 0; i--) {
                add('0', 0xFF, DECIMAL + i);
            }
            return this;
        }

        Template build() {
            return new Template(values.toByteArray(), masks.toByteArray(), roles.toByteArray());
        }
    }
}
