// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressSet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides by which interfaces, from which addresses and to which next hops the probes of a scan go.
 *
 * <p>A scan uses the interfaces named, else those that hold the routers named, else all that the
 * routes lead to. On each it has one source address a family: where routes differ, that of the
 * route that carries the most. Every target is accounted for in one plan, those that are not probed
 * with the reason.
 */
public final class Paths {

    private static final String ROUTE_REMEDY =
            "name an interface with --interface or a router with --router-ip";

    private static final long WORST_METRIC = 0xFFFF_FFFFL;

    private final HostNetwork host;
    private final PathWishes wishes;
    private final RouterChoice routers;

    /** The interfaces that may be used, none for all. */
    private List<NetInterface> chosen = List.of();

    private Paths(HostNetwork host, PathWishes wishes) {
        this.host = host;
        this.wishes = wishes;
        routers = new RouterChoice(host, wishes);
    }

    /**
     * Plans the way out: a plan for each interface that carries targets, the one with the most
     * first. The first plan also says what is not probed.
     *
     * @throws PathException when nothing can be probed, or a wish can't be met
     */
    public static List<PathPlan> plan(HostNetwork host, AddressSet targets, PathWishes wishes)
            throws PathException {
        return new Paths(host, wishes).plan(targets);
    }

    private List<PathPlan> plan(AddressSet targets) throws PathException {
        chosen = wishes.interfaceNames().isEmpty() ? routers.interfaces() : wishedInterfaces();
        for (NetInterface each : chosen) {
            check(each);
        }
        RouteTable routes = chosen.isEmpty() ? host.routes() : routesThrough(host, chosen);
        Map<Hop, AddressSet> hops = Hop.split(host, targets, routes);
        if (chosen.isEmpty() && wishes.routerMac().isPresent()) {
            chosen = List.of(theOneOfTheRouter(hops));
        }
        return plans(applyWishes(hops));
    }

    private List<NetInterface> wishedInterfaces() throws PathException {
        Set<NetInterface> wished = new LinkedHashSet<>();
        for (String name : wishes.interfaceNames()) {
            NetInterface found = host.interfaceNamed(name);
            if (found == null) {
                String names =
                        host.interfaces().stream()
                                .map(NetInterface::name)
                                .collect(Collectors.joining(", "));
                throw new PathException(
                        "--interface " + name + ": no such interface; there are " + names);
            }
            wished.add(found);
        }
        return List.copyOf(wished);
    }

    /**
     * The routes of some interfaces, with the networks of their addresses even where the kernel has
     * no route for them.
     */
    static RouteTable routesThrough(HostNetwork host, List<NetInterface> interfaces) {
        Set<Integer> indexes = new HashSet<>();
        List<Route> connected = new ArrayList<>();
        for (NetInterface iface : interfaces) {
            indexes.add(iface.index());
            for (NetInterface.Address own : iface.addresses()) {
                connected.add(
                        new Route(
                                Route.Table.MAIN,
                                Route.Kind.UNICAST,
                                own.first(),
                                own.prefixLength(),
                                WORST_METRIC,
                                iface.index(),
                                null,
                                own.isIpv4() ? own.address() : null,
                                false));
            }
        }
        return host.routes().through(indexes, connected);
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

    /** The interfaces that carry targets, the one with the most first, loopback behind its like. */
    private List<NetInterface> carriers(Map<Hop, AddressSet> hops) {
        Map<Integer, Long> counts = new TreeMap<>();
        hops.forEach((hop, targets) -> {
            if (hop.refusal() == null) {
                counts.merge(hop.interfaceIndex(), targets.size(), Paths::sum);
            }
        });
        List<NetInterface> carriers = new ArrayList<>();
        for (int index : counts.keySet()) {
            NetInterface iface = host.interfaceAt(index);
            if (iface != null && (chosen.isEmpty() || chosen.contains(iface))) {
                carriers.add(iface);
            }
        }
        carriers.sort((a, b) -> {
            int order = Long.compare(count(counts, b), count(counts, a));
            return order == 0 ? Boolean.compare(isLoopback(a), isLoopback(b)) : order;
        });
        return carriers;
    }

    private static boolean isLoopback(NetInterface iface) {
        return iface.kind() == NetInterface.Kind.LOOPBACK;
    }

    private static long count(Map<Integer, Long> counts, NetInterface iface) {
        return counts.getOrDefault(iface.index(), 0L);
    }

    private static long sum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    /** The interface of a router that only its Ethernet address is known of. */
    private NetInterface theOneOfTheRouter(Map<Hop, AddressSet> hops) throws PathException {
        List<NetInterface> carriers = carriers(hops);
        NetInterface only = carriers.isEmpty() ? onlyEthernet() : carriers.getFirst();
        if (only == null) {
            throw nothingToProbe(hops);
        }
        check(only);
        return only;
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

    /** Sends to the router wished for what would go to another one or nowhere. */
    private Map<Hop, AddressSet> applyWishes(Map<Hop, AddressSet> hops) throws PathException {
        RouterChoice.Router ipv4Router = routers.of(true, chosen);
        RouterChoice.Router ipv6Router = routers.of(false, chosen);
        Map<Hop, AddressSetBuilder> pieces = new LinkedHashMap<>();
        hops.forEach((hop, targets) -> {
            applyWishes(hop, AddressSet.of(targets.ipv4()), ipv4Router, pieces);
            applyWishes(
                    hop,
                    new AddressSet(AddressSet.NONE.ipv4(), targets.ipv6()),
                    ipv6Router,
                    pieces);
        });
        return Hop.built(pieces);
    }

    private void applyWishes(
            Hop hop,
            AddressSet targets,
            RouterChoice.@Nullable Router router,
            Map<Hop, AddressSetBuilder> pieces) {
        if (targets.isEmpty()) {
            return;
        }
        boolean stranded = Hop.NO_ROUTE.equals(hop.refusal());
        Hop decided = hop;
        if (router != null && (stranded || router.replacesThatOf(hop))) {
            decided = Hop.toRouter(router.iface().index(), router.gateway());
        } else if (stranded && !chosen.isEmpty()) {
            // No route through the interfaces chosen: through which ones, then?
            Hop.split(host, targets, host.routes())
                    .forEach((other, part) -> Hop.builderFor(pieces, other).addAll(part));
            return;
        }
        Hop.builderFor(pieces, decided).addAll(targets);
    }

    /**
     * A plan for each interface. One that can't be used is an error where the user named it or it
     * carries the most; else its targets are elsewhere.
     */
    private List<PathPlan> plans(Map<Hop, AddressSet> hops) throws PathException {
        List<NetInterface> carriers = carriers(hops);
        if (carriers.isEmpty()) {
            throw nothingToProbe(hops);
        }
        List<PathPlan> plans = new ArrayList<>();
        Set<Integer> planned = new HashSet<>();
        for (NetInterface iface : carriers) {
            try {
                check(iface);
                plans.add(new PathAssembly(host, wishes, iface).plan(hops));
                planned.add(iface.index());
            } catch (PathException e) {
                if (plans.isEmpty() || !chosen.isEmpty()) {
                    throw e;
                }
            }
        }
        PathPlan first = plans.getFirst();
        plans.set(
                0,
                new PathPlan(
                        first.iface(),
                        first.ipv4Source(),
                        first.ipv6Source(),
                        first.onLink(),
                        first.viaGateway(),
                        elsewhere(hops, planned),
                        unroutable(hops)));
        return List.copyOf(plans);
    }

    private List<PathPlan.Elsewhere> elsewhere(Map<Hop, AddressSet> hops, Set<Integer> planned) {
        Map<String, AddressSetBuilder> elsewhere = new LinkedHashMap<>();
        hops.forEach((hop, targets) -> {
            if (hop.refusal() == null && !planned.contains(hop.interfaceIndex())) {
                NetInterface other = host.interfaceAt(hop.interfaceIndex());
                String name = other == null ? "interface " + hop.interfaceIndex() : other.name();
                elsewhere.computeIfAbsent(name, key -> new AddressSetBuilder()).addAll(targets);
            }
        });
        List<PathPlan.Elsewhere> others = new ArrayList<>();
        elsewhere.forEach(
                (name, builder) -> others.add(new PathPlan.Elsewhere(name, builder.build())));
        return others;
    }

    private static List<PathPlan.Unroutable> unroutable(Map<Hop, AddressSet> hops) {
        List<PathPlan.Unroutable> refused = new ArrayList<>();
        hops.forEach((hop, targets) -> {
            String reason = hop.refusal();
            if (reason != null) {
                refused.add(new PathPlan.Unroutable(reason, targets));
            }
        });
        return refused;
    }

    private PathException nothingToProbe(Map<Hop, AddressSet> hops) {
        String names = chosen.stream().map(NetInterface::name).collect(Collectors.joining(", "));
        String through = chosen.isEmpty() ? "" : " through " + names;
        List<PathPlan.Elsewhere> elsewhere = elsewhere(hops, Set.of());
        if (elsewhere.isEmpty()) {
            return refused(unroutable(hops), through);
        }
        PathPlan.Elsewhere other = elsewhere.getFirst();
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

    private static String some(AddressSet targets) {
        String first = targets.first().toText();
        long more = targets.size() - 1;
        return first
                + (more == 0
                        ? ""
                        : " and " + more + (more == 1 ? " more address" : " more addresses"));
    }
}
