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
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A scan whose interface goes down, by whatever link, waits and goes on as if nothing had been. */
@Tag("e2e")
class LinkDownTest {

    private static final int LINK_FAILED = 5;
    private static final int EXIT_INTERRUPTED = 130;
    private static final int ADDRESS_COUNT = 2048;
    private static final int RATE_PPS = 2000;
    private static final String GOES_ON = "the scan goes on\n";
    private static final Duration SOON = Duration.ofSeconds(20);

    @BeforeAll
    static void needs() {
        Require.rootAnd("ethtool");
    }

    /** All links, or with {@code -Dsonde.e2e.full} not set the fastest. */
    static List<Rung> rungs() {
        return Boolean.getBoolean("sonde.e2e.full")
                ? List.of(Rung.values())
                : List.of(Rung.XDP_LIVE);
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void goesOnExactlyWhenItsInterfaceIsUpAgain(Rung rung) {
        try (Lab lab = Lab.routed().takingLiveFrames()) {
            assertGoesOn(lab, lab.scanner(), Lab.SCANNER_LINK, "--link", rung.word());
        }
    }

    @Test
    void goesOnExactlyWhenTheFarEndIsUpAgain() {
        try (Lab lab = Lab.routed()) {
            assertGoesOn(lab, lab.peer(), Lab.PEER_LINK, "--link", "packet");
        }
    }

    private static void assertGoesOn(Lab lab, Namespace side, String link, String... words) {
        SondeProcess sonde = start(lab, words);
        awaitRecords(sonde, lab);
        side.ip("link", "set", link, "down");
        awaitText(sonde, "paused: interface " + Lab.SCANNER_LINK);
        side.ip("link", "set", link, "up");
        lab.peer().ip("route", "replace", "local", Lab.TARGETS, "dev", "lo");

        SondeResult result = sonde.await();

        assertEquals(0, result.exitCode(), result::story);
        assertTrue(result.err().contains(GOES_ON), result::story);
        List<String> found = Finding.addresses(Finding.inList(lab.file("found.list")));
        assertEquals(ADDRESS_COUNT, found.size(), result::story);
        Check.sameElements(Addresses.first(ADDRESS_COUNT), found, result::story);
        assertEquals(ADDRESS_COUNT, Summary.of(result).count("closed"), result::story);
        assertFalse(Files.exists(lab.file("sonde.checkpoint")), result::story);
    }

    /** Of half a greeting nothing is reported, as the whole is to come. */
    @Test
    void asksForEveryBannerAgainThatItHadNotHeardToItsEnd() {
        try (Lab lab = Lab.routed()) {
            SlowGreeter.start(lab);
            SondeProcess sonde =
                    lab.start(
                            ("198.18.0.0/23 --banners --rate 400 --wait 1 -oL found.list -p"
                                            + SlowGreeter.PORT)
                                    .split(" "));
            awaitRecords(sonde, lab);
            lab.scanner().ip("link", "set", Lab.SCANNER_LINK, "down");
            awaitText(sonde, "paused: interface " + Lab.SCANNER_LINK);
            lab.scanner().ip("link", "set", Lab.SCANNER_LINK, "up");
            lab.scanner().ip("route", "replace", "198.18.0.0/16", "via", Lab.GATEWAY);

            SondeResult result = sonde.await();

            assertEquals(0, result.exitCode(), result::story);
            assertTrue(result.err().contains(GOES_ON), result::story);
            String list = Json.read(lab.file("found.list"));
            assertEachOnce("open", "", list, result);
            assertEachOnce("banner", " ssh " + SlowGreeter.GREETING, list, result);
            Summary.of(result);
        }
    }

    /** Each of 512 addresses has one line of a kind, and all say the same. */
    private static void assertEachOnce(String kind, String said, String list, SondeResult result) {
        List<String> lines =
                list.lines()
                        .filter(line -> line.startsWith(kind + " "))
                        .map(line -> line.replaceFirst("(\\S+ ){3}(\\S+) \\d+", "$2"))
                        .toList();
        Check.sameElements(
                Addresses.first(512).stream().map(address -> address + said).toList(),
                lines,
                result::story);
        assertEquals(512, lines.size(), result::story);
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void endsAtCtrlCWhileItWaitsAndSaysHowToGoOn() {
        try (Lab lab = Lab.routed()) {
            SondeProcess sonde = start(lab);
            awaitRecords(sonde, lab);
            lab.scanner().ip("link", "set", Lab.SCANNER_LINK, "down");
            awaitText(sonde, "paused: interface " + Lab.SCANNER_LINK);
            sonde.interrupt();

            SondeResult result = sonde.await(SOON);

            assertEquals(EXIT_INTERRUPTED, result.exitCode(), result::story);
            assertTrue(
                    result.err().endsWith("go on with: sonde --resume sonde.checkpoint\n"),
                    result::story);
            lab.scanner().ip("link", "set", Lab.SCANNER_LINK, "up");
            lab.scanner().ip("route", "replace", "198.18.0.0/16", "via", Lab.GATEWAY);
            SondeResult resumed = lab.run("--resume", "sonde.checkpoint");
            assertEquals(0, resumed.exitCode(), resumed::story);
            List<String> found = Finding.addresses(Finding.inList(lab.file("found.list")));
            assertEquals(ADDRESS_COUNT, found.size(), resumed::story);
            Check.sameElements(Addresses.first(ADDRESS_COUNT), found, resumed::story);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void waitsForAnInterfaceThatIsDeletedAndGoesOnByTheOneThatTakesItsPlace() {
        try (Lab lab = Lab.routed()) {
            SondeProcess sonde = start(lab);
            awaitRecords(sonde, lab);
            lab.scanner().ip("link", "delete", Lab.SCANNER_LINK);
            awaitText(sonde, "paused: interface " + Lab.SCANNER_LINK + " is gone");
            lab.wireAgain();

            SondeResult result = sonde.await();

            assertEquals(0, result.exitCode(), result::story);
            List<String> found = Finding.addresses(Finding.inList(lab.file("found.list")));
            assertEquals(ADDRESS_COUNT, found.size(), result::story);
            Check.sameElements(Addresses.first(ADDRESS_COUNT), found, result::story);
        }
    }

    @Test
    void endsWithOneLineWhereNothingIsKept() {
        try (Lab lab = Lab.routed()) {
            SondeProcess sonde = start(lab, "--no-checkpoint");
            awaitRecords(sonde, lab);
            lab.scanner().ip("link", "set", Lab.SCANNER_LINK, "down");

            SondeResult result = sonde.await(SOON);

            assertEquals(LINK_FAILED, result.exitCode(), result::story);
            List<String> errors =
                    result.err().lines().filter(line -> line.startsWith("sonde: ")).toList();
            assertEquals(1, errors.size(), result::story);
            assertTrue(errors.getFirst().contains(Lab.SCANNER_LINK + " went down"), result::story);
            assertTrue(result.err().endsWith(errors.getFirst() + "\n"), result::story);
            assertTrue(Summary.of(result).count("sent") > 0, result::story);
        }
    }

    private static SondeProcess start(Lab lab, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "198.18.0.0/21",
                                "-p81",
                                "--show",
                                "closed",
                                "--rate",
                                Integer.toString(RATE_PPS),
                                "--wait",
                                "1",
                                "-oL",
                                "found.list"));
        words.addAll(List.of(more));
        return lab.start(words.toArray(String[]::new));
    }

    private static void awaitRecords(SondeProcess sonde, Lab lab) {
        Path list = lab.file("found.list");
        Await.until(
                SOON,
                "records are in the file",
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return Files.exists(list) && list.toFile().length() > 1000;
                });
    }

    private static void awaitText(SondeProcess sonde, String text) {
        Await.until(
                SOON,
                text,
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return sonde.errSoFar().contains(text);
                });
    }
}
