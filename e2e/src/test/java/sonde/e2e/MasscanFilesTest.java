// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of the real masscan's scans, read by Sonde and by masscan itself. */
@Tag("e2e")
class MasscanFilesTest {

    /** Masscan's own limit of a run, in seconds: its wait, and ten more. */
    private static final String LIMIT_SECONDS = "40";

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "masscan", "timeout");
    }

    /** Has masscan scan into a binary file. */
    private static Path scan(Lab lab, String... arguments) {
        Path file = lab.file("masscan.bin");
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "timeout",
                                LIMIT_SECONDS,
                                "masscan",
                                "--wait",
                                "2",
                                "--rate",
                                "50"));
        words.addAll(List.of(arguments));
        words.addAll(List.of("-oB", file.toString()));
        lab.scanner().must(words.toArray(String[]::new));
        return file;
    }

    private static List<String> lines(Path list) throws IOException {
        return Files.readAllLines(list).stream().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void readsOpenAndClosedPortsAsMasscanDoes() throws IOException {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            Path file = scan(lab, "198.18.0.5-198.18.0.8", "-p79-81,U:54", "--show", "closed");
            Path masscans = lab.file("masscan.list");
            Path ours = lab.file("sonde.list");
            lab.scanner()
                    .must(
                            "timeout",
                            LIMIT_SECONDS,
                            "masscan",
                            "--readscan",
                            file.toString(),
                            "--show",
                            "closed",
                            "-oL",
                            masscans.toString());
            SondeResult result =
                    lab.run(
                            "--readscan",
                            file.toString(),
                            "--show",
                            "closed",
                            "-oL",
                            ours.toString());
            assertEquals(0, result.exitCode(), result::story);
            assertTrue(lines(ours).stream().anyMatch(line -> line.startsWith("closed tcp")));
            assertTrue(lines(ours).stream().anyMatch(line -> line.startsWith("open tcp 80 ")));
            assertEquals(lines(masscans), lines(ours), result::story);
        }
    }

    /** Which masscan itself does not read. */
    @Test
    void readsNeighbours() throws IOException {
        try (Lab lab = Lab.onLink("198.18.100.0/24")) {
            Path file = scan(lab, "--arpscan", "198.18.64.2", "--router-ip", "198.18.64.2");
            Path ours = lab.file("sonde.list");
            SondeResult result = lab.run("--readscan", file.toString(), "-oL", ours.toString());
            assertEquals(0, result.exitCode(), result::story);
            List<String> lines = lines(ours);
            assertTrue(
                    !lines.isEmpty()
                            && lines.stream()
                                    .allMatch(line -> line.startsWith("up arp 0 198.18.64.2 ")),
                    () -> lines + result.story());
        }
    }
}
