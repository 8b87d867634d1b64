// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Scans from addresses that the host does not have: the far side asks for them, Sonde answers. */
@Tag("e2e")
class SpareAddressTest {

    private static final int INPUT = 2;
    private static final int HOST = 3;
    private static final String SPARE = "198.19.255.77";

    /** 256 addresses of {@link #NETWORK}, whose broadcast address is none of them. */
    private static final String RANGE = "198.19.0.128-198.19.1.127";

    private static final String NETWORK = "/23";
    private static final String SCANNER_IN_NETWORK = "198.19.0.1";
    private static final String PEER_IN_NETWORK = "198.19.0.2";

    private static final Pattern ANSWERED =
            Pattern.compile(" neighbour requests? sent, ([\\d,]+) of others answered");

    @BeforeAll
    static void needs() {
        Require.rootAnd("curl", "ethtool", "nginx", "ss", "tcpdump", "tshark");
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrXdp")
    void findsEveryAddressFromOneThatTheHostDoesNotHave(Rung rung) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            String before = addresses(lab);
            useTheHostsAddress(lab);
            scan(lab, rung, SPARE);
            assertEquals(mac(lab), neighbours(lab).get(SPARE), "what the far side was told");
            assertEquals(mac(lab), neighbours(lab).get(Lab.SCANNER_ADDRESS), "the host's own");
            assertEquals(before, addresses(lab));
            useTheHostsAddress(lab);
            assertFalse(answersArp(lab, SPARE), "nobody answers any more");
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrXdp")
    void findsEveryAddressFromARange(Rung rung) {
        try (Lab lab = Nginx.routedLab().takingLiveFrames()) {
            lab.scanner().ip("addr", "add", SCANNER_IN_NETWORK + NETWORK, "dev", Lab.SCANNER_LINK);
            lab.peer().ip("addr", "add", PEER_IN_NETWORK + NETWORK, "dev", Lab.PEER_LINK);
            Capture capture = Capture.atPeer(lab);
            SondeResult result = scan(lab, rung, RANGE);
            assertTrue(result.err().contains(", from " + RANGE + ":"), result::story);

            Set<String> sources = new TreeSet<>(sourcesOf(capture));
            assertEquals(256, sources.size(), () -> "probes come from " + sources);
            assertTrue(
                    sources.stream().allMatch(source -> source.matches("198\\.19\\.[01]\\.\\d+")),
                    () -> "probes come from " + sources);
            String mac = mac(lab);
            neighbours(lab)
                    .forEach((address, told) -> {
                        if (sources.contains(address)) {
                            assertEquals(mac, told, address);
                        }
                    });
            // The one that Sonde itself asks from tells its MAC by asking.
            assertTrue(answeredCount(result) >= 255, result::story);
        }
    }

    @Test
    void scansItsOwnSubnetFromASpareAddress() {
        try (Lab lab = Lab.onLink("198.18.1.0/24")) {
            Nginx.start(lab, lab.peer(), "80");
            SondeResult result =
                    lab.run(
                            ("198.18.0.0/22 -p80 --rate 10000 --wait 1 --source-ip 198.18.65.7")
                                    .split(" "));
            assertEquals(0, result.exitCode(), result::story);
            assertEquals(256, Finding.onStdout(result).size(), result::story);
            assertEquals(mac(lab), neighbours(lab).get("198.18.65.7"), result::story);
        }
    }

    @Test
    void refusesAddressesThatSomebodyElseHas() {
        try (Lab lab = Lab.silent()) {
            lab.peer().ip("addr", "add", "198.19.255.200/24", "dev", Lab.PEER_LINK);
            String mac = lab.peer().must("cat", "/sys/class/net/" + Lab.PEER_LINK + "/address");
            for (String source : List.of("198.19.255.200", "198.19.255.190-198.19.255.210")) {
                SondeResult result = run(lab, source);
                assertEquals(HOST, result.exitCode(), result::story);
                assertTrue(
                        result.err().contains("198.19.255.200 is in use by " + mac.strip() + ";"),
                        result::story);
            }
        }
    }

    @Test
    void refusesAddressesThatNoScanCanComeFrom() {
        try (Lab lab = Lab.silent()) {
            for (String source :
                    List.of("224.0.0.1", "127.0.0.1", "198.19.255.255", Lab.GATEWAY, "0.0.0.0")) {
                SondeResult result = run(lab, source);
                assertEquals(INPUT, result.exitCode(), result::story);
                assertTrue(result.err().contains("--source-ip " + source + " is"), result::story);
                assertEquals(1, result.err().lines().count(), result::story);
            }
        }
    }

    private static SondeResult run(Lab lab, String source) {
        return lab.run("198.18.0.1", "-p80", "--wait", "0", "--source-ip", source);
    }

    private static SondeResult scan(Lab lab, Rung rung, String sources) {
        String words =
                Lab.TARGETS
                        + " -p80 --rate 20000 --wait 4 --link "
                        + rung.word()
                        + " --source-ip "
                        + sources;
        SondeResult result = lab.run(words.split(" "));
        rung.assertTaken(result);
        Check.foundEachOnce(Lab.TARGET_COUNT, result, () -> result.story() + lab.drops());
        return result;
    }

    /** What the far side's kernel knows of its neighbours: address, Ethernet address. */
    private static Map<String, String> neighbours(Lab lab) {
        return lab.peer()
                .must("ip", "-4", "neigh", "show", "dev", Lab.PEER_LINK)
                .lines()
                .map(line -> line.split(" +"))
                .filter(words -> words.length > 2 && words[1].equals("lladdr"))
                .collect(Collectors.toMap(words -> words[0], words -> words[2]));
    }

    private static String mac(Lab lab) {
        return lab.scanner().must("cat", "/sys/class/net/" + Lab.SCANNER_LINK + "/address").strip();
    }

    private static String addresses(Lab lab) {
        return lab.scanner().must("ip", "-4", "-o", "addr", "show");
    }

    /** ARP requests that were answered; the far side repeats one that is answered late. */
    private static int answeredCount(SondeResult result) {
        Matcher matcher = ANSWERED.matcher(result.err());
        assertTrue(matcher.find(), result::story);
        return Integer.parseInt(matcher.group(1).replace(",", ""));
    }

    private static void useTheHostsAddress(Lab lab) {
        lab.scanner().must("curl", "-s", "-S", "-o", "/dev/null", "http://" + Lab.GATEWAY + "/");
    }

    /** Whether the far side still gets an answer, having forgotten the last one. */
    private static boolean answersArp(Lab lab, String address) {
        lab.peer().ip("neigh", "flush", "dev", Lab.PEER_LINK);
        Command.run(
                lab.peer().command(List.of("curl", "-s", "-m", "2", "http://" + address + "/")));
        return neighbours(lab).containsKey(address);
    }

    private static List<String> sourcesOf(Capture capture) {
        String file = capture.stop().toString();
        return Command.must("tshark", "-n", "-r", file, "-T", "fields", "-e", "ip.src")
                .lines()
                .toList();
    }
}
