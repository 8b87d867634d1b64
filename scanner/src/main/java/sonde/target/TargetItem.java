// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * Reads one item of a list: an IPv4 address, a block or a range. This is the fast half of the
 * parser, which says yes or no; why it said no is {@link TargetFault}'s business.
 */
final class TargetItem {

    /**
     * No item is longer, in bytes: a host name has at most 253 characters (RFC 1035 section 3.1),
     * and a dot behind.
     */
    static final int LENGTH_MAX = 254;

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int address;
    private int first;
    private int last;

    /** The first address of the item read last. */
    int first() {
        return first;
    }

    /** The last address of the item read last. */
    int last() {
        return last;
    }

    /**
     * Whether the bytes from {@code start} up to {@code end} are an item; then first and last are
     * set.
     */
    boolean parse(byte[] text, int start, int textEnd) {
        bytes = text;
        at = start;
        end = textEnd;
        if (!readAddress()) {
            return false;
        }
        first = address;
        last = address;
        if (at == end) {
            return true;
        }
        if (bytes[at] == '/') {
            at++;
            return readPrefix();
        }
        int dash = dashLength(bytes, at, end);
        at += dash;
        if (dash == 0 || !readAddress()) {
            return false;
        }
        last = address;
        return at == end && Integer.compareUnsigned(first, last) <= 0;
    }

    private boolean readAddress() {
        int result = 0;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (at == end || bytes[at++] != '.')) {
                return false;
            }
            int number = readNumber(255);
            if (number < 0) {
                return false;
            }
            result = result << 8 | number;
        }
        address = result;
        return true;
    }

    /** A decimal number up to {@code max} without leading zeros, or -1. */
    private int readNumber(int max) {
        int start = at;
        int number = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at] - '0';
            at++;
            if (number > max) {
                return -1;
            }
        }
        boolean isMissing = at == start;
        boolean isPadded = at - start > 1 && bytes[start] == '0';
        return isMissing || isPadded ? -1 : number;
    }

    private boolean readPrefix() {
        int length = readNumber(32);
        if (length < 0 || at != end) {
            return false;
        }
        int hostBits = length == 0 ? -1 : (int) (0xFFFF_FFFFL >>> length);
        first = address & ~hostBits;
        last = address | hostBits;
        return true;
    }

    /**
     * How many bytes of a dash stand at a place, 0 if none: a hyphen, or one of the dashes U+2010
     * to U+2015, which are E2 80 90 to E2 80 95 in UTF-8.
     */
    static int dashLength(byte[] bytes, int at, int end) {
        if (bytes[at] == '-') {
            return 1;
        }
        if (end - at < 3
                || bytes[at] != (byte) 0xE2
                || bytes[at + 1] != (byte) 0x80
                || (bytes[at + 2] & 0xFF) < 0x90
                || (bytes[at + 2] & 0xFF) > 0x95) {
            return 0;
        }
        return 3;
    }
}
