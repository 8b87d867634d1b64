// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.util.Comparator;

/**
 * A route of the kernel's.
 *
 * @param table which table it stands in
 * @param kind what becomes of packets
 * @param destination the lowest address it is for
 * @param prefixLength how many leading bits of an address must agree, 0 to 128; of IPv4, 96 to 128
 * @param metric among routes of one table for the same prefix the lowest wins; unsigned 32 bits
 * @param interfaceIndex the interface that packets leave by, 0 for none
 * @param gateway the router's address, of any family, or null when the next hop is the destination
 *     itself
 * @param preferredSource the source address it asks for, or null
 * @param onLink whether the gateway counts as a neighbour though no network of the interface holds
 *     it
 */
public record Route(
        Table table,
        Kind kind,
        IpAddress destination,
        int prefixLength,
        long metric,
        int interfaceIndex,
        @Nullable IpAddress gateway,
        @Nullable IpAddress preferredSource,
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
        /** They leave in a way that Sonde does not follow, such as wrapped into others. */
        UNSUPPORTED
    }

    /** From the widest to the narrowest within each address, better metric first. */
    static final Comparator<Route> NESTING = Route::compareNesting;

    public Route {
        Prefixes.require(prefixLength);
        destination = Prefixes.first(destination, prefixLength);
    }

    /** Whether packets go to a router instead of to their destination. */
    public boolean hasGateway() {
        return gateway != null;
    }

    /** One method: the JVM's cache can't keep the classes that {@code Comparator} would make. */
    private static int compareNesting(Route a, Route b) {
        int order = a.destination.compareTo(b.destination);
        if (order == 0) {
            order = Integer.compare(a.prefixLength, b.prefixLength);
        }
        return order == 0 ? Long.compare(a.metric, b.metric) : order;
    }

    /** The highest address it is for. */
    IpAddress last() {
        return Prefixes.last(destination, prefixLength);
    }

    boolean contains(IpAddress address) {
        return Prefixes.first(address, prefixLength).equals(destination);
    }
}
