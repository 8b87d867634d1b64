// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import sonde.permute.Shard;
import sonde.target.AddressRanges;
import sonde.target.Ipv6Ranges;
import sonde.target.PortRanges;
import sonde.target.TargetSpace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

class TargetListerTest {

    private static List<String> list(TargetSpace space, long first, long end) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TargetLister.list(
                new ScanPlan.Order(space, 1, Shard.WHOLE, 0, first, end, Ipv6Ranges.NONE),
                Wiring.syns(space),
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
}
