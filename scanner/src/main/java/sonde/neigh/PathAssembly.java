// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the plan of one interface. */
final class PathAssembly {

    private static final IpAddress IPV4_LOOPBACK = IpAddress.ofIpv4(0x7F00_0001);

    /** 127.0.0.0/8. */
    private static final int IPV4_LOOPBACK_PREFIX = Prefixes.IPV4_BITS + 8;

    private final HostNetwork host;
    private final PathWishes wishes;
    private final NetInterface iface;

    PathAssembly(HostNetwork host, PathWishes wishes, NetInterface iface) {
        this.host = host;
        this.wishes = wishes;
        this.iface = iface;
    }

    /** The plan for what leaves by the interface; it says nothing of other targets. */
    PathPlan plan(Map<Hop, AddressSet> hops) throws PathException {
        boolean hasNextHops = iface.kind() == NetInterface.Kind.ETHERNET;
        AddressSetBuilder onLink = new AddressSetBuilder();
        Map<IpAddress, AddressSetBuilder> gateways = new LinkedHashMap<>();
        for (var entry : hops.entrySet()) {
            Hop hop = entry.getKey();
            IpAddress gateway = hop.gateway();
            if (hop.leavesBy(iface)) {
                AddressSetBuilder part =
                        hasNextHops && gateway != null
                                ? gateways.computeIfAbsent(gateway, key -> new AddressSetBuilder())
                                : onLink;
                part.addAll(entry.getValue());
            }
        }
        List<PathPlan.ViaGateway> viaGateway = new ArrayList<>();
        gateways.forEach((gateway, builder) ->
                viaGateway.add(new PathPlan.ViaGateway(gateway, builder.build())));
        return new PathPlan(
                iface,
                ipv4Source(hops),
                ipv6Source(hops),
                onLink.build(),
                viaGateway,
                List.of(),
                List.of());
    }

    /** What carries the most targets of a family, and the first of these. */
    private record Widest(Hop hop, IpAddress firstTarget) {}

    private @Nullable Widest widest(Map<Hop, AddressSet> hops, boolean isIpv4) {
        Widest widest = null;
        long widestCount = 0;
        for (var entry : hops.entrySet()) {
            AddressRanges ipv4 = entry.getValue().ipv4();
            Ipv6Ranges ipv6 = entry.getValue().ipv6();
            long count = isIpv4 ? ipv4.size() : ipv6.size();
            if (entry.getKey().leavesBy(iface) && count > widestCount) {
                IpAddress first = isIpv4 ? IpAddress.ofIpv4(ipv4.first(0)) : ipv6.first(0);
                widest = new Widest(entry.getKey(), first);
                widestCount = count;
            }
        }
        return widest;
    }

    private PathPlan.@Nullable Source ipv4Source(Map<Hop, AddressSet> hops) throws PathException {
        Widest widest = widest(hops, true);
        if (widest == null) {
            return null;
        }
        AddressRanges wished = wishes.sourceAddresses();
        return wished.size() > 0
                ? new SourceChoice(host, iface).of(wished, wishes.routerAddress())
                : PathPlan.Source.own(ownIpv4(widest).ipv4());
    }

    private IpAddress ownIpv4(Widest widest) throws PathException {
        IpAddress preferred = widest.hop().preferredSource();
        if (preferred != null) {
            return preferred;
        }
        IpAddress target = widest.firstTarget();
        if (iface.kind() == NetInterface.Kind.LOOPBACK) {
            boolean isLoopback = Prefixes.common(target, IPV4_LOOPBACK) >= IPV4_LOOPBACK_PREFIX;
            return host.isOwnAddress(target) && !isLoopback ? target : IPV4_LOOPBACK;
        }
        IpAddress gateway = widest.hop().gateway();
        IpAddress neighbour =
                gateway == null || gateway.equals(PathPlan.ViaGateway.UNKNOWN) ? target : gateway;
        IpAddress source = iface.ipv4SourceFor(neighbour);
        if (source == null && gateway != null && !gateway.isIpv4()) {
            source = anyIpv4(); // An interface whose router has an IPv6 address may have no other.
        }
        if (source == null) {
            throw noAddress("IPv4");
        }
        return source;
    }

    private @Nullable IpAddress anyIpv4() {
        for (NetInterface each : host.interfaces()) {
            IpAddress found =
                    each.kind() == NetInterface.Kind.LOOPBACK
                            ? null
                            : each.ipv4SourceFor(IPV4_LOOPBACK);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private PathPlan.@Nullable Ipv6Source ipv6Source(Map<Hop, AddressSet> hops)
            throws PathException {
        Widest widest = widest(hops, false);
        if (widest == null) {
            return null;
        }
        Ipv6SourceChoice choice = new Ipv6SourceChoice(host, iface);
        if (wishes.ipv6SourceAddresses().rangeCount() > 0) {
            return choice.of(wishes.ipv6SourceAddresses(), wishes.ipv6Router());
        }
        IpAddress preferred = widest.hop().preferredSource();
        IpAddress source = preferred == null ? choice.best(widest.firstTarget()) : preferred;
        if (source == null) {
            throw noAddress("IPv6");
        }
        return PathPlan.Ipv6Source.own(source, choice.asker(source));
    }

    private PathException noAddress(String family) {
        return new PathException(
                "interface "
                        + iface.name()
                        + " has no "
                        + family
                        + " address"
                        + (iface.linkLocal() == null || family.equals("IPv4")
                                ? ""
                                : " beyond its link")
                        + "; add one with: ip addr add ADDRESS dev "
                        + iface.name()
                        + ", or choose another with --interface");
    }
}
