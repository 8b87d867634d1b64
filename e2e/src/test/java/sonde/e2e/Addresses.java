// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.util.Set;
import java.util.TreeSet;

/** Addresses as the tests write them, and the program too (IPv6: RFC 5952). */
final class Addresses {

    private Addresses() {}

    /** The first {@code count} addresses from 198.18.0.0 on. */
    static Set<String> first(int count) {
        Set<String> addresses = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            addresses.add("198.18." + (i >> 8) + "." + (i & 0xFF));
        }
        return addresses;
    }

    /** The first {@code count} addresses, 65536 at most, of a prefix such as 2001:db8:f::. */
    static Set<String> firstOf(String prefix, int count) {
        Set<String> addresses = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            addresses.add(i == 0 ? prefix : prefix + Integer.toHexString(i));
        }
        return addresses;
    }
}
