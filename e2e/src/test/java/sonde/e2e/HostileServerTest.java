// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Servers that mean harm beside one that doesn't: the scan ends, memory stays bounded, what is
 * written is valid and harmless, and the honest server's banner is among it.
 */
@Tag("e2e")
class HostileServerTest {

    private static final String HONEST = "198.18.0.1";

    /** Far above what conversations last, far below what the servers would drag them out to. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long MEMORY_MAX_KIB = 400 << 10;

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "jq", "ethtool");
    }

    @ParameterizedTest
    @EnumSource(Rung.class)
    void endsInTimeWithValidOutputAndTheHonestBanner(Rung rung) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            HostileServer.start(lab);
            RawServer.start(lab);
            Path list = lab.file("found.list");
            Path json = lab.file("found.json");
            Path lines = lab.file("found.ndjson");
            String ports = "80," + HostileServer.portRange() + "," + RawServer.portRange();
            SondeProcess sonde =
                    lab.start(
                            HONEST,
                            RawServer.ADDRESS,
                            "-p" + ports,
                            "--rate",
                            "1000",
                            "--banners",
                            "--connection-timeout",
                            "10",
                            "--capture",
                            "html",
                            "--interactive",
                            "--link",
                            rung.word(),
                            "-oL",
                            list.toString(),
                            "-oJ",
                            json.toString(),
                            "-oD",
                            lines.toString());
            SondeResult result = sonde.await(LIMIT);

            assertEquals(0, result.exitCode(), result::story);
            rung.assertTaken(result);
            assertTrue(result.peakResidentKib() < MEMORY_MAX_KIB, result::story);
            List<Banner> banners = Banner.inLines(lines);
            assertEquals(Json.lineCount(lines), Json.recordCount(json), result::story);
            Stream.of(result.out(), result.err(), Json.read(list), Json.read(json))
                    .forEach(text -> assertHarmless(text, result));
            assertHonestIsHeard(banners, result);
            assertReadableIsRead(banners, result);
        }
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
