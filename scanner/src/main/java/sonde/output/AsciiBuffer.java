// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.wire.IpAddress;

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

    /** An IPv6 address has so many groups of 16 bits. */
    private static final int GROUPS = 8;

    private static final byte[] HEX = Words.ascii("0123456789abcdef");

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

    /** Puts all that another has; there must be room. */
    void put(AsciiBuffer other) {
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
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

    /** Puts a dotted quad, or the form of RFC 5952. Allocates nothing. */
    void putAddress(IpAddress address) {
        if (address.isIpv4()) {
            putIpv4(address.ipv4());
        } else {
            putIpv6(address);
        }
    }

    /**
     * The longest run of groups of zero, if of two at least and the first of such, becomes "::".
     */
    private void putIpv6(IpAddress address) {
        int gap = GROUPS;
        int gapLength = 1;
        for (int group = 0; group < GROUPS; group++) {
            int zeros = zeroGroups(address, group);
            if (zeros > gapLength) {
                gap = group;
                gapLength = zeros;
            }
        }
        for (int group = 0; group < GROUPS; group++) {
            if (group == gap) {
                bytes[length++] = ':';
                group += gapLength - 1;
                if (group == GROUPS - 1) {
                    bytes[length++] = ':';
                }
                continue;
            }
            if (group > 0) {
                bytes[length++] = ':';
            }
            putHex(address.group(group));
        }
    }

    private static int zeroGroups(IpAddress address, int from) {
        int group = from;
        while (group < GROUPS && address.group(group) == 0) {
            group++;
        }
        return group - from;
    }

    /** Puts a number of up to 16 bits without leading zeros. */
    private void putHex(int value) {
        int digits = value == 0 ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 3) / 4;
        putHex(value, digits);
    }

    /** Puts so many hexadecimal digits, the lowest of a number. */
    void putHex(int value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[value >>> shift & 0xF];
        }
    }

    /** Puts an Ethernet address, the low 48 bits, as six bytes with colons between. */
    void putMac(long mac) {
        for (int shift = 40; shift >= 0; shift -= 8) {
            putHex((int) (mac >>> shift) & 0xFF, 2);
            if (shift > 0) {
                bytes[length++] = ':';
            }
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
