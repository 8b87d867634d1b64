// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.neigh.HostNetwork;
import sonde.neigh.NetInterface;
import sonde.neigh.PathPlan;
import sonde.neigh.RouteTable;
import sonde.output.OutputSettings;
import sonde.permute.Shard;
import sonde.probe.ProbeKind;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetSpace;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Plans of scans over named interfaces, for tests of what becomes of these. */
final class LinkPlans {

    private LinkPlans() {}

    /**
     * A plan.
     *
     * @param capture where frames are recorded, or null
     */
    static ScanPlan over(@Nullable Path capture, String... interfaces) {
        TargetSpace space = Wiring.space(4, 1);
        ScanPlan.Source source =
                new ScanPlan.Source(Wiring.SOURCE, Wiring.SOURCE, null, null, 61_000, 61_063, 64);
        return new ScanPlan(
                new ScanPlan.Order(
                        space,
                        Wiring.SEED,
                        Shard.WHOLE,
                        0,
                        0,
                        space.size(),
                        Ipv6Ranges.NONE,
                        List.of(),
                        false),
                Grids.probings(ProbeKind.TCP),
                new ScanPlan.Pace(100, 0, false),
                Stream.of(interfaces).map(name -> route(name, source)).toList(),
                source,
                null,
                new ScanPlan.Agents(1, 1, List.of()),
                new ScanPlan.Results(
                        Wiring.shown(false),
                        List.of(),
                        OutputSettings.plain(new OutputSettings.Run("", "", 0, List.of())),
                        capture,
                        false,
                        false,
                        false,
                        record -> true),
                null,
                null);
    }

    private static ScanPlan.Route route(String name, ScanPlan.Source source) {
        return new ScanPlan.Route(
                List.of("packet"),
                new HostNetwork(List.of(), RouteTable.of(List.of()), List.of()),
                path(name),
                Wiring.SOURCE_MAC,
                Wiring.ROUTER_MAC,
                source,
                1,
                List.of());
    }

    private static PathPlan path(String name) {
        return new PathPlan(
                new NetInterface(
                        2,
                        name,
                        NetInterface.Kind.ETHERNET,
                        1,
                        Wiring.SOURCE_MAC,
                        1500,
                        true,
                        true,
                        List.of()),
                PathPlan.Source.own(Wiring.SOURCE),
                null,
                AddressSet.of(AddressRanges.NONE),
                List.of(),
                List.of(),
                List.of());
    }
}
