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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every kind of probe and both families of addresses in one run, against a Linux kernel with a few
 * services: each record with what it rests on, and every frame as Wireshark reads it.
 */
@Tag("e2e")
class EveryProbeTest {

    private static final String IPV4 = "198.18.64.2";
    private static final String IPV6 = DualStack.PEER_ADDRESS;

    /** Of a vendor that everybody knows. */
    private static final String PEER_MAC = "00:00:0c:12:34:56";

    /** Linux's IPv4 and IPv6 send with this time to live, and nobody is between. */
    private static final String TTL = "64";

    /** What a kernel and these services answer; a protocol that one family knows only is there. */
    private static final Set<String> EXPECTED =
            Set.of(
                    IPV4 + " tcp/80 open syn-ack",
                    IPV4 + " tcp/81 closed rst-ack",
                    IPV4 + " udp/53 open udp-response",
                    IPV4 + " udp/99 closed port-unreach 3/3",
                    IPV4 + " sctp/80 open init-ack",
                    IPV4 + " sctp/81 closed abort",
                    IPV4 + " icmp/0 open echo-reply 0/0",
                    IPV4 + " icmp/1 open timestamp-reply 14/0",
                    IPV4 + " ip/1 open proto-response",
                    IPV4 + " ip/6 open proto-response",
                    IPV4 + " ip/17 open port-unreach 3/3",
                    IPV4 + " ip/47 closed proto-unreach 3/2",
                    IPV4 + " ip/58 closed proto-unreach 3/2",
                    IPV4 + " arp/0 up arp-response",
                    IPV6 + " tcp/80 open syn-ack",
                    IPV6 + " tcp/81 closed rst-ack",
                    IPV6 + " udp/53 open udp-response",
                    IPV6 + " udp/99 closed port-unreach 1/4",
                    IPV6 + " sctp/80 closed param-prob 4/1",
                    IPV6 + " sctp/81 closed param-prob 4/1",
                    IPV6 + " sctp/83 closed param-prob 4/1",
                    IPV6 + " icmp6/0 open echo-reply 129/0",
                    IPV6 + " ip/1 closed param-prob 4/1",
                    IPV6 + " ip/6 open proto-response",
                    IPV6 + " ip/17 open port-unreach 1/4",
                    IPV6 + " ip/47 closed param-prob 4/1",
                    IPV6 + " ip/58 open proto-response");

    /** Probes for protocols that have no header of theirs: the error they earn is what counts. */
    private static final String HEADERLESS =
            "ip.proto == 47 or ip.proto == 58 or ipv6.nxt == 47 or ipv6.nxt == 1";

    private static final String PORTS =
            "-p80,81,U:53,U:99,S:80,S:81,S:83,I:0,I:1,O:1,O:6,O:17,O:47,O:58";

    private static Lab lab;
    private static SondeResult result;
    private static List<Reported> reported;
    private static Path capture;

    @BeforeAll
    static void scanOnce() {
        Require.rootAnd("jq", "nft", "ethtool", "tcpdump", "tshark", "nginx", "dnsmasq", "ss");
        lab = Lab.onLink("198.18.1.0/24");
        lab.peer().ip("link", "set", Lab.PEER_LINK, "address", PEER_MAC);
        DualStack.addTo(lab);
        // So that a capture has the kernel's own checksums too.
        lab.scanner().must("ethtool", "-K", Lab.SCANNER_LINK, "tx", "off");
        Nginx.start(lab, lab.peer(), "80", "[::]:80");
        UdpServers.startDnsmasq(lab, lab.peer());
        SctpPeer.start(lab);
        Capture running = Capture.ofWholeFramesAtPeer(lab);
        Path lines = lab.file("every.ndjson");
        result =
                lab.run(
                        IPV4,
                        IPV6,
                        PORTS,
                        "--arpscan",
                        "--show",
                        "all",
                        "--rate",
                        "1000",
                        "--wait",
                        "2",
                        "-oD",
                        lines.toString());
        capture = running.stop();
        assertEquals(0, result.exitCode(), result::story);
        reported = Reported.inLines(lines);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void saysOfEachTargetWhatItsKernelDoes() {
        Check.sameElements(EXPECTED, Reported.findings(reported), result::story);
        assertEquals(EXPECTED.size(), reported.size(), () -> reported + result.story());
    }

    @Test
    void timesEveryAnswer() {
        for (Reported each : reported) {
            boolean isArp = each.protocol().equals("arp");
            assertEquals(isArp ? "0" : TTL, each.ttl(), each::toString);
            assertTrue(isArp || !each.rttMicros().isEmpty(), each::toString);
            assertTrue(
                    each.rttMicros().isEmpty() || Long.parseLong(each.rttMicros()) < 10_000_000,
                    each::toString);
        }
    }

    @Test
    void saysWhoseCardAHostOfTheLocalNetworkHas() {
        Reported arp =
                reported.stream()
                        .filter(each -> each.protocol().equals("arp"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(PEER_MAC, arp.mac());
        assertTrue(arp.vendor().contains("Cisco"), arp::toString);
    }

    @Test
    void countsAddUp() {
        Summary summary = Summary.of(result);
        // The DNS port is asked two things.
        assertEquals(summary.count("made"), summary.count("sent"), result::story);
        assertEquals(0, summary.lost(), result::story);
        assertEquals(0, summary.count("malformed"), result::story);
    }

    /** A verification tag that is not the probe's is no answer of port 83's. */
    @Test
    void believesNoSctpWithoutItsTag() {
        assertTrue(
                reported.stream().noneMatch(each -> each.target().equals(IPV4 + " sctp/83")),
                reported::toString);
        assertTrue(Summary.of(result).count("foreign") >= 1, result::story);
    }

    @Test
    void sendsNoFrameThatWiresharkWouldCorrect() {
        List<String> words = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        for (String setting :
                List.of(
                        "ip.check_checksum:TRUE",
                        "tcp.check_checksum:TRUE",
                        "udp.check_checksum:TRUE",
                        "sctp.checksum:TRUE")) {
            words.addAll(List.of("-o", setting));
        }
        List<String> all = Command.must(words).lines().toList();
        assertTrue(all.size() >= Summary.of(result).count("sent"), () -> all + result.story());
        String bad =
                Stream.of("tcp", "udp", "icmp", "icmpv6", "sctp")
                        .map(layer -> layer + ".checksum.status == 0")
                        .collect(Collectors.joining(" or "));
        words.addAll(
                List.of(
                        "-Y",
                        "ip.checksum.status == 0 or (!("
                                + HEADERLESS
                                + ") and (_ws.malformed or "
                                + bad
                                + "))"));
        assertEquals("", Command.must(words), result::story);
    }
}
