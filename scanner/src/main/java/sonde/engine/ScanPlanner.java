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
import sonde.probe.ProbeTemplate;
import sonde.sys.SysException;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.DnsResolver;
import sonde.target.HostNames;
import sonde.target.Ipv4Grid;
import sonde.target.Ipv6Ranges;
import sonde.target.PortParser;
import sonde.target.PortRanges;
import sonde.target.TargetParser;
import sonde.target.TargetSpace;
import sonde.target.TargetSyntaxException;
import sonde.wire.Ipv4Address;
import sonde.wire.MacAddress;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
        return new ScanPlanner(options, stdin, notes).plan();
    }

    /**
     * The order alone, for a list of targets.
     *
     * @param stdin as in {@link #plan}
     */
    public static ScanPlan.Order order(
            ScanOptions options, InputStream stdin, Consumer<String> notes) throws ScanException {
        return new ScanPlanner(options, stdin, notes).order();
    }

    private ScanPlan plan() throws ScanException {
        if (!TargetInput.hasPorts(options)) {
            throw input("no ports to scan: give some with -p, such as -p80,443, or --top-ports 20");
        }
        ScanPlan.Order order = order();
        ScanPlan.@Nullable Route route = isOffline() ? null : route(order.space());
        ScanPlan.Agents agents =
                new ScanPlan.Agents(
                        options.transmitThreads, options.receiveThreads, options.processors);
        ScanPlan.Source source = source(route);
        return new ScanPlan(
                order, pace(), route, source, guard(), agents, results(), talks(route, source));
    }

    private ScanPlan.Order order() throws ScanException {
        TargetSpace space = TargetInput.read(options, stdin, notes, hostNames);
        Shard shard = new Shard(options.shardNumber - 1, options.shardCount);
        long positions = shard.positionCount(space.size());
        long all = Math.multiplyExact(positions, options.retries + 1L);
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
        return new ScanPlan.Order(space, seed(space), shard, options.retries, first, end);
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

    private ScanPlan.Route route(TargetSpace space) throws ScanException {
        try {
            HostNetwork host = HostNetwork.read();
            PathPlan path =
                    firstOf(
                            Paths.plan(
                                    host,
                                    AddressSet.of(
                                            ((Ipv4Grid) space.grids().getFirst()).addresses()),
                                    wishes()));
            noteWhatIsLeftOut(path);
            noteForeignSources(Objects.requireNonNull(path.ipv4Source()), notes);
            List<String> linkNames = linkNames(path.iface());
            boolean isEthernet = !linkNames.contains(IpLink.NAME);
            if (!isEthernet && path.needsNeighbours()) {
                throw input(
                        "--link ip can't be used on "
                                + path.iface().name()
                                + ", an Ethernet interface; leave --link out, or use --link"
                                + " packet");
            }
            return new ScanPlan.Route(
                    linkNames,
                    host,
                    path,
                    mac(options.sourceMac, path.iface().mac()),
                    mac(options.routerMac, NetInterface.NO_MAC));
        } catch (PathException e) {
            throw new ScanException(
                    e.isInput() ? ScanException.Cause.INPUT : ScanException.Cause.HOST,
                    String.valueOf(e.getMessage()),
                    e);
        } catch (SysException e) {
            throw new ScanException(ScanException.Cause.HOST, String.valueOf(e.getMessage()), e);
        }
    }

    /** One interface carries the scan; what others would is left out. */
    private static PathPlan firstOf(List<PathPlan> plans) {
        PathPlan first = plans.getFirst();
        List<PathPlan.Elsewhere> elsewhere = new ArrayList<>(first.elsewhere());
        for (PathPlan other : plans.subList(1, plans.size())) {
            elsewhere.add(new PathPlan.Elsewhere(other.iface().name(), other.probed()));
        }
        return new PathPlan(
                first.iface(),
                first.ipv4Source(),
                first.ipv6Source(),
                first.onLink(),
                first.viaGateway(),
                elsewhere,
                first.unroutable());
    }

    private PathWishes wishes() throws ScanException {
        return new PathWishes(
                options.interfaceName == null ? List.of() : List.of(options.interfaceName),
                sourceAddresses(),
                Ipv6Ranges.NONE,
                address("--router-ip", options.routerIp),
                null,
                options.routerMac == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(MacAddress.ofBytes(options.routerMac)));
    }

    /** What {@code --source-ip} says, none if nothing. */
    private AddressRanges sourceAddresses() throws ScanException {
        if (options.sourceIp == null) {
            return AddressRanges.NONE;
        }
        try {
            return TargetParser.parseRange(options.sourceIp, "--source-ip");
        } catch (TargetSyntaxException e) {
            throw input(String.valueOf(e.getMessage()));
        }
    }

    private AddressRanges offlineSource() throws ScanException {
        AddressRanges wished = sourceAddresses();
        if (wished.size() > SOURCES_MAX) {
            throw input("--source-ip: these are all addresses there are; give fewer");
        }
        return wished.size() > 0 ? wished : AddressRanges.of(OFFLINE_ADDRESS, OFFLINE_ADDRESS);
    }

    private static OptionalInt address(String option, @Nullable String text) throws ScanException {
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Ipv4Address.parse(text));
        } catch (IllegalArgumentException e) {
            throw input(option + ": " + e.getMessage());
        }
    }

    private static long mac(byte @Nullable [] given, long otherwise) {
        return given == null ? otherwise : MacAddress.ofBytes(given);
    }

    private List<String> linkNames(NetInterface iface) throws ScanException {
        boolean isEthernet = iface.kind() == NetInterface.Kind.ETHERNET;
        if (options.linkName == null) {
            return isEthernet ? LinkNames.ETHERNET : List.of(IpLink.NAME);
        }
        if (LinkNames.ETHERNET.contains(options.linkName) && !isEthernet) {
            throw input(
                    "--link "
                            + options.linkName
                            + " needs an Ethernet interface, which "
                            + iface.name()
                            + " is not; leave --link out, or use --link ip");
        }
        return List.of(options.linkName);
    }

    private void noteWhatIsLeftOut(PathPlan path) {
        for (PathPlan.Elsewhere part : path.elsewhere()) {
            notes.accept(
                    "not probed: "
                            + count(part.targets().ipv4())
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
                            + count(part.targets().ipv4())
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

    private static String count(AddressRanges targets) {
        return targets.size() + (targets.size() == 1 ? " address" : " addresses");
    }

    private ScanPlan.Source source(ScanPlan.@Nullable Route route) throws ScanException {
        AddressRanges addresses =
                route == null
                        ? offlineSource()
                        : Objects.requireNonNull(route.path().ipv4Source()).addresses();
        int first;
        int last;
        if (options.sourcePortFirst.isPresent()) {
            first = options.sourcePortFirst.getAsInt();
            last = options.sourcePortLast.orElse(first);
            if (route != null) {
                LocalPorts.read().conflicts(first, last).forEach(notes);
            }
        } else {
            first = LocalPorts.read().choose(LocalPorts.DEFAULT_COUNT, new SplittableRandom());
            last = first + LocalPorts.DEFAULT_COUNT - 1;
        }
        return new ScanPlan.Source(
                addresses.first(0),
                addresses.last(0),
                first,
                last,
                options.ttl.orElse(ProbeTemplate.TTL_DEFAULT));
    }

    /** Conversations need a guard; a scan without them is as well off without. */
    private ScanOptions.@Nullable GuardMode guard() {
        return options.rstGuard == null && options.banners
                ? ScanOptions.GuardMode.AUTO
                : options.rstGuard;
    }

    private ScanPlan.@Nullable Talks talks(ScanPlan.@Nullable Route route, ScanPlan.Source source)
            throws ScanException {
        if (!options.banners || route == null) {
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
                        hostNames::nameOf);
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
                    PortParser.parse(options.excludedPorts, "--exclude-ports"));
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
        return new ScanPlan.Results(
                options.showClosed, List.copyOf(outputs), options.pcapFile, options.packetTrace);
    }

    private static ScanException input(String message) {
        return new ScanException(ScanException.Cause.INPUT, message);
    }
}
