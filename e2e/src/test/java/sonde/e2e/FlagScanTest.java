// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same targets behind the same firewall, scanned by Sonde and by nmap: both say the same of
 * each target that answers. What does not answer nmap infers something of, and Sonde leaves out.
 */
@Tag("e2e")
class FlagScanTest {

    private static final String IPV4 = "198.18.64.2";
    private static final String IPV6 = DualStack.PEER_ADDRESS;

    /** Open, closed, and refused by a firewall in each of its ways; the last in silence. */
    private static final String PORTS = "80-85";

    private static final Pattern PORT =
            Pattern.compile(
                    "<port protocol=\"(\\w+)\" portid=\"(\\d+)\"><state state=\"([^\"]+)\""
                            + " reason=\"([^\"]+)\"");
    private static final Pattern HOST = Pattern.compile("<status state=\"up\" reason=\"([^\"]+)\"");

    /** What nmap says of no target. */
    private static final String NOTHING = "</nmaprun>";

    private static Lab lab;

    @BeforeAll
    static void start() {
        Require.rootAnd("jq", "nft", "nginx", "dnsmasq", "nmap", "ss");
        lab = Lab.onLink("198.18.1.0/24");
        DualStack.addTo(lab);
        Nginx.start(lab, lab.peer(), "80", "[::]:80");
        UdpServers.startDnsmasq(lab, lab.peer());
        SctpPeer.start(lab);
        lab.peer().must("nft", "add table inet wall");
        lab.peer().must("nft", "add chain inet wall in { type filter hook input priority 0; }");
        refuse("82", "reject with icmpx type port-unreachable");
        refuse("83", "reject with icmpx type admin-prohibited");
        refuse("84", "reject with tcp reset");
        refuse("85", "drop");
    }

    private static void refuse(String port, String how) {
        lab.peer().must("nft", "add rule inet wall in tcp dport " + port + " " + how);
        if (!how.contains("tcp")) {
            lab.peer().must("nft", "add rule inet wall in udp dport " + port + " " + how);
        }
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-sS,-sS",
        "-sA,-sA",
        "-sF,-sF",
        "-sN,-sN",
        "-sX,-sX",
        "-sM,-sM",
        "--scanflags SYNFIN,-sF --scanflags SYNFIN"
    })
    void saysOfTcpPortsWhatNmapSays(String option, String nmapOption) {
        assertSame(option + " -p" + PORTS, nmapOption + " -p" + PORTS, true);
    }

    @Test
    void saysOfUdpPortsWhatNmapSays() {
        assertSame("-pU:53,U:82,U:83,U:85,U:99", "-sU -p53,82,83,85,99", true);
    }

    /** nmap believes any INIT-ACK; the port whose tags are wrong is EveryProbeTest's. */
    @Test
    void saysOfSctpPortsWhatNmapSays() {
        assertSame("-pS:80,S:81", "-sY -p80,81", false);
    }

    @Test
    void saysOfIpProtocolsWhatNmapSays() {
        assertSame("-pO:1,O:6,O:17,O:47", "-sO -p1,6,17,47", false);
    }

    @ParameterizedTest
    @CsvSource({"-PE,-pI:0,echo-reply", "-PP,-pI:1,timestamp-reply", "-PR,--arpscan,arp-response"})
    void asksHostsAsNmapDoes(String nmapOption, String option, String reason) {
        String arp = nmapOption.equals("-PR") ? "" : " --disable-arp-ping";
        Matcher host = HOST.matcher(nmap(IPV4, "-sn " + nmapOption + arp));
        assertTrue(host.find());
        assertEquals(reason, host.group(1));
        Set<String> reasons = new TreeSet<>();
        sonde(IPV4, option).forEach(each -> reasons.add(each.reason()));
        assertEquals(Set.of(reason), reasons);
    }

    private static void assertSame(String options, String nmapOptions, boolean isOfBothFamilies) {
        CompletableFuture<String> ofIpv4 =
                CompletableFuture.supplyAsync(() -> nmap(IPV4, "-Pn " + nmapOptions));
        CompletableFuture<String> ofIpv6 =
                CompletableFuture.supplyAsync(
                        () -> isOfBothFamilies ? nmap(IPV6, "-6 -Pn " + nmapOptions) : NOTHING);
        String targets = isOfBothFamilies ? IPV4 + " " + IPV6 : IPV4;
        List<String> sonde = sonde(targets, options).stream().map(Reported::verdict).toList();
        Set<String> nmap = new TreeSet<>(verdicts(IPV4, ofIpv4.join()));
        nmap.addAll(verdicts(IPV6, ofIpv6.join()));
        Check.sameElements(nmap, sonde, () -> "of nmap's " + nmap + "\nnot " + sonde);
        assertEquals(nmap.size(), sonde.size(), sonde::toString);
    }

    private static List<Reported> sonde(String targets, String options) {
        Path lines = lab.file("sonde-" + System.nanoTime() + ".ndjson");
        String words = targets + " " + options + " --show all --rate 1000 --wait 1 -oD " + lines;
        SondeResult result = lab.run(words.split(" "));
        assertEquals(0, result.exitCode(), result::story);
        Summary.of(result);
        return Reported.inLines(lines);
    }

    /** What it says in XML, with the reasons for it. */
    private static String nmap(String target, String options) {
        List<String> words = new ArrayList<>(List.of("nmap", "-n", "--reason", "--max-retries=1"));
        words.addAll(List.of(options.split(" ")));
        words.addAll(List.of("-oX", "-", target));
        return lab.scanner().must(words.toArray(String[]::new));
    }

    private static List<String> verdicts(String address, String xml) {
        List<String> verdicts = new ArrayList<>();
        Matcher port = PORT.matcher(xml);
        while (port.find()) {
            if (!port.group(4).equals("no-response")) {
                verdicts.add(
                        new Reported(
                                        address,
                                        port.group(1),
                                        Integer.parseInt(port.group(2)),
                                        port.group(3),
                                        port.group(4),
                                        "",
                                        "",
                                        "",
                                        "",
                                        "",
                                        "")
                                .verdict());
            }
        }
        assertTrue(xml.contains("</nmaprun>"), xml);
        return verdicts;
    }
}
