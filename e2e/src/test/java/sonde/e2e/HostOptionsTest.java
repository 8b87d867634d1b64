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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The ways to tell the program what it else reads from the host, and where targets come from. */
@Tag("e2e")
class HostOptionsTest {

    private static final String RANGE = "198.18.0.0/24";
    private static final int ADDRESS_COUNT = 256;

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "tcpdump", "tshark");
    }

    @Test
    void goesThroughTheRouterNamedWhereNoRouteLeads() {
        try (Lab lab = Nginx.routedLab()) {
            removeRoute(lab);
            scan(lab, "--interface", Lab.SCANNER_LINK, "--router-ip", Lab.GATEWAY);
        }
    }

    @Test
    void takesTheRoutersMacAsGiven() {
        try (Lab lab = Nginx.routedLab()) {
            removeRoute(lab);
            String mac = lab.peer().must("cat", "/sys/class/net/" + Lab.PEER_LINK + "/address");
            scan(lab, "--interface", Lab.SCANNER_LINK, "--router-mac", mac.strip());
        }
    }

    @Test
    void sendsFromTheAddressOfTheHostThatIsAskedFor() {
        try (Lab lab = Nginx.routedLab()) {
            lab.scanner().ip("addr", "add", "198.19.255.9/24", "dev", Lab.SCANNER_LINK);
            Capture capture = Capture.atPeer(lab);
            scan(lab, "--source-ip", "198.19.255.9");
            String sources =
                    Command.must(
                            "tshark",
                            "-n",
                            "-r",
                            capture.stop().toString(),
                            "-T",
                            "fields",
                            "-e",
                            "ip.src");
            assertEquals(List.of("198.19.255.9"), sources.lines().distinct().toList());
        }
    }

    @Test
    void readsTargetsFromFilesAndLeavesOutWhatIsExcluded() throws IOException {
        try (Lab lab = Nginx.routedLab()) {
            Path targets = lab.file("targets.txt");
            Files.writeString(
                    targets,
                    "# all of it\n198.18.0.0/25, 198.18.0.128-198.18.0.255\n\n198.18.9.0/24\n");
            Path exclusions = lab.file("exclusions.txt");
            Files.writeString(exclusions, "198.18.9.0/25 ; the lower half\n198.18.9.128/25\n");
            Check.foundEachOnce(
                    ADDRESS_COUNT,
                    lab.run(
                            "-iL",
                            targets.toString(),
                            "--excludefile",
                            exclusions.toString(),
                            "-p80",
                            "--rate",
                            "5000",
                            "--wait",
                            "1"));
        }
    }

    @Test
    void endsEarlyWithWaitAutoAndStillHasEveryAnswer() {
        try (Lab lab = Nginx.routedLab()) {
            SondeResult result = lab.run(RANGE, "-p80", "--rate", "5000", "--wait", "auto");
            Check.foundEachOnce(ADDRESS_COUNT, result);
            assertTrue(result.took().toSeconds() < 8, result::story);
        }
    }

    @Test
    void leavesTheAnswersOfAnotherScanOfTheSameTargetsToThatScan() {
        try (Lab lab = Nginx.routedLab()) {
            List<SondeProcess> scans =
                    Stream.of("2000", "3000")
                            .map(rate -> lab.start(RANGE, "-p80", "--rate", rate, "--wait", "2"))
                            .toList();
            for (SondeProcess scan : scans) {
                SondeResult result = scan.await();
                Check.foundEachOnce(ADDRESS_COUNT, result);
            }
        }
    }

    private static void removeRoute(Lab lab) {
        lab.scanner().ip("route", "del", "198.18.0.0/16", "via", Lab.GATEWAY);
    }

    private static void scan(Lab lab, String... options) {
        Stream<String> scan = Stream.of(RANGE, "-p80", "--rate", "5000", "--wait", "1");
        String[] words = Stream.concat(scan, Arrays.stream(options)).toArray(String[]::new);
        Check.foundEachOnce(ADDRESS_COUNT, lab.run(words));
    }
}
