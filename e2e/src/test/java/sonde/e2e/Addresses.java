// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.util.Set;
import java.util.TreeSet;

/** IPv4 addresses as the tests write them. */
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
}
