// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.wire.IpAddress;

/**
 * Prefixes of 128-bit addresses, for set-up and messages. The prefix of an IPv4 network is {@link
 * #IPV4_BITS} bits longer than it is written.
 */
final class Prefixes {

    /** The bits before a mapped IPv4 address. */
    static final int IPV4_BITS = 96;

    /** The bits of an address. */
    static final int BITS = 128;

    private Prefixes() {}

    /** Refuses lengths other than 0 to 128. */
    static void require(int prefixLength) {
        if (prefixLength < 0 || prefixLength > BITS) {
            throw new IllegalArgumentException("prefix length " + prefixLength + ", not 0..128");
        }
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    /** The lowest address of the network. */
    static IpAddress first(IpAddress address, int prefixLength) {
        return new IpAddress(
                address.high() & mask(prefixLength),
                address.low() & mask(prefixLength - Long.SIZE));
    }

    /** The highest address of the network. */
    static IpAddress last(IpAddress address, int prefixLength) {
        return new IpAddress(
                address.high() | ~mask(prefixLength),
                address.low() | ~mask(prefixLength - Long.SIZE));
    }

    /** How many leading bits two addresses share, 0 to 128. */
    static int common(IpAddress a, IpAddress b) {
        long high = a.high() ^ b.high();
        return high != 0
                ? Long.numberOfLeadingZeros(high)
                : Long.SIZE + Long.numberOfLeadingZeros(a.low() ^ b.low());
    }

    /** An address and the length of its network's prefix as written: {@code 192.0.2.1/24}. */
    static String toText(IpAddress address, int prefixLength) {
        int written = address.isIpv4() ? prefixLength - IPV4_BITS : prefixLength;
        return address.toText() + "/" + written;
    }
}
