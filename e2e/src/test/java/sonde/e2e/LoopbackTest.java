// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;

/** All ports of the host itself: exactly what {@code ss} lists is found. */
@Tag("e2e")
class LoopbackTest {

    private static final String[] PORTS = {
        "1", "22", "80", "443", "3306", "8000", "8080", "32768", "40000", "50000", "61000", "65535"
    };

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100000", "10000000"})
    void findsExactlyTheListenersOfLoopback(String rate) {
        try (Lab lab = Lab.loopback()) {
            Nginx.start(lab, lab.scanner(), PORTS);
            assertFindsListeners(lab, "127.0.0.1", rate);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100000", "10000000"})
    void findsExactlyTheListenersOfTheHostsOwnAddress(String rate) {
        try (Lab lab = Lab.silent()) {
            Nginx.start(lab, lab.scanner(), PORTS);
            assertFindsListeners(lab, Lab.SCANNER_ADDRESS, rate);
        }
    }

    @Test
    void hearsTheClosedPortsOfTheHostsOwnAddress() {
        try (Lab lab = Lab.silent()) {
            SondeResult result =
                    lab.run(
                            Lab.SCANNER_ADDRESS,
                            "-p81-83",
                            "--rate",
                            "1000",
                            "--wait",
                            "1",
                            "--show",
                            "closed");
            assertEquals(0, result.exitCode(), result::story);
            assertEquals(
                    Set.of(81, 82, 83),
                    Finding.ports(Finding.onStdout(result), "closed"),
                    result::story);
        }
    }

    private static void assertFindsListeners(Lab lab, String address, String rate) {
        SondeResult result = lab.run(address, "-p1-65535", "--rate", rate, "--wait", "1");
        assertEquals(0, result.exitCode(), result::story);
        List<Finding> findings = Finding.onStdout(result);
        assertEquals(Listeners.in(lab.scanner()), Finding.ports(findings, "open"), result::story);
        assertEquals(PORTS.length, findings.size(), result::story);
    }
}
