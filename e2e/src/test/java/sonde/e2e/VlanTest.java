// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Scans of a VLAN that the scanner's kernel knows nothing of: all frames are tagged, probes, the
 * questions of ARP and neighbour discovery, and conversations. The far side is a switch's access
 * port, or the kernel's VLAN interface where the kernel has such.
 */
@Tag("e2e")
class VlanTest {

    private static final int ROUTED_COUNT = 256;
    private static final int ON_LINK_COUNT = 32;
    private static final String ON_LINK =
            "198.19.255.128-198.19.255.159 2001:db8:1::f:1-2001:db8:1::f:20";
    private static final String TARGETS =
            "198.18.0.0/24 " + Ipv6Lab.TARGET_PREFIX + "/120 " + ON_LINK;
    private static final String PACE = " -p80 --rate 3000 --wait 2" + Ipv6Lab.EACH + " ";

    @BeforeAll
    static void needs() {
        Require.rootAnd("jq", "nft", "nginx", "ss");
        Require.file("/dev/net/tun");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "100,5"})
    void findsAllOfBothFamiliesRoutedAndOnLinkInAVlan(String vlans) {
        try (Lab lab = lab(vlans)) {
            SondeResult result = run(lab, vlans, PACE);
            Check.foundEachOnce(expected(), result, result::story);
            assertEquals(0, Summary.of(result).count("unreached"), result::story);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "100,5")
    void readsEachBannerOfAVlanOnce(String vlans) {
        try (Lab lab = lab(vlans)) {
            Path lines = lab.file("found.ndjson");
            SondeResult result = run(lab, vlans, PACE + "--banners -oD " + lines + " ");
            assertEquals(0, result.exitCode(), result::story);
            Map<String, Long> counts = Banner.countByAddress(Banner.inLines(lines), "http");
            Check.sameElements(expected(), counts.keySet(), result::story);
            assertEquals(Set.of(1L), Set.copyOf(counts.values()), result::story);
        }
    }

    @Test
    void findsAllFromAddressesThatTheHostDoesNotHaveInAVlan() {
        try (Lab lab = lab("100,5")) {
            String sources = "--source-ip 198.19.255.77 --source-ip " + Ipv6Lab.SPARE_ADDRESS + " ";
            SondeResult result = run(lab, "100,5", PACE + sources);
            Check.foundEachOnce(expected(), result, result::story);
        }
    }

    @Test
    void hearsNobodyInAnotherVlan() {
        try (Lab lab = lab("5")) {
            SondeResult result = lab.run((ON_LINK + PACE + "--vlan 6").split(" "));
            assertEquals(0, result.exitCode(), result::story);
            assertEquals("", result.out(), result::story);
            assertEquals(2 * ON_LINK_COUNT, Summary.of(result).count("unreached"), result::story);
        }
    }

    /** The same over a veth pair, whose far end is the kernel's own VLAN interface. */
    @ParameterizedTest
    @ValueSource(strings = {"5", "100,5"})
    void findsAllBehindAVlanInterfaceOfTheKernel(String vlans) {
        try (Lab lab = Lab.loopback()) {
            lab.scanner()
                    .ip(
                            "link",
                            "add",
                            Lab.SCANNER_LINK,
                            "type",
                            "veth",
                            "peer",
                            "name",
                            "trunk",
                            "netns",
                            lab.peer().name());
            lab.peer().ip("link", "set", "trunk", "up");
            addVlanInterface(lab, vlans.split(","));
            configure(lab);
            SondeResult result = run(lab, vlans, PACE);
            Check.foundEachOnce(expected(), result, result::story);
        }
    }

    private static void addVlanInterface(Lab lab, String... vlans) {
        String below = "trunk";
        for (int i = 0; i < vlans.length; i++) {
            boolean last = i == vlans.length - 1;
            String name = last ? Lab.PEER_LINK : "outer";
            String words = "ip -n NS link add link BELOW name NAME type vlan proto PROTO id ID";
            Command.Outcome made =
                    Command.run(
                            List.of(
                                    words.replace("NS", lab.peer().name())
                                            .replace("BELOW", below)
                                            .replace("NAME", name)
                                            .replace("PROTO", last ? "802.1Q" : "802.1ad")
                                            .replace("ID", vlans[i])
                                            .split(" ")));
            if (made.err().contains("Unknown device type")) {
                Require.skip("needs VLAN interfaces, which this kernel doesn't have");
            }
            assertEquals(0, made.exitCode(), made::err);
            lab.peer().ip("link", "set", name, "up");
            below = name;
        }
    }

    /** Two tap devices with a switch between that knows one VLAN. */
    private static Lab lab(String vlans) {
        Lab lab = Lab.loopback();
        try {
            int[] tags = Arrays.stream(vlans.split(",")).mapToInt(Integer::parseInt).toArray();
            Relay.start(
                    lab, "tap", lab.scanner(), Lab.SCANNER_LINK, lab.peer(), Lab.PEER_LINK, tags);
            configure(lab);
            return lab;
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    private static void configure(Lab lab) {
        Ipv6Lab.configure(lab, Lab.SCANNER_LINK, Lab.PEER_LINK);
        Ipv6Lab.addToPeer(lab, onLink(), "/24");
        Ipv6Lab.addToPeer(lab, Ipv6Lab.onLinkAddresses(ON_LINK_COUNT), "/64");
        Nginx.start(lab, lab.peer(), "80", "[::]:80");
    }

    private static SondeResult run(Lab lab, String vlans, String options) {
        String words = TARGETS + options + "--vlan " + vlans;
        SondeResult result = lab.run(words.split(" +"));
        Rung.PACKET.assertTaken(result);
        return result;
    }

    private static Set<String> expected() {
        Set<String> addresses = new TreeSet<>(Addresses.first(ROUTED_COUNT));
        addresses.addAll(Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, ROUTED_COUNT));
        addresses.addAll(onLink());
        addresses.addAll(Ipv6Lab.onLinkAddresses(ON_LINK_COUNT));
        return addresses;
    }

    private static Set<String> onLink() {
        Set<String> addresses = new TreeSet<>();
        for (int i = 0; i < ON_LINK_COUNT; i++) {
            addresses.add("198.19.255." + (128 + i));
        }
        return addresses;
    }
}
