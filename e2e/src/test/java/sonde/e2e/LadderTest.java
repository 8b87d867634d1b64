// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * The fastest link that can be had is taken; each that was passed over is named with the reason.
 */
@Tag("e2e")
class LadderTest {

    private static final int HOST = 3;
    private static final int ADDRESS_COUNT = 256;
    private static final String SOURCE_PORTS = "60000-60063";
    private static final List<String> SCAN =
            List.of(
                    "198.18.0.0/24",
                    "-p80",
                    "--rate",
                    "2000",
                    "--wait",
                    "2",
                    "--source-port",
                    SOURCE_PORTS);

    /** All that sends and receives frames, but loads no programs; and what reads any file. */
    private static final List<String> WITHOUT_BPF =
            List.of(
                    "setpriv",
                    "--bounding-set=-all,+net_raw,+dac_override",
                    "--inh-caps=-all,+net_raw,+dac_override");

    @BeforeAll
    static void needs() {
        Require.rootAnd("ethtool", "nginx", "setpriv", "ss", "tcpdump");
    }

    @Test
    void takesLiveFramesWhereTheFarEndTakesThem() {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            SondeResult result = scan(lab, List.of());
            Rung.XDP_LIVE.assertTaken(result);
            assertFalse(result.err().contains("passed over"), result::story);
        }
    }

    @Test
    void passesOverLiveFramesWhereTheFarEndHasNeitherXdpNorGro() {
        try (Lab lab = Nginx.routedLab()) {
            SondeResult result = scan(lab, List.of());
            Rung.XDP.assertTaken(result);
            String line = passedOver(result);
            assertTrue(line.startsWith("passed over xdp-live: "), line);
            assertTrue(line.contains("GRO"), line);
            assertFalse(line.contains("; xdp: "), line);
        }
    }

    @Test
    void passesOverBothWaysOfXdpWhereAnotherScanHasTheInterface() {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            SondeProcess other =
                    lab.startScan(
                            100, "198.18.64.0/18", "-p1-1000", "--rate", "1000", "--link", "xdp");
            SondeResult result = scan(lab, List.of());
            assertTrue(other.isAlive(), () -> "runs on: " + other.errSoFar());
            other.kill();
            Rung.PACKET.assertTaken(result);
            String line = passedOver(result);
            assertTrue(line.startsWith("passed over xdp-live: "), line);
            assertTrue(line.contains("; xdp: "), line);
            assertEquals(3, line.split("another XDP program is attached", -1).length, line);
        }
    }

    /** Also shows that a host left to itself resets what it did not ask for. */
    @Test
    void scansUnguardedAndSaysSoWhereItMayLoadNoPrograms() {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            Capture resets = Capture.ofResetsAtPeer(lab, SOURCE_PORTS);
            SondeResult result = scan(lab, WITHOUT_BPF);
            Rung.PACKET.assertTaken(result);
            assertTrue(result.err().contains("unguarded"), result::story);
            String line = passedOver(result);
            assertTrue(line.startsWith("passed over xdp-live: "), line);
            assertTrue(line.contains("; xdp: "), line);
            assertEquals(3, line.split("CAP_BPF", -1).length, line);
            assertTrue(resets.frameCount() >= ADDRESS_COUNT, "the host answers with RST");
        }
    }

    @Test
    void refusesLiveFramesThatWereAskedForWhereTheyCanNotBe() {
        try (Lab lab = Lab.silent()) {
            SondeResult result = lab.run("198.18.0.1", "-p80", "--link", "xdp-live");
            assertEquals(HOST, result.exitCode(), result::story);
            assertEquals("", result.out(), result::story);
            assertEquals(1, result.err().lines().count(), result::story);
            assertTrue(result.err().startsWith("sonde: "), result::story);
            assertTrue(result.err().contains("xdp-live"), result::story);
            assertTrue(result.err().contains("GRO"), result::story);
        }
    }

    /** Whatever the link, all is found. */
    private static SondeResult scan(Lab lab, List<String> wrapper) {
        SondeResult result = SondeProcess.start(lab, wrapper, SCAN).await();
        Check.foundEachOnce(ADDRESS_COUNT, result);
        return result;
    }

    private static String passedOver(SondeResult result) {
        List<String> lines =
                result.err().lines().filter(line -> line.startsWith("passed over ")).toList();
        assertEquals(1, lines.size(), result::story);
        return lines.getFirst();
    }
}
