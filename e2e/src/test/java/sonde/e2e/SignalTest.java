// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Signals that end a scan leave a checkpoint; others show its state, or stop and go on. */
@Tag("e2e")
class SignalTest {

    private static final int ADDRESS_COUNT = 2048;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GO_ON = "go on with: sonde --resume sonde.checkpoint\n";

    @BeforeAll
    static void needs() {
        Require.rootAnd("tcpdump", "tshark");
    }

    /** Each with its exit code; all of them with {@code -Dsonde.e2e.full=true}. */
    private static List<Arguments> signals() {
        Arguments hangUp = Arguments.of("HUP", 143);
        return Boolean.getBoolean("sonde.e2e.full")
                ? List.of(Arguments.of("INT", 130), Arguments.of("TERM", 143), hangUp)
                : List.of(hangUp);
    }

    @ParameterizedTest
    @MethodSource("signals")
    void leavesACheckpointWithWhichItGoesOn(String signal, int exitCode) {
        try (Lab lab = Lab.routed()) {
            Capture capture = Capture.atPeer(lab);
            SondeProcess sonde = startAndAwaitRecords(lab);
            sonde.signal(signal);
            SondeResult result = sonde.await(SOON);
            assertEquals(exitCode, result.exitCode(), result::story);
            assertTrue(result.err().endsWith(GO_ON), result::story);
            SondeResult resumed = lab.run("--resume", "sonde.checkpoint");
            assertComplete(lab, resumed, capture);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void goesOnAfterASecondCtrlCToo() {
        try (Lab lab = Lab.routed()) {
            Capture capture = Capture.atPeer(lab);
            SondeProcess sonde = startAndAwaitRecords(lab, "--wait", "60");
            sonde.interrupt();
            Await.pause(100);
            sonde.interrupt();
            SondeResult result = sonde.await(SOON);
            assertEquals(130, result.exitCode(), result::story);
            assertTrue(result.err().endsWith(GO_ON), result::story);
            SondeResult resumed = lab.run("--resume", "sonde.checkpoint", "--wait", "1");
            assertComplete(lab, resumed, capture);
        }
    }

    @Test
    void stopsAtCtrlZAndGoesOnExactly() {
        try (Lab lab = Lab.routed()) {
            Capture capture = Capture.atPeer(lab);
            SondeProcess sonde = startAndAwaitRecords(lab);
            // Twice, as by somebody who is impatient: it is stopped once.
            sonde.signal("TSTP");
            sonde.signal("TSTP");
            Await.until(SOON, "the process is stopped", () -> state(sonde) == 'T');
            long packets = lab.peerPacketCount();
            // Longer than answers are waited for.
            Await.pause(1500);
            assertEquals(packets, lab.peerPacketCount(), "nothing is sent by a stopped process");
            sonde.signal("CONT");
            SondeResult result = sonde.await();
            List<Probe> probes = assertComplete(lab, result, capture);
            assertEquals(ADDRESS_COUNT, probes.size(), "no probe is repeated");
        }
    }

    @Test
    void showsItsStateAtUsr1() {
        try (Lab lab = Lab.routed()) {
            SondeProcess sonde = startAndAwaitRecords(lab);
            sonde.signal("USR1");
            Await.until(
                    SOON,
                    "the state is shown",
                    () -> sonde.errSoFar().lines().anyMatch(line -> line.startsWith("rate: ")));
            assertTrue(sonde.isAlive(), sonde::errSoFar);
            sonde.terminate();
            sonde.await(SOON);
        }
    }

    private static SondeProcess startAndAwaitRecords(Lab lab, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                ("198.18.0.0/21 -p81 --show closed --rate 2000 --wait 1"
                                                + " -oL found.list")
                                        .split(" ")));
        words.addAll(List.of(more));
        SondeProcess sonde = lab.start(words.toArray(String[]::new));
        Path list = lab.file("found.list");
        Await.until(
                SOON,
                "records are in the file",
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return Files.exists(list) && list.toFile().length() > 1000;
                });
        return sonde;
    }

    /** Every target was probed, every result is there once, and nothing is left behind. */
    private static List<Probe> assertComplete(Lab lab, SondeResult result, Capture capture) {
        assertEquals(0, result.exitCode(), result::story);
        List<String> found = Finding.addresses(Finding.inList(lab.file("found.list")));
        assertEquals(ADDRESS_COUNT, found.size(), result::story);
        Check.sameElements(Addresses.first(ADDRESS_COUNT), found, result::story);
        List<Probe> probes = capture.probes();
        Check.sameElements(
                Addresses.first(ADDRESS_COUNT),
                probes.stream().map(Probe::address).toList(),
                result::story);
        assertFalse(Files.exists(lab.file("sonde.checkpoint")), result::story);
        assertFalse(Files.exists(lab.file("sonde.checkpoint.journal")), result::story);
        return probes;
    }

    /** As proc_pid_stat(5) has it: T is stopped. */
    private static char state(SondeProcess sonde) {
        String stat = Json.read(Path.of("/proc/" + sonde.pid() + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
