// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class MasscanXmlTest {

    /** As masscan 1.3.2 writes it, with an end of line of two bytes. */
    private static final String HEAD =
            """
            <?xml version="1.0"?>\r
            <!-- masscan v1.0 scan -->\r
            <nmaprun scanner="masscan" start="1" version="1.0-BETA"  xmloutputversion="1.03">\r
            <scaninfo type="syn" protocol="tcp" />\r
            <host endtime="2"><address addr="198.18.0.9" addrtype="ipv4"/><ports>\
            <port protocol="tcp" portid="443"><state state="open" reason="syn-ack"\
             reason_ttl="64"/></port></ports></host>\r
            """;

    private static final String END =
            """
            <runstats>\r
            <finished time="3" timestr="2026-11-26 08:13:13" elapsed="0" />\r
            <hosts up="7" down="1" total="8" />\r
            </runstats>\r
            </nmaprun>\r
            """;

    private static final OutputSettings APPENDING =
            new OutputSettings(Records.SETTINGS.run(), true, false, List.of(), null, null, null);

    @TempDir Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("masscan.xml"), content);
    }

    @Test
    void goesOnBeforeItsStatistics() throws IOException {
        Path file = file(HEAD + END);
        for (int i = 0; i < 2; i++) {
            RecordWriter writer = OutputFormat.XML.open(file.toString(), APPENDING, null);
            writer.write(Records.PLAIN);
            writer.flush();
            XmlReader.read(Files.readString(file));
            // The second time it has our own end, as one who was killed leaves it.
            if (i > 0) {
                writer.close();
            }
        }
        Document document = XmlReader.read(Files.readString(file));
        assertEquals(3, document.getElementsByTagName("host").getLength());
        assertEquals(1, document.getElementsByTagName("runstats").getLength());
        Element hosts = (Element) document.getElementsByTagName("hosts").item(0);
        assertEquals("10", hosts.getAttribute("total"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD,
                HEAD + "<runstats>\r\n<finished time=\"3\"",
                HEAD + END + "more",
                END,
                "<nmaprun scanner=\"masscan\"<runstats>"
            })
    void goesOnWithNothingElse(String content) throws IOException {
        Path file = file(content);
        assertThrows(
                OutputException.class,
                () -> OutputFormat.XML.open(file.toString(), APPENDING, null));
        assertEquals(content, Files.readString(file));
    }
}
