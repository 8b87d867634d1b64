// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.engine.ScanOptions.GuardMode;
import sonde.link.Link;
import sonde.link.StackGuard;
import sonde.link.packet.PacketLink;
import sonde.link.xdp.XdpLink;
import sonde.neigh.NftException;
import sonde.neigh.NftGuard;
import sonde.neigh.NftRule;
import sonde.neigh.PathPlan;
import sonde.sys.Socket;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;

/**
 * What keeps this host's TCP, which knows nothing of our connections, from answering our peers with
 * RST. Chosen when the link is open and before the agents start, and held until they have ended.
 *
 * <p>In this order: the link's own program, which is there anyway; a source address that the host
 * does not have, for which its stack is silent; a table of nf_tables, which changes the host most.
 */
final class RstGuard implements AutoCloseable {

    private static final String OPTION = "--rst-guard ";

    private final String text;
    private final @Nullable NftGuard table;

    private RstGuard(String text, @Nullable NftGuard table) {
        this.text = text;
        this.table = table;
    }

    /** Opens a table of nf_tables, or a stand-in for one. */
    @FunctionalInterface
    interface TableOpener {
        NftGuard open() throws NftException;
    }

    /** Whether a plan leaves it to the link to keep answers from the stack. */
    static boolean mayBeTheLinks(ScanPlan plan) {
        GuardMode mode = plan.guard();
        return mode == null || mode == GuardMode.AUTO || mode == GuardMode.XDP;
    }

    /**
     * Puts up the guard of a route.
     *
     * @param link the link in use
     * @return the guard, or null if the plan asks for none
     * @throws ScanException when the one that was asked for can't be had
     */
    static @Nullable RstGuard open(ScanPlan plan, ScanPlan.Route route, Link link)
            throws ScanException {
        GuardMode wished = plan.guard();
        if (wished == null) {
            return null;
        }
        PathPlan.Source ipv4 = route.path().ipv4Source();
        PathPlan.Ipv6Source ipv6 = route.path().ipv6Source();
        boolean hasOwn = false;
        if (ipv4 != null) {
            long foreign = ipv4.spare().size() + ipv4.distant().size();
            hasOwn = foreign < ipv4.addresses().size();
        }
        if (ipv6 != null) {
            hasOwn |= ipv6.spare().size() < ipv6.addresses().size();
        }
        boolean isAside =
                !plan.routes().getFirst().equals(route) && !route.path().needsNeighbours();
        return choose(
                suiting(wished, isAside),
                link.name(),
                link.stackGuard(),
                route.source(),
                hasOwn,
                () -> NftGuard.open(rules(route.source())));
    }

    /**
     * The guard that was asked for, or on an interface aside the one that suits it.
     *
     * @param isAside whether the interface has no Ethernet, as loopback, where no other guard can
     *     be had, and carries a few of the targets only
     */
    static GuardMode suiting(GuardMode wished, boolean isAside) {
        boolean isOfEthernet = wished == GuardMode.XDP || wished == GuardMode.SOURCE_IP;
        return isAside && isOfEthernet ? GuardMode.AUTO : wished;
    }

    /** What the host must not hear: TCP alone, which would be reset. */
    private static List<NftRule> rules(ScanPlan.Source source) {
        List<NftRule> rules = new ArrayList<>();
        if (source.hasIpv4()) {
            rules.add(
                    NftRule.tcp(
                            source.addressFirst(),
                            source.addressLast(),
                            source.portFirst(),
                            source.portLast()));
        }
        IpAddress first = source.ipv6First();
        IpAddress last = source.ipv6Last();
        if (first != null && last != null) {
            rules.add(
                    new NftRule(
                            first,
                            last,
                            source.portFirst(),
                            source.portLast(),
                            Socket.IPPROTO_TCP));
        }
        return rules;
    }

    /**
     * The choice itself.
     *
     * @param linkName the link in use
     * @param links what the link itself has put up
     * @param source where our segments come from
     * @param isOwnAddress whether the host has that address, or one of them
     * @param tables where a table of nf_tables comes from, if it comes to that
     */
    static RstGuard choose(
            GuardMode mode,
            String linkName,
            StackGuard links,
            ScanPlan.Source source,
            boolean isOwnAddress,
            TableOpener tables)
            throws ScanException {
        String address = source.addressText();
        return switch (mode) {
            case AUTO -> best(linkName, links, source, isOwnAddress, tables);
            case XDP -> {
                if (!links.isUp()) {
                    throw refusal(mode, whyNotTheLinks(linkName, links), linksRemedy(linkName));
                }
                yield ofLink(linkName, links, source);
            }
            case SOURCE_IP -> {
                if (isOwnAddress) {
                    throw refusal(
                            mode,
                            address + " is an address of this host, whose TCP answers for it",
                            "give another of the network with --source-ip, or leave --rst-guard to"
                                    + " auto");
                }
                yield ofAddress(address, "");
            }
            case NFT -> {
                try {
                    yield ofTable(
                            tables.open(),
                            source,
                            links.isUp()
                                    ? "; link "
                                            + linkName
                                            + " takes them before, so that it finds none, which"
                                            + " does no harm"
                                    : "");
                } catch (NftException e) {
                    throw refusal(
                            mode,
                            String.valueOf(e.getMessage()),
                            "leave --rst-guard to auto to go on without");
                }
            }
            case NONE ->
                    new RstGuard(
                            links.isUp()
                                    ? "rst guard: none but that of link "
                                            + linkName
                                            + ", which takes answers before this host's TCP sees"
                                            + " them; --link packet does not"
                                    : "rst guard: none (this host's TCP resets our connections)",
                            null);
        };
    }

    private static RstGuard best(
            String linkName,
            StackGuard links,
            ScanPlan.Source source,
            boolean isOwnAddress,
            TableOpener tables) {
        if (links.isUp()) {
            return ofLink(linkName, links, source);
        }
        String passedOver = "; passed over xdp: " + whyNotTheLinks(linkName, links);
        String address = source.addressText();
        if (!isOwnAddress) {
            return ofAddress(address, passedOver);
        }
        passedOver += "; source-ip: " + address + " is this host's";
        try {
            return ofTable(tables.open(), source, passedOver);
        } catch (NftException e) {
            return new RstGuard(
                    "rst guard: NONE, so that this host's TCP resets our connections and most"
                        + " banners will be missing: run with sudo, or give --source-ip an address"
                        + " that nobody has"
                            + passedOver
                            + "; nft: "
                            + e.getMessage(),
                    null);
        }
    }

    private static RstGuard ofLink(String linkName, StackGuard links, ScanPlan.Source source) {
        return new RstGuard(
                "rst guard: "
                        + GuardMode.XDP.label()
                        + (links.name().equals(GuardMode.XDP.label())
                                ? " (link "
                                : " (" + links.name() + " program of link ")
                        + linkName
                        + " takes answers to "
                        + ports(source)
                        + " before this host's TCP sees them)",
                null);
    }

    private static RstGuard ofAddress(String address, String passedOver) {
        return new RstGuard(
                "rst guard: source-ip (this host does not have "
                        + address
                        + ", and drops what comes for it)"
                        + passedOver,
                null);
    }

    private static RstGuard ofTable(NftGuard table, ScanPlan.Source source, String rest) {
        return new RstGuard(
                "rst guard: nft (table "
                        + table.table()
                        + " drops answers to "
                        + ports(source)
                        + " before this host's TCP sees them)"
                        + rest,
                table);
    }

    private static String ports(ScanPlan.Source source) {
        return source.portFirst() == source.portLast()
                ? "port " + source.portFirst()
                : "ports " + source.portFirst() + '-' + source.portLast();
    }

    private static String whyNotTheLinks(String linkName, StackGuard links) {
        return links.obstacle().isEmpty() ? "link " + linkName + " has none" : links.obstacle();
    }

    private static String linksRemedy(String linkName) {
        return linkName.equals(PacketLink.NAME)
                ? "use --link " + XdpLink.NAME + ", or --rst-guard nft"
                : "use --rst-guard nft, or leave it to auto";
    }

    private static ScanException refusal(GuardMode mode, String reason, String remedy) {
        return new ScanException(
                ScanException.Cause.HOST, OPTION + mode.label() + ": " + reason + "; " + remedy);
    }

    /** What was chosen, why, and what was passed over, in one line. */
    String text() {
        return text;
    }

    /** Takes it down. */
    @Override
    public void close() {
        if (table != null) {
            table.close();
        }
    }
}
