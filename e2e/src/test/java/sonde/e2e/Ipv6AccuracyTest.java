// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A real nginx behind IPv6 addresses: each is found, none twice, and banners are read. */
@Tag("e2e")
class Ipv6AccuracyTest {

    private static final boolean IS_FULL = Boolean.getBoolean("sonde.e2e.full");

    private static final int ON_LINK_COUNT = 256;

    /** 1024 addresses, of which the far side has the first 256 but one, and the one behind. */
    private static final String ON_LINK_TARGETS = Ipv6Lab.ON_LINK_PREFIX + "0/118";

    private static final int ON_LINK_TARGET_COUNT = 1024;

    /** In the scanner's subnet, and nobody's. */
    private static final String SPARE_RANGE = "2001:db8:1::a0-2001:db8:1::af";

    private static final int SPARE_COUNT = 16;
    private static final int BANNER_COUNT = 256;
    private static final String BANNER_TARGETS = Ipv6Lab.TARGET_PREFIX + "/120";

    private static final int EXIT_KILLED = 137;

    private static final String COUNT_ARRIVING =
            "add table ip6 arriving; add chain ip6 arriving counted { type filter hook prerouting"
                    + " priority -300; }; add rule ip6 arriving counted ip6 daddr "
                    + Ipv6Lab.ROUTED
                    + " counter";

    /** From which address a scan speaks, over which link, and who keeps the kernel's RSTs back. */
    private enum Way {
        XDP_LIVE("--link xdp-live", Ipv6Lab.SCANNER_ADDRESS, "rst guard: xdp"),
        XDP("--link xdp --rst-guard xdp", Ipv6Lab.SCANNER_ADDRESS, "rst guard: xdp"),
        NFT("--link packet --rst-guard nft", Ipv6Lab.SCANNER_ADDRESS, "rst guard: nft"),
        SPARE(
                "--link packet --rst-guard source-ip --source-ip " + Ipv6Lab.SPARE_ADDRESS,
                Ipv6Lab.SPARE_ADDRESS,
                "rst guard: source-ip"),
        SPARE_XDP(
                "--link xdp --source-ip " + Ipv6Lab.SPARE_ADDRESS,
                Ipv6Lab.SPARE_ADDRESS,
                "rst guard: xdp");

        private final String options;
        private final String address;
        private final String guard;

        Way(String options, String address, String guard) {
            this.options = options;
            this.address = address;
            this.guard = guard;
        }
    }

    /**
     * All links, or with {@code -Dsonde.e2e.full} not set the one that takes every kind of frame.
     */
    private static List<Rung> rungs() {
        return IS_FULL ? List.of(Rung.values()) : List.of(Rung.XDP);
    }

    /** Likewise: from an address of the host and from one of nobody's. */
    private static List<Way> ways() {
        return IS_FULL ? List.of(Way.values()) : List.of(Way.NFT, Way.SPARE_XDP);
    }

    @BeforeAll
    static void needs() {
        Require.rootAnd("ethtool", "jq", "nft", "nginx", "ss", "tcpdump", "tshark");
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void findsEveryAddressBehindTheGatewayOnce(Rung rung) {
        try (Lab lab = Nginx.routedLabOfBothFamilies().takingLiveFrames()) {
            SondeResult result =
                    run(lab, Ipv6Lab.TARGETS + " -p80 --rate 30000 --wait 4 --link " + rung.word());
            rung.assertTaken(result);
            Check.foundEachOnce(
                    Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, Lab.TARGET_COUNT),
                    result,
                    () -> result.story() + lab.drops());
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void findsTheLiveAddressesOfItsOwnSubnetAfterAskingEachForItsMac(Rung rung) {
        try (Lab lab = Ipv6Lab.onLink(ON_LINK_COUNT).takingLiveFrames()) {
            Nginx.start(lab, lab.peer(), "[::]:80");
            SondeResult result =
                    run(lab, ON_LINK_TARGETS + " -p80 --rate 5000 --wait 1 --link " + rung.word());
            rung.assertTaken(result);
            Check.foundEachOnce(Ipv6Lab.onLinkAddresses(ON_LINK_COUNT), result, result::story);
            assertEquals(
                    ON_LINK_TARGET_COUNT - ON_LINK_COUNT,
                    Summary.of(result).count("unreached"),
                    result::story);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void readsEachBannerOnceWithoutARstAndLeavesTheHostAsItWas(Way way) {
        try (Lab lab = Nginx.routedLabOfBothFamilies().takingLiveFrames()) {
            String before = HostState.of(lab);
            Capture resets = Capture.ofResetsFrom(lab, way.address);
            Path lines = lab.file("found.ndjson");
            SondeResult result =
                    run(
                            lab,
                            BANNER_TARGETS
                                    + " -p80 --banners --rate 2000 --wait 1 -oD "
                                    + lines
                                    + " "
                                    + way.options);
            assertEquals(0, result.exitCode(), result::story);
            assertTrue(result.err().contains(way.guard), result::story);
            Map<String, Long> counts = Banner.countByAddress(Banner.inLines(lines), "http");
            Check.sameElements(
                    Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, BANNER_COUNT),
                    counts.keySet(),
                    () -> result.story() + lab.drops());
            assertEquals(Set.of(1L), Set.copyOf(counts.values()), result::story);
            assertEquals(0, resets.frameCount(), () -> "RSTs " + result.story());
            Await.until(
                    Duration.ofSeconds(3),
                    "the host is as before",
                    () -> HostState.of(lab).equals(before));
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void findsAllFromARangeThatTheHostDoesNotHave(Rung rung) {
        try (Lab lab = Nginx.routedLabOfBothFamilies().takingLiveFrames()) {
            String before = HostState.of(lab);
            Capture capture = Capture.atPeer(lab);
            SondeResult result =
                    run(
                            lab,
                            BANNER_TARGETS
                                    + " -p80 --rate 2000 --wait 4 --source-ip "
                                    + SPARE_RANGE
                                    + " --link "
                                    + rung.word());
            rung.assertTaken(result);
            Check.foundEachOnce(
                    Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, BANNER_COUNT),
                    result,
                    () -> result.story() + lab.drops());
            Set<String> sources = capture.ipv6Sources();
            assertTrue(sources.size() > SPARE_COUNT / 2, () -> "probes come from " + sources);
            assertTrue(
                    sources.stream().allMatch(source -> source.matches("2001:db8:1::a[0-9a-f]")),
                    () -> "probes come from " + sources);
            assertEquals(before, HostState.of(lab));
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void countsAsSentExactlyWhatArrivesAtTheHighestRate(Rung rung) {
        try (Lab lab = Ipv6Lab.silent().takingLiveFrames()) {
            lab.peer().must("nft", COUNT_ARRIVING);
            SondeResult result =
                    run(
                            lab,
                            Ipv6Lab.TARGETS
                                    + " -p1-8 --rate 10000000 --wait 0 --link "
                                    + rung.word());
            assertEquals(0, result.exitCode(), result::story);
            rung.assertTaken(result);
            Await.unchanged(
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    "the far side's count",
                    () -> arrived(lab));
            Summary summary = Summary.of(result);
            assertEquals(8L * Lab.TARGET_COUNT, summary.count("made"), result::story);
            assertEquals(arrived(lab), summary.count("sent"), () -> result.story() + lab.drops());
        }
    }

    /** Routers are link-local addresses where they announce themselves (RFC 4861 section 4.2). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsAllBehindALinkLocalRouter(boolean named) {
        try (Lab lab = Nginx.routedLabOfBothFamilies()) {
            String router = lab.peer().ip("-6", "-o", "addr", "show", "scope", "link");
            String address = router.replaceAll("(?s).*inet6 (fe80[^/]*)/.*", "$1");
            lab.scanner().ip("-6", "route", "del", Ipv6Lab.ROUTED);
            if (!named) {
                String route = "-6 route add " + Ipv6Lab.ROUTED + " via " + address + " dev ";
                lab.scanner().ip((route + Lab.SCANNER_LINK).split(" "));
            }
            SondeResult result =
                    run(
                            lab,
                            BANNER_TARGETS
                                    + " -p80 --rate 2000 --wait 1"
                                    + (named ? " --router-ip " + address : "")
                                    + " --interface "
                                    + Lab.SCANNER_LINK);
            Check.foundEachOnce(
                    Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, BANNER_COUNT), result, result::story);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"NFT", "SPARE_XDP"})
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void leavesNothingBehindWhenKilledInMidScan(Way way) {
        try (Lab lab = Nginx.routedLabOfBothFamilies().takingLiveFrames()) {
            String before = HostState.of(lab);
            String words =
                    BANNER_TARGETS
                            + " -p80 --banners --rate 50 --wait 1 "
                            + way.options
                            + Ipv6Lab.EACH;
            SondeProcess sonde = lab.startScan(lab.peerPacketCount() + 40, words.split(" "));
            String during = HostState.of(lab);
            sonde.kill();
            assertEquals(EXIT_KILLED, sonde.await().exitCode());
            assertEquals(way == Way.NFT, during.contains("\ntable "), during);
            assertEquals(way != Way.NFT, during.contains("prog/xdp"), during);
            Await.until(
                    Duration.ofSeconds(3),
                    "the host is as before",
                    () -> HostState.of(lab).equals(before));
        }
    }

    @Test
    void findsExactlyTheListenersOfTheHostItself() {
        try (Lab lab = Ipv6Lab.silent()) {
            Nginx.start(lab, lab.scanner(), "[::]:80", "[::]:443", "[::]:61000");
            for (String address : new String[] {"::1", Ipv6Lab.SCANNER_ADDRESS}) {
                SondeResult result = run(lab, address + " -p1-65535 --rate 100000 --wait 1");
                assertEquals(0, result.exitCode(), result::story);
                assertEquals(
                        Listeners.in(lab.scanner()),
                        Finding.ports(Finding.onStdout(result), "open"),
                        result::story);
                assertEquals(3, Finding.onStdout(result).size(), result::story);
            }
        }
    }

    /** Packets to {@link Ipv6Lab#ROUTED}, and nothing that hosts tell of themselves. */
    private static long arrived(Lab lab) {
        String count = lab.peer().must("nft", "list", "table", "ip6", "arriving");
        return Long.parseLong(count.replaceAll("(?s).*counter packets (\\d+) .*", "$1"));
    }

    private static SondeResult run(Lab lab, String words) {
        return lab.run((words + Ipv6Lab.EACH).split(" "));
    }
}
