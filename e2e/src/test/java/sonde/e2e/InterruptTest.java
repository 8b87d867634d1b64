// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Ctrl-C once and twice, and SIGTERM. */
@Tag("e2e")
class InterruptTest {

    private static final int EXIT_INTERRUPTED = 130;
    private static final int EXIT_TERMINATED = 143;
    private static final Duration SOON = Duration.ofMillis(1500);

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "tcpdump", "tshark", "jq");
    }

    @Test
    void stopsSendingAtTheFirstInterruptAndStillReportsTheAnswersUnderWay() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            Capture capture = Capture.atPeer(lab);
            Path list = lab.file("found.list");
            Path json = lab.file("found.json");
            SondeProcess sonde =
                    lab.start(
                            Lab.TARGETS,
                            "-p80",
                            "--rate",
                            "1000",
                            "--wait",
                            "2",
                            "-oL",
                            list.toString(),
                            "-oJ",
                            json.toString());
            awaitRecords(sonde, list);
            long interruptedNanos = System.nanoTime();
            sonde.interrupt();
            SondeResult result = sonde.await();
            Duration waited = Duration.ofNanos(System.nanoTime() - interruptedNanos);

            assertEquals(EXIT_INTERRUPTED, result.exitCode(), result::story);
            assertTrue(
                    waited.compareTo(Duration.ofMillis(1900)) >= 0, () -> "listened on: " + waited);
            assertTrue(waited.compareTo(Duration.ofMillis(4000)) < 0, () -> "ended: " + waited);
            List<String> probed = capture.probes().stream().map(Probe::address).toList();
            assertTrue(probed.size() < Lab.TARGET_COUNT, "the scan was cut short");
            List<Finding> findings = Finding.inList(list);
            Check.sameElements(probed, Finding.addresses(findings), result::story);
            assertEquals(probed.size(), findings.size());
            assertEquals(probed.size(), Json.recordCount(json));
            assertTrue(Json.read(list).endsWith("# end\n"), "the list is finished");
        }
    }

    @Test
    void endsAtOnceAtTheSecondInterruptWithItsFilesFinished() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            Path list = lab.file("found.list");
            Path json = lab.file("found.json");
            SondeProcess sonde =
                    lab.start(
                            Lab.TARGETS,
                            "-p80",
                            "--rate",
                            "1000",
                            "--wait",
                            "60",
                            "-oL",
                            list.toString(),
                            "-oJ",
                            json.toString());
            awaitRecords(sonde, list);
            sonde.interrupt();
            Await.pause(300);
            assertTrue(sonde.isAlive(), "listens after the first interrupt");
            sonde.interrupt();
            SondeResult result = sonde.await(SOON);
            assertEquals(EXIT_INTERRUPTED, result.exitCode(), result::story);
            assertEquals(Finding.inList(list).size(), Json.recordCount(json));
            assertTrue(Json.read(list).endsWith("# end\n"), "the list is finished");
        }
    }

    @Test
    void endsInOrderAtSigterm() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            Path list = lab.file("found.list");
            SondeProcess sonde =
                    lab.start(
                            Lab.TARGETS,
                            "-p80",
                            "--rate",
                            "1000",
                            "--wait",
                            "1",
                            "-oL",
                            list.toString());
            awaitRecords(sonde, list);
            sonde.terminate();
            SondeResult result = sonde.await(Duration.ofSeconds(5));
            assertEquals(EXIT_TERMINATED, result.exitCode(), result::story);
            assertTrue(Json.read(list).endsWith("# end\n"), "the list is finished");
        }
    }

    private static void awaitRecords(SondeProcess sonde, Path list) {
        Await.until(
                Duration.ofSeconds(20),
                "100 records are in the file",
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return Files.exists(list) && Json.read(list).lines().count() > 100;
                });
    }
}
