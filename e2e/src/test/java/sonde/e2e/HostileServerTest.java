// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Servers that mean harm beside one that doesn't: the scan ends, memory stays bounded, what is
 * written is valid and harmless, and the honest server's banner is among it.
 */
@Tag("e2e")
class HostileServerTest {

    private static final String HONEST = "198.18.0.1";

    /** At most so many connections to a port, one after the other, each for so many seconds. */
    private static final String BOUNDS = "--max-handshakes 3 --connection-timeout 5";

    /** Far above what that makes, far below what the servers would drag it out to. */
    private static final Duration LIMIT = Duration.ofSeconds(80);

    private static final long MEMORY_MAX_KIB = 400 << 10;

    /** For six connections; who answers each segment sends ten thousand and more. */
    private static final int SEGMENTS_MAX = 1000;

    private static final Pattern SEGMENTS = Pattern.compile("([\\d,]+) segments sent");

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "jq", "ethtool");
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrXdp")
    void endsInTimeWithValidOutputAndTheHonestBanner(Rung rung) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            HostileServer.start(lab);
            RawServer.start(lab);
            Path list = lab.file("found.list");
            Path json = lab.file("found.json");
            Path lines = lab.file("found.ndjson");
            String ports = "80," + HostileServer.portRange() + "," + RawServer.portRange();
            SondeResult result =
                    scan(
                            lab,
                            rung,
                            HONEST,
                            RawServer.ADDRESS,
                            "-p" + ports,
                            "--capture",
                            "html",
                            "--interactive",
                            "-oL",
                            list.toString(),
                            "-oJ",
                            json.toString(),
                            "-oD",
                            lines.toString());

            assertTrue(result.peakResidentKib() < MEMORY_MAX_KIB, result::story);
            List<Banner> banners = Banner.inLines(lines);
            assertEquals(Json.lineCount(lines), Json.recordCount(json), result::story);
            Stream.of(result.out(), result.err(), Json.read(list), Json.read(json))
                    .forEach(text -> assertHarmless(text, result));
            assertHonestIsHeard(banners, result);
            assertReadableIsRead(banners, result);
        }
    }

    @Test
    void answersAStormOfSegmentsWithFew() {
        try (Lab lab = Lab.routed()) {
            RawServer.start(lab);
            String ports =
                    RawServer.Behaviour.BEYOND.port() + "," + RawServer.Behaviour.ACK_STORM.port();
            SondeResult result = scan(lab, Rung.PACKET, RawServer.ADDRESS, "-p" + ports);
            Matcher sent = SEGMENTS.matcher(result.err());
            assertTrue(sent.find(), result::story);
            assertTrue(
                    Integer.parseInt(sent.group(1).replace(",", "")) < SEGMENTS_MAX, result::story);
        }
    }

    private static SondeResult scan(Lab lab, Rung rung, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of(("--banners --rate 1000 " + BOUNDS).split(" ")));
        words.addAll(List.of("--link", rung.word()));
        SondeResult result = lab.start(words.toArray(String[]::new)).await(LIMIT);
        assertEquals(0, result.exitCode(), result::story);
        rung.assertTaken(result);
        return result;
    }

    /** Neither can a terminal be told anything, nor is it all but UTF-8. */
    private static void assertHarmless(String text, SondeResult result) {
        text.codePoints()
                .filter(HostileServerTest::isHarmful)
                .findFirst()
                .ifPresent(bad -> {
                    throw new AssertionError(
                            "U+"
                                    + Integer.toHexString(bad)
                                    + " in the output of "
                                    + result.story());
                });
    }

    private static boolean isHarmful(int codePoint) {
        return (Character.isISOControl(codePoint) && codePoint != '\n' && codePoint != '\r')
                || codePoint == 0xFFFD
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static void assertHonestIsHeard(List<Banner> banners, SondeResult result) {
        assertTrue(
                banners.stream()
                        .anyMatch(banner ->
                                banner.address().equals(HONEST)
                                        && banner.port() == 80
                                        && banner.label().equals("http")
                                        && banner.text().contains("nginx/")),
                () -> banners + result.story());
    }

    private static void assertReadableIsRead(List<Banner> banners, SondeResult result) {
        List<RawServer.Behaviour> unread =
                Stream.of(RawServer.Behaviour.values())
                        .filter(RawServer.Behaviour::isReadable)
                        .filter(behaviour ->
                                Banner.onPort(banners, behaviour.port()).stream()
                                        .noneMatch(banner ->
                                                banner.label().equals("ssh")
                                                        && banner.text()
                                                                .contains(behaviour.greeting())))
                        .toList();
        assertEquals(List.of(), unread, () -> banners + result.story());
    }
}
