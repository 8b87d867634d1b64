// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressRanges;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What happens to some targets: they leave by an interface, to a router or not; or they don't
 * leave.
 *
 * @param interfaceIndex the interface they leave by
 * @param routed whether a router is their next hop
 * @param gateway the router's address, 0 when its Ethernet address is all that is known
 * @param preferredSource the source address the route asks for, 0 for none
 * @param refusal why they don't leave, or null when they do
 */
record Hop(
        int interfaceIndex,
        boolean routed,
        int gateway,
        int preferredSource,
        @Nullable String refusal) {

    private static final String UNSPECIFIED = "unspecified address";

    /** Why targets don't leave for which there is no route. */
    static final String NO_ROUTE = "no route";

    private static final int MULTICAST_FIRST = 0xE000_0000;
    private static final int MULTICAST_LAST = 0xEFFF_FFFF;
    private static final int LIMITED_BROADCAST = 0xFFFF_FFFF;

    /** The longest prefix of a network that has a broadcast address (RFC 3021). */
    private static final int BROADCAST_PREFIX_MAX = 30;

    static Hop refused(String reason) {
        return new Hop(0, false, 0, 0, reason);
    }

    /** To a router whose address may be 0, when its Ethernet address is all that is known. */
    static Hop toRouter(int interfaceIndex, int gateway) {
        return new Hop(interfaceIndex, true, gateway, 0, null);
    }

    boolean leavesBy(NetInterface iface) {
        return refusal == null && interfaceIndex == iface.index();
    }

    /** Whether these addresses are no single host's, so that no packet comes from them either. */
    boolean isOfNoHost() {
        return UNSPECIFIED.equals(refusal)
                || refusal(Route.Kind.BROADCAST).equals(refusal)
                || refusal(Route.Kind.MULTICAST).equals(refusal);
    }

    /** Written out, as is {@link #hashCode}: the JVM makes a record's at every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hop hop
                && interfaceIndex == hop.interfaceIndex
                && routed == hop.routed
                && gateway == hop.gateway
                && preferredSource == hop.preferredSource
                && Objects.equals(refusal, hop.refusal);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * gateway + interfaceIndex) + Objects.hashCode(refusal);
    }

    /** Splits targets by what the routes do with them. */
    static Map<Hop, AddressRanges> split(
            HostNetwork host, AddressRanges targets, RouteTable routes) {
        Map<Hop, AddressRanges> hops = new LinkedHashMap<>();
        AddressRanges unicast = takeSpecial(host, targets, hops);
        cut(host, unicast, routes, hops);
        return hops;
    }

    /** Sets aside the addresses that mean more than one host, or none. Returns the others. */
    private static AddressRanges takeSpecial(
            HostNetwork host, AddressRanges targets, Map<Hop, AddressRanges> hops) {
        AddressRanges.Builder broadcast =
                AddressRanges.builder().add(LIMITED_BROADCAST, LIMITED_BROADCAST);
        for (NetInterface each : host.interfaces()) {
            for (NetInterface.Address own : each.addresses()) {
                if (each.up()
                        && each.kind() == NetInterface.Kind.ETHERNET
                        && own.prefixLength() <= BROADCAST_PREFIX_MAX) {
                    broadcast.add(own.last(), own.last());
                }
            }
        }
        Map<String, AddressRanges> special = new LinkedHashMap<>();
        special.put(UNSPECIFIED, AddressRanges.of(0, 0));
        special.put(refusal(Route.Kind.BROADCAST), broadcast.build());
        special.put(
                refusal(Route.Kind.MULTICAST), AddressRanges.of(MULTICAST_FIRST, MULTICAST_LAST));
        AddressRanges left = targets;
        for (var entry : special.entrySet()) {
            AddressRanges taken = left.intersect(entry.getValue());
            if (taken.size() > 0) {
                hops.put(refused(entry.getKey()), taken);
                left = left.minus(taken);
            }
        }
        return left;
    }

    /**
     * Cuts the targets where routes begin and end, and collects the pieces by what happens to them.
     */
    private static void cut(
            HostNetwork host,
            AddressRanges targets,
            RouteTable routes,
            Map<Hop, AddressRanges> hops) {
        Map<Hop, AddressRanges.Builder> pieces = new LinkedHashMap<>();
        hops.forEach((hop, taken) -> builderFor(pieces, hop).addAll(taken));
        List<RouteTable.Interval> intervals = routes.flatten();
        int interval = 0;
        for (int i = 0; i < targets.rangeCount(); i++) {
            long at = Integer.toUnsignedLong(targets.first(i));
            long last = Integer.toUnsignedLong(targets.last(i));
            while (at <= last) {
                long intervalLast = Integer.toUnsignedLong(intervals.get(interval).last());
                if (intervalLast >= at) {
                    long end = Math.min(last, intervalLast);
                    Hop hop = of(host, intervals.get(interval).route());
                    builderFor(pieces, hop).add((int) at, (int) end);
                    at = end + 1;
                }
                if (intervalLast < at) {
                    interval++;
                }
            }
        }
        pieces.forEach((hop, builder) -> hops.put(hop, builder.build()));
    }

    /** Where the targets of a hop are collected. */
    static AddressRanges.Builder builderFor(Map<Hop, AddressRanges.Builder> pieces, Hop hop) {
        return pieces.computeIfAbsent(hop, key -> AddressRanges.builder());
    }

    private static Hop of(HostNetwork host, @Nullable Route route) {
        if (route == null) {
            return refused(NO_ROUTE);
        }
        return switch (route.kind()) {
            case UNICAST ->
                    new Hop(
                            route.interfaceIndex(),
                            route.hasGateway(),
                            route.gateway(),
                            route.preferredSource(),
                            null);
            // Local routes name the interface that has the address; the packets take the loopback.
            case LOCAL -> new Hop(loopbackIndex(host), false, 0, route.preferredSource(), null);
            default -> refused(refusal(route.kind()));
        };
    }

    private static String refusal(Route.Kind kind) {
        return switch (kind) {
            case BROADCAST -> "broadcast address";
            case MULTICAST -> "multicast address";
            case UNREACHABLE -> "the route says unreachable";
            case BLACKHOLE -> "the route is a blackhole";
            case PROHIBIT -> "the route prohibits it";
            default -> "the route is of an unsupported kind";
        };
    }

    private static int loopbackIndex(HostNetwork host) {
        for (NetInterface each : host.interfaces()) {
            if (each.kind() == NetInterface.Kind.LOOPBACK) {
                return each.index();
            }
        }
        return 1; // LOOPBACK_IFINDEX of the kernel's include/net/flow.h.
    }
}
