// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Binary files of the real masscan's scans, and of Sonde's, read by both. */
@Tag("e2e")
class MasscanFilesTest {

    /** What both say of a record; reasons where masscan has them. */
    private static final String WORDS =
            ".[]|[.ip,.timestamp]+(.ports[0]|[.port,.proto,.status,.ttl,"
                    + "(if .proto == \"tcp\" then .reason else null end),"
                    + ".service.name,.service.banner])";

    private static Lab lab;
    private static Masscan bannerScan;
    private static Path banners;
    private static Path statuses;
    private static Path ipv6;
    private static Path neighbours;

    /**
     * Masscan waits for seconds, so that all its scans run at once; and loses some of what comes at
     * once.
     */
    @BeforeAll
    static void scan() {
        Require.rootAnd("nginx", "ss", "masscan", "timeout", "jq");
        lab = Nginx.routedLabOfBothFamilies();
        banners = lab.file("banners.bin");
        statuses = lab.file("statuses.bin");
        ipv6 = lab.file("ipv6.bin");
        neighbours = lab.file("neighbours.bin");
        bannerScan =
                Masscan.scan(
                        lab,
                        banners,
                        "198.18.0.5-198.18.0.7 -p80 --banners --capture html --wait 9 --rate 50"
                                + " --source-ip 198.19.255.9 --source-port 44444");
        String common = " --wait 2 --rate 50";
        List<Masscan> scans =
                List.of(
                        Masscan.scan(
                                lab,
                                statuses,
                                "198.18.0.5 -p80,81,U:54 --ping --show closed --retries 1"
                                        + " --source-ip "
                                        + Lab.SCANNER_ADDRESS
                                        + common),
                        Masscan.scan(
                                lab,
                                ipv6,
                                "2001:db8:f::5/127 -p80,81 --show closed --retries 1 --source-ip "
                                        + Ipv6Lab.SCANNER_ADDRESS
                                        + common),
                        Masscan.scan(lab, neighbours, "--arpscan " + Lab.GATEWAY + common));
        scans.forEach(Masscan::await);
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    private static Path readAsJson(Path file, String... options) {
        Path json = Results.sibling(file, "sonde.json");
        List<String> words = new ArrayList<>(List.of("--readscan", file.toString()));
        words.addAll(List.of(options));
        words.addAll(List.of("-oJ", json.toString()));
        SondeResult result = lab.run(words.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::story);
        return json;
    }

    private static String assertReadAlike(Path file) {
        String words = Json.query(readAsJson(file, "--show", "closed"), WORDS, "-c");
        assertEquals(Json.query(Masscan.readAsJson(file, "--show", "closed"), WORDS, "-c"), words);
        return words;
    }

    @Test
    void readsStatusesAsMasscanDoes() {
        String words = assertReadAlike(statuses);
        assertTrue(words.contains("80,\"tcp\",\"open\",64,\"syn-ack\""), words);
        assertTrue(words.contains("81,\"tcp\",\"closed\",64,\"rst-ack\""), words);
    }

    @Test
    void readsStatusesOfIpv6AsMasscanDoes() {
        String words = assertReadAlike(ipv6);
        assertTrue(words.contains("[\"2001:db8:f::4\""), words);
    }

    /** With the labels of the version that wrote them, though all versions' files begin alike. */
    @Test
    void readsBannersAsMasscanDoes() {
        bannerScan.await();
        String words = assertReadAlike(banners);
        for (String label : List.of("http", "http.server", "html")) {
            assertTrue(words.contains("\"" + label + "\""), () -> label + " in\n" + words);
        }
    }

    /** Which masscan itself does not read. */
    @Test
    void readsNeighbours() {
        String words =
                Json.query(readAsJson(neighbours), ".[]|[.ip]+(.ports[0]|[.proto,.status])", "-c");
        assertTrue(
                words.startsWith("[\"" + Lab.GATEWAY + "\",\"arp\",\"up\"]\n"),
                () -> "in\n" + words);
    }

    /** Record for record, in the same order; labels alone where its numbers are Sonde's. */
    @Test
    void masscanReadsWhatSondeWrote() {
        Path file = lab.file("ours.bin");
        Path json = lab.file("ours.json");
        SondeResult result =
                lab.run(
                        ("198.18.0.0/29 198.18.64.1 2001:db8:f::/126 -p80,81,U:54,S:99 --ping"
                                        + " --banners --show closed --alias-check=no --rate 3000"
                                        + " --wait 1 -oB "
                                        + file
                                        + " -oJ "
                                        + json)
                                .split(" "));
        assertEquals(0, result.exitCode(), result::story);
        Path masscans = Masscan.readAsJson(file, "--show", "closed");
        assertEquals(Json.recordCount(json), Json.recordCount(masscans));
        assertEquals(
                Json.query(json, Masscan.WORDS, "-c"), Json.query(masscans, Masscan.WORDS, "-c"));
        assertTrue(Json.query(masscans, Masscan.WORDS, "-c").contains("HTTP/1.1 200"));
    }

    /** Neighbours, which masscan's own files have and which stop its reading there. */
    @Test
    void masscanReadsNeighboursThatSondeWrote() {
        Path file = lab.file("ours-neighbours.bin");
        SondeResult result =
                lab.run(
                        ("--arpscan " + Lab.GATEWAY + " 198.18.0.1 --wait 1 -oB " + file)
                                .split(" "));
        assertEquals(0, result.exitCode(), result::story);
        assertEquals(
                "[\"" + Lab.GATEWAY + "\",0,\"arp\",\"open\"]\n",
                Json.query(
                        Masscan.readAsJson(file),
                        ".[]|[.ip]+(.ports[0]|[.port,.proto,.status])",
                        "-c"));
    }
}
