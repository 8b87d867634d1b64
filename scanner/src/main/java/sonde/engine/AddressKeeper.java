// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.clock.NanoClock;
import sonde.link.FrameSink;
import sonde.link.LinkException;
import sonde.link.SinkOutlet;
import sonde.link.packet.PacketLink;
import sonde.link.vlan.VlanLink;
import sonde.neigh.ArpResponder;
import sonde.neigh.NdpResponder;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathPlan;
import sonde.stat.Counters;
import sonde.target.AddressRanges;
import sonde.target.Ipv6Ranges;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Answers questions for a route's source addresses for which the host doesn't. Made and closed by
 * the thread that opens the scan, used by receive agents.
 */
final class AddressKeeper implements AutoCloseable {

    private final ScanPlan.@Nullable Route route;
    private final UnaryOperator<FrameSink> traced;
    private final List<SinkOutlet> outlets = new ArrayList<>();

    /**
     * @param route null for a scan that goes nowhere
     * @param traced shows what a sink sends, where that is wanted
     */
    AddressKeeper(ScanPlan.@Nullable Route route, UnaryOperator<FrameSink> traced) {
        this.route = route;
        this.traced = traced;
    }

    /**
     * Answers for source addresses for which the host doesn't, by a socket of its own: the link's
     * sinks belong to transmit agents, which may have ended.
     */
    NeighbourTalk talk(@Nullable NeighbourTable table, Counters own) throws ScanException {
        ArpResponder arp = null;
        NdpResponder ndp = null;
        PathPlan.Source from4 = route == null ? null : route.path().ipv4Source();
        PathPlan.Ipv6Source from6 = route == null ? null : route.path().ipv6Source();
        if (route != null && from4 != null) {
            AddressRanges silent = isInVlan() ? from4.addresses() : from4.spare();
            if (silent.size() > 0) {
                arp = new ArpResponder(silent, route.sourceMac(), outlet(route), NanoClock.SYSTEM);
            }
        }
        if (route != null && from6 != null) {
            Ipv6Ranges silent = isInVlan() ? from6.addresses() : from6.spare();
            if (silent.size() > 0) {
                ndp = new NdpResponder(silent, route.sourceMac(), outlet(route), NanoClock.SYSTEM);
            }
        }
        return new NeighbourTalk(table, arp, ndp, own);
    }

    /** There the host hears no question, and answers none, for any of its addresses. */
    private boolean isInVlan() {
        return route != null && !route.vlans().isEmpty();
    }

    private SinkOutlet outlet(ScanPlan.Route by) throws ScanException {
        try {
            String iface = by.path().iface().name();
            FrameSink sink =
                    by.vlans().isEmpty()
                            ? PacketLink.openSink(iface)
                            : VlanLink.openSink(iface, LinkLadder.tags(by.vlans()));
            SinkOutlet outlet = new SinkOutlet(traced.apply(sink));
            outlets.add(outlet);
            return outlet;
        } catch (LinkException e) {
            throw new ScanException(ScanException.Cause.HOST, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        outlets.forEach(SinkOutlet::close);
    }
}
