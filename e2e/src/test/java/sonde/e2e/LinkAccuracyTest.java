// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Every link on Ethernet finds what there is, and counts what it sends as the far side does. */
@Tag("e2e")
class LinkAccuracyTest {

    private static final String TOP_RATE = "10000000";

    /** Times {@link Lab#TARGET_COUNT}: long enough to overflow any ring on the way. */
    private static final int PORT_COUNT = 32;

    @BeforeAll
    static void needs() {
        Require.rootAnd("ethtool", "nginx", "ss", "tcpdump");
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrBothKinds")
    void findsEveryAddressOnceAt50Kpps(Rung rung) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            SondeResult result = scan(lab, rung, "-p80 --rate 50000 --wait 4");
            Check.foundEachOnce(Lab.TARGET_COUNT, result, () -> result.story() + lab.drops());
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrFastest")
    void findsOrCountsAsLostEveryAddressAtTheHighestRate(Rung rung) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            SondeResult result = scan(lab, rung, "-p80 --wait 4 --rate " + TOP_RATE);
            List<Finding> findings = Finding.onStdout(result);
            assertEquals(Set.of(), Finding.repeated(findings), result::story);
            Summary summary = Summary.of(result);
            assertEquals(Lab.TARGET_COUNT, summary.count("made"), result::story);
            assertTrue(
                    findings.size() + summary.lost() >= Lab.TARGET_COUNT,
                    () ->
                            findings.size()
                                    + " found, "
                                    + summary.lost()
                                    + " counted as lost: "
                                    + result.story()
                                    + lab.drops());
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrFastest")
    void countsAsSentExactlyWhatArrivesAtTheHighestRate(Rung rung) {
        try (Lab lab = Lab.silent().takingLiveFrames()) {
            scanAndCompareWithWhatArrives(lab, rung);
        }
    }

    /** No other link outruns the far side: the kernel lets their senders wait. */
    @Test
    void countsAsDroppedWhatTheInterfaceDropsOfLiveFrames() {
        try (Lab lab = Lab.silent().takingLiveFrames()) {
            lab.fallBehind();
            Summary summary = scanAndCompareWithWhatArrives(lab, Rung.XDP_LIVE);
            assertTrue(summary.count("dropped") > 0, summary::toString);
        }
    }

    private static Summary scanAndCompareWithWhatArrives(Lab lab, Rung rung) {
        Capture others = Capture.ofOthersAtPeer(lab);
        long before = lab.peerPacketCount();
        SondeResult result = scan(lab, rung, "-p1-" + PORT_COUNT + " --wait 0 --rate " + TOP_RATE);
        Await.unchanged(
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                "the far side's count",
                lab::peerPacketCount);
        long arrived = lab.peerPacketCount() - before;
        int otherCount = others.frameCount();

        Summary summary = Summary.of(result);
        assertEquals((long) Lab.TARGET_COUNT * PORT_COUNT, summary.count("made"), result::story);
        assertEquals(
                arrived - otherCount,
                summary.count("sent"),
                () ->
                        arrived
                                + " frames arrived, "
                                + otherCount
                                + " of them no probes: "
                                + result.story()
                                + lab.drops());
        return summary;
    }

    private static SondeResult scan(Lab lab, Rung rung, String options) {
        String words = Lab.TARGETS + " --link " + rung.word() + " " + options;
        SondeResult result = lab.run(words.split(" "));
        assertEquals(0, result.exitCode(), result::story);
        rung.assertTaken(result);
        return result;
    }
}
