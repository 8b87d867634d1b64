// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import sonde.output.OutputSettings.Run;
import sonde.output.OutputSettings.Scanned;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class GrepableFormatTest {

    private static GrepableFormat format(List<Scanned> scanned) {
        return new GrepableFormat(
                new Run("0.5", "", 1_795_465_785L, scanned),
                InstantSource.fixed(Instant.ofEpochSecond(1_796_400_000L)));
    }

    @Test
    void writesMasscansLine() {
        assertEquals(
                "Timestamp: 1795465782\tHost: 198.18.0.2 ()\tPorts: 80/open/tcp//http//\n",
                Records.text(OutputFormat.GREPABLE, Records.PLAIN));
    }

    @Test
    void goesOnBeforeAClosingOfAnyDay() throws IOException {
        GrepableFormat format = format(List.of());
        String start = new String(format.opening(), US_ASCII);
        SimulatedFile file =
                new SimulatedFile(
                        moment -> {}, start + "# Masscan done at Sat Jan  7 01:02:03 2023\n");
        OutputMark mark = format.continuation(file);
        assertEquals(new OutputMark(start.length(), 0, file.key()), mark);
    }

    @Test
    void goesOnWithMasscansFile() throws IOException {
        String start =
                "# Masscan 1.3.2 scan initiated Thu Nov 26 08:13:13 2026\n# Ports scanned:"
                        + " TCP(1;443,) UDP(0;) SCTP(0;) PROTOCOLS(0;)\n"
                        + Records.text(OutputFormat.GREPABLE, Records.PLAIN);
        SimulatedFile file =
                new SimulatedFile(
                        moment -> {}, start + "# Masscan done at Thu Nov 26 08:13:14 2026\n");
        OutputMark mark = format(List.of()).continuation(file);
        assertEquals(new OutputMark(start.length(), 1, file.key()), mark);
    }

    @Test
    void writesTheLeastAndTheLongest() {
        assertEquals(
                "Timestamp: 0\tHost: 0.0.0.0 ()\tPorts: 0/open/tcp//unknown//\n",
                Records.text(OutputFormat.GREPABLE, Records.LEAST));
        assertEquals(
                "Timestamp: -9223372037\tHost: 255.255.255.255 ()\tPorts:"
                        + " 65535/filtered/tcp//unknown//\n",
                Records.text(OutputFormat.GREPABLE, Records.LONGEST));
    }

    @Test
    void writesABanner() {
        assertEquals(
                "Host: 198.18.0.2 ()\tPort: 80\tService: title\tBanner: lab \\x3cpage\n",
                Records.text(OutputFormat.GREPABLE, Records.BANNER));
    }

    @Test
    void writesEveryKind() {
        assertEquals(
                "Timestamp: 1795465782\tHost: 2001:db8::2 ()\tPorts: 53/filtered/udp//domain//\n",
                Records.text(OutputFormat.GREPABLE, Records.FILTERED));
        assertEquals(
                "Timestamp: 1795465782\tHost: 198.18.0.2 ()\tStatus: Up\n",
                Records.text(OutputFormat.GREPABLE, Records.NEIGHBOUR));
    }

    @Test
    void opensWithDateAndPortsAndClosesWithDate() {
        GrepableFormat format =
                format(
                        List.of(
                                new Scanned("tcp", "syn", 3, "80-81,443"),
                                new Scanned("udp", "udp", 1, "53")));
        assertEquals(
                "# Masscan Sonde/0.5 scan initiated Mon Nov 23 20:29:45 2026\n"
                        + "# Ports scanned: TCP(3;80-81,443) UDP(1;53) SCTP(0;) PROTOCOLS(0;)\n",
                new String(format.opening(), US_ASCII));
        assertEquals(
                "# Masscan done at Fri Dec  4 16:00:00 2026\n",
                new String(format.closing(7), US_ASCII));
    }

    @Test
    void opensWithEveryPortHoweverManyPieces() throws IOException {
        String ports = "1,3,".repeat(20_000) + "9";
        SimulatedFile file = new SimulatedFile();
        try (AppendingWriter writer =
                new AppendingWriter(
                        format(List.of(new Scanned("tcp", "syn", 40_001, ports))), file)) {
            writer.write(Records.PLAIN);
        }
        assertTrue(file.content().contains("TCP(40001;" + ports + ")"));
    }
}
