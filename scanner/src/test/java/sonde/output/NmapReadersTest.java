// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Nmap's own schema and readers take the XML, where they are installed. */
class NmapReadersTest {

    private static final Path DTD = Path.of("/usr/share/nmap/nmap.dtd");
    private static final Path NDIFF = Path.of("/usr/bin/ndiff");

    @TempDir Path folder;

    private static void require(Path file, String what) {
        if (!Files.exists(file)) {
            System.err.println("SKIPPED: needs " + what);
            Assumptions.abort("SKIPPED: needs " + what);
        }
    }

    private Path write(String name, boolean groups, List<ScanRecord> records) throws IOException {
        Path file = folder.resolve(name);
        OutputSettings settings =
                new OutputSettings(
                        Records.SETTINGS.run(), false, groups, List.of(), null, "nmap.xsl", null);
        try (RecordWriter writer = OutputFormat.XML.open(file.toString(), settings, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
            writer.flush();
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isValidByNmapsDtd(boolean groups) throws Exception {
        require(DTD, "nmap.dtd of nmap");
        List<ScanRecord> records = new ArrayList<>(Records.randomWithBanners(5, 150));
        records.addAll(List.of(Records.PLAIN, Records.FILTERED, Records.NEIGHBOUR));
        records.addAll(Records.random(6, 150));
        for (List<ScanRecord> chosen : List.of(records, List.<ScanRecord>of())) {
            String text = Files.readString(write("a.xml", groups, chosen));
            Document document = XmlReader.validate(text, DTD);
            assertEquals(
                    chosen.stream().filter(record -> record.banner() != null).count(),
                    document.getElementsByTagName("script").getLength());
        }
    }

    @Test
    void isValidByNmapsDtdWhileTheScanRuns() throws Exception {
        require(DTD, "nmap.dtd of nmap");
        Path file = folder.resolve("a.xml");
        RecordWriter writer = OutputFormat.XML.open(file.toString(), Records.SETTINGS, null);
        XmlReader.validate(Files.readString(file), DTD);
        for (ScanRecord record : Records.randomWithBanners(7, 40)) {
            writer.write(record);
            writer.flush();
            XmlReader.validate(Files.readString(file), DTD);
        }
        writer.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ndiffSeesWhatIsNew(boolean groups) throws Exception {
        require(NDIFF, "ndiff");
        ScanRecord closed =
                new ScanRecord(
                        0, 0xC612_0003, Records.PLAIN.protocol(), 22, Records.PLAIN.status(), 2, 9);
        Path before = write("before.xml", groups, List.of(Records.PLAIN));
        Path after = write("after.xml", groups, List.of(Records.PLAIN, closed));
        assertEquals(0, ndiff(before, before).exit());
        Answer answer = ndiff(before, after);
        assertEquals(1, answer.exit(), answer.text());
        assertTrue(answer.text().contains("+198.18.0.3:"), answer.text());
        assertTrue(answer.text().contains("+22/tcp open"), answer.text());
        assertTrue(!answer.text().contains("80/tcp"), answer.text());
    }

    private record Answer(int exit, String text) {}

    /** Its exit code is 0 for no difference, 1 for some, 2 for a file it can't read. */
    private static Answer ndiff(Path first, Path second) throws Exception {
        Process process =
                new ProcessBuilder(NDIFF.toString(), first.toString(), second.toString())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Answer(process.waitFor(), text);
    }
}
