// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.probe.ProbeKind;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;

import java.util.List;

class ProbedGridsTest {

    private static final TargetSpace SPACE =
            TargetSpace.of(
                    List.of(
                            Grids.ipv4(0, 9, 80, 89),
                            Grids.ipv6(0, 9, 53, 53),
                            Grids.ipv4(5, 20),
                            Grids.ipv4(0, 2)));

    private final ProbedGrids probed =
            new ProbedGrids(
                    SPACE,
                    Grids.probings(
                            ProbeKind.TCP, ProbeKind.UDP, ProbeKind.ICMP_ECHO, ProbeKind.ARP));

    private boolean has(ProbeKind kind, IpAddress address, int port) {
        return probed.has(kind, address.high(), address.low(), port);
    }

    private static IpAddress ipv4(int host) {
        return IpAddress.ofIpv4(Wiring.FIRST + host);
    }

    @Test
    void hasWhatAGridOfTheKindHas() {
        for (int host = -1; host <= 21; host++) {
            for (int port = 79; port <= 90; port++) {
                boolean isTcp = host >= 0 && host <= 9 && port >= 80 && port <= 89;
                assertEquals(isTcp, has(ProbeKind.TCP, ipv4(host), port));
            }
            assertEquals(host >= 5 && host <= 20, has(ProbeKind.ICMP_ECHO, ipv4(host), 0));
            assertEquals(host >= 0 && host <= 2, has(ProbeKind.ARP, ipv4(host), 0));
        }
    }

    @Test
    void keepsTheFamiliesApart() {
        IpAddress ipv6 = Grids.ipv6Address(5);
        assertEquals(true, has(ProbeKind.UDP, ipv6, 53));
        assertEquals(false, has(ProbeKind.UDP, ipv6, 54));
        assertEquals(false, has(ProbeKind.UDP, ipv4(5), 53));
        assertEquals(false, has(ProbeKind.TCP, ipv6, 80));
        assertEquals(false, has(ProbeKind.ICMP_ECHO, new IpAddress(0, ipv4(5).ipv4()), 0));
    }

    @Test
    void knowsNoKindThatIsNotProbed() {
        assertEquals(false, has(ProbeKind.SCTP, ipv4(5), 80));
        assertEquals(false, has(ProbeKind.IP_PROTOCOL, ipv4(5), 80));
        assertEquals(false, has(ProbeKind.ICMP_TIMESTAMP, ipv4(5), 0));
    }
}
