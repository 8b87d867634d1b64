// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * IPv4 and IPv6 in one order: on the wire, by a capture on the far side, and among the findings.
 */
@Tag("e2e")
class MixedFamiliesTest {

    private static final int IPV4_COUNT = 1024;
    private static final int IPV6_COUNT = 512;
    private static final int PORT_COUNT = 3;
    private static final int TOTAL = (IPV4_COUNT + IPV6_COUNT) * PORT_COUNT;
    private static final String TARGETS =
            "198.18.0.0/22 " + Ipv6Lab.TARGET_PREFIX + "/119 -p8000-8002" + Ipv6Lab.EACH;
    private static final int EXIT_HOST = 3;
    private static final String PACE = " --rate 20000 --wait 0";

    /** In so many probes in a row, a few batches, a random order has both families. */
    private static final int STRETCH = 1024;

    @BeforeAll
    static void needs() {
        Require.rootAnd("ethtool", "jq", "nft", "nginx", "ss", "tcpdump", "tshark");
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"XDP", "PACKET"})
    void probesEachTargetOfBothFamiliesOnceInOneOrder(Rung rung) {
        try (Lab lab = Ipv6Lab.silent().takingLiveFrames()) {
            List<Probe> probes = capture(lab, TARGETS + PACE + " --link " + rung.word()).getFirst();
            assertComplete(probes);
            for (int i = 0; i + STRETCH <= probes.size(); i += STRETCH) {
                long ipv6Count =
                        probes.subList(i, i + STRETCH).stream()
                                .filter(probe -> probe.address().contains(":"))
                                .count();
                assertTrue(ipv6Count > 0 && ipv6Count < STRETCH, "both families all the time");
            }
        }
    }

    @Test
    void shardsAreDisjointAndCompleteWithoutBeingGivenASeed() {
        try (Lab lab = Ipv6Lab.silent()) {
            String[] shards = new String[3];
            for (int i = 0; i < shards.length; i++) {
                shards[i] = TARGETS + PACE + " --shard " + (i + 1) + "/" + shards.length;
            }
            List<List<Probe>> parts = capture(lab, shards);
            for (List<Probe> part : parts) {
                assertEquals(TOTAL / shards.length, part.size());
                assertTrue(
                        part.stream().anyMatch(probe -> probe.address().contains(":"))
                                && part.stream().anyMatch(probe -> probe.address().contains(".")),
                        "both families in each shard");
            }
            assertComplete(parts.stream().flatMap(List::stream).toList());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void joinsPiecesOfOneScanWithoutGapOrOverlap() {
        try (Lab lab = Ipv6Lab.silent()) {
            String common = TARGETS + PACE + " --seed 7";
            List<List<Probe>> parts =
                    capture(
                            lab,
                            common + " --resume-count 1500",
                            common + " --resume-index 1500 --resume-count 1501",
                            common + " --resume-index 3001");
            assertComplete(parts.stream().flatMap(List::stream).toList());
            assertEquals(
                    List.of(1500, 1501, TOTAL - 3001), parts.stream().map(List::size).toList());
            for (List<Probe> part : parts) {
                assertTrue(part.stream().anyMatch(probe -> probe.address().contains(":")));
            }
        }
    }

    /** Its frames have one length each program run; those of the families differ. */
    @Test
    void liveFramesAreRefusedAndPassedOverWhereBothFamiliesAreScanned() {
        try (Lab lab = Ipv6Lab.silent().takingLiveFrames()) {
            SondeResult result = lab.run((TARGETS + PACE + " --link xdp-live").split(" "));
            assertEquals(EXIT_HOST, result.exitCode(), result::story);
            assertTrue(result.err().contains("frames of one length"), result::story);
            SondeResult chosen = lab.run((TARGETS + PACE).split(" "));
            assertEquals(0, chosen.exitCode(), chosen::story);
            Rung.XDP.assertTaken(chosen);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Rung.class, names = "XDP")
    void findsAllOfBothFamiliesOnce(Rung rung) {
        try (Lab lab = Nginx.routedLabOfBothFamilies().takingLiveFrames()) {
            String words =
                    "198.18.0.0/20 "
                            + Ipv6Lab.TARGET_PREFIX
                            + "/116 -p80 --rate 20000 --wait 4 --link "
                            + rung.word()
                            + Ipv6Lab.EACH;
            SondeResult result = lab.run(words.split(" "));
            Set<String> expected = new TreeSet<>(Addresses.first(4096));
            expected.addAll(Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, 4096));
            rung.assertTaken(result);
            Check.foundEachOnce(expected, result, () -> result.story() + lab.drops());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Rung.class, names = "XDP")
    void readsEachBannerOfBothFamiliesOnce(Rung rung) {
        try (Lab lab = Nginx.routedLabOfBothFamilies().takingLiveFrames()) {
            String before = HostState.of(lab);
            Path lines = lab.file("found.ndjson");
            String words =
                    "198.18.0.0/23 "
                            + Ipv6Lab.TARGET_PREFIX
                            + "/119 -p80 --banners --rate 4000 --wait 4 --link "
                            + rung.word()
                            + " -oD "
                            + lines
                            + Ipv6Lab.EACH;
            SondeResult result = lab.run(words.split(" "));
            assertEquals(0, result.exitCode(), result::story);
            Set<String> expected = new TreeSet<>(Addresses.first(512));
            expected.addAll(Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, 512));
            Map<String, Long> counts = Banner.countByAddress(Banner.inLines(lines), "http");
            Check.sameElements(expected, counts.keySet(), () -> result.story() + lab.drops());
            assertEquals(Set.of(1L), Set.copyOf(counts.values()), result::story);
            Summary.of(result);
            Await.until(
                    Duration.ofSeconds(3),
                    "the host is as before",
                    () -> HostState.of(lab).equals(before));
        }
    }

    /** Runs the program once for each command line. Returns what each has sent. */
    private static List<List<Probe>> capture(Lab lab, String... runs) {
        List<List<Probe>> all = new ArrayList<>();
        for (String run : runs) {
            Capture capture = Capture.atPeer(lab);
            SondeResult result = lab.run(run.split(" "));
            assertEquals(0, result.exitCode(), result::story);
            List<Probe> probes = capture.probes();
            assertEquals(probes.size(), Summary.of(result).count("sent"), result::story);
            all.add(probes);
        }
        return all;
    }

    private static Set<String> targets(List<Probe> probes) {
        return probes.stream().map(Probe::target).collect(Collectors.toSet());
    }

    private static void assertComplete(List<Probe> probes) {
        Set<String> expected = new TreeSet<>();
        Set<String> addresses = new TreeSet<>(Addresses.first(IPV4_COUNT));
        addresses.addAll(Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, IPV6_COUNT));
        for (String address : addresses) {
            for (int port = 8000; port < 8000 + PORT_COUNT; port++) {
                expected.add(address + ":" + port);
            }
        }
        Check.sameElements(expected, targets(probes), () -> "among the targets probed");
        Map<String, Long> repeated =
                probes.stream()
                        .collect(Collectors.groupingBy(Probe::target, Collectors.counting()));
        repeated.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), repeated, "probed more than once");
        assertEquals(
                List.of(),
                probes.stream().filter(probe -> !probe.checksumsGood()).toList(),
                "frames with a wrong checksum");
    }
}
