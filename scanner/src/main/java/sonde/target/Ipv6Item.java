// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.util.Arrays;

/**
 * Reads one item of a list that is of IPv6: an address in any form of RFC 4291 section 2.2, with or
 * without brackets, a block or a range. As {@link TargetItem}, it says yes or no; why it said no is
 * {@link Ipv6Fault}'s business.
 */
final class Ipv6Item {

    /** Groups of an address, 16 bits each. */
    private static final int GROUPS = 8;

    private static final int GROUP_DIGITS_MAX = 4;
    private static final int PREFIX_LENGTH_MAX = 128;

    private final int[] group = new int[GROUPS];
    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    private long high;
    private long low;
    private long firstHigh;
    private long firstLow;
    private long lastHigh;
    private long lastLow;

    long firstHigh() {
        return firstHigh;
    }

    long firstLow() {
        return firstLow;
    }

    long lastHigh() {
        return lastHigh;
    }

    long lastLow() {
        return lastLow;
    }

    /**
     * Whether the bytes from {@code start} up to {@code textEnd} are an item; then first and last
     * are set.
     */
    boolean parse(byte[] text, int start, int textEnd) {
        bytes = text;
        at = start;
        end = textEnd;
        if (!readAddress()) {
            return false;
        }
        firstHigh = high;
        firstLow = low;
        lastHigh = high;
        lastLow = low;
        if (at == end) {
            return true;
        }
        if (bytes[at] == '/') {
            at++;
            return readPrefix();
        }
        int dash = TargetItem.dashLength(bytes, at, end);
        at += dash;
        if (dash == 0 || !readAddress()) {
            return false;
        }
        lastHigh = high;
        lastLow = low;
        return at == end && IpAddress.compare(firstHigh, firstLow, lastHigh, lastLow) <= 0;
    }

    private boolean isAt(int place, char c) {
        return place < end && bytes[place] == c;
    }

    private boolean readAddress() {
        boolean isBracketed = isAt(at, '[');
        at += isBracketed ? 1 : 0;
        if (!readGroups()) {
            return false;
        }
        if (isBracketed && !isAt(at, ']')) {
            return false;
        }
        at += isBracketed ? 1 : 0;
        high = join(0);
        low = join(GROUPS / 2);
        return true;
    }

    /** Reads all eight groups, with zeros for a double colon. */
    private boolean readGroups() {
        int count = 0;
        int gap = -1;
        if (isAt(at, ':') && isAt(at + 1, ':')) {
            gap = 0;
            at += 2;
        }
        boolean isMore = at < end && hexDigit(bytes[at]) >= 0;
        if (!isMore && gap < 0) {
            return false;
        }
        while (isMore) {
            int start = at;
            if (count == GROUPS || !readGroup(count)) {
                return false;
            }
            count++;
            if (isAt(at, '.')) {
                at = start;
                count--;
                if (count + 2 > GROUPS || !readQuad(count)) {
                    return false;
                }
                count += 2;
                break;
            }
            isMore = isAt(at, ':');
            at += isMore ? 1 : 0;
            if (isMore && isAt(at, ':')) {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                at++;
                isMore = at < end && hexDigit(bytes[at]) >= 0;
            }
        }
        return gap < 0 ? count == GROUPS : spread(count, gap);
    }

    /** Moves the groups behind a double colon, which stands for one group at least, to the end. */
    private boolean spread(int count, int gap) {
        if (count == GROUPS) {
            return false;
        }
        int tail = count - gap;
        System.arraycopy(group, gap, group, GROUPS - tail, tail);
        Arrays.fill(group, gap, GROUPS - tail, 0);
        return true;
    }

    private boolean readGroup(int index) {
        int start = at;
        int value = 0;
        while (at < end && at - start <= GROUP_DIGITS_MAX) {
            int digit = hexDigit(bytes[at]);
            if (digit < 0) {
                break;
            }
            value = value << 4 | digit;
            at++;
        }
        group[index] = value;
        return at > start && at - start <= GROUP_DIGITS_MAX;
    }

    /** Reads a dotted quad as two groups. */
    private boolean readQuad(int index) {
        int quad = 0;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && !isAt(at++, '.')) {
                return false;
            }
            int number = readNumber(255);
            if (number < 0) {
                return false;
            }
            quad = quad << 8 | number;
        }
        group[index] = quad >>> 16;
        group[index + 1] = quad & 0xFFFF;
        return true;
    }

    private int readNumber(int max) {
        int start = at;
        int number = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at++] - '0';
            if (number > max) {
                return -1;
            }
        }
        boolean isPadded = at - start > 1 && bytes[start] == '0';
        return at == start || isPadded ? -1 : number;
    }

    private static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private long join(int from) {
        return (long) group[from] << 48
                | (long) group[from + 1] << 32
                | (long) group[from + 2] << 16
                | group[from + 3];
    }

    private boolean readPrefix() {
        int length = readNumber(PREFIX_LENGTH_MAX);
        if (length < 0 || at != end) {
            return false;
        }
        long hostHigh = length >= Long.SIZE ? 0 : -1L >>> length;
        long hostLow = length <= Long.SIZE ? -1 : ~(-1L << (PREFIX_LENGTH_MAX - length));
        hostLow = length == PREFIX_LENGTH_MAX ? 0 : hostLow;
        firstHigh = high & ~hostHigh;
        firstLow = low & ~hostLow;
        lastHigh = high | hostHigh;
        lastLow = low | hostLow;
        return true;
    }
}
