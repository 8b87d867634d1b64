// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One scan by three interfaces: two veth pairs to two far sides, and loopback. Each target is
 * reached by the interface of its route, from an address of that interface.
 */
@Tag("e2e")
class SeveralInterfacesTest {

    private static final String OTHER_LINK = "scan1";
    private static final String OTHER_PEER_LINK = "peer1";
    private static final String OTHER_ADDRESS = "198.19.128.1";
    private static final String OTHER_ADDRESS_IPV6 = "2001:db8:2::1";
    private static final String OTHER_PREFIX = "2001:db8:e::";

    private static final int COUNT = 256;
    private static final String FIRST = "198.18.0.0/24 " + Ipv6Lab.TARGET_PREFIX + "/120";
    private static final String OTHER = "198.18.128.0/24 " + OTHER_PREFIX + "/120";
    private static final String LOOPBACK = "127.0.0.0/24 ::1";
    private static final String ALL = FIRST + " " + OTHER + " " + LOOPBACK;
    private static final String PACE = " -p80 --rate 3000 --wait 2" + Ipv6Lab.EACH;
    private static final int TOTAL = 5 * COUNT + 1;

    @BeforeAll
    static void needs() {
        Require.rootAnd("jq", "nft", "nginx", "ss", "tcpdump", "tshark");
    }

    /** Two labs, of which the second one's far side alone is used. */
    private record Labs(Lab lab, Lab other) implements AutoCloseable {

        static Labs open() {
            Labs labs = new Labs(Ipv6Lab.routed(), Lab.loopback());
            try {
                labs.joinOther();
                Nginx.start(labs.lab, labs.lab.peer(), "80", "[::]:80");
                Nginx.start(labs.lab, labs.other.peer(), "80", "[::]:80");
                Nginx.start(labs.lab, labs.lab.scanner(), "80", "[::1]:80");
                return labs;
            } catch (RuntimeException | Error e) {
                labs.close();
                throw e;
            }
        }

        private void joinOther() {
            Namespace near = lab.scanner();
            Namespace far = other.peer();
            near.ip(
                    words(
                            "link add "
                                    + OTHER_LINK
                                    + " type veth peer name "
                                    + OTHER_PEER_LINK
                                    + " netns "
                                    + far.name()));
            near.enableIpv6();
            far.enableIpv6();
            near.ip(words("addr add " + OTHER_ADDRESS + "/24 dev " + OTHER_LINK));
            near.ip(words("addr add " + OTHER_ADDRESS_IPV6 + "/64 nodad dev " + OTHER_LINK));
            far.ip(words("addr add 198.19.128.254/24 dev " + OTHER_PEER_LINK));
            far.ip(words("addr add 2001:db8:2::2/64 nodad dev " + OTHER_PEER_LINK));
            near.ip(words("link set " + OTHER_LINK + " up"));
            far.ip(words("link set " + OTHER_PEER_LINK + " up"));
            near.ip(words("route add 198.18.128.0/17 via 198.19.128.254"));
            near.ip(words("-6 route add 2001:db8:e::/48 via 2001:db8:2::2"));
            far.ip(words("route add local 198.18.128.0/17 dev lo"));
            far.ip(words("-6 route add local 2001:db8:e::/48 dev lo"));
        }

        @Override
        public void close() {
            try {
                lab.close();
            } finally {
                other.close();
            }
        }
    }

    @Test
    void findsAllTargetsOfAllInterfacesOnceEachFromAnAddressOfItsOwn() {
        try (Labs labs = Labs.open()) {
            Capture first = Capture.atPeer(labs.lab);
            Capture second = Capture.arriving(labs.lab, labs.other.peer(), OTHER_PEER_LINK);
            SondeResult result = labs.lab.run(words(ALL + PACE));
            Check.foundEachOnce(expected(true, true, true), result, result::story);
            Summary summary = Summary.of(result);
            assertEquals(TOTAL, summary.count("made"), result::story);
            assertEquals(TOTAL, summary.count("sent"), result::story);
            assertEquals(
                    Set.of(Lab.SCANNER_ADDRESS, Ipv6Lab.SCANNER_ADDRESS),
                    sources(first, 2 * COUNT));
            assertEquals(Set.of(OTHER_ADDRESS, OTHER_ADDRESS_IPV6), sources(second, 2 * COUNT));
        }
    }

    @Test
    void restrictsItselfToTheInterfacesNamedAndCountsTheRest() {
        try (Labs labs = Labs.open()) {
            SondeResult both =
                    labs.lab.run(
                            words(
                                    ALL
                                            + PACE
                                            + " --interface "
                                            + Lab.SCANNER_LINK
                                            + ","
                                            + OTHER_LINK));
            Check.foundEachOnce(expected(true, true, false), both, both::story);
            Summary sums = Summary.of(both);
            assertEquals(TOTAL, sums.count("made"), both::story);
            assertEquals(COUNT + 1, sums.count("unrouted"), both::story);

            SondeResult one = labs.lab.run(words(ALL + PACE + " --interface " + OTHER_LINK));
            Check.foundEachOnce(expected(false, true, false), one, one::story);
            assertEquals(3 * COUNT + 1, Summary.of(one).count("unrouted"), one::story);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void sharesOneRateAmongTheInterfaces() {
        try (Labs labs = Labs.open()) {
            Capture first = Capture.atPeer(labs.lab);
            Capture second = Capture.arriving(labs.lab, labs.other.peer(), OTHER_PEER_LINK);
            SondeResult result =
                    labs.lab.run(
                            words(
                                    FIRST
                                            + " "
                                            + OTHER
                                            + " -p80 --rate 256 --wait 1"
                                            + Ipv6Lab.EACH));
            Check.foundEachOnce(expected(true, true, false), result, result::story);
            double[] times = new double[4 * COUNT];
            int count = 0;
            for (Capture capture : List.of(first, second)) {
                for (long micros : CaptureTimes.micros(capture.stop())) {
                    times[count++] = micros / 1e6;
                }
            }
            assertEquals(times.length, count);
            Arrays.sort(times);
            double seconds = times[count - 1] - times[0];
            // At 256 a second, 1024 probes take four; a rate for each interface would halve it.
            assertTrue(seconds > 3, () -> "took " + seconds + " s: " + result.story());
        }
    }

    @Test
    void readsEachBannerOfAllInterfacesOnce() {
        try (Labs labs = Labs.open()) {
            Path lines = labs.lab.file("found.ndjson");
            SondeResult result = labs.lab.run(words(ALL + PACE + " --banners -oD " + lines));
            assertEquals(0, result.exitCode(), result::story);
            Map<String, Long> counts = Banner.countByAddress(Banner.inLines(lines), "http");
            Check.sameElements(expected(true, true, true), counts.keySet(), result::story);
            assertEquals(Set.of(1L), Set.copyOf(counts.values()), result::story);
            Summary.of(result);
        }
    }

    private static Set<String> expected(boolean first, boolean other, boolean loopback) {
        Set<String> addresses = new TreeSet<>();
        if (first) {
            addresses.addAll(Addresses.first(COUNT));
            addresses.addAll(Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, COUNT));
        }
        for (int i = 0; i < COUNT; i++) {
            if (other) {
                addresses.add("198.18.128." + i);
            }
            if (loopback) {
                addresses.add("127.0.0." + i);
            }
        }
        if (other) {
            addresses.addAll(Addresses.firstOf(OTHER_PREFIX, COUNT));
        }
        if (loopback) {
            addresses.add("::1");
        }
        return addresses;
    }

    /** Where so many probes came from. */
    private static Set<String> sources(Capture capture, int count) {
        List<String> lines =
                Command.must(
                                words(
                                        "tshark -n -r "
                                                + capture.stop()
                                                + " -T fields -e ip.src -e ipv6.src"))
                        .lines()
                        .toList();
        assertEquals(count, lines.size());
        return lines.stream().map(String::strip).collect(Collectors.toSet());
    }

    private static String[] words(String line) {
        return line.split(" ");
    }
}
