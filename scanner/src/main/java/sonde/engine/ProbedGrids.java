// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeKind;
import sonde.reply.ProbedTargets;
import sonde.target.Ipv4Grid;
import sonde.target.Ipv6Grid;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;

import java.util.List;

/** What a plan probes, grid by grid. Immutable. */
final class ProbedGrids implements ProbedTargets {

    private final TargetSpace space;
    private final List<TargetGrid> grids;
    private final List<ScanPlan.Probing> probings;

    /**
     * @param probings what each grid of the space is probed with
     */
    ProbedGrids(TargetSpace space, List<ScanPlan.Probing> probings) {
        this.space = space;
        grids = space.grids();
        this.probings = List.copyOf(probings);
    }

    @Override
    public boolean has(ProbeKind kind, long high, long low, int port) {
        boolean isIpv4 = IpAddress.isIpv4(high, low);
        for (int i = 0; i < grids.size(); i++) {
            if (probings.get(i).kind() == kind && isIn(grids.get(i), isIpv4, high, low, port)) {
                return true;
            }
        }
        return false;
    }

    /** The index of a target in the space; -1 if there is none such. */
    long indexOf(ProbeKind kind, long high, long low, int port) {
        boolean isIpv4 = IpAddress.isIpv4(high, low);
        for (int i = 0; i < grids.size(); i++) {
            if (probings.get(i).kind() != kind) {
                continue;
            }
            long within =
                    switch (grids.get(i)) {
                        case Ipv4Grid ipv4 -> isIpv4 ? ipv4.indexOf((int) low, port) : -1;
                        case Ipv6Grid ipv6 -> isIpv4 ? -1 : ipv6.indexOf(high, low, port);
                    };
            if (within >= 0) {
                return space.firstOf(i) + within;
            }
        }
        return -1;
    }

    private static boolean isIn(TargetGrid grid, boolean isIpv4, long high, long low, int port) {
        return switch (grid) {
            case Ipv4Grid ipv4 -> isIpv4 && ipv4.indexOf((int) low, port) >= 0;
            case Ipv6Grid ipv6 -> !isIpv4 && ipv6.indexOf(high, low, port) >= 0;
        };
    }
}
