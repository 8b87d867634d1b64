// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Thousands of hosts that answer over UDP and to echo requests, all found, each once; and somebody
 * among them who forges answers of every kind, none of which is believed. With {@code
 * -Dsonde.e2e.full=true} they are 65536.
 */
@Tag("e2e")
class UdpAccuracyTest {

    private static final boolean IS_FULL = Boolean.getBoolean("sonde.e2e.full");
    private static final String TARGETS = IS_FULL ? "198.18.0.0/16" : "198.18.0.0/20";
    private static final int TARGET_COUNT = IS_FULL ? 65536 : 4096;

    /** Port 53 is asked two things. */
    private static final int QUESTIONS = 2;

    /** A probe's answer may be lost while the program's code is cold; each is sent so often. */
    private static final int PASSES = 3;

    @BeforeAll
    static void needs() {
        Require.rootAnd("jq", "nft");
    }

    @Test
    void findsEveryHostOnceAndBelievesNobodyElse() {
        try (Lab lab = Lab.silent()) {
            lab.peer().ip("route", "add", "local", TARGETS, "dev", "lo");
            Impostor.start(lab);
            Path lines = lab.file("hosts.ndjson");
            SondeResult result =
                    lab.run(
                            TARGETS,
                            "-pU:" + Impostor.PORT + ",I:0",
                            "--rate",
                            "20000",
                            "--retries",
                            String.valueOf(PASSES - 1),
                            "--show",
                            "all",
                            "--wait",
                            "3",
                            "-oD",
                            lines.toString());
            assertEquals(0, result.exitCode(), result::story);
            Supplier<String> story = () -> result.story() + lab.drops();
            List<Reported> reported = Reported.inLines(lines);
            assertFound(reported, Summary.of(result), story);
            assertCounted(Summary.of(result), story);
        }
    }

    /**
     * Nothing is reported that is not so, nothing twice; a host that is missing is excused only if
     * each of its answers can be among the frames that the receive ring counted as lost.
     */
    private static void assertFound(
            List<Reported> reported, Summary summary, Supplier<String> story) {
        Set<String> missing = new HashSet<>();
        for (String address : Addresses.first(TARGET_COUNT)) {
            missing.add(address + " udp/53 open udp-response");
            missing.add(address + " icmp/0 open echo-reply 0/0");
        }
        for (Reported each : reported) {
            String finding = each.finding();
            assertTrue(missing.remove(finding), () -> "twice or untrue: " + finding + story.get());
        }
        assertTrue(
                missing.size() * PASSES <= summary.count("ring"),
                () -> missing.size() + " missing: " + story.get());
    }

    private static void assertCounted(Summary summary, Supplier<String> story) {
        long lost = summary.count("ring");
        long sent = (long) TARGET_COUNT * (QUESTIONS + 1) * PASSES;
        assertEquals(sent, summary.count("sent"), story);
        long answered = summary.count("open") + summary.count("duplicate");
        long forged =
                (long) TARGET_COUNT
                        * QUESTIONS
                        * PASSES
                        / Impostor.FORGED_EVERY
                        * Impostor.FORGERIES;
        assertTrue(answered <= sent, story);
        long foreign = summary.count("foreign");
        assertTrue(foreign <= forged && foreign > forged / 10, story);
        assertTrue(answered + foreign + lost <= sent + forged, story);
    }
}
