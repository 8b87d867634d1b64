// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import sonde.permute.Shard;
import sonde.probe.ProbeKind;
import sonde.target.AddressRanges;
import sonde.target.Ipv6Grid;
import sonde.target.Ipv6Ranges;
import sonde.target.PortRanges;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

class TargetListerTest {

    private static List<String> list(TargetSpace space, long first, long end) throws IOException {
        return list(space, Wiring.syns(space), first, end);
    }

    private static List<String> list(
            TargetSpace space, List<ScanPlan.Probing> probings, long first, long end)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TargetLister.list(
                new ScanPlan.Order(
                        space, 1, Shard.WHOLE, 0, first, end, Ipv6Ranges.NONE, List.of(), false),
                probings,
                out);
        return out.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    @Test
    void listsEveryTargetOnceInScanOrder() throws IOException {
        List<String> lines = list(Wiring.space(40, 20), 0, 800);
        TreeSet<String> expected = new TreeSet<>();
        for (int host = 0; host < 40; host++) {
            for (int port = 1000; port < 1020; port++) {
                expected.add("198.18.1." + host + ":" + port);
            }
        }
        assertEquals(800, lines.size());
        assertEquals(expected, new TreeSet<>(lines));
        assertNotEquals(lines.stream().sorted().toList(), lines);
        assertEquals(lines.subList(300, 700), list(Wiring.space(40, 20), 300, 700));
    }

    @Test
    void writesNumbersOfEveryLength() throws IOException {
        TargetSpace widest = TargetSpace.of(AddressRanges.of(-1, -1), PortRanges.of(65535, 65535));
        assertEquals(List.of("255.255.255.255:65535"), list(widest, 0, 1));
        TargetSpace narrow = TargetSpace.of(AddressRanges.of(0, 0), PortRanges.of(0, 0));
        assertEquals(List.of("0.0.0.0:0"), list(narrow, 0, 1));
        int address = 10 << 24 | 99 << 16 | 100 << 8 | 9;
        TargetSpace ports =
                TargetSpace.of(
                        AddressRanges.of(address, address),
                        PortRanges.of(9, 10).union(PortRanges.of(99, 100)));
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "10.99.100.9:9",
                                "10.99.100.9:10",
                                "10.99.100.9:99",
                                "10.99.100.9:100")),
                new TreeSet<>(list(ports, 0, 4)));
    }

    @Test
    void listsAddressesAloneWithoutPorts() throws IOException {
        TargetSpace space =
                TargetSpace.of(AddressRanges.of(Wiring.FIRST, Wiring.FIRST + 2), PortRanges.NONE);
        assertEquals(
                List.of("198.18.1.0", "198.18.1.1", "198.18.1.2"),
                list(space, 0, 3).stream().sorted().toList());
    }

    @Test
    void saysWhatEachTargetIsProbedWithUnlessByTcp() throws IOException {
        TargetSpace space =
                TargetSpace.of(
                        List.of(
                                Grids.ipv4(1, 1, 80, 80),
                                Grids.ipv6(1, 1, 80, 80),
                                Grids.ipv4(1, 1, 53, 53),
                                Grids.ipv6(1, 1, 53, 53),
                                Grids.ipv4(1, 1),
                                Grids.ipv4(1, 1, 47, 47),
                                Grids.ipv4(1, 1)));
        List<ScanPlan.Probing> probings =
                Grids.probings(
                        ProbeKind.TCP,
                        ProbeKind.TCP,
                        ProbeKind.UDP,
                        ProbeKind.UDP,
                        ProbeKind.ICMP_TIMESTAMP,
                        ProbeKind.IP_PROTOCOL,
                        ProbeKind.ARP);
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "198.18.1.1:80",
                                "[2001:db8:1::1]:80",
                                "198.18.1.1:53/udp",
                                "[2001:db8:1::1]:53/udp",
                                "198.18.1.1/icmp-timestamp",
                                "198.18.1.1:47/ip-protocol",
                                "198.18.1.1/arp")),
                new TreeSet<>(list(space, probings, 0, space.size())));
    }

    @Test
    void theLongestLinesFit() throws IOException {
        IpAddress longest = new IpAddress(-1, -1);
        TargetSpace space =
                TargetSpace.of(
                        List.of(
                                Ipv6Grid.of(
                                        Ipv6Ranges.of(new IpAddress(-1, -256), longest),
                                        PortRanges.of(65_535, 65_535))));
        List<String> lines = list(space, Grids.probings(ProbeKind.IP_PROTOCOL), 0, 256);
        assertEquals(256, lines.size());
        String last = "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535/ip-protocol";
        assertEquals(last, lines.stream().max(String::compareTo).orElseThrow());
    }
}
