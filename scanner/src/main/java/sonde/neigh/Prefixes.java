// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.wire.Ipv4Address;

/** IPv4 prefixes, for set-up and messages. */
final class Prefixes {

    private Prefixes() {}

    /** The network mask of a prefix length of 0 to 32. */
    static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (Integer.SIZE - prefixLength);
    }

    /** An address and the length of its network's prefix: {@code 192.0.2.1/24}. */
    static String toText(int address, int prefixLength) {
        return Ipv4Address.toText(address) + "/" + prefixLength;
    }
}
