// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

/**
 * Addresses of one family, the first to the last, as 128-bit unsigned numbers in two halves. IPv4
 * addresses are those that map them, {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5.2).
 *
 * @param firstHigh the first 64 bits of the first address
 * @param firstLow the last 64 bits of the first address
 * @param lastHigh the first 64 bits of the last address, which is not below the first
 * @param lastLow the last 64 bits of the last address, inclusive
 */
public record AddressSpan(long firstHigh, long firstLow, long lastHigh, long lastLow) {

    private static final long IPV4_MAPPED = 0x0000_FFFF_0000_0000L;

    public AddressSpan {
        if (compare(firstHigh, firstLow, lastHigh, lastLow) > 0) {
            throw new IllegalArgumentException(
                    "addresses "
                            + text(firstHigh, firstLow)
                            + " to "
                            + text(lastHigh, lastLow)
                            + ", must ascend");
        }
        if (isMapped(firstHigh, firstLow) != isMapped(lastHigh, lastLow)) {
            throw new IllegalArgumentException(
                    "addresses "
                            + text(firstHigh, firstLow)
                            + " to "
                            + text(lastHigh, lastLow)
                            + ", must be of one family");
        }
    }

    /** IPv4 addresses in host order, the last inclusive. */
    public static AddressSpan ipv4(int first, int last) {
        return new AddressSpan(0, mapped(first), 0, mapped(last));
    }

    /** One address of either family. */
    public static AddressSpan one(long high, long low) {
        return new AddressSpan(high, low, high, low);
    }

    /** Whether these are IPv4 addresses. */
    public boolean isIpv4() {
        return isMapped(firstHigh, firstLow);
    }

    /** The first address as IPv4 in host order; of no meaning for IPv6. */
    int ipv4First() {
        return (int) firstLow;
    }

    /** The last address as IPv4 in host order; of no meaning for IPv6. */
    int ipv4Last() {
        return (int) lastLow;
    }

    /** The 32 bits of the first address that begin at byte {@code 4 * i}. */
    int firstWord(int i) {
        return word(firstHigh, firstLow, i);
    }

    /** The 32 bits of the last address that begin at byte {@code 4 * i}. */
    int lastWord(int i) {
        return word(lastHigh, lastLow, i);
    }

    private static int word(long high, long low, int i) {
        long half = i < 2 ? high : low;
        return (int) (i % 2 == 0 ? half >>> Integer.SIZE : half);
    }

    private static long mapped(int address) {
        return IPV4_MAPPED | Integer.toUnsignedLong(address);
    }

    private static boolean isMapped(long high, long low) {
        return high == 0 && low >>> Integer.SIZE == IPV4_MAPPED >>> Integer.SIZE;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }

    private static String text(long high, long low) {
        return isMapped(high, low)
                ? Integer.toUnsignedString((int) low)
                : String.format("%016x%016x", high, low);
    }
}
