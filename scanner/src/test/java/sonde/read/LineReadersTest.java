// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** Lists, grepable files and CSV. */
class LineReadersTest {

    private static final String BLANK =
            "Evidence[tcpFlags=0, ttl=0, rttMicros=-1, responder=null, icmp=-1, mac=-1]";

    private static List<String> words(String content) throws IOException {
        return Results.words(Results.read(content));
    }

    @Test
    void readsLists() throws IOException {
        assertEquals(
                List.of(
                        "1795465782000000000 198.18.0.2 TCP 80 OPEN " + BLANK,
                        "1795465785000000000 198.18.0.2 TCP 80 OPEN "
                                + BLANK
                                + " TITLE NONE lab  <page \\x",
                        "1795465785000000000 2001:db8::2 UDP 53 OPEN " + BLANK + " UNKNOWN NONE ",
                        "1795465786000000000 198.18.0.3 ICMP 0 UP " + BLANK),
                words(
                        "#masscan\nopen tcp 80 198.18.0.2 1795465782\r\n"
                                + "banner tcp 80 198.18.0.2 1795465785 title lab  \\x3cpage \\x\n"
                                + "banner udp 53 2001:db8::2 1795465785 (99)\n\n"
                                + "up icmp 0 198.18.0.3 1795465786\n# end\n"));
    }

    @Test
    void readsMasscansGrepable() throws IOException {
        assertEquals(
                List.of(
                        "1795465725000000000 198.18.0.0 TCP 80 OPEN " + BLANK,
                        "0 198.18.0.0 TCP 80 OPEN " + BLANK + " TITLE NONE lab page: x",
                        "7000000000 2001:db8::2 ICMPV6 0 UP " + BLANK),
                words(
                        "# Masscan 1.3.2 scan initiated Thu Nov 26\n"
                            + "# Ports scanned: TCP(2;80-81)\n"
                            + "Timestamp: 1795465725\tHost: 198.18.0.0 ()\tPorts:"
                            + " 80/open/tcp//http//\n"
                            + "Host: 198.18.0.0 ()\tPort: 80\tService: title\tBanner: lab page: x\n"
                            + "Timestamp: 7\tHost: 2001:db8::2 ()\tStatus: Up\n"
                            + "# Masscan done at Thu Nov 26\n"));
    }

    @Test
    void readsNmapsGrepable() throws IOException {
        assertEquals(
                List.of(
                        "0 198.18.0.2 ICMP 0 UP " + BLANK,
                        "0 198.18.0.2 TCP 22 OPEN " + BLANK,
                        "0 198.18.0.2 UDP 53 CLOSED " + BLANK),
                words(
                        "# Nmap 7.93 scan initiated Thu Nov 26 as: nmap -oG - 198.18.0.2\n"
                            + "Host: 198.18.0.2 (a.example)\tStatus: Up\n"
                            + "Host: 198.18.0.2 (a.example)\tPorts: 22/open/tcp//ssh//OpenSSH 9.2,"
                            + " protocol 2/, 161/open|filtered/udp//snmp///,"
                            + " 53/closed/udp//domain///\tIgnored State: filtered (9)\n"));
    }

    @Test
    void readsCsv() throws IOException {
        assertEquals(
                List.of(
                        "5000000000 198.18.0.2 TCP 80 FILTERED Evidence[tcpFlags=0, ttl=64,"
                                + " rttMicros=12, responder=198.18.0.9, icmp=781, mac=1]",
                        "0 2001:db8::2 TCP 80 OPEN " + BLANK + " HTTP ANSWER a \"b\",\n<c"),
                words(
                        "ip,port,proto,status,ttl,rtt_us,timestamp,from,icmp,mac,service,recognized,banner,mine\r\n"
                            + "198.18.0.2,80,tcp,filtered,64,12,5,198.18.0.9,3/13,00:00:00:00:00:01,,,,x\r\n"
                            + "2001:db8::2,80,tcp,,,,,,,,http,answer,\"a \"\"b\"\",\n"
                            + "\\x3cc\",y\r\n"));
    }

    @Test
    void namesTheLine() {
        assertWrong("open tcp 80 198.18.0.2 7\nopen tcp 80\n", "results, line 2: 'open tcp 80'");
        assertWrong("open tcp 80 198.18.0.2 x\n", "line 1: 'x' is no number");
        assertWrong("open tcp 80 198.18.0.2 9223372036854775807\n", "is no number");
        assertWrong("Host: \u001b[31m ()\tPorts: 80/open/tcp\n", "line 1: ");
        assertWrong("Host: 198.18.0.2 ()\tPorts: 80\n", "is no port/status/protocol");
        assertWrong("ip,port\n198.18.0.2\n", "line 2: has 1 columns where the first line has 2");
        assertWrong("open tcp 80 " + "x".repeat(3_000_000), "is longer than");
        assertWrong("ip,port\n\"" + "x".repeat(3_000_000), "a quote may be missing");
        assertWrong("ip,port\n" + ",".repeat(1000), "more than 256 columns");
    }

    private static void assertWrong(String content, String reason) {
        ReadException e = assertThrows(ReadException.class, () -> Results.read(content));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(message.chars().allMatch(c -> c >= ' ' && c < 0x7F), message);
        assertTrue(message.length() < 500, message);
    }
}
