// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real nginx behind 4096 addresses: each one's banner is read, and none twice, whosever address
 * the scanner speaks from; no RST disturbs it, and the host is afterwards as it was before.
 */
@Tag("e2e")
class BannerAccuracyTest {

    private static final int ADDRESS_COUNT = 4096;
    private static final String TARGETS = "198.18.0.0/20";

    /** In the scanner's subnet, and nobody's. */
    private static final String SPARE_ADDRESS = "198.19.255.77";

    /** Ten in a row with {@code -Dsonde.e2e.full=true}. */
    private static final int REPEATS = Boolean.getBoolean("sonde.e2e.full") ? 10 : 1;

    /** Until SYN-ACKs have been repeated twice, after 1 and 3 s. */
    private static final int WAIT_SECONDS = 4;

    /** The kernel frees at its leisure what the last descriptor held. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final int EXIT_INTERRUPTED = 130;
    private static final int EXIT_KILLED = 137;

    /** From which address a scan speaks, over which link, and who keeps the kernel's RSTs back. */
    private enum Way {
        OWN_XDP_LIVE(Rung.XDP_LIVE, Lab.SCANNER_ADDRESS, ""),
        OWN_XDP(Rung.XDP, Lab.SCANNER_ADDRESS, ""),
        OWN_PACKET(Rung.PACKET, Lab.SCANNER_ADDRESS, "--rst-guard nft"),
        SPARE_XDP_LIVE(Rung.XDP_LIVE, SPARE_ADDRESS, "--source-ip " + SPARE_ADDRESS),
        SPARE_PACKET(Rung.PACKET, SPARE_ADDRESS, "--source-ip " + SPARE_ADDRESS);

        private final Rung rung;
        private final String address;
        private final String options;

        Way(Rung rung, String address, String options) {
            this.rung = rung;
            this.address = address;
            this.options = options;
        }

        private String[] arguments(int ratePps, int waitSeconds, Path lines) {
            String words = "-p80 --banners --rate RATE --wait WAIT --link LINK -oD FILE";
            return (TARGETS + " " + words + " " + options)
                    .strip()
                    .replace("RATE", Integer.toString(ratePps))
                    .replace("WAIT", Integer.toString(waitSeconds))
                    .replace("LINK", rung.word())
                    .replace("FILE", lines.toString())
                    .split(" ");
        }
    }

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "jq", "ethtool", "tcpdump", "nft");
    }

    /** All ways with {@code -Dsonde.e2e.full=true}. */
    private static List<Way> ways() {
        return REPEATS > 1 ? List.of(Way.values()) : List.of(Way.OWN_XDP_LIVE, Way.SPARE_PACKET);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void readsEachBannerOnceAt5KppsTimeAfterTimeWithoutARst(Way way) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            String before = HostState.of(lab);
            for (int i = 0; i < REPEATS; i++) {
                Capture resets = Capture.ofResetsFrom(lab, way.address);
                Path lines = lab.file(i + ".ndjson");
                SondeResult result = lab.run(way.arguments(5000, WAIT_SECONDS, lines));
                assertEquals(0, result.exitCode(), result::story);
                way.rung.assertTaken(result);
                assertEachOnce(lab, lines, result);
                assertEquals(0, resets.frameCount(), "RSTs " + result.story());
            }
            awaitState(lab, before);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"OWN_XDP_LIVE", "OWN_PACKET"})
    void leavesNothingBehindAfterAnInterruptInMidScan(Way way) {
        assertLeavesNothing(way, EXIT_INTERRUPTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"OWN_XDP_LIVE", "OWN_PACKET"})
    void leavesNothingBehindWhenKilledInMidScan(Way way) {
        assertLeavesNothing(way, EXIT_KILLED);
    }

    private static void assertEachOnce(Lab lab, Path lines, SondeResult result) {
        List<Banner> banners = Banner.inLines(lines);
        Map<String, Long> counts = Banner.countByAddress(banners, "http");
        Check.sameElements(
                Addresses.first(ADDRESS_COUNT),
                counts.keySet(),
                () -> result.story() + lab.drops());
        Map<String, Long> repeated = new TreeMap<>(counts);
        repeated.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), repeated, result::story);
        List<Banner> odd = new ArrayList<>(banners);
        odd.removeIf(banner -> !banner.label().equals("http") || banner.text().contains("nginx/"));
        assertEquals(List.of(), odd, result::story);
    }

    private static void assertLeavesNothing(Way way, int exitCode) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            String before = HostState.of(lab);
            Path lines = lab.file("found.ndjson");
            SondeProcess sonde = lab.startScan(300, way.arguments(500, 1, lines));
            String during = HostState.of(lab);
            if (exitCode == EXIT_KILLED) {
                sonde.kill();
            } else {
                sonde.interrupt();
            }
            SondeResult result = sonde.await();

            assertEquals(exitCode, result.exitCode(), result::story);
            assertEquals(way.rung.isXdp(), during.contains("prog/xdp"), during);
            assertEquals(way.options.contains("nft"), during.contains("\ntable "), during);
            awaitState(lab, before);
            assertTrue(Json.lineCount(lines) > 0, result::story);
        }
    }

    private static void awaitState(Lab lab, String before) {
        Await.until(SOON, "the host is as before", () -> HostState.of(lab).equals(before));
    }
}
