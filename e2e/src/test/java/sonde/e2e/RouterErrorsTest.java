// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Probes that a router on the way sends back: they count for the target that was probed, and the
 * record says who sent them back and why.
 */
@Tag("e2e")
class RouterErrorsTest {

    private static final String ROUTER = Lab.GATEWAY;
    private static final String IPV6_ROUTER = DualStack.PEER_ADDRESS;
    private static final List<String> ALL =
            List.of("tcp/80", "udp/53", "sctp/80", "icmp/0", "ip/47");

    /** Linux's router sends five such errors of IPv4 to a host, then one a second. */
    private static final List<String> FEW = List.of("tcp/80", "ip/47");

    private static Lab lab;

    @BeforeAll
    static void start() {
        Require.rootAnd("jq");
        lab = Lab.silent();
        DualStack.addTo(lab);
        lab.peer().sysctl("net.ipv4.ip_forward", 1);
        lab.peer().sysctl("net.ipv6.conf.all.forwarding", 1);
        lab.peer().ip("link add beyond type veth peer name nowhere".split(" "));
        lab.peer().ip("link", "set", "beyond", "up");
        lab.scanner().ip("-6", "route", "add", "2001:db8:65::/48", "via", IPV6_ROUTER);
        route("", "198.18.1.0/24", "2001:db8:65:1::/64", "dev", "beyond");
        route("prohibit", "198.18.2.0/24", "2001:db8:65:2::/64");
        route("unreachable", "198.18.3.0/24", "2001:db8:65:3::/64");
    }

    private static void route(String type, String ipv4, String ipv6, String... way) {
        for (String range : List.of(ipv4, ipv6)) {
            String words =
                    (range.contains(":") ? "-6 " : "")
                            + ("route add " + type + " " + range).replace("  ", " ")
                            + " "
                            + String.join(" ", way);
            lab.peer().ip(words.strip().split(" "));
        }
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void saysWhichRouterAProbeDidNotGetPast() {
        assertFiltered(
                "-p80,U:53,S:80,I:0,O:47",
                ALL,
                "198.18.1.1",
                "time-exceeded 11/0",
                "2001:db8:65:1::1",
                "time-exceeded 3/0",
                "--ttl",
                "1");
    }

    @Test
    void saysWhereProbesAreProhibited() {
        assertFiltered(
                "-p80,O:47",
                FEW,
                "198.18.2.1",
                "admin-prohibited 3/13",
                "2001:db8:65:2::1",
                "admin-prohibited 1/1");
    }

    @Test
    void saysWhereNobodyKnowsTheHost() {
        assertFiltered(
                "-p80,O:47",
                FEW,
                "198.18.3.1",
                "host-unreach 3/1",
                "2001:db8:65:3::1",
                "no-route 1/0");
    }

    private static void assertFiltered(
            String ports,
            List<String> kinds,
            String ipv4,
            String why,
            String ipv6,
            String whyOfIpv6,
            String... options) {
        Set<String> expected = new TreeSet<>();
        for (String kind : kinds) {
            expected.add(ipv4 + " " + kind + " filtered " + why + " from " + ROUTER);
            expected.add(
                    ipv6
                            + " "
                            + kind.replace("icmp", "icmp6")
                            + " filtered "
                            + whyOfIpv6
                            + " from "
                            + IPV6_ROUTER);
        }
        Path lines = lab.file("errors-" + System.nanoTime() + ".ndjson");
        List<String> words =
                new ArrayList<>(List.of(ipv4, ipv6, ports, "--show", "filtered", "--rate", "1000"));
        words.addAll(List.of("--wait", "2", "-oD", lines.toString()));
        words.addAll(List.of(options));
        SondeResult result = lab.run(words.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::story);
        List<Reported> reported = Reported.inLines(lines);
        Check.sameElements(expected, Reported.findings(reported), result::story);
        assertEquals(expected.size(), reported.size(), reported::toString);
    }
}
