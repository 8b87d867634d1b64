// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One scan of both families with everything in it, into files of all formats at once; what other
 * programs make of these, and Sonde itself.
 */
@Tag("e2e")
class FormatsTest {

    /** 8 addresses of IPv4 and 4 of IPv6, open on port 80. */
    private static final String[] SCAN =
            ("198.18.0.0/29 198.18.64.1 2001:db8:f::/126 -p80,81,U:54,S:99 --ping --banners"
                            + " --show closed,filtered --alias-check=no --rate 3000 --wait 1")
                    .split(" ");

    private static final int OPEN_COUNT = 12;

    private static final String OF_PORTS =
            ".[]|[.ip]+(.ports[0]|select(.port>0)|[.port,.proto,.status,.service.banner])";

    private static Lab lab;
    private static Path all;

    @BeforeAll
    static void scan() {
        Require.rootAnd("nginx", "ss", "jq", "ndiff", "zstd");
        Require.file(XmlFile.DTD);
        lab = Nginx.routedLabOfBothFamilies();
        all = lab.file("all");
        SondeResult result =
                lab.run(
                        Stream.concat(Arrays.stream(SCAN), Results.inAllFormats(all).stream())
                                .toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::story);
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    private static Path file(String suffix) {
        return Results.sibling(all, suffix);
    }

    private static SondeResult read(String line) {
        SondeResult result = lab.run(("--readscan " + line).split(" "));
        assertEquals(0, result.exitCode(), result::story);
        return result;
    }

    @Test
    void findsWhatIsThere() {
        List<String> lines = Results.lines(file("list"));
        assertEquals(
                OPEN_COUNT, lines.stream().filter(line -> line.startsWith("open tcp 80 ")).count());
        for (String start :
                List.of("closed tcp 81 ", "closed udp 54 ", "open icmp 0 198.18.0.7 ")) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(start)), start);
        }
        assertEquals(
                OPEN_COUNT,
                lines.stream()
                        .filter(line -> line.matches("banner tcp 80 .* http HTTP.*"))
                        .count());
    }

    @Test
    void allFormatsHaveAllRecords() {
        int records = Results.lines(file("list")).size();
        assertEquals(records, Json.recordCount(file("json")));
        assertEquals(records, Json.lineCount(file("ndjson")));
        assertEquals(records + 1, Results.lines(file("csv")).size());
        assertEquals(records, Results.lines(file("gnmap")).size());
        assertEquals(portRecords(), XmlFile.elements(file("xml")).get("port"));
        long statuses =
                Results.lines(file("list")).stream()
                        .filter(line -> !line.startsWith("banner"))
                        .count();
        assertEquals(statuses, Results.lines(file("uni")).size());
        Set<String> addresses =
                Results.lines(file("list")).stream()
                        .map(line -> line.split(" ")[3])
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(addresses.size(), Results.lines(file("hosts")).size());
        assertEquals(addresses, new TreeSet<>(Results.lines(file("hosts"))));
    }

    /** Records of ports: an echo reply is a host's in XML. */
    private static int portRecords() {
        return (int)
                Results.lines(file("list")).stream()
                        .filter(line -> !line.contains(" icmp 0 "))
                        .filter(line -> !line.contains(" icmp6 0 "))
                        .count();
    }

    /** What each format holds comes back, from each other one that holds it too. */
    @Test
    void readsItsOwnFormatsBack() throws IOException {
        for (String suffix : Results.READABLE) {
            Path name = lab.file("from-" + suffix);
            Results.convert(lab, file(suffix), name, "--show", "closed,filtered");
            XmlFile.elements(Results.sibling(name, "xml"));
            assertSame(suffix, suffix.equals("xml") ? "hosts" : suffix, name);
            assertSame(suffix, "hosts", name);
            if (Set.of("bin", "csv", "json", "ndjson").contains(suffix)) {
                for (String other : List.of("json", "ndjson", "list", "gnmap", "uni", "pem")) {
                    assertSame(suffix, other, name);
                }
            }
        }
        // Of the list, all that a list has; of XML and grepable text, all records.
        int records = Results.lines(file("list")).size();
        for (String suffix : List.of("xml", "gnmap")) {
            Path name = lab.file("from-" + suffix);
            assertEquals(records, Results.lines(Results.sibling(name, "list")).size(), suffix);
            assertEquals(records, Json.recordCount(Results.sibling(name, "json")), suffix);
        }
        assertEquals(
                Json.query(file("json"), OF_PORTS, "-c"),
                Json.query(Results.sibling(lab.file("from-xml"), "json"), OF_PORTS, "-c"));
    }

    private static void assertSame(String from, String to, Path name) throws IOException {
        Path original = file(to);
        Path converted = Results.sibling(name, to);
        if (to.equals("bin")) {
            // But for the time of its opening.
            byte[] left = Files.readAllBytes(original);
            byte[] right = Files.readAllBytes(converted);
            assertTrue(Arrays.equals(left, 99, left.length, right, 99, right.length), from);
        } else {
            assertEquals(Results.lines(original), Results.lines(converted), from + " to " + to);
        }
    }

    /** Ndiff of nmap 7.93 can't sort two scripts of one port, also not nmap's own. */
    @Test
    void ndiffReadsGroupedAndUngroupedXml() {
        Path grouped = lab.file("grouped.xml");
        read(file("bin") + " --show closed,filtered --banner-types http --group -oX " + grouped);
        int hosts = Results.lines(file("hosts")).size();
        assertEquals(hosts, XmlFile.elements(grouped).get("host"));
        for (Path file : List.of(grouped, file("xml"))) {
            Command.Outcome same =
                    Command.run(List.of("ndiff", "--text", file.toString(), file.toString()));
            assertEquals(0, same.exitCode(), same.err());
        }
        Path fewer = lab.file("fewer.xml");
        read(file("bin") + " --banner-types http --group --filter ip!=198.18.0.3 -oX " + fewer);
        Path open = lab.file("open.xml");
        read(file("bin") + " --banner-types http --group -oX " + open);
        Command.Outcome other =
                Command.run(List.of("ndiff", "--text", open.toString(), fewer.toString()));
        assertEquals(1, other.exitCode(), other.err());
        assertTrue(other.out().contains("-198.18.0.3"), other.out());
        assertFalse(other.out().contains("198.18.0.4"), other.out());
    }

    @Test
    void groupsJson() {
        Path json = lab.file("grouped.json");
        read(file("bin") + " --show closed,filtered --group -oJ " + json);
        assertEquals(Results.lines(file("hosts")).size(), Json.recordCount(json));
        assertEquals(
                Results.lines(file("list")).size() + "\n",
                Json.query(json, "[.[].ports[]]|length"));
    }

    /** A line of ports a host, as nmap has it, and nothing lost by that. */
    @Test
    void groupsGrepableText() {
        Path grouped = lab.file("grouped.gnmap");
        read(file("bin") + " --show closed,filtered --group -oG " + grouped);
        List<String> hosts =
                Results.lines(grouped).stream()
                        .filter(line -> line.contains("\tPorts: "))
                        .map(line -> line.split("\t")[1].split(" ")[1])
                        .sorted()
                        .toList();
        assertEquals(Results.lines(file("hosts")).stream().sorted().toList(), hosts);
        Path list = lab.file("of-grouped.list");
        read(grouped + " --show closed,filtered -oL " + list);
        assertEquals(Results.lines(file("list")).size(), Results.lines(list).size());
    }

    @Test
    void choosesRecordsAndFields() {
        Path json = lab.file("chosen.json");
        Path csv = lab.file("chosen.csv");
        Path types = lab.file("types.list");
        read(
                file("bin")
                        + " --show closed --filter port==81&&ip<=198.18.0.3 --fields ip,port,status"
                        + " -oJ "
                        + json
                        + " --output-format csv --output-filename "
                        + csv);
        assertEquals(4, Json.recordCount(json));
        assertEquals(
                "[\"ip\",\"port\",\"status\"]\n",
                Json.query(json, "map(keys_unsorted)|add|unique", "-c"));
        assertEquals("ip,port,status", Results.lines(csv).getFirst().strip());
        assertTrue(
                Results.lines(csv).stream()
                        .skip(1)
                        .allMatch(line -> line.strip().matches("198\\.18\\.0\\.[0-3],81,closed")));
        read(file("bin") + " --banner-types http -oL " + types);
        assertEquals(
                OPEN_COUNT,
                Results.lines(types).stream().filter(line -> line.startsWith("banner ")).count());
    }

    @Test
    void appendsSoThatFilesStayWhole() {
        Path name = lab.file("appended");
        Results.convert(lab, file("bin"), name, "--show", "closed,filtered");
        Results.convert(lab, file("bin"), name, "--show", "closed,filtered", "--output-append");
        int records = 2 * Results.lines(file("list")).size();
        assertEquals(records, Json.recordCount(Results.sibling(name, "json")));
        assertEquals(records, Results.lines(Results.sibling(name, "list")).size());
        assertEquals(records + 1, Results.lines(Results.sibling(name, "csv")).size());
        assertEquals(2 * portRecords(), XmlFile.elements(Results.sibling(name, "xml")).get("port"));
        for (String suffix : Results.READABLE) {
            String readBack =
                    read(Results.sibling(name, suffix) + " --show closed,filtered -oL -").out();
            assertEquals(
                    records,
                    readBack.lines().filter(line -> !line.startsWith("#")).count(),
                    suffix);
        }
    }

    @Test
    void namesAStylesheet() {
        Path xml = lab.file("styled.xml");
        read(file("bin") + " --stylesheet style.xsl -oX " + xml);
        assertTrue(
                Json.read(xml).contains("<?xml-stylesheet href=\"style.xsl\" type=\"text/xsl\"?>"));
        XmlFile.elements(xml);
    }

    /** By the program that people have, by Sonde, and with what is behind the whole frames cut. */
    @Test
    void readsAndAppendsZstandard() throws IOException {
        Path packed = lab.file("packed.ndjson.zst");
        String convert = file("bin") + " --show closed,filtered -oD " + packed;
        read(convert);
        String once = Command.must("zstd", "-dcq", packed.toString());
        assertEquals(Results.lines(file("list")).size(), once.lines().count());
        Files.writeString(packed, "(torn", StandardOpenOption.APPEND);
        read(convert + " --output-append");
        assertEquals(once + once, Command.must("zstd", "-dcq", packed.toString()));
        assertEquals(once + once, read(packed + " --show closed,filtered -oD -").out());
        Path other = lab.file("other.json.zst");
        Command.must("zstd", "-qf", "-19", file("json").toString(), "-o", other.toString());
        assertEquals(
                read(file("json") + " --show closed,filtered -oL -").out(),
                read(other + " --show closed,filtered -oL -").out());
    }

    @Test
    void leavesValidFilesOfEveryFormatWhenNothingIsFound() {
        Path name = lab.file("empty");
        List<String> words =
                Stream.concat(
                                Stream.of(
                                        "198.18.0.0/29", "-p82", "--rate", "3000", "--wait", "0.2"),
                                Results.inAllFormats(name).stream())
                        .collect(Collectors.toList());
        words.addAll(List.of("-oX", name + ".xml.gz", "-oJ", name + ".json.zst"));
        SondeResult result = lab.run(words.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::story);
        assertEquals(0, Json.recordCount(Results.sibling(name, "json")));
        assertEquals(null, XmlFile.elements(Results.sibling(name, "xml")).get("host"));
        assertEquals("[\n]\n", Command.must("zstd", "-dcq", name + ".json.zst"));
        assertTrue(Command.must("zcat", name + ".xml.gz").strip().endsWith("</nmaprun>"));
        List<String> again = new ArrayList<>(List.of("--readscan"));
        for (String suffix : Results.READABLE) {
            again.add(Results.sibling(name, suffix).toString());
        }
        again.addAll(List.of(name + ".xml.gz", name + ".json.zst", "-oL", "-"));
        SondeResult read = lab.run(again.toArray(String[]::new));
        assertEquals(0, read.exitCode(), read::story);
        assertEquals("#masscan\n# end\n", read.out());
    }
}
