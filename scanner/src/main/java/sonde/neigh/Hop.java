// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressSet;
import sonde.wire.IpAddress;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What happens to some targets: they leave by an interface, to a router or not; or they don't
 * leave.
 *
 * @param interfaceIndex the interface they leave by
 * @param gateway the router that is their next hop, {@link PathPlan.ViaGateway#UNKNOWN} when its
 *     Ethernet address is all that is known, or null when they are it themselves
 * @param preferredSource the source address the route asks for, or null
 * @param refusal why they don't leave, or null when they do
 */
record Hop(
        int interfaceIndex,
        @Nullable IpAddress gateway,
        @Nullable IpAddress preferredSource,
        @Nullable String refusal) {

    private static final String UNSPECIFIED = "unspecified address";

    /** Why targets don't leave for which there is no route. */
    static final String NO_ROUTE = "no route";

    private static final IpAddress MULTICAST_FIRST = IpAddress.ofIpv4(0xE000_0000);
    private static final IpAddress MULTICAST_LAST = IpAddress.ofIpv4(0xEFFF_FFFF);
    private static final IpAddress LIMITED_BROADCAST = IpAddress.ofIpv4(0xFFFF_FFFF);

    /** The longest prefix of an IPv4 network that has a broadcast address (RFC 3021). */
    private static final int BROADCAST_PREFIX_MAX = Prefixes.IPV4_BITS + 30;

    static Hop refused(String reason) {
        return new Hop(0, null, null, reason);
    }

    static Hop toRouter(int interfaceIndex, IpAddress gateway) {
        return new Hop(interfaceIndex, gateway, null, null);
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
                && Objects.equals(gateway, hop.gateway)
                && Objects.equals(preferredSource, hop.preferredSource)
                && Objects.equals(refusal, hop.refusal);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Objects.hashCode(gateway) + interfaceIndex) + Objects.hashCode(refusal);
    }

    /** Splits targets by what the routes do with them. */
    static Map<Hop, AddressSet> split(HostNetwork host, AddressSet targets, RouteTable routes) {
        Map<Hop, AddressSetBuilder> hops = new LinkedHashMap<>();
        AddressSet unicast = takeSpecial(host, targets, hops);
        cut(host, unicast, routes, hops);
        return built(hops);
    }

    /** Sets aside the addresses that mean more than one host, or none. Returns the others. */
    private static AddressSet takeSpecial(
            HostNetwork host, AddressSet targets, Map<Hop, AddressSetBuilder> hops) {
        AddressSetBuilder broadcast = new AddressSetBuilder().add(LIMITED_BROADCAST);
        for (NetInterface each : host.interfaces()) {
            for (NetInterface.Address own : each.addresses()) {
                if (each.up()
                        && each.kind() == NetInterface.Kind.ETHERNET
                        && own.isIpv4()
                        && own.prefixLength() <= BROADCAST_PREFIX_MAX) {
                    broadcast.add(own.last());
                }
            }
        }
        Map<String, AddressSetBuilder> special = new LinkedHashMap<>();
        special.put(
                UNSPECIFIED,
                new AddressSetBuilder().add(IpAddress.ofIpv4(0)).add(Ipv6Scope.UNSPECIFIED));
        special.put(refusal(Route.Kind.BROADCAST), broadcast);
        special.put(
                refusal(Route.Kind.MULTICAST),
                new AddressSetBuilder()
                        .add(MULTICAST_FIRST, MULTICAST_LAST)
                        .add(Ipv6Scope.MULTICAST_FIRST, Ipv6Scope.MULTICAST_LAST));
        AddressSet left = targets;
        for (var entry : special.entrySet()) {
            AddressSet taken = left.intersect(entry.getValue().build());
            if (!taken.isEmpty()) {
                builderFor(hops, refused(entry.getKey())).addAll(taken);
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
            AddressSet targets,
            RouteTable routes,
            Map<Hop, AddressSetBuilder> hops) {
        RouteIntervals intervals = routes.intervals();
        for (int i = 0; i < targets.ipv4().rangeCount(); i++) {
            cut(
                    host,
                    IpAddress.ofIpv4(targets.ipv4().first(i)),
                    IpAddress.ofIpv4(targets.ipv4().last(i)),
                    intervals,
                    hops);
        }
        for (int i = 0; i < targets.ipv6().rangeCount(); i++) {
            cut(host, targets.ipv6().first(i), targets.ipv6().last(i), intervals, hops);
        }
    }

    private static void cut(
            HostNetwork host,
            IpAddress first,
            IpAddress last,
            RouteIntervals intervals,
            Map<Hop, AddressSetBuilder> hops) {
        IpAddress at = first;
        for (int i = intervals.indexOf(first); at.compareTo(last) <= 0; i++) {
            IpAddress intervalLast = intervals.last(i);
            IpAddress end = intervalLast.compareTo(last) < 0 ? intervalLast : last;
            builderFor(hops, of(host, intervals.route(i))).add(at, end);
            if (end.equals(last)) {
                return; // Behind the highest address is none.
            }
            at = end.next();
        }
    }

    /** Where the targets of a hop are collected. */
    static AddressSetBuilder builderFor(Map<Hop, AddressSetBuilder> pieces, Hop hop) {
        return pieces.computeIfAbsent(hop, key -> new AddressSetBuilder());
    }

    static Map<Hop, AddressSet> built(Map<Hop, AddressSetBuilder> pieces) {
        Map<Hop, AddressSet> sets = new LinkedHashMap<>();
        pieces.forEach((hop, builder) -> sets.put(hop, builder.build()));
        return sets;
    }

    private static Hop of(HostNetwork host, @Nullable Route route) {
        if (route == null) {
            return refused(NO_ROUTE);
        }
        return switch (route.kind()) {
            case UNICAST ->
                    new Hop(route.interfaceIndex(), route.gateway(), route.preferredSource(), null);
            // Local routes name the interface that has the address; the packets take the loopback.
            case LOCAL -> new Hop(loopbackIndex(host), null, route.preferredSource(), null);
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
