// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.probe.udp.UdpPayload;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.target.PortChoice;
import sonde.target.PortParser;
import sonde.target.TargetGrid;
import sonde.wire.IpAddress;
import sonde.wire.Tcp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class ProbePlannerTest {

    private static final AddressSet IPV4 = AddressSet.of(Grids.addresses(0, 9));
    private static final AddressSet BOTH =
            new AddressSet(Grids.addresses(0, 9), Grids.ipv6Addresses(0, 2));

    private final ScanOptions options = new ScanOptions();

    private ProbePlanner.Layout layOut(AddressSet addresses, String ports) throws Exception {
        PortChoice choice =
                ports.isEmpty() ? PortChoice.NONE : PortParser.parse(List.of(ports), "-p");
        return ProbePlanner.layOut(
                options, new TargetInput.Wanted(addresses, choice, AddressSet.NONE));
    }

    /** Kind, family, ports and variant of each grid. */
    private List<String> grids(AddressSet addresses, String ports) throws Exception {
        ProbePlanner.Layout layout = layOut(addresses, ports);
        List<String> grids = new ArrayList<>();
        for (int i = 0; i < layout.probings().size(); i++) {
            TargetGrid grid = layout.space().grids().get(i);
            ScanPlan.Probing probing = layout.probings().get(i);
            grids.add(
                    probing.kind().label()
                            + (grid.isIpv6() ? " 6 " : " 4 ")
                            + (grid.hasPorts() ? grid.ports() : "-")
                            + (probing.details().variant() > 0
                                    ? " #" + probing.details().variant()
                                    : ""));
        }
        assertEquals(layout.space().grids().size(), layout.probings().size());
        return grids;
    }

    @Test
    void everyProtocolHasItsGrid() throws Exception {
        assertEquals(
                List.of("tcp 4 80", "udp 4 9999", "sctp 4 132", "ip-protocol 4 47"),
                grids(IPV4, "80,U:9999,S:132,O:47"));
    }

    @Test
    void everyFamilyHasItsGrid() throws Exception {
        assertEquals(
                List.of("tcp 4 80", "tcp 6 80", "udp 4 9999", "udp 6 9999"),
                grids(BOTH, "80,U:9999"));
        AddressSet ipv6 = new AddressSet(AddressSet.NONE.ipv4(), BOTH.ipv6());
        assertEquals(List.of("tcp 6 80"), grids(ipv6, "80"));
    }

    @Test
    void timestampsAndArpAreOfIpv4Alone() throws Exception {
        options.arpScan = true;
        assertEquals(
                List.of("icmp-echo 4 -", "icmp-echo 6 -", "icmp-timestamp 4 -", "arp 4 -"),
                grids(BOTH, "I:0,I:1"));
        AddressSet ipv6 = new AddressSet(AddressSet.NONE.ipv4(), Grids.ipv6Addresses(0, 2));
        assertEquals(List.of(), grids(ipv6, "I:1"));
    }

    @Test
    void anArpScanNeedsNoPorts() throws Exception {
        options.arpScan = true;
        assertEquals(List.of("arp 4 -"), grids(IPV4, ""));
    }

    @Test
    void withoutPortsThereAreTheAddresses() throws Exception {
        assertEquals(List.of("tcp 4 -", "tcp 6 -"), grids(BOTH, ""));
        assertEquals(10 + 3, layOut(BOTH, "").space().size());
    }

    /** Port 161 has three payloads, 53 two, 9999 one. */
    @Test
    void everyFurtherPayloadHasAGridOfThePortsThatHaveIt() throws Exception {
        assertEquals(
                List.of("udp 4 53,161,9999", "udp 4 53,161 #1", "udp 4 161 #2"),
                grids(IPV4, "U:53,161,9999"));
        ProbePlanner.Layout layout = layOut(BOTH, "U:53,161,9999");
        assertEquals((10 + 3) * (3 + 2 + 1), layout.space().size());
    }

    @Test
    void readsFilesOfPayloadsAlsoForScansThatUseNone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("payloads"), "# none\n");
        options.nmapPayloads = file;
        assertEquals(List.of("tcp 4 80"), grids(IPV4, "80"));
        Files.writeString(file, "junk");
        assertThrows(ScanException.class, () -> layOut(IPV4, "80"));
        options.nmapPayloads = null;
        options.pcapPayloads = file;
        assertThrows(ScanException.class, () -> layOut(IPV4, "80"));
    }

    @Test
    void extrasAreFurtherPayloads() throws Exception {
        assertEquals(List.of("udp 4 123"), grids(IPV4, "U:123"));
        options.payloadExtras = Set.of("ntp-control", "ntp-monlist");
        assertEquals(List.of("udp 4 123", "udp 4 123 #1", "udp 4 123 #2"), grids(IPV4, "U:123"));
    }

    @Test
    void payloadsOfTheUserComeFirst(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("payloads.txt");
        Files.writeString(file, "payload mine\nports 53\nsend 01\n");
        options.payloadFile = file;
        ScanPlan.Probing first = layOut(IPV4, "U:53").probings().getFirst();
        assertEquals(
                List.of("mine", "dns-version", "dns-a"),
                first.details().payloads().of(53).stream().map(UdpPayload::name).toList());
        options.payloadFile = directory.resolve("none");
        ScanException e = assertThrows(ScanException.class, () -> layOut(IPV4, "U:53"));
        assertEquals(ScanException.Cause.INPUT, e.reason());
        assertTrue(String.valueOf(e.getMessage()).contains("none"), e.getMessage());
    }

    @Test
    void everyProbeHasTheFlagsThatWereAskedFor() throws Exception {
        options.tcpFlags = Tcp.ACK;
        assertEquals(Tcp.ACK, layOut(IPV4, "80").probings().getFirst().details().tcpFlags());
    }

    @Test
    void refusesMoreTargetsThanCanBeCounted() {
        Ipv6Ranges huge =
                Ipv6Ranges.of(
                        Grids.ipv6Address(0),
                        new IpAddress(Grids.ipv6Address(0).high(), (1L << 62) - 1));
        AddressSet addresses = new AddressSet(AddressSet.NONE.ipv4(), huge);
        ScanException e = assertThrows(ScanException.class, () -> layOut(addresses, "1-65535"));
        assertEquals(ScanException.Cause.INPUT, e.reason());
        assertTrue(String.valueOf(e.getMessage()).contains("2^6"), e.getMessage());
    }
}
