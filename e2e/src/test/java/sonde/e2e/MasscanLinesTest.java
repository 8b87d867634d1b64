// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Command lines of masscan's readme and manual, as they are there but for their targets and the
 * waiting at the end, and its options that change what goes over the wire.
 */
@Tag("e2e")
class MasscanLinesTest {

    private static Lab lab;

    @BeforeAll
    static void openLab() {
        Require.rootAnd("nginx", "ss", "jq", "tcpdump", "tshark");
        lab = Nginx.routedLab();
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    private static SondeResult run(String line) {
        return lab.run(line.split(" "));
    }

    private static SondeResult succeed(String line) {
        SondeResult result = run(line);
        assertEquals(0, result.exitCode(), result::story);
        return result;
    }

    /** Each with how many addresses have port 80 open. RANGES stands for a file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p80,8000-8100 198.18.0.0/28 --rate=10000 | 16",
                "198.18.0.0/32 -p0-65535 --rate=60000 | 1",
                "198.18.0.0/24 -p80 --rate=10000 --exclude 198.18.0.128/25 | 128",
                "198.18.0.0/28 -p80 --banners --rate 1000 | 16",
                "--ports 80 --ranges 198.18.0.0/28 --rate 1000 | 16",
                "198.18.0.0/24 -p80 --max-rate 100000 | 256",
                "198.18.0.0/28 -p80 --rate 1000 --retries 2 | 16",
                "198.18.0.0/24 --top-ports 10 --rate 10000 | 256",
                "198.18.0.0/28 -p22-25,80,443 -n --randomize-hosts -v --send-eth --rate 1000 | 16",
                "-iL RANGES -p80 --source-port 60000 --rate 1000 --seed 7 | 16",
            })
    void findsWhatIsThere(String line, int addresses) throws IOException {
        Path ranges = lab.file("ranges");
        Files.writeString(
                ranges, "# what is to be scanned\n198.18.0.0/29\n198.18.0.8-198.18.0.15\n");
        Path list = lab.file("lines.list");
        succeed(line.replace("RANGES", ranges.toString()) + " --wait 0.5 -oL " + list);
        Set<String> found =
                Results.lines(list).stream()
                        .filter(each -> each.startsWith("open tcp 80 "))
                        .map(each -> each.split(" ")[3])
                        .collect(Collectors.toCollection(TreeSet::new));
        Check.sameElements(Addresses.first(addresses), found, () -> line);
    }

    @Test
    void readsAConfigurationFileOfTheManual() throws IOException {
        Path config = lab.file("my.conf");
        Path list = lab.file("conf.list");
        Files.writeString(
                config,
                """
                # My Scan
                rate =  10000.00
                output-format = list
                output-status = all
                output-filename = FILE
                ports = 80,81
                range = 198.18.0.0/30
                exclude = 198.18.0.1
                wait = 0.5
                """
                        .replace("FILE", list.toString()));
        succeed("-c " + config);
        List<String> starts =
                Results.lines(list).stream()
                        .map(line -> line.substring(0, line.lastIndexOf(' ')))
                        .sorted()
                        .toList();
        assertEquals(
                List.of(
                        "closed tcp 81 198.18.0.0",
                        "closed tcp 81 198.18.0.2",
                        "closed tcp 81 198.18.0.3",
                        "open tcp 80 198.18.0.0",
                        "open tcp 80 198.18.0.2",
                        "open tcp 80 198.18.0.3"),
                starts);
    }

    @Test
    void printsRangesAndBlocks() {
        String targets = "198.18.0.0/30 198.18.0.4-198.18.0.9 2001:db8::/126 --exclude 198.18.0.1";
        assertEquals(
                "198.18.0.0\n198.18.0.2-198.18.0.9\n2001:db8::-2001:db8::3\n",
                succeed(targets + " --readrange").out());
        assertEquals(
                "198.18.0.0/32\n198.18.0.2/31\n198.18.0.4/30\n198.18.0.8/31\n2001:db8::/126\n",
                succeed(targets + " --echo-cidr").out());
    }

    @Test
    void scansTheWholeInternetWithAnExclusionAlone() {
        SondeResult refused = run("-iR -p80 --offline --rate 1g");
        assertEquals(2, refused.exitCode(), refused::story);
        assertTrue(refused.err().contains("--exclude"), refused::story);
        assertEquals(
                "198.18.0.0-198.18.0.3\n",
                succeed(
                                "-iR --exclude 0.0.0.0-198.17.255.255 --exclude"
                                        + " 198.18.0.4-255.255.255.255 --readrange")
                        .out());
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void repeatsAnInfiniteScanUntilItIsStopped() {
        Path list = lab.file("infinite.list");
        SondeProcess sonde =
                lab.startScan(
                        lab.peerPacketCount() + 40,
                        ("198.18.0.0/29 -p80 --infinite --rate 1000 --wait 0.2 -oL " + list)
                                .split(" "));
        sonde.interrupt();
        SondeResult result = sonde.await(Duration.ofSeconds(20));
        assertEquals(130, result.exitCode(), result::story);
        assertTrue(Summary.of(result).count("sent") >= 16, result::story);
        assertTrue(Results.lines(list).size() >= 8, result::story);
    }

    @Test
    void putsTcpOptionsIntoItsProbes() {
        Capture capture = Capture.ofWholeFramesAtPeer(lab);
        succeed(
                "198.18.0.0/30 -p81 --tcp-mss 536 --tcp-wscale 7 --tcp-sackok --tcp-tsecho 99"
                        + " --rate 1000 --wait 0.3");
        List<String> words =
                new ArrayList<>(List.of("tshark", "-n", "-r", capture.stop().toString()));
        words.addAll(List.of("-Y", "tcp.flags == 2 && tcp.dstport == 81"));
        words.addAll(List.of("-o", "tcp.check_checksum:TRUE", "-T", "fields"));
        for (String field :
                List.of(
                        "options.mss_val",
                        "options.wscale.shift",
                        "options.sack_perm",
                        "options.timestamp.tsval",
                        "checksum.status")) {
            words.addAll(List.of("-e", "tcp." + field));
        }
        List<String> options = Command.must(words).lines().toList();
        assertEquals(4, options.size(), options::toString);
        for (String line : options) {
            assertTrue(line.matches("536\t7\t\\S+\t99\t1"), line);
        }
    }

    /** Of conversations with servers that say nothing, which end by their time. */
    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void resetsNoConnectionWithNoreset() {
        HoldingServer.start(lab, 1000);
        String scan =
                "198.18.0.0/30 -p9001 --banners --connection-timeout 1 --rate 1000 --wait 0.3 ";
        Capture usual = Capture.ofResetsFrom(lab, Lab.SCANNER_ADDRESS);
        succeed(scan);
        assertTrue(usual.frameCount() > 0, "connections end by RST");
        Capture resets = Capture.ofResetsFrom(lab, Lab.SCANNER_ADDRESS);
        succeed(scan + "--noreset");
        assertEquals(0, resets.frameCount());
    }

    @Test
    void reportsAnswersToUdpWithTheirBytes() {
        SondeResult result =
                succeed("198.18.0.0/30 -pU:54 --rawudp --show closed --rate 1000 --wait 0.3");
        assertEquals(
                4,
                result.out().lines().filter(line -> line.contains("closed port 54/udp")).count(),
                result::story);
    }

    /** A paused.conf of the real masscan, which takes seconds to end. */
    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void takesUpWhatMasscanHasLeft() throws IOException {
        Require.rootAnd("masscan", "timeout");
        String mac = lab.peer().must("cat", "/sys/class/net/" + Lab.PEER_LINK + "/address");
        Path folder = Files.createDirectory(lab.file("paused"));
        List<String> words = new ArrayList<>(List.of("sh", "-c"));
        words.add(
                "cd "
                        + folder
                        + " && timeout -s INT 5 masscan 198.18.0.0/24 -p80,81 --rate 40 -e "
                        + Lab.SCANNER_LINK
                        + " --source-ip "
                        + Lab.SCANNER_ADDRESS
                        + " --wait 1 -oJ found.json --router-mac "
                        + mac.strip().replace(':', '-')
                        + " >said 2>&1 </dev/null || true");
        lab.scanner().must(words.toArray(String[]::new));
        Path paused = folder.resolve("paused.conf");
        Path found = folder.resolve("found.json");
        assertTrue(Json.read(paused).contains("resume-index"), () -> Json.read(paused));
        // Masscan's file names its output relative to where it ran.
        Files.writeString(paused, Json.read(paused).replace("= found.json", "= " + found));
        int before = Json.recordCount(found);
        assertFalse(before == 0);
        SondeResult result = succeed("--resume " + paused + " --rate 2000 --wait 0.5");
        assertTrue(result.err().contains("all is scanned again"), result::story);
        assertEquals(before + 256, Json.recordCount(found), result::story);
        assertEquals("256\n", Json.query(found, "[.[].ip]|unique|length"));
    }
}
