// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ports that answer with RST. */
@Tag("e2e")
class ClosedPortTest {

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss");
    }

    @Test
    void listsExactlyTheClosedPortsWhenAsked() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80", "85");
            SondeResult result =
                    lab.run(
                            "198.18.0.5",
                            "-p70-99",
                            "--rate",
                            "1000",
                            "--wait",
                            "1",
                            "--show",
                            "closed");
            assertEquals(0, result.exitCode(), result::story);
            List<Finding> findings = Finding.onStdout(result);
            Set<Integer> closed =
                    IntStream.rangeClosed(70, 99)
                            .filter(port -> port != 80 && port != 85)
                            .boxed()
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(closed, Finding.ports(findings, "closed"), result::story);
            assertEquals(Set.of(80, 85), Finding.ports(findings, "open"), result::story);
            assertEquals(Set.of(), Finding.repeated(findings), result::story);
        }
    }

    @Test
    void keepsClosedPortsToItselfUnlessAsked() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            SondeResult result = lab.run("198.18.0.5", "-p70-99", "--rate", "1000", "--wait", "1");
            assertEquals(0, result.exitCode(), result::story);
            assertEquals(
                    List.of(new Finding("open", "198.18.0.5", 80)),
                    Finding.onStdout(result),
                    result::story);
        }
    }

    @Test
    void knowsBothFormsOfReset() {
        try (Lab lab = Lab.silent()) {
            Peer.start(lab, lab.peer(), "packet", Lab.PEER_LINK, Peer.Behaviour.RESETS);
            SondeResult result =
                    lab.run(
                            "198.18.0.0/28",
                            "-p80,81",
                            "--rate",
                            "1000",
                            "--wait",
                            "1",
                            "--show",
                            "closed");
            assertEquals(0, result.exitCode(), result::story);
            List<Finding> findings = Finding.onStdout(result);
            assertEquals(Set.of(80, 81), Finding.ports(findings, "closed"), result::story);
            assertEquals(32, findings.size(), result::story);
        }
    }
}
