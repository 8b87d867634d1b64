// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.neigh.HostNetwork;
import sonde.neigh.RouteTable;
import sonde.output.OutputSettings;
import sonde.permute.Shard;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayloads;
import sonde.target.AddressRanges;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;

import java.util.List;
import java.util.Set;

class ScanPlanTest {

    private static final ScanPlan.Source IPV4_SOURCE =
            new ScanPlan.Source(Wiring.SOURCE, Wiring.SOURCE, null, null, 61_000, 61_063, 64);
    private static final IpAddress IPV6_FIRST = IpAddress.parse("2001:db8::1");
    private static final IpAddress IPV6_LAST = IpAddress.parse("2001:db8::4");

    private static ScanPlan plan(
            TargetSpace space,
            List<ScanPlan.Probing> probings,
            Shard shard,
            double ratePps,
            List<ScanPlan.Source> sources) {
        List<ScanPlan.Route> routes =
                sources.stream()
                        .map(source ->
                                new ScanPlan.Route(
                                        List.of("packet"),
                                        new HostNetwork(
                                                List.of(), RouteTable.of(List.of()), List.of()),
                                        RoutedFeedTest.path(AddressRanges.NONE, AddressRanges.NONE),
                                        1,
                                        2,
                                        source,
                                        0.5,
                                        List.of()))
                        .toList();
        return new ScanPlan(
                new ScanPlan.Order(
                        space, 1, shard, 0, 0, space.size(), Ipv6Ranges.NONE, List.of(), false),
                probings,
                new ScanPlan.Pace(ratePps, 0, false),
                routes,
                IPV4_SOURCE,
                null,
                new ScanPlan.Agents(1, 1, List.of()),
                new ScanPlan.Results(
                        Set.of(),
                        List.of(),
                        OutputSettings.plain(new OutputSettings.Run("", "", 0, List.of())),
                        null,
                        false,
                        true,
                        false,
                        record -> true),
                null,
                null);
    }

    private static String describe(TargetSpace space, ProbeKind... kinds) {
        return plan(space, Grids.probings(kinds), Shard.WHOLE, 100, List.of()).describe(List.of());
    }

    @Test
    void oneGridIsAddressesTimesPorts() {
        assertEquals(
                "20 targets (10 addresses × 2 ports), 100 packets/s, offline: nothing is sent",
                describe(TargetSpace.of(List.of(Grids.ipv4(0, 9, 80, 81))), ProbeKind.TCP));
        assertEquals(
                "1 target (1 IPv6 address × 1 port), 100 packets/s, offline: nothing is sent",
                describe(TargetSpace.of(List.of(Grids.ipv6(0, 0, 80, 80))), ProbeKind.TCP));
    }

    @Test
    void severalGridsSayWhatEachIsProbedWith() {
        TargetSpace space =
                TargetSpace.of(
                        List.of(
                                Grids.ipv4(0, 9, 80, 81),
                                Grids.ipv6(0, 4, 80, 81),
                                Grids.ipv4(0, 9)));
        assertEquals(
                "40 targets (10 addresses and 5 IPv6 addresses × 2 tcp ports, icmp-echo),"
                        + " 100 packets/s, offline: nothing is sent",
                describe(space, ProbeKind.TCP, ProbeKind.TCP, ProbeKind.ICMP_ECHO));
    }

    @Test
    void furtherPayloadsAreCounted() {
        TargetSpace space =
                TargetSpace.of(List.of(Grids.ipv4(0, 1, 53, 53), Grids.ipv4(0, 1, 53, 53)));
        ProbeDetails second = new ProbeDetails(2, UdpPayloads.builtIn(), 1);
        List<ScanPlan.Probing> probings =
                List.of(
                        new ScanPlan.Probing(
                                ProbeKind.UDP, new ProbeDetails(2, UdpPayloads.builtIn(), 0)),
                        new ScanPlan.Probing(ProbeKind.UDP, second));
        assertEquals(
                "4 targets (2 addresses × 1 udp port with up to 2 payloads),"
                        + " shard 2/3, 0.5 packets/s, offline: nothing is sent",
                plan(space, probings, new Shard(1, 3), 0.5, List.of()).describe(List.of()));
    }

    @Test
    void saysHowAndFromWhereProbesGoOnEachInterface() {
        TargetSpace space = TargetSpace.of(List.of(Grids.ipv4(0, 9, 80, 81)));
        ScanPlan.Source both =
                new ScanPlan.Source(
                        Wiring.SOURCE,
                        Wiring.SOURCE + 4,
                        IPV6_FIRST,
                        IPV6_LAST,
                        61_000,
                        61_063,
                        64);
        assertEquals(
                "20 targets (10 addresses × 2 ports), 100 packets/s, link packet on eth0, from"
                        + " 198.18.0.1:61000-61063, link xdp on eth0, from 198.18.0.1-198.18.0.5"
                        + " and [2001:db8::1-2001:db8::4]",
                plan(
                                space,
                                Grids.probings(ProbeKind.TCP),
                                Shard.WHOLE,
                                100,
                                List.of(IPV4_SOURCE, both))
                        .describe(List.of("packet", "xdp")));
    }

    @Test
    void aSourceOfOneFamilySaysNothingOfTheOther() {
        assertEquals("198.18.0.1", IPV4_SOURCE.addressText());
        assertEquals("61000-61063", IPV4_SOURCE.portText());
        ScanPlan.Source ipv6 =
                new ScanPlan.Source(0, 0, IPV6_FIRST, IPV6_FIRST, 61_000, 61_000, 64);
        assertEquals("[2001:db8::1]", ipv6.addressText());
        assertEquals("61000", ipv6.portText());
    }
}
