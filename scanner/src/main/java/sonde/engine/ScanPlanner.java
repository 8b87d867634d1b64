// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.nmap.NmapSyntaxException;
import sonde.banner.nmap.ServiceProbes;
import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointFile;
import sonde.link.memory.MemoryLink;
import sonde.output.OutputFormat;
import sonde.output.OutputSettings;
import sonde.permute.Seeds;
import sonde.permute.Shard;
import sonde.record.Status;
import sonde.target.AddressSet;
import sonde.target.DnsResolver;
import sonde.target.HostNames;
import sonde.target.PortParser;
import sonde.target.PortRanges;
import sonde.target.TargetSpace;
import sonde.target.TargetSyntaxException;
import sonde.wire.Tcp;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Makes a {@link ScanPlan} of what was asked for, and of what the host's network is like. */
public final class ScanPlanner {

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

    /** What random addresses of prefixes come from when there is no seed: shards agree on them. */
    private static final long PATTERN_SEED = 1;

    /** Where checkpoints go if the user names no other place. */
    static final Path CHECKPOINT = Path.of("sonde.checkpoint");

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

    /**
     * The addresses alone, sorted and without those excluded, for a list of their ranges.
     *
     * @param stdin as in {@link #plan}
     */
    public static AddressSet addresses(
            ScanOptions options, InputStream stdin, Consumer<String> notes) throws ScanException {
        try {
            ScanPlanner planner = new ScanPlanner(options, stdin, notes);
            return TargetInput.addresses(
                    options, stdin, notes, planner.hostNames, options.seed.orElse(PATTERN_SEED));
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
        RoutePlanner ways = new RoutePlanner(options, notes);
        List<ScanPlan.Route> routes =
                isOffline() ? List.of() : ways.routes(laid.addresses(), laid.layout().probings());
        ScanPlan.Agents agents =
                new ScanPlan.Agents(
                        options.transmitThreads, options.receiveThreads, options.processors);
        ScanPlan.Source source =
                routes.isEmpty() ? ways.offlineSource() : routes.getFirst().source();
        return new ScanPlan(
                laid.order(),
                laid.layout().probings(),
                pace(),
                routes,
                source,
                guard(),
                agents,
                results(ScannedPorts.of(laid.layout())),
                talks(routes, source),
                keeping());
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
        Checkpoint resumed = options.resumed;
        long first = options.resumeIndex;
        long end = first + Math.min(all - first, options.resumeCount.orElse(Long.MAX_VALUE));
        ScanPlan.Order order =
                new ScanPlan.Order(
                        space,
                        seed(space),
                        shard,
                        options.retries,
                        resumed == null ? first : Math.min(resumed.cursor(), end),
                        end,
                        wanted.excluded().ipv6(),
                        resumed == null ? List.of() : resumed.pending(),
                        options.infinite);
        if (resumed != null) {
            requireSame(resumed, order, all);
        }
        return new Laid(wanted.addresses(), layout, order);
    }

    /** A cursor means the same only in the same order of the same targets. */
    private static void requireSame(Checkpoint resumed, ScanPlan.Order order, long all)
            throws ScanException {
        boolean isSameOrder =
                resumed.seed() == order.seed()
                        && resumed.shardIndex() == order.shard().index()
                        && resumed.shardCount() == order.shard().count();
        if (!isSameOrder || resumed.fingerprint() != order.space().fingerprint()) {
            throw input(
                    "--resume: this is not the scan of the checkpoint: its "
                            + (isSameOrder
                                    ? "targets, exclusions, ports or probes differ (a file may have"
                                            + " changed, or a name resolve to something else)"
                                    : "seed or shard differs")
                            + "; leave out what you changed, or scan anew");
        }
        boolean isWithin = resumed.cursor() <= all;
        for (long index : resumed.pending()) {
            isWithin &= index < order.space().size();
        }
        if (!isWithin) {
            throw input(
                    "--resume: the checkpoint names probes that this scan has not: it was changed;"
                            + " scan anew");
        }
    }

    private long allProbes(long positions) throws ScanException {
        if (options.infinite) {
            return positions == 0 ? 0 : Long.MAX_VALUE / positions * positions;
        }
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

    /** Conversations need a guard; a scan without them is as well off without. */
    private ScanOptions.@Nullable GuardMode guard() {
        return options.rstGuard == null && options.banners
                ? ScanOptions.GuardMode.AUTO
                : options.rstGuard;
    }

    private ScanPlan.@Nullable Talks talks(List<ScanPlan.Route> routes, ScanPlan.Source source)
            throws ScanException {
        if (!options.banners || options.tcpFlags != Tcp.SYN) {
            return null;
        }
        noteTcpOptions();
        if (routes.isEmpty()) {
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
        return new ScanPlan.Talks(
                rules,
                connectionsMax,
                nanos(options.connectionTimeoutSeconds),
                !options.noReset,
                options.tcpOptions.mss());
    }

    private void noteTcpOptions() {
        if (options.tcpOptions.changeConversations()) {
            notes.accept(
                    "note: --tcp-wscale, --tcp-tsecho: left out, since --banners talks over a TCP"
                            + " without scaled windows and timestamps; scan without --banners to"
                            + " send them");
        }
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

    /** Offline nothing is found, so that there is nothing to keep unless the user says so. */
    private ScanPlan.@Nullable Keeping keeping() {
        Path wished = options.checkpointFile;
        if (options.resumed != null && wished == null) {
            wished = options.resume;
        }
        if (!options.checkpoints || (wished == null && isOffline())) {
            return null;
        }
        return new ScanPlan.Keeping(
                new CheckpointFile(wished == null ? CHECKPOINT : wished),
                wished != null,
                options.configuration,
                options.resumed);
    }

    /** What is reported and where, for results that are no scan's own. */
    static ScanPlan.Results results(ScanOptions options) throws ScanException {
        return new ScanPlanner(options, InputStream.nullInputStream(), note -> {})
                .results(List.of());
    }

    private ScanPlan.Results results(List<OutputSettings.Scanned> scanned) throws ScanException {
        List<ScanOptions.Output> outputs = new ArrayList<>(options.outputs);
        if (outputs.isEmpty() || options.interactive) {
            outputs.add(new ScanOptions.Output(OutputFormat.INTERACTIVE.label(), "-"));
        }
        Set<Status> shown = EnumSet.noneOf(Status.class);
        if (options.showOpen) {
            shown.addAll(Set.of(Status.OPEN, Status.UP, Status.UNFILTERED));
        }
        if (options.showClosed) {
            shown.add(Status.CLOSED);
        }
        if (options.showFiltered) {
            shown.add(Status.FILTERED);
        }
        long startedEpochSeconds =
                options.resumed == null
                        ? System.currentTimeMillis() / 1000
                        : options.resumed.startedEpochSeconds();
        OutputSettings.Run run =
                new OutputSettings.Run(
                        options.version, options.arguments, startedEpochSeconds, scanned);
        return new ScanPlan.Results(
                shown,
                List.copyOf(outputs),
                new OutputSettings(
                        run,
                        options.appendOutput,
                        options.group,
                        options.fields,
                        options.rotation,
                        options.stylesheet,
                        options.redisPassword),
                options.pcapFile,
                options.packetTrace,
                options.aliasCheck,
                options.rawUdp,
                ReportFilter.of(options));
    }

    private static ScanException input(String message) {
        return new ScanException(ScanException.Cause.INPUT, message);
    }
}
