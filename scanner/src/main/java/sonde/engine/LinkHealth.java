// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.neigh.LinkWatch;
import sonde.sys.SysException;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends a scan whose probes go nowhere: over an interface that is down, or was, or that takes frames
 * and sends none. Used by the thread that runs the scan.
 */
final class LinkHealth implements AutoCloseable {

    private final List<RouteParts> routes;
    private final List<TransmitWatch> transmitWatches = new ArrayList<>();
    private final List<LinkWatch> linkWatches = new ArrayList<>();

    LinkHealth(List<RouteParts> routes) {
        this.routes = routes;
        routes.forEach(_ -> transmitWatches.add(new TransmitWatch()));
    }

    /** From now on, interfaces have to be up. */
    void watch(ScanPlan plan, ScanListener listener) {
        for (ScanPlan.Route route : plan.routes()) {
            try {
                linkWatches.add(new LinkWatch(route.path().iface().name()));
            } catch (SysException e) {
                listener.onNote("note: an outage of the link may go unnoticed: " + e.getMessage());
            }
        }
    }

    /** Ends a scan of which an interface is down, or was since the last look. */
    void requireUp() throws ScanException {
        for (LinkWatch watch : linkWatches) {
            requireUp(watch);
        }
    }

    private static void requireUp(LinkWatch watch) throws ScanException {
        LinkWatch.State state;
        try {
            state = watch.look();
        } catch (SysException e) {
            return;
        }
        String what =
                switch (state) {
                    case UP -> "";
                    case WAS_DOWN -> " was down for a moment";
                    case DOWN -> " went down";
                    case GONE -> " is gone";
                };
        if (!what.isEmpty()) {
            throw new ScanException(
                    ScanException.Cause.LINK_DOWN,
                    "interface " + watch.name() + what + "; bring it up");
        }
    }

    /** Ends a scan whose frames don't leave, though the kernel takes them. */
    void requireTransmission() throws ScanException {
        for (int i = 0; i < routes.size(); i++) {
            RouteParts route = routes.get(i);
            InterfaceCounters counters = route.interfaceCounters();
            if (counters == null || !route.link().mayDropUnseen()) {
                continue;
            }
            long now = System.nanoTime();
            TransmitWatch watch = transmitWatches.get(i);
            if (watch.isDue(now)
                    && watch.isStalled(now, route.probesSent(), counters.transmitted())) {
                throw new ScanException(
                        ScanException.Cause.LINK,
                        "the interface has stopped sending what link "
                                + route.link().name()
                                + " gives it; go on with --link packet");
            }
        }
    }

    @Override
    public void close() {
        linkWatches.forEach(LinkWatch::close);
    }
}
