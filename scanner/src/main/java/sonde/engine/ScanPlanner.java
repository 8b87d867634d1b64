// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.nmap.NmapSyntaxException;
import sonde.banner.nmap.ServiceProbes;
import sonde.link.ip.IpLink;
import sonde.link.memory.MemoryLink;
import sonde.neigh.HostNetwork;
import sonde.neigh.NetInterface;
import sonde.neigh.PathException;
import sonde.neigh.PathPlan;
import sonde.neigh.PathWishes;
import sonde.neigh.Paths;
import sonde.neigh.SpareCheck;
import sonde.output.OutputFormat;
import sonde.permute.Seeds;
import sonde.permute.Shard;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.record.Status;
import sonde.sys.SysException;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.DnsResolver;
import sonde.target.HostNames;
import sonde.target.Ipv6Ranges;
import sonde.target.PortParser;
import sonde.target.PortRanges;
import sonde.target.TargetParser;
import sonde.target.TargetSpace;
import sonde.target.TargetSyntaxException;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4Address;
import sonde.wire.MacAddress;
import sonde.wire.Tcp;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Makes a {@link ScanPlan} of what was asked for, and of what the host's network is like. */
public final class ScanPlanner {

    /**
     * What probes of {@code --offline} come from, when nothing is said: TEST-NET-1 (RFC 5737),
     * never on a wire.
     */
    private static final int OFFLINE_ADDRESS = 192 << 24 | 2 << 8 | 1;

    /**
     * What a minimal SYN takes on an Ethernet wire: the smallest frame of 64 bytes, preamble of 8,
     * gap of 12 (IEEE 802.3).
     */
    private static final double WIRE_BITS_PER_PROBE = 84 * 8;

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Connections at once, when the user doesn't say how many: a conversation takes some seven
     * packets, so that a packet a second begins less than one in seven seconds.
     */
    private static final double CONNECTIONS_PER_PPS = 2;

    /** Five find 99 % of the services (see {@link sonde.banner.HelloOrder}). */
    private static final int HANDSHAKES_USUAL = 5;

    private static final int CONNECTIONS_MIN = 4096;
    private static final int CONNECTIONS_CHOSEN_MAX = 1 << 16;

    /** The same of IPv6: the documentation prefix (RFC 3849). */
    private static final IpAddress OFFLINE_IPV6_ADDRESS = new IpAddress(0x2001_0DB8_0000_0000L, 1);

    /** No interface goes without a part of the rate. */
    private static final double SHARE_MIN = 0.001;

    /** What random addresses of prefixes come from when there is no seed: shards agree on them. */
    private static final long PATTERN_SEED = 1;

    /** A number of source addresses that fits 32 bits. */
    private static final long SOURCES_MAX = 0xFFFF_FFFFL;

    private final ScanOptions options;
    private final InputStream stdin;
    private final Consumer<String> notes;
    private final HostNames hostNames = new HostNames(new DnsResolver());

    private ScanPlanner(ScanOptions options, InputStream stdin, Consumer<String> notes) {
        this.options = options;
        this.stdin = stdin;
        this.notes = notes;
    }

    /**
     * The plan of a scan.
     *
     * @param stdin what {@code -iL -} reads
     * @param notes takes a line about each decision that the user may not expect
     * @throws ScanException when what was asked for makes no sense, or the host can't do it
     */
    public static ScanPlan plan(ScanOptions options, InputStream stdin, Consumer<String> notes)
            throws ScanException {
        try {
            return new ScanPlanner(options, stdin, notes).plan();
        } catch (UncheckedIOException e) {
            throw noTemporaryFile(e);
        }
    }

    private static ScanException noTemporaryFile(UncheckedIOException e) {
        Throwable cause = e.getCause();
        return new ScanException(
                ScanException.Cause.HOST,
                (cause == null ? e : cause).getMessage()
                        + "; free some space, or name another directory with"
                        + " SONDE_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                e);
    }

    /**
     * The targets alone, for a list of them.
     *
     * @param stdin as in {@link #plan}
     */
    public static Listing list(ScanOptions options, InputStream stdin, Consumer<String> notes)
            throws ScanException {
        try {
            Laid laid = new ScanPlanner(options, stdin, notes).layOut();
            return new Listing(laid.order(), laid.layout().probings());
        } catch (UncheckedIOException e) {
            throw noTemporaryFile(e);
        }
    }

    /** Targets in their order, and what each grid of them is probed with. */
    public record Listing(ScanPlan.Order order, List<ScanPlan.Probing> probings) {}

    private ScanPlan plan() throws ScanException {
        if (!TargetInput.hasProbes(options)) {
            throw input(
                    "nothing to scan for: give ports with -p, such as -p80,443,U:53, or --top-ports"
                            + " 20, or --ping");
        }
        Laid laid = layOut();
        List<ScanPlan.Route> routes =
                isOffline() ? List.of() : routes(laid.addresses(), laid.layout().probings());
        ScanPlan.Agents agents =
                new ScanPlan.Agents(
                        options.transmitThreads, options.receiveThreads, options.processors);
        ScanPlan.Source source = routes.isEmpty() ? offlineSource() : routes.getFirst().source();
        return new ScanPlan(
                laid.order(),
                laid.layout().probings(),
                pace(),
                routes,
                source,
                guard(),
                agents,
                results(),
                talks(routes, source));
    }

    /** What is probed, with what, in which order. */
    private record Laid(AddressSet addresses, ProbePlanner.Layout layout, ScanPlan.Order order) {}

    private Laid layOut() throws ScanException {
        TargetInput.Wanted wanted =
                TargetInput.read(
                        options, stdin, notes, hostNames, options.seed.orElse(PATTERN_SEED));
        ProbePlanner.Layout layout = ProbePlanner.layOut(options, wanted);
        TargetSpace space = layout.space();
        if (space.size() == 0) {
            throw input(
                    "no targets: an ARP scan and ICMP timestamps are for IPv4 addresses alone;"
                            + " name some");
        }
        Shard shard = new Shard(options.shardNumber - 1, options.shardCount);
        long positions = shard.positionCount(space.size());
        long all = allProbes(positions);
        if (options.resumeIndex > all) {
            throw input(
                    "--resume-index "
                            + options.resumeIndex
                            + " lies behind the last of "
                            + all
                            + " probes; it counts from 0");
        }
        long first = options.resumeIndex;
        long end = first + Math.min(all - first, options.resumeCount.orElse(Long.MAX_VALUE));
        ScanPlan.Order order =
                new ScanPlan.Order(
                        space,
                        seed(space),
                        shard,
                        options.retries,
                        first,
                        end,
                        wanted.excluded().ipv6());
        return new Laid(wanted.addresses(), layout, order);
    }

    private long allProbes(long positions) throws ScanException {
        try {
            return Math.multiplyExact(positions, options.retries + 1L);
        } catch (ArithmeticException e) {
            throw new ScanException(
                    ScanException.Cause.INPUT,
                    "--retries "
                            + options.retries
                            + ": these are more than 2^63 probes; scan fewer targets at a time",
                    e);
        }
    }

    /** Parts of one scan, run apart, must agree on the order even when nobody said which. */
    private long seed(TargetSpace space) {
        boolean isPart =
                options.shardCount > 1
                        || options.resumeIndex > 0
                        || options.resumeCount.isPresent();
        return options.seed.orElseGet(
                () -> isPart ? Seeds.derive(space.fingerprint()) : Seeds.random());
    }

    private ScanPlan.Pace pace() {
        double rate =
                options.bandwidthBps.isPresent()
                        ? options.bandwidthBps.getAsDouble() / WIRE_BITS_PER_PROBE
                        : options.ratePps;
        double waitNanos = options.waitSeconds * NANOS_PER_SECOND;
        return new ScanPlan.Pace(
                rate,
                waitNanos >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) waitNanos,
                options.waitMode == ScanOptions.WaitMode.AUTO);
    }

    private boolean isOffline() {
        return options.offline || MemoryLink.NAME.equals(options.linkName);
    }

    private List<ScanPlan.Route> routes(AddressSet targets, List<ScanPlan.Probing> probings)
            throws ScanException {
        try {
            HostNetwork host = HostNetwork.read();
            List<PathPlan> paths = Paths.plan(host, targets, wishes());
            if (probings.stream().allMatch(probing -> probing.kind() == ProbeKind.ARP)) {
                paths = ethernetOf(paths);
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

    /** Those on which ARP is spoken. */
    private static List<PathPlan> ethernetOf(List<PathPlan> paths) throws ScanException {
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
                    "--arpscan: "
                            + paths.getFirst().iface().name()
                            + " is no Ethernet interface, and nobody there speaks ARP; use --ping");
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
            noteForeignSources(ipv4, notes);
        }
        boolean isIp = linkNames.contains(IpLink.NAME);
        if (isIp && path.needsNeighbours()) {
            throw input(
                    "--link ip can't be used on "
                            + path.iface().name()
                            + ", an Ethernet interface; leave --link out, or use --link"
                            + " packet");
        }
        if (isIp && !options.vlans.isEmpty()) {
            throw input(
                    "--vlan: "
                            + path.iface().name()
                            + " is no Ethernet interface, and knows no VLANs; leave it out");
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

    private ScanPlan.Source offlineSource() throws ScanException {
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
    static void noteForeignSources(PathPlan.Source source, Consumer<String> notes) {
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
                            + " in no network of this interface: answers come only if the network"
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

    /** Conversations need a guard; a scan without them is as well off without. */
    private ScanOptions.@Nullable GuardMode guard() {
        return options.rstGuard == null && options.banners
                ? ScanOptions.GuardMode.AUTO
                : options.rstGuard;
    }

    private ScanPlan.@Nullable Talks talks(List<ScanPlan.Route> routes, ScanPlan.Source source)
            throws ScanException {
        if (!options.banners || routes.isEmpty() || options.tcpFlags != Tcp.SYN) {
            return null;
        }
        if (options.receiveThreads > 1) {
            throw input(
                    "--banners works with one receive thread, which has the table of connections;"
                            + " leave --rx-threads "
                            + options.receiveThreads
                            + " out");
        }
        int connectionsMax =
                options.maxConnections.orElse(
                        (int)
                                Math.clamp(
                                        pace().ratePps() * CONNECTIONS_PER_PPS,
                                        CONNECTIONS_MIN,
                                        CONNECTIONS_CHOSEN_MAX));
        ConversationRules rules =
                new ConversationRules(
                        options.banner,
                        options.userHellos,
                        furtherProbes(options.nmapServiceProbes, notes),
                        nanos(options.helloTimeoutSeconds),
                        handshakesMax(
                                options.maxHandshakes.orElse(
                                        options.banner.deep
                                                ? ScanOptions.HANDSHAKES_MAX
                                                : HANDSHAKES_USUAL),
                                source,
                                notes),
                        controlPorts(),
                        address -> address.isIpv4() ? hostNames.nameOf(address.ipv4()) : null);
        return new ScanPlan.Talks(rules, connectionsMax, nanos(options.connectionTimeoutSeconds));
    }

    /**
     * How many connections a target can have: each comes from another port of ours, since on one
     * used before the target's TCP may still be waiting (TIME-WAIT) and answers as if to the old
     * connection.
     */
    static int handshakesMax(int wished, ScanPlan.Source source, Consumer<String> notes) {
        int portCount = source.portLast() - source.portFirst() + 1;
        if (portCount < wished) {
            notes.accept(
                    "note: --source-port: "
                            + (portCount == 1
                                    ? "with one port, each open port gets one connection"
                                    : "with "
                                            + portCount
                                            + " ports, each open port gets that many"
                                            + " connections at most")
                            + " and not "
                            + wished
                            + ", so that some services stay unknown; give a range, such as "
                            + rangeOf(source.portFirst(), wished));
        }
        return Math.min(wished, portCount);
    }

    /** A range of so many ports that has this one. */
    private static String rangeOf(int port, int count) {
        int first = Math.min(port, LocalPorts.PORT_MAX - count + 1);
        return first + "-" + (first + count - 1);
    }

    /** Those that the user wants left out are no control ports either. */
    private PortRanges controlPorts() throws ScanException {
        try {
            return ConversationRules.DYNAMIC_PORTS.minus(
                    PortParser.parse(options.excludedPorts, "--exclude-ports").tcp());
        } catch (TargetSyntaxException e) {
            throw input(String.valueOf(e.getMessage()));
        }
    }

    /** The probes of the user's file, if there is one, and a note of how many. */
    static FurtherProbes furtherProbes(@Nullable Path file, Consumer<String> notes)
            throws ScanException {
        if (file == null) {
            return FurtherProbes.NONE;
        }
        try {
            ServiceProbes probes = ServiceProbes.read(file);
            notes.accept(
                    "nmap probes: "
                            + probes.probeCount()
                            + (probes.probeCount() == 1 ? " probe, " : " probes, ")
                            + probes.matchCount()
                            + (probes.matchCount() == 1 ? " match line" : " match lines"));
            return new NmapProbes(probes);
        } catch (NmapSyntaxException e) {
            throw new ScanException(
                    ScanException.Cause.INPUT, "--nmap-service-probes " + e.getMessage(), e);
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * NANOS_PER_SECOND);
    }

    private ScanPlan.Results results() {
        List<ScanOptions.Output> outputs = new ArrayList<>(options.outputs);
        if (outputs.isEmpty() || options.interactive) {
            outputs.add(new ScanOptions.Output(OutputFormat.INTERACTIVE.label(), "-"));
        }
        Set<Status> shown = EnumSet.of(Status.OPEN, Status.UP, Status.UNFILTERED);
        if (options.showClosed) {
            shown.add(Status.CLOSED);
        }
        if (options.showFiltered) {
            shown.add(Status.FILTERED);
        }
        return new ScanPlan.Results(
                shown,
                List.copyOf(outputs),
                options.pcapFile,
                options.packetTrace,
                options.aliasCheck);
    }

    private static ScanException input(String message) {
        return new ScanException(ScanException.Cause.INPUT, message);
    }
}
