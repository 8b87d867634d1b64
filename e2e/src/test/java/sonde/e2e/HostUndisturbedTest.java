// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * While a scan runs as fast as it can, the host goes on using the interface, and resets none of the
 * connections that the scan half opens.
 */
@Tag("e2e")
class HostUndisturbedTest {

    private static final int EXIT_INTERRUPTED = 130;
    private static final String SOURCE_PORTS = "60000-60063";

    /** How many connections were half open at least, each one of which the host could reset. */
    private static final int SYN_ACKS_MIN = 3;

    private static final int FILE_BYTES = 4 << 20;
    private static final long SEED = 20261125;

    @BeforeAll
    static void needs() {
        Require.rootAnd("curl", "ethtool", "nginx", "ss", "ssh", "sshd", "ssh-keygen", "tcpdump");
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrBothKinds")
    void connectionsOfTheHostGoOnAndThoseOfTheScanAreNotReset(Rung rung) throws IOException {
        byte[] content = new byte[FILE_BYTES];
        new Random(SEED).nextBytes(content);
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            Nginx.publish(lab, lab.peer(), "random", content);
            SecureShell shell = SecureShell.open(lab);
            Capture resets = Capture.ofResetsAtPeer(lab, SOURCE_PORTS);
            SondeProcess sonde = lab.startScan(100_000, scan(rung));

            shell.answers("during");
            Path copy = lab.file("copy");
            download(lab, copy);
            shell.answers("still");

            Await.until(
                    Duration.ofSeconds(20),
                    "far sides have answered with SYN-ACK",
                    () -> sonde.outSoFar().lines().count() > SYN_ACKS_MIN);
            assertTrue(sonde.isAlive(), () -> "scans on: " + sonde.errSoFar());
            int resetCount = resets.frameCount();
            sonde.interrupt();
            SondeResult result = sonde.await(Duration.ofSeconds(20));

            rung.assertTaken(result);
            assertEquals(EXIT_INTERRUPTED, result.exitCode(), result::story);
            assertArrayEquals(content, Files.readAllBytes(copy), "the file as it came");
            assertTrue(Finding.onStdout(result).size() >= SYN_ACKS_MIN, result::story);
            assertEquals(0, resetCount, () -> "RSTs from the scan's ports: " + result.story());
            shell.answers("afterwards");
        }
    }

    /** 1024 addresses that answer, with SYN-ACK or RST, among 16384 that don't. */
    private static String[] scan(Rung rung) {
        String words =
                "198.18.0.0/22 198.18.64.0/18 -p80,1024-4500 --rate 10000000 --wait 0"
                        + " --source-port "
                        + SOURCE_PORTS
                        + " --link "
                        + rung.word();
        return words.split(" ");
    }

    private static void download(Lab lab, Path copy) {
        lab.scanner()
                .must(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--fail",
                        "--max-time",
                        "30",
                        "--output",
                        copy.toString(),
                        "http://" + Lab.GATEWAY + "/files/random");
    }
}
