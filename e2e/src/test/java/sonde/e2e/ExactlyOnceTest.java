// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was on the wire, by a capture on the far side: every target as often as asked, every frame
 * well made.
 */
@Tag("e2e")
class ExactlyOnceTest {

    private static final String RANGE = "198.18.0.0/22";
    private static final int ADDRESS_COUNT = 1024;
    private static final int FIRST_PORT = 8000;
    private static final int PORT_COUNT = 16;
    private static final String PORTS = "-p" + FIRST_PORT + "-" + (FIRST_PORT + PORT_COUNT - 1);

    @BeforeAll
    static void needs() {
        Require.rootAnd("ethtool", "tcpdump", "tshark");
    }

    @Test
    void probesEachTargetExactlyOnceWithGoodChecksumsAndAnMssOption() {
        try (Lab lab = Lab.silent()) {
            List<Probe> probes =
                    capture(lab, new String[] {RANGE, PORTS, "--rate", "20000", "--wait", "0"});
            assertEachTargetProbed(1, probes);
            assertTrue(
                    probes.stream().allMatch(probe -> probe.mss() > 0),
                    "each SYN has an MSS option");
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrFastest")
    void probesEachTargetExactlyOnceByEveryLink(Rung rung) {
        assertEachTargetProbedBy(rung, 1, 20_000);
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrFastest")
    void probesEachTargetExactlyOnceWithTwoTransmittersOnAnInterfaceOfTwoQueues(Rung rung) {
        assertEachTargetProbedBy(rung, 2, 40_000);
    }

    private static void assertEachTargetProbedBy(Rung rung, int transmitters, int ratePps) {
        try (Lab lab = Lab.silent().takingLiveFrames()) {
            Capture capture = Capture.atPeer(lab);
            SondeResult result =
                    lab.run(
                            RANGE,
                            PORTS,
                            "--rate",
                            Integer.toString(ratePps),
                            "--wait",
                            "0",
                            "--link",
                            rung.word(),
                            "--tx-threads",
                            Integer.toString(transmitters));
            assertEquals(0, result.exitCode(), result::story);
            rung.assertTaken(result);
            assertEachTargetProbed(1, capture.probes());
        }
    }

    @Test
    void givesNoSingleHeaderFieldAwayAsItsSignature() {
        try (Lab lab = Lab.silent()) {
            List<Probe> probes =
                    capture(lab, new String[] {RANGE, PORTS, "--rate", "20000", "--wait", "0"});
            assertTrue(distinct(probes, Probe::ipId) > 1000, "IP identifications vary");
            assertTrue(distinct(probes, Probe::window) > 1, "windows vary");
            assertTrue(distinct(probes, Probe::sequence) > 16000, "sequence numbers vary");
            assertTrue(
                    probes.stream().noneMatch(probe -> probe.ttl() == 255), "TTL is not masscan's");
            Set<Integer> sources =
                    probes.stream().map(Probe::sourcePort).collect(Collectors.toSet());
            assertTrue(sources.size() >= 16, () -> "at least 16 source ports: " + sources);
            String[] ephemeral =
                    lab.scanner()
                            .must("cat", "/proc/sys/net/ipv4/ip_local_port_range")
                            .strip()
                            .split("\\s+");
            assertTrue(
                    sources.stream()
                            .allMatch(port ->
                                    port < Integer.parseInt(ephemeral[0])
                                            || port > Integer.parseInt(ephemeral[1])),
                    () ->
                            "source ports outside "
                                    + List.of(ephemeral)
                                    + ": "
                                    + new TreeSet<>(sources));
        }
    }

    @Test
    void usesEverySourcePortOfTheRangeAskedForAndNoOther() {
        try (Lab lab = Lab.silent()) {
            List<Probe> probes =
                    capture(
                            lab,
                            new String[] {
                                RANGE,
                                "-p80",
                                "--rate",
                                "20000",
                                "--wait",
                                "0",
                                "--ttl",
                                "77",
                                "--source-port",
                                "50000-50019"
                            });
            Set<Integer> sources =
                    probes.stream()
                            .map(Probe::sourcePort)
                            .collect(Collectors.toCollection(TreeSet::new));
            Check.sameElements(ports(50000, 20), sources, () -> "among source ports");
            assertTrue(
                    probes.stream().allMatch(probe -> probe.ttl() == 77),
                    "TTL is the one asked for");
        }
    }

    @Test
    void repeatsEachProbeAsOftenAsAskedWithTheSameCookieASecondLater() {
        try (Lab lab = Lab.silent()) {
            List<Probe> probes =
                    capture(
                            lab,
                            new String[] {
                                RANGE, PORTS, "--rate", "20000", "--wait", "0", "--retries", "1"
                            });
            assertEachTargetProbed(2, probes);
            Map<String, List<Probe>> byTarget =
                    probes.stream().collect(Collectors.groupingBy(Probe::target));
            List<Double> gaps = new ArrayList<>();
            for (List<Probe> pair : byTarget.values()) {
                Probe first = pair.getFirst();
                Probe second = pair.getLast();
                assertEquals(first.sequence(), second.sequence(), pair::toString);
                assertEquals(first.sourcePort(), second.sourcePort(), pair::toString);
                gaps.add(second.epochSeconds() - first.epochSeconds());
            }
            double shortest = Collections.min(gaps);
            // The sender waits a second; the two captures of a pair may come late by different
            // times.
            assertTrue(shortest >= 0.99, () -> "shortest gap: " + shortest);
        }
    }

    @Test
    void dividesTheTargetsAmongShardsWithoutBeingGivenASeed() {
        try (Lab lab = Lab.silent()) {
            String[][] shards = new String[3][];
            for (int i = 0; i < shards.length; i++) {
                shards[i] =
                        new String[] {
                            RANGE,
                            PORTS,
                            "--rate",
                            "20000",
                            "--wait",
                            "0",
                            "--shard",
                            (i + 1) + "/" + shards.length
                        };
            }
            List<Probe> probes = capture(lab, shards);
            assertEachTargetProbed(1, probes);
        }
    }

    @Test
    void joinsPiecesOfOneScanWithoutGapOrOverlap() {
        try (Lab lab = Lab.silent()) {
            String common = RANGE + " " + PORTS + " --rate 20000 --wait 0 --seed 7 ";
            List<Probe> probes =
                    capture(
                            lab,
                            (common + "--resume-count 5000").split(" "),
                            (common + "--resume-index 5000 --resume-count 5001").split(" "),
                            (common + "--resume-index 10001").split(" "));
            assertEachTargetProbed(1, probes);
        }
    }

    /** Runs the program once for each list of arguments, all into one capture. */
    private static List<Probe> capture(Lab lab, String[]... runs) {
        Capture capture = Capture.atPeer(lab);
        for (String[] arguments : runs) {
            SondeResult result = lab.run(arguments);
            assertEquals(0, result.exitCode(), result::story);
        }
        return capture.probes();
    }

    private static void assertEachTargetProbed(int times, List<Probe> probes) {
        Map<String, Long> counts =
                probes.stream()
                        .collect(Collectors.groupingBy(Probe::target, Collectors.counting()));
        Set<String> expected = new TreeSet<>();
        for (String address : Addresses.first(ADDRESS_COUNT)) {
            for (int i = 0; i < PORT_COUNT; i++) {
                expected.add(address + ":" + (FIRST_PORT + i));
            }
        }
        Check.sameElements(expected, counts.keySet(), () -> "among the targets probed");
        counts.values().removeIf(count -> count == times);
        assertEquals(Map.of(), counts, () -> "probed another number of times than " + times);
        List<Probe> bad = probes.stream().filter(probe -> !probe.checksumsGood()).toList();
        assertEquals(List.of(), bad, "frames with a wrong checksum");
    }

    private static Set<Integer> ports(int first, int count) {
        Set<Integer> ports = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            ports.add(first + i);
        }
        return ports;
    }

    private static long distinct(List<Probe> probes, Function<Probe, ? extends Number> field) {
        return probes.stream().map(field).distinct().count();
    }
}
