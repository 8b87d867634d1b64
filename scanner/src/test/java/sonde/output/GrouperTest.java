// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

class GrouperTest {

    private static final OutputSettings GROUPING =
            new OutputSettings(Records.SETTINGS.run(), false, true, List.of(), null, null, null);

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("results");
    }

    private static ScanRecord at(ScanRecord record, int seconds, int port) {
        return new ScanRecord(
                record.epochNanos() + seconds * 1_000_000_000L,
                record.address(),
                record.protocol(),
                port,
                record.status(),
                record.evidence(),
                record.banner());
    }

    private static ScanRecord says(
            ScanRecord record, Service service, Recognition recognition, String text) {
        return Records.withBanner(
                record, new Banner(service, recognition, text.getBytes(US_ASCII)));
    }

    private String grouped(OutputFormat format, List<ScanRecord> records) throws IOException {
        try (RecordWriter writer = format.open(file().toString(), GROUPING, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
        }
        return Records.settled(Files.readString(file()));
    }

    private static List<ScanRecord> aHost() {
        ScanRecord https = at(Records.PLAIN, 2, 443);
        ScanRecord http = at(Records.PLAIN, 0, 80);
        ScanRecord other =
                new ScanRecord(
                        0,
                        IpAddress.parse("2001:db8::1"),
                        Protocol.UDP,
                        53,
                        Status.CLOSED,
                        new Evidence(0, 60, 9, null, 0x0104, Evidence.UNKNOWN),
                        null);
        return List.of(
                https,
                other,
                says(https, Service.UNKNOWN, Recognition.NONE, "?"),
                http,
                says(at(https, 3, 443), Service.HTTP, Recognition.TLS, "200 OK"),
                says(https, Service.TITLE, Recognition.TLS, "Hello"),
                Records.NEIGHBOUR);
    }

    @Test
    void bringsPortsAndBannersOfAHostTogetherInXml() throws IOException {
        String up = "<state state=\"open\" reason=\"syn-ack\" reason_ttl=\"64\"/>";
        String expected =
                "<host starttime=\"1795465782\" endtime=\"1795465787\">"
                        + "<status state=\"up\" reason=\"arp-response\" reason_ttl=\"0\"/>"
                        + "<address addr=\"198.18.0.2\" addrtype=\"ipv4\"/>"
                        + "<address addr=\"00:00:0c:12:34:ff\" addrtype=\"mac\" vendor=\""
                        + Vendors.of(0x0C1234FFL)
                        + "\"/><ports><port protocol=\"tcp\" portid=\"80\">"
                        + up
                        + "</port><port protocol=\"tcp\" portid=\"443\">"
                        + up
                        + "<service name=\"http\" method=\"probed\" conf=\"10\" tunnel=\"ssl\"/>"
                        + "<script id=\"banner\" output=\"?\"/>"
                        + "<script id=\"banner\" output=\"200 OK\"/>"
                        + "<script id=\"http-title\" output=\"Hello\"/>"
                        + "</port></ports></host>\n";
        String document = grouped(OutputFormat.XML, aHost());
        assertTrue(document.contains(expected), document);
        assertEquals(2, document.split("<host ", -1).length - 1);
        String closing = "<hosts up=\"2\" down=\"0\" total=\"2\"/></runstats>\n</nmaprun>\n";
        assertTrue(document.endsWith(closing), document);
        assertTrue(
                document.startsWith(
                        Records.document(OutputFormat.XML, List.of()).substring(0, 300)));
    }

    @Test
    void bringsPortsOfAHostTogetherInJson() throws IOException {
        String document = grouped(OutputFormat.JSON, aHost());
        assertTrue(JsonText.isValid(document), document);
        assertTrue(
                document.startsWith(
                        "[\n"
                                + "{   \"ip\": \"198.18.0.2\",   \"timestamp\": \"1795465782\","
                                + " \"ports\": [ {\"port\": 0, \"proto\": \"arp\", \"status\":"
                                + " \"up\","),
                document);
        assertTrue(
                document.contains(
                        "}, {\"port\": 80, \"proto\": \"tcp\", \"status\": \"open\", \"reason\":"
                                + " \"syn-ack\", \"ttl\": 64}, {\"port\": 443, "),
                document);
        assertEquals(3, document.split("\"ip\": ", -1).length);
        assertEquals(8, document.split("\"port\": ", -1).length);
    }

    @Test
    void bringsPortsOfAHostTogetherInGrepableText() throws IOException {
        List<ScanRecord> records = new ArrayList<>(aHost());
        records.add(Records.NEIGHBOUR);
        String document = grouped(OutputFormat.GREPABLE, records);
        String hosts =
                document.lines()
                        .filter(line -> !line.startsWith("#"))
                        .reduce("", (all, line) -> all + line + "\n");
        assertEquals(
                """
                Timestamp: 1795465782\tHost: 198.18.0.2 ()\tStatus: Up
                Timestamp: 1795465782\tHost: 198.18.0.2 ()\tPorts: 80/open/tcp//http//, \
                443/open/tcp//https//
                Host: 198.18.0.2 ()\tPort: 443\tService: unknown\tBanner: ?
                Host: 198.18.0.2 ()\tPort: 443\tService: http\tBanner: 200 OK
                Host: 198.18.0.2 ()\tPort: 443\tService: title\tBanner: Hello
                Timestamp: 0\tHost: 2001:db8::1 ()\tPorts: 53/closed/udp//domain//
                """,
                hosts);
        assertTrue(document.startsWith("# Masscan "), document);
        assertTrue(document.lines().toList().getLast().startsWith("# Masscan done"), document);
    }

    /** What the command line asks before it groups. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void formatsSayWhetherTheyCanBeGrouped(OutputFormat format) {
        assertEquals(format.groups(), format.format(GROUPING).grouping() != null);
        assertTrue(!format.groups() || !format.hasNothingToGroup());
    }

    /** Whatever the order and however small the index, as a map would have them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 100_000})
    void groupsAsAMapWould(int runEntries) throws IOException {
        SplittableRandom random = new SplittableRandom(runEntries);
        List<ScanRecord> records = new ArrayList<>();
        TreeMap<IpAddress, TreeSet<String>> expected = new TreeMap<>();
        for (ScanRecord record : Records.randomWithBanners(runEntries, 300)) {
            IpAddress address =
                    random.nextBoolean()
                            ? IpAddress.ofIpv4(0xC612_0000 + random.nextInt(9) * 0x1000)
                            : new IpAddress(random.nextInt(3) - 1L, random.nextInt(3) - 1L);
            records.add(
                    new ScanRecord(
                            record.epochNanos(),
                            address,
                            record.protocol(),
                            record.port(),
                            record.status(),
                            record.evidence(),
                            record.banner()));
            TreeSet<String> ports = expected.computeIfAbsent(address, key -> new TreeSet<>());
            String protocol = XmlNames.portProtocol(record.protocol());
            if (!protocol.isEmpty()) {
                ports.add(protocol + " " + record.port());
            }
        }
        try (RecordWriter writer =
                OutputFormat.XML.open(file().toString(), Records.SETTINGS, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
                writer.flush();
            }
        }
        RecordFormat format = OutputFormat.XML.format(Records.SETTINGS);
        new Grouper(format, new XmlGrouping(), "results", file(), runEntries).run();
        String document = Files.readString(file());
        assertEquals(render(expected), render(document), "seed " + runEntries);
        assertEquals(
                records.stream().filter(record -> record.banner() != null).count(),
                document.split("<script ", -1).length - 1);
        assertEquals(List.of("results"), names());
    }

    private static String render(TreeMap<IpAddress, TreeSet<String>> hosts) {
        StringBuilder text = new StringBuilder();
        hosts.forEach((host, ports) -> text.append(host.toText()).append(ports).append('\n'));
        return text.toString();
    }

    private static String render(String document) {
        StringBuilder text = new StringBuilder();
        NodeList hosts = XmlReader.read(document).getElementsByTagName("host");
        for (int i = 0; i < hosts.getLength(); i++) {
            Element host = (Element) hosts.item(i);
            Element address = (Element) host.getElementsByTagName("address").item(0);
            NodeList ports = host.getElementsByTagName("port");
            TreeSet<String> names = new TreeSet<>();
            for (int j = 0; j < ports.getLength(); j++) {
                Element port = (Element) ports.item(j);
                String name = port.getAttribute("protocol") + " " + port.getAttribute("portid");
                assertTrue(names.add(name), "twice: " + name);
            }
            text.append(address.getAttribute("addr")).append(names).append('\n');
        }
        return text.toString();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"XML", "JSON", "GREPABLE"})
    void isUngroupedUntilTheEndAndCanBeGoneOnWith(OutputFormat format) throws IOException {
        List<ScanRecord> records = aHost();
        RecordWriter writer = format.open(file().toString(), GROUPING, null);
        for (ScanRecord record : records.subList(0, 3)) {
            writer.write(record);
        }
        writer.suspend();
        assertEquals(
                Records.document(format, records.subList(0, 3)),
                Records.settled(Files.readString(file())));
        Path whole = folder.resolve("whole");
        try (RecordWriter again = format.open(file().toString(), GROUPING, writer.mark());
                RecordWriter once = format.open(whole.toString(), GROUPING, null)) {
            for (ScanRecord record : records.subList(3, records.size())) {
                again.write(record);
            }
            for (ScanRecord record : records) {
                once.write(record);
            }
        }
        assertEquals(
                Records.settled(Files.readString(whole)),
                Records.settled(Files.readString(file())));
        OutputMark mark = writer.mark();
        assertThrows(OutputException.class, () -> format.open(file().toString(), GROUPING, mark));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void leavesAFileWithoutRecordsAsItIs(OutputFormat format) throws IOException {
        assertEquals(Records.document(format, List.of()), grouped(format, List.of()));
        assertEquals(List.of("results"), names());
    }

    @Test
    void keepsThePermissionsAndWhatALinkLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file());
        Files.writeString(file(), "");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        try (RecordWriter writer = OutputFormat.XML.open(link.toString(), GROUPING, null)) {
            writer.write(Records.PLAIN);
        }
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(file()).contains("<host starttime="));
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @ParameterizedTest
    @EnumSource(names = {"XML", "JSON", "GREPABLE"})
    void groupsOnlyFilesAndNotToBeAppendedTo(OutputFormat format) {
        OutputException stream =
                assertThrows(OutputException.class, () -> format.open("/dev/null", GROUPING, null));
        assertEquals(
                "cannot write /dev/null: only a file that is not compressed can be grouped: name"
                        + " one, or omit --group",
                stream.getMessage());
        assertThrows(OutputException.class, () -> format.open("-", GROUPING, null));
        OutputSettings both =
                new OutputSettings(Records.SETTINGS.run(), true, true, List.of(), null, null, null);
        OutputException appended =
                assertThrows(
                        OutputException.class, () -> format.open(file().toString(), both, null));
        assertEquals(
                "cannot write "
                        + file()
                        + ": a grouped file can't be continued: append without --group",
                appended.getMessage());
    }

    @Test
    void aFileThatCanNotBeGroupedKeepsEveryResult() throws IOException {
        RecordWriter writer = OutputFormat.XML.open(file().toString(), GROUPING, null);
        writer.write(Records.PLAIN);
        writer.flush();
        Path moved = folder.resolve("moved");
        Files.move(file(), moved);
        OutputException failure = assertThrows(OutputException.class, writer::close);
        assertTrue(failure.getMessage().startsWith("cannot group " + file() + ": "));
        assertEquals(
                Records.document(OutputFormat.XML, List.of(Records.PLAIN)),
                Records.settled(Files.readString(moved)));
        assertEquals(List.of("moved"), names());
    }

    @Test
    void aLineThatSomebodyChangedEndsItInAMessage() throws IOException {
        RecordWriter writer = OutputFormat.XML.open(file().toString(), GROUPING, null);
        writer.write(Records.PLAIN);
        writer.flush();
        String changed = Files.readString(file()).replace("198.18.0.2", "198.18.0.999");
        Files.writeString(file(), changed);
        OutputException failure = assertThrows(OutputException.class, writer::close);
        assertTrue(failure.getMessage().startsWith("cannot group " + file() + ": "));
        assertEquals(1, failure.getMessage().lines().count());
        assertEquals(List.of("results"), names());
    }
}
