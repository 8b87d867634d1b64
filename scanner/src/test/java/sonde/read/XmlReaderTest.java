// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class XmlReaderTest {

    private static final String START = "<?xml version=\"1.0\"?>\r\n";

    private static List<String> words(String content) throws IOException {
        return Results.words(Results.read(START + content));
    }

    @Test
    void readsMasscans() throws IOException {
        String masscans =
                "<!-- masscan v1.0 scan <host> -->\r\n"
                        + "<?xml-stylesheet href=\"\" type=\"text/xsl\"?>\r\n"
                        + "<nmaprun scanner=\"masscan\" start=\"1795465704\" version=\"1.0-BETA\" "
                        + " xmloutputversion=\"1.03\">\r\n"
                        + "<scaninfo type=\"syn\" protocol=\"tcp\" />\r\n"
                        + "<host endtime=\"1795465705\"><address addr=\"2001:db8::2\""
                        + " addrtype=\"ipv4\"/><ports><port protocol=\"tcp\" portid=\"80\"><state"
                        + " state=\"open\" reason=\"syn-ack\""
                        + " reason_ttl=\"64\"/></port></ports></host>\r\n"
                        + "<host endtime=\"1795465705\"><address addr=\"198.18.0.2\""
                        + " addrtype=\"ipv4\"/><ports><port protocol=\"tcp\" portid=\"80\"><state"
                        + " state=\"open\" reason=\"response\" reason_ttl=\"64\" /><service"
                        + " name=\"title\" banner=\"lab"
                        + " \\x3cpage\"></service></port></ports></host>\r\n"
                        + "<runstats>\r\n"
                        + "<hosts up=\"1\" down=\"0\" total=\"1\" /></runstats></nmaprun>";
        List<String> words = words(masscans);
        assertEquals(2, words.size());
        assertEquals(
                "1795465705000000000 2001:db8::2 TCP 80 OPEN Evidence[tcpFlags=18, ttl=64,"
                        + " rttMicros=-1, responder=null, icmp=-1, mac=-1]",
                words.getFirst());
        assertTrue(
                words.getLast()
                        .endsWith(
                                "ttl=64, rttMicros=-1, responder=null, icmp=-1,"
                                        + " mac=-1] TITLE NONE lab <page"),
                words.getLast());
    }

    @Test
    void readsNmaps() throws IOException {
        String nmaps =
                "<!DOCTYPE nmaprun [<!ENTITY x \"<host>\"><!ENTITY y '>'>]>\n"
                    + "<nmaprun><host starttime=\"5\" endtime=\"6\"><status state=\"up\""
                    + " reason=\"arp-response\" reason_ttl=\"0\"/><address addr='198.18.0.2'"
                    + " addrtype='ipv4'/><address addr=\"02:00:00:00:00:01\""
                    + " addrtype=\"mac\"/><ports><extraports state=\"closed\""
                    + " count=\"9\"><extrareasons reason=\"reset\"/></extraports><port"
                    + " protocol=\"tcp\" portid=\"22\"><state state=\"open\" reason=\"syn-ack\""
                    + " reason_ttl=\"64\"/><service name=\"ssh\" product=\"OpenSSH\""
                    + " version=\"9.2\" method=\"probed\" conf=\"10\"/><script id=\"banner\""
                    + " output=\"SSH-2.0 &#233;&amp;&#xa;\"/></port><port protocol=\"udp\""
                    + " portid=\"53\"><state state=\"open|filtered\""
                    + " reason=\"no-response\"/></port><port protocol=\"udp\" portid=\"54\"><state"
                    + " state=\"closed\" reason=\"port-unreach\"/></port></ports></host><host"
                    + " endtime=\"7\"><status state=\"up\" reason=\"echo-reply\""
                    + " reason_ttl=\"63\"/><address addr=\"2001:db8::2\""
                    + " addrtype=\"ipv6\"/></host><host><status state=\"down\""
                    + " reason=\"no-response\"/><address addr=\"198.18.0.4\""
                    + " addrtype=\"ipv4\"/></host></nmaprun>";
        List<String> words = words(nmaps);
        String host = "6000000000 198.18.0.2 ";
        String mac = ", mac=2199023255553]";
        assertEquals(
                List.of(
                        host
                                + "TCP 22 OPEN Evidence[tcpFlags=18, ttl=64, rttMicros=-1,"
                                + " responder=null, icmp=-1"
                                + mac,
                        host
                                + "TCP 22 OPEN Evidence[tcpFlags=18, ttl=64, rttMicros=-1,"
                                + " responder=null, icmp=-1"
                                + mac
                                + " NMAP NONE OpenSSH 9.2",
                        host
                                + "TCP 22 OPEN Evidence[tcpFlags=18, ttl=64, rttMicros=-1,"
                                + " responder=null, icmp=-1"
                                + mac
                                + " SSH NONE SSH-2.0 \u00c3\u00a9&\n",
                        host
                                + "UDP 54 CLOSED Evidence[tcpFlags=0, ttl=0, rttMicros=-1,"
                                + " responder=null, icmp=771"
                                + mac,
                        "7000000000 2001:db8::2 ICMPV6 0 OPEN Evidence[tcpFlags=0, ttl=63,"
                                + " rttMicros=-1, responder=null, icmp=-1, mac=-1]"),
                words);
    }

    @Test
    void noticesThatAHostHasNoEnd() throws IOException {
        String port = "<port protocol=\"tcp\" portid=\"7\"><state state=\"open\" /></port>";
        String host =
                "<host endtime=\"7\"><address addr=\"198.18.0.2\" addrtype=\"ipv4\"/><ports>"
                        + port;
        try (RecordReader cut = Results.open(("<nmaprun>" + host).getBytes(US_ASCII))) {
            assertEquals(1, Results.all(cut).size());
            assertTrue(cut.isCutShort());
        }
        String whole = "<nmaprun>" + host + "</ports></host>\n";
        try (RecordReader reader = Results.open(whole.getBytes(US_ASCII))) {
            assertEquals(1, Results.all(reader).size());
            assertFalse(reader.isCutShort(), "masscan leaves out the end of the document");
        }
    }

    @Test
    void repliesOfIcmpAreThePortsThatTheyAreInOtherFormats() throws IOException {
        String host =
                "<nmaprun><host endtime=\"7\"><status state=\"up\" reason=\"#\"/><address"
                        + " addr=\"198.18.0.2\" addrtype=\"ipv4\"/></host></nmaprun>";
        String start = "7000000000 198.18.0.2 ";
        String echo = words(host.replace("#", "echo-reply")).getFirst();
        assertTrue(echo.startsWith(start + "ICMP 0 OPEN"), echo);
        String timestamp = words(host.replace("#", "timestamp-reply")).getFirst();
        assertTrue(timestamp.startsWith(start + "ICMP 1 OPEN"), timestamp);
        String arp = words(host.replace("#", "arp-response")).getFirst();
        assertTrue(arp.startsWith(start + "ARP 0 UP"), arp);
    }

    @Test
    void readsSondes() throws IOException {
        String sondes =
                "<!DOCTYPE nmaprun>\n<nmaprun scanner=\"nmap\"><host endtime=\"7\"><status"
                        + " state=\"up\" reason=\"response\" reason_ttl=\"64\"/><address"
                        + " addr=\"198.18.0.2\" addrtype=\"ipv4\"/><ports><port protocol=\"tcp\""
                        + " portid=\"443\"><state state=\"open\" reason=\"response\""
                        + " reason_ttl=\"64\"/><service name=\"http\" method=\"probed\" conf=\"10\""
                        + " tunnel=\"ssl\"/><script id=\"http-title\" output=\"a &lt;b\\xff\"/>"
                        + "</port></ports></host>\n<host endtime=\"8\"><status state=\"unknown\""
                        + " reason=\"admin-prohibited\" reason_ttl=\"61\"/><address"
                        + " addr=\"2001:db8::2\" addrtype=\"ipv6\"/></host>\n<host endtime=\"9\">"
                        + "<status state=\"up\" reason=\"response\" reason_ttl=\"0\"/><address"
                        + " addr=\"2001:db8::\" addrtype=\"ipv6\"/><hostscript><script id=\"alias\""
                        + " output=\"2001:db8::/64\"/></hostscript></host></nmaprun><?sonde ?>";
        List<String> words = words(sondes);
        assertEquals(3, words.size(), words.toString());
        assertTrue(words.get(0).startsWith("7000000000 198.18.0.2 TCP 443 OPEN"), words.get(0));
        assertTrue(words.get(0).endsWith("TITLE TLS a <b\u00ff"), words.get(0));
        assertTrue(words.get(1).startsWith("8000000000 2001:db8::2 ICMPV6 0 FILTERED"));
        assertTrue(words.get(1).contains("icmp=257"), words.get(1));
        assertTrue(words.get(2).startsWith("9000000000 2001:db8:: ICMPV6 0 UP"), words.get(2));
        assertTrue(words.get(2).endsWith("ALIAS NONE 2001:db8::/64"), words.get(2));
    }

    @Test
    void expandsNoEntities() {
        String bomb =
                "<!DOCTYPE nmaprun [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><nmaprun><host>"
                        + "<address addr=\"&b;\" addrtype=\"ipv4\"/></host></nmaprun>";
        assertWrong(bomb, "&b; stands for nothing");
        assertWrong("<!DOCTYPE x SYSTEM \"file:///etc/hostname\"><host a=\"&x;\"/>", "&x;");
        assertWrong("<host a=\"&#x110000;\"/>", "stands for nothing");
    }

    @Test
    void namesTheLine() {
        assertWrong("<nmaprun>\n<host><address addr=\"here\"/></host>", "line 3");
        assertWrong("<host><address/></host>", "<address> has no addr");
        assertWrong("<host a=b/>", "has no quotes");
        assertWrong("<host a=\"" + "x".repeat(2_000_000) + "\"/>", "longer than");
        assertWrong("<" + "h".repeat(1000) + ">", "a name is longer");
    }

    @Test
    void saysWhetherItWasCutShort() throws IOException {
        try (RecordReader reader = Results.open(START + "<nmaprun><host endtime=\"")) {
            assertEquals(List.of(), Results.all(reader));
            assertTrue(reader.isCutShort());
        }
    }

    private static void assertWrong(String content, String reason) {
        ReadException e = assertThrows(ReadException.class, () -> Results.read(START + content));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }
}
