// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.output.OutputSettings.Scanned;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayloads;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;

import java.util.List;

class ScannedPortsTest {

    private static List<Scanned> of(List<TargetGrid> grids, ProbeKind... kinds) {
        return ScannedPorts.of(
                new ProbePlanner.Layout(TargetSpace.of(grids), Grids.probings(kinds)));
    }

    @Test
    void portsOfAllGridsOfAKindAreOneList() {
        assertEquals(
                List.of(
                        new Scanned("tcp", "syn", 4, "80-82,90"),
                        new Scanned("udp", "udp", 1, "53")),
                of(
                        List.of(
                                Grids.ipv4(0, 3, 53, 53),
                                Grids.ipv4(0, 3, 80, 81),
                                Grids.ipv6(0, 3, 81, 82),
                                Grids.ipv6(0, 3, 90, 90)),
                        ProbeKind.UDP,
                        ProbeKind.TCP,
                        ProbeKind.TCP,
                        ProbeKind.TCP));
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, udp, udp",
        "SCTP, sctp, sctpinit",
        "ICMP_ECHO, icmp, echo",
        "ICMP_TIMESTAMP, icmp, timestamp",
        "ARP, arp, arp",
        "IP_PROTOCOL, ip, ipproto"
    })
    void eachKindHasItsWords(ProbeKind kind, String protocol, String type) {
        assertEquals(
                List.of(new Scanned(protocol, type, 2, "5-6")),
                of(List.of(Grids.ipv4(0, 3, 5, 6)), kind));
    }

    @Test
    void whatHasNoPortsIsScannedAllTheSame() {
        assertEquals(
                List.of(new Scanned("arp", "arp", 0, "")),
                of(List.of(Grids.ipv4(0, 3)), ProbeKind.ARP));
    }

    /** Flags as RFC 9293, section 3.1, numbers them. */
    @ParameterizedTest
    @CsvSource({
        "0x02, syn",
        "0x10, ack",
        "0x01, fin",
        "0x00, null",
        "0x29, xmas",
        "0x11, maimon",
        "0x04, syn"
    })
    void theFlagsOfTcpHaveNmapsWords(String flags, String type) {
        ProbeDetails details = new ProbeDetails(Integer.decode(flags), UdpPayloads.none(), 0);
        List<Scanned> scanned =
                ScannedPorts.of(
                        new ProbePlanner.Layout(
                                TargetSpace.of(List.of(Grids.ipv4(0, 3, 5, 6))),
                                List.of(new ScanPlan.Probing(ProbeKind.TCP, details))));
        assertEquals(List.of(new Scanned("tcp", type, 2, "5-6")), scanned);
    }
}
