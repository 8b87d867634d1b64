// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** A table of nf_tables keeps the host from resetting what a scan begins, and ends with it. */
@Tag("e2e")
class RstGuardTest {

    private static final String SOURCE_PORTS = "61000-61063";
    private static final int ADDRESS_COUNT = 64;
    private static final String SCAN =
            "198.18.0.0/26 -p80 --rate 10000 --link packet --source-port " + SOURCE_PORTS;
    private static final String ENDLESS_SCAN =
            "127.0.0.1 -p1-65535 --rate 100 --wait forever --nostatus --rst-guard auto";
    private static final String LINE = "rst guard: nft (table sonde-";

    /** The kernel frees at its leisure what the last descriptor held. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final int EXIT_TERMINATED = 143;
    private static final int EXIT_HOST = 3;

    @BeforeAll
    static void needs() {
        Require.rootAnd("curl", "ethtool", "nft", "nginx", "setpriv", "ss", "tcpdump");
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private static String rules(Lab lab) {
        return lab.scanner().must("nft", "list", "ruleset");
    }

    @Test
    void theHostResetsNothingAndItsOwnConnectionsGoOn() {
        try (Lab lab = Nginx.routedLab()) {
            Capture resets = Capture.ofResetsAtPeer(lab, SOURCE_PORTS);
            SondeProcess sonde =
                    lab.start(words(SCAN + " --rst-guard nft --wait forever --nostatus"));
            Await.until(
                    Duration.ofSeconds(20),
                    "all is found",
                    () -> sonde.outSoFar().lines().count() == ADDRESS_COUNT);
            assertTrue(rules(lab).contains("tcp dport " + SOURCE_PORTS), rules(lab));
            assertEquals(
                    "lab\n",
                    lab.scanner().must("curl", "-sS", "-m", "10", "http://" + Lab.GATEWAY + "/"));
            int resetCount = resets.frameCount();
            sonde.terminate();
            SondeResult result = sonde.await(Duration.ofSeconds(20));

            assertTrue(result.err().contains(LINE), result::story);
            assertEquals(EXIT_TERMINATED, result.exitCode(), result::story);
            assertEquals(0, resetCount, result::story);
        }
    }

    @Test
    void withoutGuardItResetsAll() {
        try (Lab lab = Nginx.routedLab()) {
            Capture resets = Capture.ofResetsAtPeer(lab, SOURCE_PORTS);
            SondeResult result = lab.run(words(SCAN + " --rst-guard none --wait 1"));
            Check.foundEachOnce(ADDRESS_COUNT, result);
            assertTrue(result.err().contains("rst guard: none ("), result::story);
            assertTrue(resets.frameCount() >= ADDRESS_COUNT, result::story);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTableEndsWithTheProcess(boolean killed) {
        try (Lab lab = Lab.loopback()) {
            String before = rules(lab);
            SondeProcess sonde = lab.start(words(ENDLESS_SCAN));
            Await.until(
                    Duration.ofSeconds(20),
                    "the guard is up",
                    () -> {
                        assertTrue(sonde.isAlive(), sonde::errSoFar);
                        return sonde.errSoFar().contains(LINE);
                    });
            String during = rules(lab);
            if (killed) {
                sonde.kill();
            } else {
                sonde.terminate();
            }
            SondeResult result = sonde.await(Duration.ofSeconds(20));

            String table = result.err().replaceAll("(?s).*\\(table (\\S+) .*", "$1");
            assertFalse(before.contains("sonde"), before);
            assertTrue(during.contains("table inet " + table + " {"), during);
            Await.until(SOON, "end of the table", () -> rules(lab).equals(before));
        }
    }

    @Test
    void findsAllPortsOfTheHostItself() {
        try (Lab lab = Lab.loopback()) {
            Nginx.start(lab, lab.scanner(), "80", "61000");
            SondeResult result =
                    lab.run(
                            words(
                                    "127.0.0.1 -p1-65535 --rate 100000 --wait 1 --show closed"
                                            + " --rst-guard nft"));
            assertTrue(result.err().contains(LINE), result::story);
            assertEquals(65_535, Finding.onStdout(result).size(), result::story);
            assertEquals(
                    Listeners.in(lab.scanner()),
                    Finding.ports(Finding.onStdout(result), "open"),
                    result::story);
        }
    }

    @Test
    void saysWhichPrivilegeItLacks() {
        try (Lab lab = Lab.loopback()) {
            // dac_override: the clone may be another user's.
            String caps = "=-all,+net_raw,+dac_override";
            SondeResult result =
                    SondeProcess.start(
                                    lab,
                                    List.of(
                                            "setpriv",
                                            "--bounding-set" + caps,
                                            "--inh-caps" + caps),
                                    List.of(words("127.0.0.1 -p80 --rst-guard nft")))
                            .await();
            assertEquals(EXIT_HOST, result.exitCode(), result::story);
            assertTrue(
                    result.err().contains("--rst-guard nft: needs CAP_NET_ADMIN"), result::story);
        }
    }
}
