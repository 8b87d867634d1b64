// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.clock.NanoClock;
import sonde.link.Link;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathException;
import sonde.neigh.PathPlan;
import sonde.neigh.RouterResolver;
import sonde.neigh.SpareCheck;
import sonde.probe.ProbeKind;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;

import java.util.ArrayList;
import java.util.List;

/**
 * Who stands at the other end of a route's link.
 *
 * @param hops where each target's frames go, or null when all go the same way
 * @param table the targets that are neighbours, or null when none is
 * @param onlyMac the Ethernet address of the one way, in the low 48 bits; else 0
 */
record Neighbours(@Nullable NextHops hops, @Nullable NeighbourTable table, long onlyMac) {

    /** Of a scan that goes nowhere. */
    static final Neighbours NONE = new Neighbours(null, null, 0);

    static Neighbours find(ScanPlan plan, ScanPlan.Route route, Link link) throws ScanException {
        PathPlan path = route.path();
        List<AddressSet> elsewhere = new ArrayList<>();
        for (ScanPlan.Route other : plan.routes()) {
            if (!other.equals(route)) {
                elsewhere.add(other.path().probed());
            }
        }
        List<AddressSet> unrouted = unrouted(plan);
        boolean isFirst = plan.routes().getFirst().equals(route);
        boolean reachesAll = elsewhere.isEmpty() && unrouted.isEmpty();
        if (!path.needsNeighbours()) {
            return new Neighbours(
                    reachesAll
                            ? null
                            : NextHops.of(path, 0, gateway -> 0, elsewhere, unrouted, isFirst),
                    null,
                    0);
        }
        try {
            requireSparesFree(path, link);
            long[] macs = routers(route, link);
            boolean hasOnLink = !path.onLink().isEmpty();
            if (reachesAll && !hasOnLink && macs.length == 1) {
                return new Neighbours(null, null, macs[0]);
            }
            NextHops hops =
                    NextHops.of(path, NextHops.ON_LINK, i -> macs[i], elsewhere, unrouted, isFirst);
            NeighbourTable table = null;
            if (hasOnLink && needsTable(plan)) {
                table = new NeighbourTable(path.onLink());
                table.preload(route.host(), path.iface().index());
            }
            return new Neighbours(hops, table, 0);
        } catch (PathException e) {
            throw new ScanException(ScanException.Cause.HOST, String.valueOf(e.getMessage()), e);
        }
    }

    /** What no route of the plan reaches: the first route's plan has it. */
    private static List<AddressSet> unrouted(ScanPlan plan) {
        List<AddressSet> unrouted = new ArrayList<>();
        PathPlan first = plan.routes().getFirst().path();
        first.elsewhere().forEach(part -> unrouted.add(part.targets()));
        first.unroutable().forEach(part -> unrouted.add(part.targets()));
        return unrouted;
    }

    /** An ARP scan asks its targets itself. */
    private static boolean needsTable(ScanPlan plan) {
        return plan.probings().stream().anyMatch(probing -> probing.kind() != ProbeKind.ARP);
    }

    private static void requireSparesFree(PathPlan path, Link link) throws PathException {
        PathPlan.Source ipv4 = path.ipv4Source();
        PathPlan.Ipv6Source ipv6 = path.ipv6Source();
        AddressSet spare =
                new AddressSet(
                        ipv4 == null ? AddressRanges.NONE : ipv4.spare(),
                        ipv6 == null ? Ipv6Ranges.NONE : ipv6.spare());
        if (!spare.isEmpty()) {
            new SpareCheck(path.iface(), link.control(), link.source(), NanoClock.SYSTEM)
                    .requireFree(spare);
        }
    }

    private static long[] routers(ScanPlan.Route route, Link link) throws PathException {
        PathPlan path = route.path();
        RouterResolver resolver =
                new RouterResolver(path, link.control(), link.source(), NanoClock.SYSTEM);
        long[] macs = new long[path.viaGateway().size()];
        for (int i = 0; i < macs.length; i++) {
            macs[i] =
                    route.routerMac() >= 0
                            ? route.routerMac()
                            : resolver.resolve(route.host(), path.viaGateway().get(i).gateway());
        }
        return macs;
    }
}
