// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.util.Arrays;

/**
 * Bytes under construction: ASCII words and decimal numbers, put one behind the other.
 *
 * <p>The capacity is chosen by writers so that one more record without banner always fits; who puts
 * a banner asks for room first.
 */
final class AsciiBuffer {

    /** Longest decimal number with its sign. */
    private static final int DIGITS_MAX = 20;

    private byte[] bytes;
    private int length;

    AsciiBuffer(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /** The bytes put so far are the first {@link #length()} of these. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Takes the oldest bytes away. */
    void removeFirst(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    /** Sees to it that so many more bytes fit. */
    void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }

    void put(byte[] word) {
        System.arraycopy(word, 0, bytes, length, word.length);
        length += word.length;
    }

    void put(char ascii) {
        bytes[length++] = (byte) ascii;
    }

    /** Puts spaces until {@code end}, which may be reached already. */
    void padTo(int end) {
        while (length < end) {
            bytes[length++] = ' ';
        }
    }

    void putDecimal(long value) {
        if (value >= 0 && value < 10) {
            bytes[length++] = (byte) ('0' + value);
            return;
        }
        if (value < 0) {
            putNegative(value);
            return;
        }
        int digits = digitCount(value);
        int at = length + digits;
        length = at;
        long rest = value;
        while (rest != 0) {
            long quotient = rest / 10;
            bytes[--at] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
    }

    /** Puts the dotted decimal form of an address in host order. */
    void putIpv4(int address) {
        putOctet(address >>> 24);
        bytes[length++] = '.';
        putOctet(address >>> 16 & 0xFF);
        bytes[length++] = '.';
        putOctet(address >>> 8 & 0xFF);
        bytes[length++] = '.';
        putOctet(address & 0xFF);
    }

    private void putOctet(int octet) {
        if (octet >= 100) {
            bytes[length++] = (byte) ('0' + octet / 100);
        }
        if (octet >= 10) {
            bytes[length++] = (byte) ('0' + octet / 10 % 10);
        }
        bytes[length++] = (byte) ('0' + octet % 10);
    }

    private void putNegative(long value) {
        bytes[length++] = '-';
        // Long.MIN_VALUE has no positive twin, so its last digit is split off first.
        if (value <= -10) {
            putDecimal(-(value / 10));
        }
        bytes[length++] = (byte) ('0' - value % 10);
    }

    private static int digitCount(long value) {
        int digits = 1;
        long bound = 10;
        while (digits < DIGITS_MAX - 1 && value >= bound) {
            digits++;
            bound *= 10;
        }
        return digits;
    }
}
