// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressRanges;
import sonde.wire.Ipv4Address;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides by which interface, from which address and to which next hops the probes of a scan go.
 *
 * <p>A scan has one interface: the one named, else the one that holds the router named, else the
 * one that carries the most targets. It has one source address: where routes differ, that of the
 * route that carries the most. Every target is accounted for in the plan, those that are not probed
 * with the reason.
 */
public final class Paths {

    private static final String ROUTE_REMEDY =
            "name an interface with --interface or a router with --router-ip";

    private static final int LOOPBACK_NETWORK = 0x7F00_0000;
    private static final int LOOPBACK_ADDRESS = 0x7F00_0001;
    private static final long WORST_METRIC = 0xFFFF_FFFFL;

    private final HostNetwork host;
    private final PathWishes wishes;

    private Paths(HostNetwork host, PathWishes wishes) {
        this.host = host;
        this.wishes = wishes;
    }

    /**
     * Plans the way out.
     *
     * @throws PathException when nothing can be probed, or a wish can't be met
     */
    public static PathPlan plan(HostNetwork host, AddressRanges targets, PathWishes wishes)
            throws PathException {
        return new Paths(host, wishes).plan(targets);
    }

    private PathPlan plan(AddressRanges targets) throws PathException {
        NetInterface named = wishedInterface();
        if (named != null) {
            check(named);
        }
        RouteTable routes = named == null ? host.routes() : routesThrough(named);
        Map<Hop, AddressRanges> hops = Hop.split(host, targets, routes);
        NetInterface iface = named;
        if (iface == null) {
            iface = carryingMost(hops);
            check(iface);
        }
        checkRouter(iface);
        Map<Hop, AddressRanges> decided = applyWishes(hops, iface);
        PathPlan plan = assemble(decided, iface, source(decided, iface));
        if (plan.probed().size() == 0) {
            throw nothingToProbe(plan);
        }
        return plan;
    }

    private @Nullable NetInterface wishedInterface() throws PathException {
        String name = wishes.interfaceName();
        if (name != null) {
            NetInterface found = host.interfaceNamed(name);
            if (found == null) {
                String names =
                        host.interfaces().stream()
                                .map(NetInterface::name)
                                .collect(Collectors.joining(", "));
                throw new PathException(
                        "--interface " + name + ": no such interface; there are " + names);
            }
            return found;
        }
        if (wishes.routerAddress().isPresent()) {
            Route route = host.routes().lookup(wishes.routerAddress().getAsInt());
            NetInterface found = route == null ? null : host.interfaceAt(route.interfaceIndex());
            if (found == null) {
                throw routerNotOnLink("of this host");
            }
            return found;
        }
        return null;
    }

    /**
     * The routes of one interface, with the networks of its addresses even where the kernel has no
     * route for them.
     */
    private RouteTable routesThrough(NetInterface iface) {
        List<Route> connected = new ArrayList<>();
        for (NetInterface.Address own : iface.addresses()) {
            connected.add(
                    new Route(
                            Route.Table.MAIN,
                            Route.Kind.UNICAST,
                            own.first(),
                            own.prefixLength(),
                            WORST_METRIC,
                            iface.index(),
                            0,
                            own.address(),
                            false));
        }
        return host.routes().through(iface.index(), connected);
    }

    private static void check(NetInterface iface) throws PathException {
        if (iface.kind() == NetInterface.Kind.OTHER) {
            throw new PathException(
                    "interface "
                            + iface.name()
                            + " is of hardware type "
                            + iface.hardwareType()
                            + ", which is not supported; choose another with --interface");
        }
        if (!iface.up()) {
            throw new PathException(
                    "interface "
                            + iface.name()
                            + " is down; bring it up with: ip link set "
                            + iface.name()
                            + " up");
        }
    }

    private void checkRouter(NetInterface iface) throws PathException {
        boolean given = wishes.routerAddress().isPresent() || wishes.routerMac().isPresent();
        if (given && iface.kind() != NetInterface.Kind.ETHERNET) {
            throw new PathException(
                    "there are no routers to choose from on "
                            + iface.name()
                            + ", which carries IP packets without Ethernet headers;"
                            + " leave out --router-ip and --router-mac");
        }
        if (wishes.routerAddress().isPresent()) {
            Route route = routesThrough(iface).lookup(wishes.routerAddress().getAsInt());
            if (route == null || route.kind() != Route.Kind.UNICAST || route.hasGateway()) {
                throw routerNotOnLink("of interface " + iface.name());
            }
        }
    }

    private PathException routerNotOnLink(String owner) {
        return new PathException(
                "--router-ip "
                        + Ipv4Address.toText(wishes.routerAddress().orElse(0))
                        + " is not in a network "
                        + owner
                        + "; give a router that is, or its Ethernet address with --router-mac");
    }

    private NetInterface carryingMost(Map<Hop, AddressRanges> hops) throws PathException {
        Map<Integer, Long> counts = new TreeMap<>();
        hops.forEach((hop, targets) -> {
            if (hop.refusal() == null) {
                counts.merge(hop.interfaceIndex(), targets.size(), Long::sum);
            }
        });
        NetInterface most = null;
        long mostCount = 0;
        for (var entry : counts.entrySet()) {
            NetInterface candidate = host.interfaceAt(entry.getKey());
            if (candidate != null && entry.getValue() > mostCount) {
                most = candidate;
                mostCount = entry.getValue();
            }
        }
        if (most == null && wishes.routerMac().isPresent()) {
            most = onlyEthernet();
        }
        if (most == null) {
            List<PathPlan.Unroutable> refused = new ArrayList<>();
            hops.forEach((hop, targets) -> addRefused(refused, hop, targets));
            throw refused(refused, "");
        }
        return most;
    }

    /** The one Ethernet interface that could take part, or null when there is none or a choice. */
    private @Nullable NetInterface onlyEthernet() {
        NetInterface only = null;
        for (NetInterface each : host.interfaces()) {
            if (each.kind() == NetInterface.Kind.ETHERNET
                    && each.up()
                    && !each.addresses().isEmpty()) {
                if (only != null) {
                    return null;
                }
                only = each;
            }
        }
        return only;
    }

    /**
     * Sends to the router wished for what would go to another one or nowhere, once the interface is
     * known.
     */
    private Map<Hop, AddressRanges> applyWishes(Map<Hop, AddressRanges> hops, NetInterface iface) {
        boolean routerGiven = wishes.routerAddress().isPresent() || wishes.routerMac().isPresent();
        Map<Hop, AddressRanges.Builder> pieces = new LinkedHashMap<>();
        for (var entry : hops.entrySet()) {
            Hop hop = entry.getKey();
            boolean stranded = Hop.NO_ROUTE.equals(hop.refusal());
            if (stranded && routerGiven) {
                hop = Hop.toRouter(iface.index(), wishes.routerAddress().orElse(0));
            } else if (stranded && wishes.interfaceName() != null) {
                // No route through the interface named: through which one, then?
                Hop.split(host, entry.getValue(), host.routes())
                        .forEach((other, targets) -> Hop.builderFor(pieces, other).addAll(targets));
                continue;
            } else if (hop.leavesBy(iface) && hop.routed() && wishes.routerAddress().isPresent()) {
                hop = Hop.toRouter(iface.index(), wishes.routerAddress().getAsInt());
            }
            Hop.builderFor(pieces, hop).addAll(entry.getValue());
        }
        Map<Hop, AddressRanges> decided = new LinkedHashMap<>();
        pieces.forEach((hop, builder) -> decided.put(hop, builder.build()));
        return decided;
    }

    private PathPlan.Source source(Map<Hop, AddressRanges> hops, NetInterface iface)
            throws PathException {
        AddressRanges wished = wishes.sourceAddresses();
        return wished.size() > 0
                ? new SourceChoice(host, iface).of(wished, wishes.routerAddress())
                : PathPlan.Source.own(ownSource(hops, iface));
    }

    private int ownSource(Map<Hop, AddressRanges> hops, NetInterface iface) throws PathException {
        Hop widest = null;
        int firstTarget = 0;
        long widestCount = 0;
        for (var entry : hops.entrySet()) {
            if (entry.getKey().leavesBy(iface) && entry.getValue().size() > widestCount) {
                widest = entry.getKey();
                firstTarget = entry.getValue().first(0);
                widestCount = entry.getValue().size();
            }
        }
        if (widest != null && widest.preferredSource() != 0) {
            return widest.preferredSource();
        }
        if (iface.kind() == NetInterface.Kind.LOOPBACK) {
            boolean own = host.isOwnAddress(firstTarget) && !isLoopbackAddress(firstTarget);
            return own ? firstTarget : LOOPBACK_ADDRESS;
        }
        int neighbour = widest != null && widest.gateway() != 0 ? widest.gateway() : firstTarget;
        int source = iface.sourceFor(neighbour);
        if (source == 0) {
            throw new PathException(
                    "interface "
                            + iface.name()
                            + " has no IPv4 address; add one with: ip addr add ADDRESS dev "
                            + iface.name()
                            + ", or choose another with --interface");
        }
        return source;
    }

    private static boolean isLoopbackAddress(int address) {
        return (address & Prefixes.mask(Byte.SIZE)) == LOOPBACK_NETWORK;
    }

    private PathPlan assemble(
            Map<Hop, AddressRanges> hops, NetInterface iface, PathPlan.Source source) {
        boolean hasNextHops = iface.kind() == NetInterface.Kind.ETHERNET;
        AddressRanges.Builder onLink = AddressRanges.builder();
        Map<Integer, AddressRanges.Builder> gateways = new LinkedHashMap<>();
        Map<String, AddressRanges.Builder> elsewhere = new LinkedHashMap<>();
        List<PathPlan.Unroutable> unroutable = new ArrayList<>();
        for (var entry : hops.entrySet()) {
            Hop hop = entry.getKey();
            AddressRanges targets = entry.getValue();
            if (addRefused(unroutable, hop, targets)) {
                continue;
            }
            if (!hop.leavesBy(iface)) {
                NetInterface other = host.interfaceAt(hop.interfaceIndex());
                String name = other == null ? "interface " + hop.interfaceIndex() : other.name();
                elsewhere.computeIfAbsent(name, key -> AddressRanges.builder()).addAll(targets);
            } else if (hasNextHops && hop.routed()) {
                gateways.computeIfAbsent(hop.gateway(), key -> AddressRanges.builder())
                        .addAll(targets);
            } else {
                onLink.addAll(targets);
            }
        }
        List<PathPlan.ViaGateway> viaGateway = new ArrayList<>();
        gateways.forEach((gateway, builder) ->
                viaGateway.add(new PathPlan.ViaGateway(gateway, builder.build())));
        List<PathPlan.Elsewhere> others = new ArrayList<>();
        elsewhere.forEach(
                (name, builder) -> others.add(new PathPlan.Elsewhere(name, builder.build())));
        return new PathPlan(iface, source, onLink.build(), viaGateway, others, unroutable);
    }

    /** Adds targets that don't leave the host at all; false when they do. */
    private static boolean addRefused(
            List<PathPlan.Unroutable> refused, Hop hop, AddressRanges targets) {
        String reason = hop.refusal();
        if (reason == null) {
            return false;
        }
        refused.add(new PathPlan.Unroutable(reason, targets));
        return true;
    }

    private static PathException nothingToProbe(PathPlan plan) {
        String through = " through " + plan.iface().name();
        if (plan.elsewhere().isEmpty()) {
            return refused(plan.unroutable(), through);
        }
        PathPlan.Elsewhere other = plan.elsewhere().getFirst();
        return new PathException(
                "can't reach "
                        + some(other.targets())
                        + through
                        + ": the routes say "
                        + other.interfaceName()
                        + "; choose it with --interface "
                        + other.interfaceName()
                        + ", or a router with --router-ip");
    }

    private static PathException refused(List<PathPlan.Unroutable> refused, String through) {
        if (refused.isEmpty()) {
            return new PathException("no target addresses");
        }
        for (PathPlan.Unroutable part : refused) {
            if (part.reason().equals(Hop.NO_ROUTE)) {
                return new PathException(
                        "no route to " + some(part.targets()) + through + "; " + ROUTE_REMEDY);
            }
        }
        PathPlan.Unroutable first = refused.getFirst();
        return new PathException("can't probe " + some(first.targets()) + ": " + first.reason());
    }

    private static String some(AddressRanges targets) {
        String first = Ipv4Address.toText(targets.first(0));
        long more = targets.size() - 1;
        return first
                + (more == 0
                        ? ""
                        : " and " + more + (more == 1 ? " more address" : " more addresses"));
    }
}
