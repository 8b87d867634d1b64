// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import sonde.output.OutputSettings.Run;
import sonde.output.OutputSettings.Scanned;
import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class XmlFormatTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_795_465_787L), ZoneOffset.UTC);

    private static String of(ScanRecord record) {
        return Records.text(OutputFormat.XML, record);
    }

    private static String opening(Run run, String stylesheet) {
        OutputSettings settings =
                new OutputSettings(run, false, false, List.of(), null, stylesheet, null);
        return new String(new XmlFormat(settings, CLOCK).opening(), US_ASCII);
    }

    @Test
    void writesALineARecordInMasscansOrder() {
        assertEquals(
                "<host endtime=\"1795465782\">"
                        + "<status state=\"up\" reason=\"syn-ack\" reason_ttl=\"64\"/>"
                        + "<address addr=\"198.18.0.2\" addrtype=\"ipv4\"/>"
                        + "<ports><port protocol=\"tcp\" portid=\"80\">"
                        + "<state state=\"open\" reason=\"syn-ack\" reason_ttl=\"64\"/>"
                        + "</port></ports></host>\n",
                of(Records.PLAIN));
    }

    @Test
    void writesABannerAsServiceAndScript() {
        assertEquals(
                "<host endtime=\"1795465782\">"
                        + "<status state=\"up\" reason=\"response\" reason_ttl=\"64\"/>"
                        + "<address addr=\"198.18.0.2\" addrtype=\"ipv4\"/>"
                        + "<ports><port protocol=\"tcp\" portid=\"80\">"
                        + "<state state=\"open\" reason=\"response\" reason_ttl=\"64\"/>"
                        + "<service name=\"http\" method=\"probed\" conf=\"10\"/>"
                        + "<script id=\"http-title\" output=\"lab &lt;page\"/>"
                        + "</port></ports></host>\n",
                of(Records.BANNER));
    }

    @Test
    void saysHowSureItIsOfAService() {
        assertTrue(
                banner(Service.UNKNOWN, Recognition.NONE)
                        .contains(
                                "<service name=\"unknown\" method=\"table\" conf=\"3\"/>"
                                        + "<script id=\"banner\" output=\"x\"/>"));
        assertTrue(
                banner(Service.HTTP, Recognition.TLS)
                        .contains(
                                "<service name=\"http\" method=\"probed\" conf=\"10\""
                                        + " tunnel=\"ssl\"/>"));
    }

    private static String banner(Service service, Recognition recognition) {
        Banner banner = new Banner(service, recognition, new byte[] {'x'});
        return of(Records.withBanner(Records.PLAIN, banner));
    }

    @Test
    void saysWhoFiltersAndThatTheHostItselfSaidNothing() {
        assertEquals(
                "<host endtime=\"1795465782\">"
                        + "<status state=\"up\" reason=\"user-set\" reason_ttl=\"0\"/>"
                        + "<address addr=\"2001:db8::2\" addrtype=\"ipv6\"/>"
                        + "<ports><port protocol=\"udp\" portid=\"53\">"
                        + "<state state=\"filtered\" reason=\"admin-prohibited\""
                        + " reason_ttl=\"61\" reason_ip=\"2001:db8::fe\"/>"
                        + "</port></ports></host>\n",
                of(Records.FILTERED));
    }

    @Test
    void writesAHostWithoutPortsForArp() {
        assertEquals(
                "<host endtime=\"1795465782\">"
                        + "<status state=\"up\" reason=\"arp-response\" reason_ttl=\"0\"/>"
                        + "<address addr=\"198.18.0.2\" addrtype=\"ipv4\"/>"
                        + "<address addr=\"00:00:0c:12:34:ff\" addrtype=\"mac\""
                        + " vendor=\""
                        + Vendors.of(0x0C1234FFL)
                        + "\"/></host>\n",
                of(Records.NEIGHBOUR));
    }

    @Test
    void opensWithWhatIsScannedAndEscapesTheCommandLine() {
        Run run =
                new Run(
                        "0.5",
                        "198.18.0.0/24 --http-user-agent \"a<b>&'\u00e9\n\"",
                        1_795_465_722L,
                        List.of(
                                new Scanned("tcp", "syn", 2, "80,443"),
                                new Scanned("udp", "odd", 1, "53"),
                                new Scanned("icmp", "echo", 1, "0")));
        assertEquals(
                "<?xml version=\"1.0\"?>\n"
                        + "<!DOCTYPE nmaprun>\n"
                        + "<?xml-stylesheet href=\"a.xsl?b=&quot;&amp;?&gt;\" type=\"text/xsl\"?>\n"
                        + "<!-- Sonde 0.5 -->\n"
                        + "<nmaprun scanner=\"nmap\" args=\"sonde 198.18.0.0/24 --http-user-agent"
                        + " &quot;a&lt;b&gt;&amp;&#39;&#233;\\x0a&quot;\" start=\"1795465722\""
                        + " startstr=\"Mon Nov 23 20:28:42 2026\" version=\"0.5\""
                        + " xmloutputversion=\"1.05\">\n"
                        + "<scaninfo type=\"syn\" protocol=\"tcp\" numservices=\"2\""
                        + " services=\"80,443\"/>\n"
                        + "<scaninfo type=\"udp\" protocol=\"udp\" numservices=\"1\""
                        + " services=\"53\"/>\n"
                        + "<verbose level=\"0\"/>\n<debugging level=\"0\"/>\n",
                opening(run, "a.xsl?b=\"&?>"));
    }

    @Test
    void closesWithTheTimesAndTheNumberOfHosts() {
        assertEquals(
                "<runstats><finished time=\"1795465787\" timestr=\"Mon Nov 23 20:29:47 2026\""
                        + " summary=\"Sonde done at Mon Nov 23 20:29:47 2026; 7 hosts in 65"
                        + " seconds\" elapsed=\"65\" exit=\"success\"/>"
                        + "<hosts up=\"7\" down=\"0\" total=\"7\"/></runstats>\n</nmaprun>\n",
                new String(new XmlFormat(Records.SETTINGS, CLOCK).closing(7), US_ASCII));
    }

    @Test
    void noClosingIsTooLong() {
        Clock late = Clock.fixed(Instant.ofEpochSecond(999_999_999_999L), ZoneOffset.UTC);
        RecordFormat format = new XmlFormat(Records.SETTINGS, late);
        int length = format.provisionalClosing(Long.MAX_VALUE).length;
        assertTrue(length <= XmlFileWriter.CLOSING_MAX_BYTES, "" + length);
    }
}
