// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.neigh.LinkWatch;
import sonde.sys.SysException;

/** A time in which an interface of a scan can carry no frames. */
public final class Outage {

    private Outage() {}

    /** Whether every interface of a scan is up and has a carrier. */
    public static boolean isOver(ScanPlan plan) {
        for (ScanPlan.Route route : plan.routes()) {
            try (LinkWatch watch = new LinkWatch(route.path().iface().name())) {
                if (watch.look() != LinkWatch.State.UP) {
                    return false;
                }
            } catch (SysException e) {
                return false;
            }
        }
        return true;
    }
}
