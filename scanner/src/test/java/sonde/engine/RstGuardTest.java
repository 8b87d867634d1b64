// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.engine.ScanOptions.GuardMode;
import sonde.link.StackGuard;
import sonde.neigh.NftException;
import sonde.neigh.NftGuard;
import sonde.neigh.NftRule;
import sonde.sys.PrivateNetwork;

import java.util.List;

class RstGuardTest {

    private static final ScanPlan.Source SOURCE =
            new ScanPlan.Source(0xC6120001, 0xC6120001, null, null, 61_000, 61_063, 64);
    private static final StackGuard TCX = new StackGuard("tcx", "");
    private static final StackGuard NO_TCX = new StackGuard("", "needs CAP_BPF");
    private static final StackGuard XDP = new StackGuard("xdp", "");
    private static final RstGuard.TableOpener NO_TABLES =
            () -> {
                throw new NftException("needs CAP_NET_ADMIN");
            };
    private static final RstGuard.TableOpener UNUSED =
            () -> {
                throw new AssertionError("a table was not needed");
            };

    private static String text(
            GuardMode mode,
            String linkName,
            StackGuard links,
            boolean isOwnAddress,
            RstGuard.TableOpener tables)
            throws ScanException {
        try (RstGuard guard =
                RstGuard.choose(mode, linkName, links, SOURCE, isOwnAddress, tables)) {
            return guard.text();
        }
    }

    private static String refusal(GuardMode mode, String linkName, StackGuard links) {
        ScanException e =
                assertThrows(
                        ScanException.class, () -> text(mode, linkName, links, true, NO_TABLES));
        assertEquals(ScanException.Cause.HOST, e.reason());
        return String.valueOf(e.getMessage());
    }

    @Test
    void autoTakesWhatTheLinkHas() throws ScanException {
        assertEquals(
                "rst guard: xdp (link xdp-live takes answers to ports 61000-61063 before this"
                        + " host's TCP sees them)",
                text(GuardMode.AUTO, "xdp-live", XDP, true, UNUSED));
        String tcx = text(GuardMode.AUTO, "packet", TCX, false, UNUSED);
        assertEquals(
                "rst guard: xdp (tcx program of link packet takes answers to ports 61000-61063"
                        + " before this host's TCP sees them)",
                tcx);
    }

    @Test
    void autoThenTakesAnAddressThatIsNotTheHosts() throws ScanException {
        assertEquals(
                "rst guard: source-ip (this host does not have 198.18.0.1, and drops what comes"
                        + " for it); passed over xdp: needs CAP_BPF",
                text(GuardMode.AUTO, "packet", NO_TCX, false, UNUSED));
    }

    @Test
    @ExtendWith(PrivateNetwork.class)
    void autoThenTakesATable() throws Exception {
        try (NftGuard table = NftGuard.open(List.of(NftRule.tcp(1, 1, 1, 1)))) {
            assertEquals(
                    "rst guard: nft (table "
                            + table.table()
                            + " drops answers to ports 61000-61063 before this host's TCP sees"
                            + " them); passed over xdp: link ip has none; source-ip: 198.18.0.1"
                            + " is this host's",
                    text(GuardMode.AUTO, "ip", StackGuard.NONE, true, () -> table));
        }
    }

    @Test
    void autoAtLastTakesNothingAndSaysWhy() throws ScanException {
        assertEquals(
                "rst guard: NONE, so that this host's TCP resets our connections and most banners"
                    + " will be missing: run with sudo, or give --source-ip an address that nobody"
                    + " has; passed over xdp: link ip has none; source-ip: 198.18.0.1 is this"
                    + " host's; nft: needs CAP_NET_ADMIN",
                text(GuardMode.AUTO, "ip", StackGuard.NONE, true, NO_TABLES));
    }

    @Test
    void whatWasAskedForIsRefusedWithARemedy() {
        assertEquals(
                "--rst-guard xdp: link ip has none; use --rst-guard nft, or leave it to auto",
                refusal(GuardMode.XDP, "ip", StackGuard.NONE));
        assertEquals(
                "--rst-guard xdp: needs CAP_BPF; use --link xdp, or --rst-guard nft",
                refusal(GuardMode.XDP, "packet", NO_TCX));
        assertEquals(
                "--rst-guard source-ip: 198.18.0.1 is an address of this host, whose TCP answers"
                        + " for it; give another of the network with --source-ip, or leave"
                        + " --rst-guard to auto",
                refusal(GuardMode.SOURCE_IP, "packet", StackGuard.NONE));
        assertEquals(
                "--rst-guard nft: needs CAP_NET_ADMIN; leave --rst-guard to auto to go on without",
                refusal(GuardMode.NFT, "ip", StackGuard.NONE));
    }

    @Test
    void whatWasAskedForIsTakenWhereItCanBeHad() throws ScanException {
        String xdp = text(GuardMode.XDP, "packet", TCX, true, UNUSED);
        assertTrue(xdp.startsWith("rst guard: xdp (tcx program of link packet "), xdp);
        String source = text(GuardMode.SOURCE_IP, "ip", StackGuard.NONE, false, UNUSED);
        assertTrue(source.startsWith("rst guard: source-ip "), source);
        String none = text(GuardMode.NONE, "ip", StackGuard.NONE, true, UNUSED);
        assertEquals("rst guard: none (this host's TCP resets our connections)", none);
        String notQuite = text(GuardMode.NONE, "xdp", XDP, true, UNUSED);
        assertTrue(notQuite.contains("none but that of link xdp"), notQuite);
    }

    @Test
    @ExtendWith(PrivateNetwork.class)
    void aTableOnTopOfXdpIsSaidToBeIdle() throws Exception {
        try (NftGuard table = NftGuard.open(List.of(NftRule.tcp(1, 1, 1, 1)))) {
            String text = text(GuardMode.NFT, "xdp", XDP, true, () -> table);
            assertTrue(text.startsWith("rst guard: nft (table " + table.table()), text);
            assertTrue(text.endsWith("which does no harm"), text);
        }
    }

    /** Or a range with the host's own address, which loopback carries, could not be scanned. */
    @Test
    void aWishForEthernetIsPassedOverOnLoopbackBesideIt() {
        assertEquals(GuardMode.XDP, RstGuard.suiting(GuardMode.XDP, false));
        assertEquals(GuardMode.AUTO, RstGuard.suiting(GuardMode.XDP, true));
        assertEquals(GuardMode.AUTO, RstGuard.suiting(GuardMode.SOURCE_IP, true));
        assertEquals(GuardMode.NFT, RstGuard.suiting(GuardMode.NFT, true));
        assertEquals(GuardMode.NONE, RstGuard.suiting(GuardMode.NONE, true));
    }
}
