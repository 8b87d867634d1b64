// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@link MasscanFilesTest} leaves out of what masscan finds: SCTP, answers to echo requests
 * and to UDP, certificates and weak TLS, by both families. Each is of a scan by masscan itself,
 * written by {@code -oB}, and as text by masscan reading that.
 *
 * <p>Not there, as masscan 1.3.2 writes none: the label {@code safe} and what heartbleed and
 * ticketbleed leave, since {@code --vuln}, {@code --heartbleed} and {@code --ticketbleed} end it
 * with "unknown config option: no-capture=cert"; answers that {@code --rawudp} would report, which
 * it does not know; ICMP timestamps, whose replies it passes over; IP protocols, for which it sends
 * nothing; and record types 1 to 5, of versions before 1.0.4.
 */
@Tag("e2e")
class MasscanRecordsTest {

    /** Dnsmasq answers on an address of an interface alone. */
    private static final String RESOLVER = "198.18.0.9";

    private static final String OURS = " --source-ip " + Lab.SCANNER_ADDRESS;
    private static final String OURS_OF_IPV6 = " --source-ip " + Ipv6Lab.SCANNER_ADDRESS;
    private static final String SHORT = " --wait 2 --rate 50";

    /** Masscan waits two seconds for a server to speak first. */
    private static final String TALK = " --banners --wait 7 --rate 50 --source-ip ";

    /** A scan each; banners from addresses that nobody has, as the kernel would end them. */
    private static final Map<String, String> SCANS =
            Map.of(
                    "sctp", "198.18.0.5 -pS:80,S:81 --show closed --retries 1" + OURS + SHORT,
                    "echo", "198.18.0.5 --ping --retries 1" + OURS + SHORT,
                    "echo6", "2001:db8:f::5 --ping --retries 1" + OURS_OF_IPV6 + SHORT,
                    "udp", RESOLVER + " -pU:53" + TALK + "198.19.255.12 --source-port 44444",
                    "tls",
                            "198.18.0.5-198.18.0.6 -p443,444 --hello ssl"
                                    + TALK
                                    + "198.19.255.13 --source-port 44444",
                    "tls6",
                            "2001:db8:f::5/127 -p443"
                                    + TALK
                                    + Ipv6Lab.SPARE_ADDRESS
                                    + " --source-port 44444");

    /** What must be among the records, as lines of a list without their times. */
    private static final List<String> EXPECTED =
            List.of(
                    "open sctp 80 198\\.18\\.0\\.5",
                    "closed sctp 81 198\\.18\\.0\\.5",
                    "open icmp 0 198\\.18\\.0\\.5",
                    "open icmp 0 2001:db8:f::5",
                    "open udp 53 198\\.18\\.0\\.9",
                    "banner udp 53 198\\.18\\.0\\.9 dns-ver dnsmasq.*",
                    "banner tcp 443 198\\.18\\.0\\.[56] ssl TLS/1.*lab\\.example.*",
                    "banner tcp 443 198\\.18\\.0\\.[56] X509 MII.*",
                    "banner tcp 443 2001:db8:f::[45] ssl TLS/1.*",
                    "banner tcp 443 2001:db8:f::[45] X509 MII.*",
                    "banner tcp 444 198\\.18\\.0\\.[56] vuln SSL\\[v3\\] *");

    /** Sonde's hello offers no SSL 3.0, and has an alert in its place. */
    private static final String OF_MASSCAN_ALONE =
            "banner tcp 444 198\\.18\\.0\\.[56] ssl SSLv3 .*";

    /** So much of a line is shown; certificates are longer. */
    private static final int SHOWN_MAX = 120;

    private static final List<Path> FILES = new ArrayList<>();

    private static Lab lab;

    /** Masscan's list of all records, without their times. */
    private static List<String> masscans;

    @BeforeAll
    static void scan() {
        Require.rootAnd(
                "nginx", "ss", "masscan", "timeout", "jq", "nft", "openssl", "dnsmasq", "bash");
        lab = Ipv6Lab.routed();
        Certificate certificate = Certificate.make(lab);
        Nginx.startWithTls(certificate, lab, lab.peer(), "443 ssl", "[::]:443 ssl");
        SslThreeServer.start(lab, certificate);
        SctpPeer.start(lab);
        lab.peer().ip("address", "add", RESOLVER + "/32", "dev", "lo");
        UdpServers.startDnsmasq(lab, lab.peer());
        Masscan.keepAwake(lab);
        List<Masscan> scans = new ArrayList<>();
        SCANS.forEach((name, line) -> {
            FILES.add(lab.file(name + ".bin"));
            scans.add(Masscan.scan(lab, FILES.getLast(), line));
        });
        scans.forEach(Masscan::await);
        masscans = Results.lines(byMasscan("-oL"));
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    private static Path byMasscan(String format) {
        Path file = lab.file("masscans" + format);
        Masscan.read(FILES, List.of("--show", "closed", format, file.toString()));
        return file;
    }

    private static Path bySonde(List<Path> files, String format, Path to) {
        List<String> words = new ArrayList<>(List.of("--readscan"));
        files.forEach(file -> words.add(file.toString()));
        words.addAll(List.of("--show", "closed", format, to.toString()));
        SondeResult result = lab.run(words.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::story);
        return to;
    }

    private static void assertHasAll(List<String> lines) {
        EXPECTED.forEach(each -> assertHas(each, lines));
    }

    private static void assertHas(String expected, List<String> lines) {
        assertTrue(
                lines.stream()
                        .map(MasscanRecordsTest::withoutTime)
                        .anyMatch(record -> record.matches(expected)),
                () -> expected + " in\n" + shortened(lines));
    }

    private static String shortened(List<String> lines) {
        return lines.stream()
                .map(line -> line.substring(0, Math.min(line.length(), SHOWN_MAX)))
                .collect(Collectors.joining("\n"));
    }

    private static String withoutTime(String line) {
        return line.replaceFirst("^(\\S+ \\S+ \\S+ \\S+) \\d+", "$1");
    }

    @Test
    void readsItsRecordsAsMasscanDoes() {
        assertHasAll(masscans);
        assertHas(OF_MASSCAN_ALONE, masscans);
        Path list = bySonde(FILES, "-oL", lab.file("sondes.list"));
        assertEquals(masscans, Results.lines(list));
        String words =
                ".[]|[.ip,.timestamp]+(.ports[0]|[.port,.proto,.status,.ttl,"
                        + ".service.name,.service.banner])";
        assertEquals(
                Json.query(byMasscan("-oJ"), words, "-c"),
                Json.query(bySonde(FILES, "-oJ", lab.file("sondes.json")), words, "-c"));
    }

    /** In each of its texts but the grepable one, in which banners have no protocol and no time. */
    @ParameterizedTest
    @ValueSource(strings = {"-oL", "-oJ", "-oD", "-oX"})
    void readsThemFromMasscansText(String format) {
        Path list = bySonde(List.of(byMasscan(format)), "-oL", lab.file("of" + format));
        assertEquals(masscans, Results.lines(list));
    }

    /** But for the protocol and the time of banners, which it does not have. */
    @Test
    void readsThemFromMasscansGrepableText() {
        List<String> lines =
                Results.lines(bySonde(List.of(byMasscan("-oG")), "-oL", lab.file("of-oG")));
        assertEquals(ofGrepable(masscans), ofGrepable(lines));
    }

    private static List<String> ofGrepable(List<String> lines) {
        return lines.stream()
                .map(line ->
                        line.startsWith("banner ")
                                ? withoutTime(line).replace("banner udp", "banner tcp")
                                : line)
                .toList();
    }

    /** As a scan does that takes up what masscan has left. */
    @Test
    void goesOnWithMasscansFiles() {
        List<String> formats = List.of("-oL", "-oJ", "-oD", "-oX", "-oG");
        List<Path> files =
                new ArrayList<>(formats.stream().map(MasscanRecordsTest::byMasscan).toList());
        List<String> words = new ArrayList<>(List.of("--readscan"));
        FILES.forEach(file -> words.add(file.toString()));
        words.addAll(List.of("--show", "closed", "--append-output"));
        for (int i = 0; i < formats.size(); i++) {
            words.addAll(List.of(formats.get(i), files.get(i).toString()));
        }
        SondeResult result = lab.run(words.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::story);
        assertEquals(2 * masscans.size(), Json.recordCount(files.get(formats.indexOf("-oJ"))));
        List<String> lines = Results.lines(bySonde(files, "-oL", lab.file("twice.list")));
        assertEquals(2 * formats.size() * masscans.size(), lines.size());
    }

    /** Record for record, in the same order. */
    @Test
    void masscanReadsSuchRecordsOfSondes() {
        Path file = lab.file("ours.bin");
        Path json = lab.file("ours.json");
        Path list = lab.file("ours.list");
        SondeResult result =
                lab.run(
                        ("198.18.0.5 198.18.0.6 RESOLVER 2001:db8:f::4/127 --ping"
                                        + " -p443,444,S:80,S:81,U:53,I:1 --banners --vuln poodle"
                                        + " --show closed --alias-check=no --rate 300 --wait 1")
                                .replace("RESOLVER", RESOLVER)
                                .concat(" -oB " + file + " -oJ " + json + " -oL " + list)
                                .split(" "));
        assertEquals(0, result.exitCode(), result::story);
        List<String> lines = new ArrayList<>(Results.lines(list));
        lines.replaceAll(line -> line.replace("icmp6", "icmp"));
        assertHasAll(lines);
        assertHas("banner tcp 443 198\\.18\\.0\\.5 safe poodle.*", lines);
        Path read = Masscan.readAsJson(file, "--show", "closed");
        assertEquals(Json.query(json, Masscan.WORDS, "-c"), Json.query(read, Masscan.WORDS, "-c"));
    }
}
