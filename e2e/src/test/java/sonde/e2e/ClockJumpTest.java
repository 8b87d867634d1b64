// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A wall clock that is put forward and back by hours while a scan runs, is killed and resumed, is
 * seen in the names of files that are put aside, and nowhere else.
 */
@Tag("e2e")
class ClockJumpTest {

    private static final int ADDRESS_COUNT = 4096;
    private static final int RATE_PPS = 1000;

    /** Sent again after a kill, at the most. */
    private static final int AGAIN_MAX = 2 * RATE_PPS;

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMdd-HHmmss");

    @BeforeAll
    static void needs() {
        Require.rootAnd("tcpdump", "tshark", "jq");
    }

    @Test
    void jumpsOfTheClockChangeNothing() {
        try (Lab lab = Lab.routed()) {
            FakeClock clock = new FakeClock(lab);
            Capture capture = Capture.atPeer(lab);
            SondeProcess killed =
                    start(
                            lab,
                            clock,
                            "198.18.0.0/20 -p81 --show closed --wait 1 --rate "
                                    + RATE_PPS
                                    + " --rotate hourly --rotate-dir . -oL found.list"
                                    + " -oJ found.json");
            awaitMore(killed, lab, 500);
            clock.put(30);
            await(killed, "a file is put aside", () -> names(lab, "-found.list").size() > 1);
            assertNamedByTheFakeClock(names(lab, "-found.list"));
            clock.put(-50);
            awaitMore(killed, lab, 500);
            clock.put(3);
            awaitMore(killed, lab, 300);
            killed.kill();
            killed.await();

            clock.put(-100);
            SondeProcess resumed = start(lab, clock, "--resume sonde.checkpoint");
            awaitMore(resumed, lab, 300);
            clock.put(200);
            SondeResult result = resumed.await();

            assertEquals(0, result.exitCode(), result::story);
            assertFalse(Files.exists(lab.file("sonde.checkpoint")), result::story);
            Check.sameElements(
                    Addresses.first(ADDRESS_COUNT),
                    new HashSet<>(lines(lab, ".list", "closed tcp 81 (\\S+) \\d+", "$1", result)),
                    result::story);
            Check.sameElements(
                    Addresses.first(ADDRESS_COUNT),
                    new HashSet<>(lines(lab, ".json", ".*\"ip\": *\"([^\"]+)\".*", "$1", result)),
                    result::story);
            assertProbes(capture.probes(), result);
        }
    }

    private static SondeProcess start(Lab lab, FakeClock clock, String words) {
        return SondeProcess.start(lab, clock.wrapper(), List.of(words.split(" ")));
    }

    private static void await(SondeProcess sonde, String what, BooleanSupplier condition) {
        Await.until(
                SOON,
                what,
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return condition.getAsBoolean();
                });
    }

    /** Waits for so many more packets at the far side: the scan has not stalled. */
    private static void awaitMore(SondeProcess sonde, Lab lab, long count) {
        long before = lab.peerPacketCount();
        await(sonde, "the scan goes on", () -> lab.peerPacketCount() > before + count);
    }

    /** Names with the one ending and any beginning, and the name itself, of files of results. */
    private static List<String> names(Lab lab, String ending) {
        try (Stream<Path> files = Files.list(lab.file(""))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(ending) || name.equals(ending.substring(1)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Otherwise nothing of all this would have been tried. */
    private static void assertNamedByTheFakeClock(List<String> names) {
        LocalDateTime named =
                LocalDateTime.parse(names.getFirst().substring(0, "yyMMdd-HHmmss".length()), TIME);
        assertTrue(named.isAfter(LocalDateTime.now().plusHours(29)), names::toString);
    }

    /** What the lines of one kind say, of all files of results of one format. */
    private static List<String> lines(
            Lab lab, String ending, String pattern, String said, SondeResult result) {
        List<String> names = names(lab, "-found" + ending);
        assertTrue(names.size() > 2, () -> names + " " + result.story());
        List<String> found = new ArrayList<>();
        for (String name : names) {
            assertTrue(name.endsWith("-found" + ending), () -> names + " " + result.story());
            Json.read(lab.file(name))
                    .lines()
                    .filter(line -> line.matches(pattern))
                    .forEach(line -> found.add(line.replaceFirst(pattern, said)));
            if (ending.equals(".json")) {
                Json.recordCount(lab.file(name));
            }
        }
        assertEquals(ADDRESS_COUNT, found.size(), result::story);
        return found;
    }

    private static void assertProbes(List<Probe> probes, SondeResult result) {
        Check.sameElements(
                Addresses.first(ADDRESS_COUNT),
                new HashSet<>(probes.stream().map(Probe::address).toList()),
                result::story);
        assertTrue(
                probes.size() <= ADDRESS_COUNT + AGAIN_MAX,
                () -> probes.size() + " probes, " + result.story());
        double[] times = probes.stream().mapToDouble(Probe::epochSeconds).sorted().toArray();
        for (int i = 2 * RATE_PPS; i < times.length; i++) {
            double seconds = times[i] - times[i - 2 * RATE_PPS];
            assertTrue(
                    seconds > 1,
                    () -> 2 * RATE_PPS + " probes in " + seconds + " s, " + result.story());
        }
    }
}
