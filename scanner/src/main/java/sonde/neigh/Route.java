// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import java.util.Comparator;

/**
 * A route of the kernel's.
 *
 * @param table which table it stands in
 * @param kind what becomes of packets
 * @param destination the lowest address it is for
 * @param prefixLength how many leading bits of an address must agree, 0 to 32
 * @param metric among routes of one table for the same prefix the lowest wins; unsigned 32 bits
 * @param interfaceIndex the interface that packets leave by, 0 for none
 * @param gateway the router's address, 0 when the next hop is the destination itself
 * @param preferredSource the source address it asks for, 0 for none
 * @param onLink whether the gateway counts as a neighbour though no network of the interface holds
 *     it
 */
public record Route(
        Table table,
        Kind kind,
        int destination,
        int prefixLength,
        long metric,
        int interfaceIndex,
        int gateway,
        int preferredSource,
        boolean onLink) {

    /**
     * The tables that every host has, in the order in which the kernel's default rules ask them.
     */
    public enum Table {
        LOCAL,
        MAIN,
        DEFAULT,
        /** Tables that only policy rules lead to. */
        OTHER
    }

    /** What becomes of packets. */
    public enum Kind {
        /** They leave by an interface. */
        UNICAST,
        /** They are for the host itself. */
        LOCAL,
        /** They go to every host of a network. */
        BROADCAST,
        /** They go to a group. */
        MULTICAST,
        /** Refused: "host unreachable". */
        UNREACHABLE,
        /** Dropped without a word. */
        BLACKHOLE,
        /** Refused: "administratively prohibited". */
        PROHIBIT,
        /** This table has nothing to say; the next is asked. */
        THROW,
        /**
         * They leave in a way that Sonde does not follow, such as by a router that has only an IPv6
         * address.
         */
        UNSUPPORTED
    }

    /** From the widest to the narrowest within each address, better metric first. */
    static final Comparator<Route> NESTING = Route::compareNesting;

    public Route {
        if (prefixLength < 0 || prefixLength > Integer.SIZE) {
            throw new IllegalArgumentException("prefix length " + prefixLength + ", not 0..32");
        }
        destination &= Prefixes.mask(prefixLength);
    }

    /** Whether packets go to a router instead of to their destination. */
    public boolean hasGateway() {
        return gateway != 0;
    }

    /** One method: the JVM's cache can't keep the classes that {@code Comparator} would make. */
    private static int compareNesting(Route a, Route b) {
        int order = Integer.compareUnsigned(a.destination, b.destination);
        if (order == 0) {
            order = Integer.compare(a.prefixLength, b.prefixLength);
        }
        return order == 0 ? Long.compare(a.metric, b.metric) : order;
    }

    /** The highest address it is for. */
    int last() {
        return destination | ~Prefixes.mask(prefixLength);
    }

    boolean contains(int address) {
        return (address & Prefixes.mask(prefixLength)) == destination;
    }
}
