// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** An interface without Ethernet: whole IP packets go in and come out. */
@Tag("e2e")
class TunnelTest {

    private static final String TUNNEL = "tun0";
    private static final int ADDRESS_COUNT = 256;

    @BeforeAll
    static void needs() {
        Require.rootAnd("tcpdump", "tshark");
        Require.file("/dev/net/tun");
    }

    @Test
    void scansThroughATunDevice() {
        try (Lab lab = Lab.loopback()) {
            Namespace host = lab.scanner();
            Peer.start(lab, host, "tun", TUNNEL, Peer.Behaviour.HONEST);
            host.ip("addr", "add", "198.19.254.1/32", "dev", TUNNEL);
            host.ip("link", "set", TUNNEL, "up");
            host.ip("route", "add", "198.18.0.0/16", "dev", TUNNEL);
            Capture capture = Capture.leaving(lab, TUNNEL);

            SondeResult result = lab.run("198.18.0.0/24", "-p80", "--rate", "2000", "--wait", "1");

            List<Probe> probes = capture.probes();
            Check.sameElements(
                    Addresses.first(ADDRESS_COUNT),
                    probes.stream().map(Probe::address).toList(),
                    result::story);
            assertEquals(ADDRESS_COUNT, probes.size());
            assertTrue(probes.stream().allMatch(Probe::checksumsGood), "checksums are good");
            Check.foundEachOnce(ADDRESS_COUNT, result);
        }
    }
}
