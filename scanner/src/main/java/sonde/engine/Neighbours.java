// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.clock.NanoClock;
import sonde.link.Link;
import sonde.neigh.HostNetwork;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathException;
import sonde.neigh.PathPlan;
import sonde.neigh.RouterResolver;
import sonde.neigh.SpareCheck;
import sonde.target.AddressSet;

import java.util.Objects;

/**
 * Who stands at the other end of the link.
 *
 * @param hops where each target's frames go, or null when all go the same way
 * @param table the targets that are neighbours, or null when none is
 * @param onlyMac the Ethernet address of the one way, in the low 48 bits; else 0
 */
record Neighbours(@Nullable NextHops hops, @Nullable NeighbourTable table, long onlyMac) {

    static Neighbours find(ScanPlan plan, Link link) throws ScanException {
        ScanPlan.Route route = plan.route();
        if (route == null) {
            return new Neighbours(null, null, 0);
        }
        PathPlan path = route.path();
        boolean reachesAll = path.elsewhere().isEmpty() && path.unroutable().isEmpty();
        if (!path.needsNeighbours()) {
            return new Neighbours(reachesAll ? null : NextHops.of(path, 0, gateway -> 0), null, 0);
        }
        PathPlan.Source source = Objects.requireNonNull(path.ipv4Source());
        try {
            if (source.spare().size() > 0) {
                new SpareCheck(path.iface(), link.control(), link.source(), NanoClock.SYSTEM)
                        .requireFree(AddressSet.of(source.spare()));
            }
            HostNetwork host = route.host();
            RouterResolver resolver =
                    new RouterResolver(path, link.control(), link.source(), NanoClock.SYSTEM);
            long[] macs = new long[path.viaGateway().size()];
            for (int i = 0; i < macs.length; i++) {
                macs[i] =
                        route.routerMac() >= 0
                                ? route.routerMac()
                                : resolver.resolve(host, path.viaGateway().get(i).gateway());
            }
            boolean hasOnLink = !path.onLink().isEmpty();
            if (reachesAll && !hasOnLink && macs.length == 1) {
                return new Neighbours(null, null, macs[0]);
            }
            NextHops hops = NextHops.of(path, NextHops.ON_LINK, i -> macs[i]);
            NeighbourTable table = null;
            if (hasOnLink) {
                table = new NeighbourTable(path.onLink());
                table.preload(host, path.iface().index());
            }
            return new Neighbours(hops, table, 0);
        } catch (PathException e) {
            throw new ScanException(ScanException.Cause.HOST, String.valueOf(e.getMessage()), e);
        }
    }
}
