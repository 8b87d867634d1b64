// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.util.Set;
import java.util.TreeSet;

/** The TCP ports on which something listens, as ss(8) sees them. */
final class Listeners {

    private Listeners() {}

    /** How many sockets listen. */
    static int count(Namespace namespace) {
        return (int) namespace.must("ss", "-ltnH").lines().count();
    }

    static Set<Integer> in(Namespace namespace) {
        Set<Integer> ports = new TreeSet<>();
        for (String line : namespace.must("ss", "-ltnH").lines().toList()) {
            String local = line.strip().split("\\s+")[3];
            ports.add(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1)));
        }
        return ports;
    }

    /** How many sockets listen: a port of both families has two. */
    static long count(Namespace namespace) {
        return namespace.must("ss", "-ltnH").lines().count();
    }
}
