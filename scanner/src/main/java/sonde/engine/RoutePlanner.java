// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.link.ip.IpLink;
import sonde.neigh.HostNetwork;
import sonde.neigh.NetInterface;
import sonde.neigh.PathException;
import sonde.neigh.PathPlan;
import sonde.neigh.PathWishes;
import sonde.neigh.Paths;
import sonde.neigh.SpareCheck;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.sys.SysException;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetParser;
import sonde.target.TargetSyntaxException;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4Address;
import sonde.wire.MacAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Finds out how probes leave this host: by which interfaces, from which addresses and ports, over
 * which links. Used by {@link ScanPlanner}.
 */
final class RoutePlanner {

    /**
     * What probes of {@code --offline} come from, when nothing is said: TEST-NET-1 (RFC 5737),
     * never on a wire.
     */
    private static final int OFFLINE_ADDRESS = 192 << 24 | 2 << 8 | 1;

    /** The same of IPv6: the documentation prefix (RFC 3849). */
    private static final IpAddress OFFLINE_IPV6_ADDRESS = new IpAddress(0x2001_0DB8_0000_0000L, 1);

    /** No interface goes without a part of the rate. */
    private static final double SHARE_MIN = 0.001;

    /** A number of source addresses that fits 32 bits. */
    private static final long SOURCES_MAX = 0xFFFF_FFFFL;

    private final ScanOptions options;
    private final Consumer<String> notes;

    /**
     * @param notes takes a line about each decision that the user may not expect
     */
    RoutePlanner(ScanOptions options, Consumer<String> notes) {
        this.options = options;
        this.notes = notes;
    }

    /** The routes to these targets, the one that most go by first. */
    List<ScanPlan.Route> routes(AddressSet targets, List<ScanPlan.Probing> probings)
            throws ScanException {
        try {
            HostNetwork host = HostNetwork.read();
            List<PathPlan> paths = Paths.plan(host, targets, wishes());
            if (probings.stream().allMatch(probing -> probing.kind() == ProbeKind.ARP)) {
                paths = ethernetOf(paths, "--arpscan", "nobody there speaks ARP; use --ping");
            }
            if (!options.vlans.isEmpty()) {
                paths = ethernetOf(paths, "--vlan", "knows no VLANs; leave it out");
            }
            noteWhatIsLeftOut(paths.getFirst());
            double total = 0;
            for (PathPlan path : paths) {
                total += path.probed().size();
            }
            int[] ports = sourcePorts(true);
            List<ScanPlan.Route> routes = new ArrayList<>();
            for (PathPlan path : paths) {
                List<String> links = linkNames(path.iface(), routes.isEmpty());
                routes.add(route(host, path, links, path.probed().size() / total, ports));
            }
            return routes;
        } catch (PathException e) {
            throw new ScanException(
                    e.isInput() ? ScanException.Cause.INPUT : ScanException.Cause.HOST,
                    String.valueOf(e.getMessage()),
                    e);
        } catch (SysException e) {
            throw new ScanException(ScanException.Cause.HOST, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Those by Ethernet interfaces; what goes by others is unroutable.
     *
     * @param option that needs them
     * @param otherwise what to say if there is none
     */
    static List<PathPlan> ethernetOf(List<PathPlan> paths, String option, String otherwise)
            throws ScanException {
        List<PathPlan> ethernet = new ArrayList<>();
        List<PathPlan.Unroutable> others = new ArrayList<>(paths.getFirst().unroutable());
        for (PathPlan path : paths) {
            if (path.needsNeighbours()) {
                ethernet.add(path);
            } else {
                others.add(
                        new PathPlan.Unroutable(
                                path.iface().name() + " is no Ethernet interface", path.probed()));
            }
        }
        if (ethernet.isEmpty()) {
            throw input(
                    option
                            + ": "
                            + paths.getFirst().iface().name()
                            + " is no Ethernet interface, and "
                            + otherwise);
        }
        PathPlan first = ethernet.getFirst();
        ethernet.set(
                0,
                new PathPlan(
                        first.iface(),
                        first.ipv4Source(),
                        first.ipv6Source(),
                        first.onLink(),
                        first.viaGateway(),
                        paths.getFirst().elsewhere(),
                        others));
        return ethernet;
    }

    private ScanPlan.Route route(
            HostNetwork host, PathPlan path, List<String> linkNames, double share, int[] ports)
            throws ScanException {
        PathPlan.Source ipv4 = path.ipv4Source();
        PathPlan.Ipv6Source ipv6 = path.ipv6Source();
        if (ipv4 != null) {
            noteForeignSources(path.iface().name(), ipv4, notes);
        }
        boolean isIp = linkNames.contains(IpLink.NAME);
        if (isIp && path.needsNeighbours()) {
            throw input(
                    "--link ip can't be used on "
                            + path.iface().name()
                            + ", an Ethernet interface; leave --link out, or use --link"
                            + " packet");
        }
        ScanPlan.Source source =
                new ScanPlan.Source(
                        ipv4 == null ? 0 : ipv4.addresses().first(0),
                        ipv4 == null ? 0 : ipv4.addresses().last(0),
                        ipv6 == null ? null : ipv6.addresses().first(0),
                        ipv6 == null ? null : ipv6.addresses().last(0),
                        ports[0],
                        ports[1],
                        options.ttl.orElse(ProbeTemplate.TTL_DEFAULT));
        return new ScanPlan.Route(
                linkNames,
                host,
                path,
                mac(options.sourceMac, path.iface().mac()),
                mac(options.routerMac, NetInterface.NO_MAC),
                source,
                Math.max(share, SHARE_MIN),
                options.vlans);
    }

    private PathWishes wishes() throws ScanException {
        AddressSet sources = sourceAddresses();
        OptionalInt ipv4Router = OptionalInt.empty();
        IpAddress ipv6Router = null;
        for (String text : options.routerIps) {
            IpAddress router = address("--router-ip", text);
            if (router.isIpv4()) {
                ipv4Router = OptionalInt.of(router.ipv4());
            } else {
                ipv6Router = router;
            }
        }
        return new PathWishes(
                options.interfaceNames,
                sources.ipv4(),
                sources.ipv6(),
                ipv4Router,
                ipv6Router,
                options.routerMac == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(MacAddress.ofBytes(options.routerMac)));
    }

    /** What {@code --source-ip} says, none if nothing. */
    private AddressSet sourceAddresses() throws ScanException {
        AddressSet sources = AddressSet.NONE;
        for (String text : options.sourceIps) {
            try {
                sources = sources.union(TargetParser.parseRange(text, "--source-ip"));
            } catch (TargetSyntaxException e) {
                throw input(String.valueOf(e.getMessage()));
            }
        }
        if (sources.ipv4().rangeCount() > 1 || sources.ipv6().rangeCount() > 1) {
            throw input("--source-ip: give one range of IPv4 and one of IPv6 addresses at most");
        }
        if (sources.ipv6().rangeCount() > 0) {
            requireOneNetwork(sources.ipv6());
        }
        return sources;
    }

    /** As {@link sonde.probe.Ipv6SourceAddresses} wants them. */
    private static void requireOneNetwork(Ipv6Ranges sources) throws ScanException {
        boolean isOne = sources.first(0).high() == sources.last(0).high();
        if (!isOne || sources.size() - 1 > SOURCES_MAX) {
            throw input(
                    "--source-ip: IPv6 addresses must be of one /64 and no more than 2^32; give"
                            + " fewer");
        }
    }

    /** The source of a scan that goes nowhere. */
    ScanPlan.Source offlineSource() throws ScanException {
        AddressSet wished = sourceAddresses();
        if (wished.ipv4().size() > SOURCES_MAX) {
            throw input("--source-ip: these are all addresses there are; give fewer");
        }
        boolean hasIpv4 = wished.ipv4().size() > 0;
        boolean hasIpv6 = wished.ipv6().rangeCount() > 0;
        int[] ports = sourcePorts(false);
        return new ScanPlan.Source(
                hasIpv4 ? wished.ipv4().first(0) : OFFLINE_ADDRESS,
                hasIpv4 ? wished.ipv4().last(0) : OFFLINE_ADDRESS,
                hasIpv6 ? wished.ipv6().first(0) : OFFLINE_IPV6_ADDRESS,
                hasIpv6 ? wished.ipv6().last(0) : OFFLINE_IPV6_ADDRESS,
                ports[0],
                ports[1],
                options.ttl.orElse(ProbeTemplate.TTL_DEFAULT));
    }

    private static IpAddress address(String option, String text) throws ScanException {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw input(option + ": " + e.getMessage());
        }
    }

    /** The first and the last port that probes come from. */
    private int[] sourcePorts(boolean isOnline) throws ScanException {
        if (options.sourcePortFirst.isPresent()) {
            int first = options.sourcePortFirst.getAsInt();
            int last = options.sourcePortLast.orElse(first);
            if (isOnline) {
                LocalPorts.read().conflicts(first, last).forEach(notes);
            }
            return new int[] {first, last};
        }
        int first = LocalPorts.read().choose(LocalPorts.DEFAULT_COUNT, new SplittableRandom());
        return new int[] {first, first + LocalPorts.DEFAULT_COUNT - 1};
    }

    private static long mac(byte @Nullable [] given, long otherwise) {
        return given == null ? otherwise : MacAddress.ofBytes(given);
    }

    /**
     * @param isFirst whether most targets are reached by this interface: the user's choice of a
     *     link must suit it, and is passed over where it doesn't suit another one
     */
    private List<String> linkNames(NetInterface iface, boolean isFirst) throws ScanException {
        boolean isEthernet = iface.kind() == NetInterface.Kind.ETHERNET;
        String wished = options.linkName;
        boolean suits = wished != null && LinkNames.ETHERNET.contains(wished) == isEthernet;
        if (wished == null || (!suits && !isFirst)) {
            return isEthernet ? LinkNames.ETHERNET : List.of(IpLink.NAME);
        }
        if (LinkNames.ETHERNET.contains(wished) && !isEthernet) {
            throw input(
                    "--link "
                            + wished
                            + " needs an Ethernet interface, which "
                            + iface.name()
                            + " is not; leave --link out, or use --link ip");
        }
        return List.of(wished);
    }

    private void noteWhatIsLeftOut(PathPlan path) {
        for (PathPlan.Elsewhere part : path.elsewhere()) {
            notes.accept(
                    "not probed: "
                            + count(part.targets())
                            + " from "
                            + part.targets().first().toText()
                            + " on, routed through "
                            + part.interfaceName()
                            + " (scan them with --interface "
                            + part.interfaceName()
                            + ")");
        }
        for (PathPlan.Unroutable part : path.unroutable()) {
            notes.accept(
                    "not probed: "
                            + count(part.targets())
                            + " from "
                            + part.targets().first().toText()
                            + " on: "
                            + part.reason());
        }
    }

    /** Says what to expect of sources that the host does not have. */
    static void noteForeignSources(
            String interfaceName, PathPlan.Source source, Consumer<String> notes) {
        if (source.spare().size() > SpareCheck.ADDRESSES_MAX) {
            notes.accept(
                    "note: --source-ip: only the first "
                            + SpareCheck.ADDRESSES_MAX
                            + " of "
                            + count(source.spare())
                            + " are checked for being in use");
        }
        if (source.distant().size() > 0) {
            boolean isOne = source.distant().size() == 1;
            notes.accept(
                    "note: --source-ip: "
                            + count(source.distant())
                            + " from "
                            + Ipv4Address.toText(source.distant().first(0))
                            + (isOne ? " on is" : " on are")
                            + " in no network of "
                            + interfaceName
                            + ": answers come only if the network"
                            + (isOne ? " routes it here" : " routes them here"));
        }
    }

    private static String count(AddressSet targets) {
        return count(targets.size());
    }

    private static String count(AddressRanges targets) {
        return count(targets.size());
    }

    private static String count(long size) {
        return size + (size == 1 ? " address" : " addresses");
    }

    private static ScanException input(String message) {
        return new ScanException(ScanException.Cause.INPUT, message);
    }
}
