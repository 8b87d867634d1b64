// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the program shows besides results: files, traces, lists. */
@Tag("e2e")
class ReportTest {

    private static final String RANGE = "198.18.0.0/24";
    private static final int ADDRESS_COUNT = 256;

    private static Lab lab;

    @BeforeAll
    static void openLab() {
        Require.rootAnd("nginx", "ss", "tcpdump", "tshark", "jq");
        lab = Lab.routed();
        Nginx.start(lab, lab.peer(), "80");
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void writesTheSameResultsInEveryFormatAtOnce() {
        Path list = lab.file("all.list");
        Path json = lab.file("all.json");
        Path ndjson = lab.file("all.ndjson");
        SondeResult result =
                lab.run(
                        RANGE,
                        "-p80,81",
                        "--rate",
                        "5000",
                        "--wait",
                        "1",
                        "-oL",
                        list.toString(),
                        "-oJ",
                        json.toString(),
                        "-oD",
                        ndjson.toString());
        assertEquals(0, result.exitCode(), result::story);
        assertTrue(Json.read(list).startsWith("#masscan\n"), "as masscan's scripts expect");
        assertTrue(Json.read(list).endsWith("# end\n"), "as masscan's scripts expect");
        assertAllAddresses(Finding.addresses(Finding.inList(list)));
        String open = ".port==80 and .proto==\"tcp\"";
        String status = ".status==\"open\" and .reason==\"syn-ack\" and .ttl==64";
        String time = "(.timestamp|test(\"^[0-9]{10}$\"))";
        assertAllAddresses(
                lines(
                        json,
                        ".[]|select("
                                + time
                                + " and (.ports[0]|"
                                + open
                                + " and "
                                + status
                                + "))"));
        assertAllAddresses(
                lines(ndjson, "select(" + time + " and " + open + " and (.data|" + status + "))"));
        assertEquals(ADDRESS_COUNT, Json.recordCount(json));
        assertEquals(ADDRESS_COUNT, Json.lineCount(ndjson));
    }

    @Test
    void leavesValidFilesWhenNothingIsFound() {
        Path json = lab.file("none.json");
        Path lines = lab.file("none.ndjson");
        SondeResult result =
                lab.run(
                        RANGE,
                        "-p81",
                        "--rate",
                        "5000",
                        "--wait",
                        "0.5",
                        "-oJ",
                        json.toString(),
                        "-oD",
                        lines.toString());
        assertEquals(0, result.exitCode(), result::story);
        assertEquals(0, Json.recordCount(json));
        assertEquals("", Json.read(lines));
    }

    @Test
    void writesTheAnswersToAPcapFileThatTsharkReads() {
        Path pcap = lab.file("answers.pcap");
        SondeResult result =
                lab.run(RANGE, "-p80", "--rate", "5000", "--wait", "1", "--pcap", pcap.toString());
        assertEquals(0, result.exitCode(), result::story);
        String sources =
                Command.must(
                        "tshark",
                        "-n",
                        "-r",
                        pcap.toString(),
                        "-Y",
                        "tcp.flags == 0x12 && tcp.srcport == 80",
                        "-T",
                        "fields",
                        "-e",
                        "ip.src");
        assertAllAddresses(sources.lines().toList());
    }

    @Test
    void tracesEachPacketSentAndReceived() {
        SondeResult result =
                lab.run("198.18.0.0/28", "-p80", "--rate", "1000", "--wait", "1", "--packet-trace");
        assertEquals(0, result.exitCode(), result::story);
        List<String> lines = (result.err() + "\n" + result.out()).lines().toList();
        assertEquals(
                16,
                lines.stream()
                        .filter(line -> line.matches(".*SENT.*198\\.18\\.0\\.\\d+.*:80.*SYN.*"))
                        .count(),
                result::story);
        assertTrue(
                lines.stream()
                                .filter(line ->
                                        line.matches(
                                                ".*RCVD.*198\\.18\\.0\\.\\d+.*:80.*SYN.*ACK.*"))
                                .count()
                        >= 16,
                result::story);
    }

    @Test
    void listsInterfacesWithTheirAddresses() {
        SondeResult result = lab.run("--iflist");
        assertEquals(0, result.exitCode(), result::story);
        assertTrue(result.out().contains(Lab.SCANNER_LINK), result::story);
        assertTrue(result.out().contains(Lab.SCANNER_ADDRESS), result::story);
        assertTrue(result.out().contains(Lab.GATEWAY), result::story);
        assertTrue(result.out().contains("lo"), result::story);
    }

    @Test
    void echoesAConfigurationThatReproducesTheRun() throws IOException {
        String[] arguments =
                ("198.18.0.0/26 198.18.7.0-198.18.7.9 -p80,8000-8003"
                                + " --exclude 198.18.0.3 --seed 99 --rate 777")
                        .split(" ");
        SondeResult echo = lab.run(with(arguments, "--echo"));
        assertEquals(0, echo.exitCode(), echo::story);
        Path config = lab.file("echo.conf");
        Files.writeString(config, echo.out());
        SondeResult direct = lab.run(with(arguments, "-sL"));
        SondeResult fromFile = lab.run("-c", config.toString(), "-sL");
        assertEquals(0, direct.exitCode(), direct::story);
        assertEquals((64 - 1 + 10) * 5, direct.out().lines().count(), direct::story);
        assertEquals(direct.out(), fromFile.out());
        assertEquals(echo.out(), lab.run("-c", config.toString(), "--echo").out());
    }

    @Test
    void listsTargetsInTheOrderInWhichTheyAreProbed() {
        String[] arguments = (RANGE + " -p8000-8003 --seed 5").split(" ");
        SondeResult listed = lab.run(with(arguments, "-sL"));
        assertEquals(0, listed.exitCode(), listed::story);
        Capture capture = Capture.atPeer(lab);
        SondeResult scanned = lab.run(with(arguments, "--rate", "2000", "--wait", "0"));
        assertEquals(0, scanned.exitCode(), scanned::story);
        Check.sameOrder(
                listed.out().lines().toList(),
                capture.probes().stream().map(Probe::target).toList());
        assertNotEquals(listed.out(), lab.run(with(arguments, "-sL", "--seed", "6")).out());
    }

    @Test
    void endsWithASummaryInWhichTheCountsAddUp() {
        SondeResult result = lab.run("198.18.0.0/22", "-p80,81", "--rate", "20000", "--wait", "1");
        assertEquals(0, result.exitCode(), result::story);
        Summary summary = Summary.of(result);
        assertEquals(2048, summary.count("sent"), result::story);
        assertEquals(0, summary.lost(), result::story);
        assertEquals(1024, summary.count("open"), result::story);
        assertFalse(result.err().contains("\r"), "no line is rewritten where no terminal is");
    }

    @Test
    void reportsItsStatusAsJsonLines() throws IOException {
        SondeResult result =
                lab.run(
                        RANGE,
                        "-p80",
                        "--rate",
                        "100",
                        "--wait",
                        "1",
                        "--status-json",
                        "-oL",
                        "/dev/null");
        assertEquals(0, result.exitCode(), result::story);
        Path status = lab.file("status.ndjson");
        Files.writeString(
                status,
                result.err()
                        .lines()
                        .filter(line -> line.startsWith("{"))
                        .collect(Collectors.joining("\n")));
        List<String> states = Json.query(status, ".state", "-r").lines().toList();
        assertTrue(
                states.containsAll(List.of("running", "waiting")),
                () -> states + " " + result.story());
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    private static List<String> lines(Path file, String select) {
        return Json.query(file, select + "|.ip", "-r").lines().toList();
    }

    private static void assertAllAddresses(List<String> addresses) {
        Check.sameElements(Addresses.first(ADDRESS_COUNT), addresses, () -> "");
    }
}
