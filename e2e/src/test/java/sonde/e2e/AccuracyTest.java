// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** A real nginx behind 16384 addresses: each is found, and none twice. */
@Tag("e2e")
class AccuracyTest {

    /** Ten in a row with {@code -Dsonde.e2e.full=true}; {@link LinkAccuracyTest} adds others. */
    private static final int REPEATS = Boolean.getBoolean("sonde.e2e.full") ? 10 : 1;

    /**
     * Seconds until SYN-ACKs have been repeated twice, after 1 and 3 s: an interface with XDP takes
     * at most 256 frames between two turns of its kernel, and the far side drops more.
     */
    private static final String WAIT = "4";

    private static final int ANSWERS_WAITED_FOR = 3;

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss");
    }

    @Test
    void findsEveryAddressBehindTheGatewayOnceAt50KppsTimeAfterTime() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            for (int i = 0; i < REPEATS; i++) {
                assertFindsAll(lab);
            }
        }
    }

    @Test
    void findsEveryAddressOfItsOwnSubnetAfterAskingEachForItsMac() {
        try (Lab lab = Lab.onLink(Lab.TARGETS)) {
            Nginx.start(lab, lab.peer(), "80");
            assertFindsAll(lab);
        }
    }

    /**
     * Sixteen thousand answers at once overrun the wire itself, before the scanner's interface
     * could see or count them. A target is excused only if all its answers, the first and two
     * repeats, can be among those that the far side counted as dropped.
     */
    @Test
    void findsOrCountsAsLostEveryAddressAtTheHighestRateOfTheLink() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            for (int i = 0; i < REPEATS; i++) {
                long droppedBefore = lab.droppedGoingOutAtPeer();
                SondeResult result =
                        lab.run(Lab.TARGETS, "-p80", "--rate", "10000000", "--wait", WAIT);
                assertEquals(0, result.exitCode(), result::story);
                List<Finding> findings = Finding.onStdout(result);
                assertEquals(Set.of(), Finding.repeated(findings), result::story);
                long droppedOnTheWire = lab.droppedGoingOutAtPeer() - droppedBefore;
                long missing = Lab.TARGET_COUNT - findings.size() - Summary.of(result).lost();
                assertTrue(
                        missing * ANSWERS_WAITED_FOR <= droppedOnTheWire,
                        () -> missing + " missing and not lost: " + result.story() + lab.drops());
            }
        }
    }

    @Test
    void findsTheLiveAddressesOfASubnetThatIsMostlyDead() {
        try (Lab lab = Lab.onLink("198.18.1.0/24")) {
            Nginx.start(lab, lab.peer(), "80");
            SondeResult result = lab.run("198.18.0.0/22", "-p80", "--rate", "10000", "--wait", "1");
            assertEquals(0, result.exitCode(), result::story);
            List<Finding> findings = Finding.onStdout(result);
            assertEquals(256, findings.size(), result::story);
            assertTrue(
                    findings.stream()
                            .allMatch(finding -> finding.address().startsWith("198.18.1.")),
                    result::story);
            assertEquals(Set.of(), Finding.repeated(findings), result::story);
            assertEquals(3 * 256, Summary.of(result).count("unreached"), result::story);
        }
    }

    private static void assertFindsAll(Lab lab) {
        SondeResult result = lab.run(Lab.TARGETS, "-p80", "--rate", "50000", "--wait", WAIT);
        Check.foundEachOnce(Lab.TARGET_COUNT, result, () -> result.story() + lab.drops());
    }
}
