// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
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

    @BeforeAll
    static void needs() {
        Require.rootAnd("jq", "nft");
    }

    @Test
    void findsEveryHostOnceAndBelievesNobodyElse() {
        try (Lab lab = Lab.silent()) {
            DualStack.answerAllErrors(lab);
            lab.peer().ip("route", "add", "local", TARGETS, "dev", "lo");
            Impostor.start(lab);
            Path lines = lab.file("hosts.ndjson");
            SondeResult result =
                    lab.run(
                            TARGETS,
                            "-pU:" + Impostor.PORT + ",I:0",
                            "--rate",
                            "20000",
                            "--show",
                            "all",
                            "--wait",
                            "3",
                            "-oD",
                            lines.toString());
            assertEquals(0, result.exitCode(), result::story);
            Supplier<String> story = () -> result.story() + lab.drops();
            List<Reported> reported = Reported.inLines(lines);
            assertFound(reported, story);
            assertCounted(Summary.of(result), story);
        }
    }

    private static void assertFound(List<Reported> reported, Supplier<String> story) {
        Set<String> expected = new HashSet<>();
        for (String address : Addresses.first(TARGET_COUNT)) {
            expected.add(address + " udp/53 open udp-response");
            expected.add(address + " icmp/0 open echo-reply 0/0");
        }
        List<String> found = new ArrayList<>();
        reported.forEach(each -> found.add(each.finding()));
        Check.sameElements(expected, found, story);
        assertEquals(expected.size(), found.size(), story);
        assertTrue(found.stream().noneMatch(each -> each.contains(Impostor.STRANGERS)), story);
    }

    private static void assertCounted(Summary summary, Supplier<String> story) {
        assertEquals((long) TARGET_COUNT * (QUESTIONS + 1), summary.count("sent"), story);
        assertEquals(2L * TARGET_COUNT, summary.count("open"), story);
        // Of the two answers of a host the second is a repeat of what is known.
        assertEquals(TARGET_COUNT, summary.count("duplicate"), story);
        long forged =
                (long) TARGET_COUNT * QUESTIONS / Impostor.FORGED_EVERY * Impostor.FORGERIES;
        assertEquals(forged, summary.count("foreign"), story);
        assertEquals(0, summary.lost(), story);
    }
}
