// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/**
 * An address of either family, as 128 bits in two halves. An IPv4 address is the IPv6 address that
 * maps it, {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5.2), so that one comparison and one table
 * serve both.
 *
 * <p>Where millions go by, addresses are bare numbers instead: a host-order {@code int} for IPv4,
 * two {@code long}s for IPv6.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {

    /** The upper half of the low word of every mapped IPv4 address. */
    public static final long IPV4_MAPPED = 0x0000_FFFF_0000_0000L;

    private static final long LOW32 = 0xFFFF_FFFFL;
    private static final int GROUPS = 8;

    /** The IPv4 address that is this host-order number. */
    public static IpAddress ofIpv4(int address) {
        return new IpAddress(0, ipv4Low(address));
    }

    /** The last 64 bits of an IPv4 address, given in host order; the first are 0. */
    public static long ipv4Low(int address) {
        return IPV4_MAPPED | (address & LOW32);
    }

    /**
     * Reads an IPv4 address in dotted form or an IPv6 address in any form of RFC 4291 section 2.2,
     * without brackets, prefix or zone.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message says what
     */
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return ofIpv4(Ipv4Address.parse(text));
        }
        int[] groups = new int[GROUPS];
        int gap = text.indexOf("::");
        if (gap < 0) {
            require(parseGroups(text, text, groups, true) == GROUPS, text, "needs eight groups");
        } else {
            require(text.indexOf("::", gap + 1) < 0, text, "'::' may stand once");
            int before = gap == 0 ? 0 : parseGroups(text, text.substring(0, gap), groups, false);
            String rest = text.substring(gap + 2);
            int[] tail = new int[GROUPS];
            int after = rest.isEmpty() ? 0 : parseGroups(text, rest, tail, true);
            require(before + after < GROUPS, text, "'::' stands for one group at least");
            System.arraycopy(tail, 0, groups, GROUPS - after, after);
        }
        return new IpAddress(join(groups, 0), join(groups, 4));
    }

    /**
     * Reads groups with colons between.
     *
     * @param isEnd whether nothing follows, so that the last two may be a dotted quad
     * @return how many groups
     */
    private static int parseGroups(String text, String part, int[] groups, boolean isEnd) {
        int count = 0;
        int at = 0;
        while (at <= part.length()) {
            int colon = part.indexOf(':', at);
            int end = colon < 0 ? part.length() : colon;
            String group = part.substring(at, end);
            if (isEnd && colon < 0 && group.indexOf('.') >= 0) {
                require(count + 2 <= GROUPS, text, "has too many groups");
                int quad = Ipv4Address.parse(group);
                groups[count++] = quad >>> 16;
                groups[count++] = quad & 0xFFFF;
            } else {
                require(count < GROUPS, text, "has too many groups");
                groups[count++] = parseGroup(text, group);
            }
            at = end + 1;
        }
        return count;
    }

    private static int parseGroup(String text, String group) {
        require(!group.isEmpty(), text, "a group is missing");
        require(group.length() <= 4, text, "a group has at most four digits");
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            require(digit >= 0, text, "needs hexadecimal digits and colons");
            value = value << 4 | digit;
        }
        return value;
    }

    private static void require(boolean isRight, String text, String why) {
        if (!isRight) {
            throw new IllegalArgumentException("invalid IPv6 address \"" + text + "\": " + why);
        }
    }

    private static long join(int[] groups, int from) {
        long half = 0;
        for (int i = from; i < from + 4; i++) {
            half = half << 16 | groups[i];
        }
        return half;
    }

    /** Whether this is an IPv4 address. */
    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /** Whether these halves are those of an IPv4 address. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & ~LOW32) == IPV4_MAPPED;
    }

    /** The IPv4 address as a host-order number; of no meaning for an IPv6 address. */
    public int ipv4() {
        return (int) low;
    }

    public IpFamily family() {
        return isIpv4() ? IpFamily.IPV4 : IpFamily.IPV6;
    }

    /** The next address in ascending order; after the last comes {@code ::}. */
    public IpAddress next() {
        return new IpAddress(low == -1 ? high + 1 : high, low + 1);
    }

    /** Compares 128-bit unsigned numbers, given as halves; as {@link Long#compareUnsigned}. */
    public static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }

    @Override
    public int compareTo(IpAddress other) {
        return compare(high, low, other.high, other.low);
    }

    /** The dotted quad, or the form of RFC 5952. */
    public String toText() {
        if (isIpv4()) {
            return Ipv4Address.toText(ipv4());
        }
        int zerosFrom = -1;
        int zeros = 1; // A single group of zeros is not shortened.
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > zeros) {
                zerosFrom = i;
                zeros = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosFrom) {
                text.append("::");
                i += zeros - 1;
            } else {
                boolean isFirst = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(isFirst ? "" : ":").append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    /** Group {@code i} of the eight of 16 bits. */
    public int group(int i) {
        long half = i < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (i & 3))) & 0xFFFF;
    }

    @Override
    public String toString() {
        return toText();
    }
}
