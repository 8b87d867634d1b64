// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A real server behind an interface without Ethernet, in both families: a pair of tun devices, and
 * WireGuard where the kernel has it.
 */
@Tag("e2e")
class TunnelBothFamiliesTest {

    private static final String NEAR = "sonde-near";
    private static final String FAR = "sonde-far";
    private static final int COUNT = 256;
    private static final String TARGETS = "198.18.0.0/24 " + Ipv6Lab.TARGET_PREFIX + "/120";

    /** Again, because a tunnel in user space drops what it has no time for. */
    private static final String PACE = " -p80 --rate 1000 --retries 1 --wait 2" + Ipv6Lab.EACH;

    /** What carries WireGuard's packets, apart from all that is scanned. */
    private static final String OUTER_NEAR = "198.19.254.1";

    private static final String OUTER_FAR = "198.19.254.2";

    /** Where wireguard-go leaves its sockets when it is killed. */
    private static final String SOCKETS = "/var/run/wireguard/";

    private static final String PORT = "51820";

    @BeforeAll
    static void needs() {
        Require.rootAnd("jq", "nft", "nginx", "ss");
        Require.file("/dev/net/tun");
    }

    @Test
    void findsAllThroughATunDevice() {
        try (Lab lab = tunLab()) {
            assertFindsAll(lab);
        }
    }

    @Test
    void readsEachBannerThroughATunDevice() {
        try (Lab lab = tunLab()) {
            assertReadsBanners(lab);
        }
    }

    @Test
    void findsAllAndReadsEachBannerThroughWireGuard() {
        Require.rootAnd("wg");
        try (Lab lab = Lab.loopback()) {
            addWireGuard(lab);
            serve(lab);
            assertFindsAll(lab);
            assertReadsBanners(lab);
        } finally {
            Command.must("rm", "-f", SOCKETS + NEAR + ".sock", SOCKETS + FAR + ".sock");
        }
    }

    private static void assertFindsAll(Lab lab) {
        SondeResult result = lab.run((TARGETS + PACE).split(" "));
        assertTrue(result.err().contains(", link ip on " + NEAR), result::story);
        Check.foundEachOnce(expected(), result, result::story);
    }

    private static void assertReadsBanners(Lab lab) {
        Path lines = lab.file("found.ndjson");
        SondeResult result = lab.run((TARGETS + PACE + " --banners -oD " + lines).split(" "));
        assertEquals(0, result.exitCode(), result::story);
        assertTrue(result.err().contains("rst guard: nft"), result::story);
        Map<String, Long> counts = Banner.countByAddress(Banner.inLines(lines), "http");
        Check.sameElements(expected(), counts.keySet(), result::story);
        assertEquals(Set.of(1L), Set.copyOf(counts.values()), result::story);
    }

    private static Set<String> expected() {
        Set<String> addresses = new TreeSet<>(Addresses.first(COUNT));
        addresses.addAll(Addresses.firstOf(Ipv6Lab.TARGET_PREFIX, COUNT));
        return addresses;
    }

    private static Lab tunLab() {
        Lab lab = Lab.loopback();
        try {
            Relay.start(lab, "tun", lab.scanner(), NEAR, lab.peer(), FAR);
            serve(lab);
            return lab;
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    private static void serve(Lab lab) {
        Ipv6Lab.configure(lab, NEAR, FAR);
        Nginx.start(lab, lab.peer(), "80", "[::]:80");
    }

    private static void addWireGuard(Lab lab) {
        Namespace near = lab.scanner();
        Namespace far = lab.peer();
        makeWireGuard(lab, near, NEAR);
        makeWireGuard(lab, far, FAR);
        String pair = "link add outer0 type veth peer name outer1 netns " + far.name();
        near.ip(words(pair).toArray(String[]::new));
        addOuter(near, "outer0", OUTER_NEAR);
        addOuter(far, "outer1", OUTER_FAR);
        String nearKey = Command.must("wg", "genkey").strip();
        String farKey = Command.must("wg", "genkey").strip();
        join(lab, near, NEAR, nearKey, farKey, OUTER_FAR);
        join(lab, far, FAR, farKey, nearKey, OUTER_NEAR);
    }

    /** The kernel's, else that of wireguard-go(8), which ends with the lab. */
    private static void makeWireGuard(Lab lab, Namespace namespace, String link) {
        String words = "ip -n " + namespace.name() + " link add " + link + " type wireguard";
        Command.Outcome made = Command.run(words(words));
        if (made.exitCode() == 0) {
            return;
        }
        String log = lab.file(link + ".log").toString();
        String start = "command -v wireguard-go && wireguard-go " + link + " >" + log + " 2>&1";
        Command.Outcome started = Command.run(namespace.command(List.of("sh", "-c", start)));
        if (started.exitCode() != 0) {
            Require.skip("needs WireGuard: " + made.err().strip() + ", and no wireguard-go");
        }
    }

    private static void addOuter(Namespace namespace, String link, String address) {
        namespace.ip("addr", "add", address + "/24", "dev", link);
        namespace.ip("link", "set", link, "up");
    }

    private static void join(
            Lab lab, Namespace namespace, String link, String key, String otherKey, String other) {
        Path secret = lab.file(link + ".key");
        Ipv6Lab.write(secret, otherKey);
        String otherPublic = Command.must("sh", "-c", "wg pubkey <" + secret).strip();
        Ipv6Lab.write(secret, key);
        String words =
                "wg set LINK listen-port PORT private-key FILE peer PEER endpoint OTHER:PORT"
                        + " allowed-ips 0.0.0.0/0,::/0";
        namespace.must(
                words.replace("LINK", link)
                        .replace("FILE", secret.toString())
                        .replace("PEER", otherPublic)
                        .replace("OTHER", other)
                        .replace("PORT", PORT)
                        .split(" "));
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
