// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.bpf.AnswerFilter;
import sonde.clock.NanoClock;
import sonde.clock.Pacer;
import sonde.clock.RoundTripEstimator;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.ip.IpLink;
import sonde.link.memory.MemoryLink;
import sonde.link.packet.PacketLink;
import sonde.link.pcap.PcapWriter;
import sonde.link.pcap.RecordingSource;
import sonde.link.trace.TracingSink;
import sonde.link.trace.TracingSource;
import sonde.neigh.HostNetwork;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathException;
import sonde.neigh.PathPlan;
import sonde.neigh.RouterResolver;
import sonde.output.OutputException;
import sonde.output.OutputFormat;
import sonde.output.Outputs;
import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.FrameWriter;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.probe.SourcePorts;
import sonde.record.RecordRing;
import sonde.reply.Classifier;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The parts of one running scan, opened and wired: link, outputs, agents. Owned by {@link Scan},
 * which closes them.
 */
final class ScanParts implements AutoCloseable {

    /** Room for what a receiver finds while the writer waits for a slow disk. */
    private static final int RING_SLOTS = 1 << 15;

    private final Link link;
    private final FrameSource source;
    private final Outputs outputs;
    private final RecordRing ring = new RecordRing(RING_SLOTS);
    private final RoundTripEstimator roundTrips = new RoundTripEstimator();
    private final Counters transmitCounters = new Counters();
    private final Counters receiveCounters = new Counters();
    private final Counters writeCounters = new Counters();
    private final @Nullable InterfaceDrops drops;
    private final TransmitAgent transmitAgent;
    private final AgentRunner receiver;
    private final AgentRunner writer;

    private ScanParts(
            ScanPlan plan,
            Link link,
            FrameSource source,
            Outputs outputs,
            ScanListener listener,
            AtomicReference<@Nullable IOException> recordingFailure)
            throws ScanException {
        this.link = link;
        this.source = source;
        this.outputs = outputs;
        ScanPlan.Route route = plan.route();
        this.drops = route == null ? null : new InterfaceDrops(route.path().iface().name());

        CookieKey key = CookieKey.random();
        SourcePorts sourcePorts =
                new SourcePorts(plan.source().portFirst(), plan.source().portLast(), key);
        Neighbours neighbours = Neighbours.find(plan, link);
        FrameWriter frames = ProbeKind.TCP_SYN.writer(template(plan, link, neighbours), key);
        FrameSink sink = link.sink();
        if (plan.results().packetTrace()) {
            sink =
                    new TracingSink(
                            sink,
                            link.framing(),
                            NanoClock.SYSTEM,
                            System.nanoTime(),
                            listener::onPacket);
        }
        this.transmitAgent =
                new TransmitAgent(
                        feed(plan, link, neighbours, sourcePorts, key, frames),
                        frames,
                        sink,
                        route == null ? 0 : route.sourceMac(),
                        plan.source().address(),
                        new Pacer(plan.pace().ratePps(), NanoClock.SYSTEM),
                        roundTrips,
                        transmitCounters,
                        route == null ? link.name() : "interface " + route.path().iface().name());
        this.writer = new AgentRunner(new WriteAgent(ring, outputs, listener, writeCounters));
        this.receiver =
                new AgentRunner(
                        new ReceiveAgent(
                                source,
                                link.framing().headerLengthBytes(),
                                new Classifier(
                                        new Cookies(key), sourcePorts, plan.source().address()),
                                Deduplicator.forTargets(plan.order().space().size()),
                                neighbours.table(),
                                roundTrips,
                                plan.results().showClosed(),
                                ring,
                                writer::hasEnded,
                                recordingFailure,
                                receiveCounters));
    }

    /**
     * Opens a plan's link and outputs.
     *
     * @throws ScanException with what stands in the way; nothing is left open then
     */
    static ScanParts open(ScanPlan plan, ScanListener listener) throws ScanException {
        Link link = null;
        Outputs outputs = new Outputs();
        ScanParts parts = null;
        try {
            link = openLink(plan);
            AtomicReference<@Nullable IOException> recordingFailure = new AtomicReference<>();
            FrameSource source = wrap(plan, link, listener, recordingFailure);
            for (ScanOptions.Output output : plan.results().outputs()) {
                outputs.open(format(output), output.destination());
            }
            parts = new ScanParts(plan, link, source, outputs, listener, recordingFailure);
            return parts;
        } catch (LinkException e) {
            throw new ScanException(ScanException.Cause.HOST, message(e), e);
        } catch (OutputException e) {
            throw new ScanException(ScanException.Cause.OUTPUT, message(e), e);
        } finally {
            if (parts == null) {
                closeQuietly(outputs);
                if (link != null) {
                    link.close();
                }
            }
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static OutputFormat format(ScanOptions.Output output) {
        return OutputFormat.byLabel(output.format())
                .orElseThrow(
                        () -> new IllegalArgumentException("no output format " + output.format()));
    }

    private static void closeQuietly(Outputs outputs) {
        try {
            outputs.close();
        } catch (IOException e) {
            // The scan never began; why it didn't is what the user hears.
        }
    }

    private static Link openLink(ScanPlan plan) throws LinkException {
        ScanPlan.Route route = plan.route();
        if (route == null) {
            return MemoryLink.discarding(Framing.ETHERNET);
        }
        ScanPlan.Source source = plan.source();
        String name = route.path().iface().name();
        if (route.linkName().equals(PacketLink.NAME)) {
            return PacketLink.open(
                    name,
                    AnswerFilter.ethernet(source.address(), source.portFirst(), source.portLast()));
        }
        return IpLink.open(
                name, AnswerFilter.ip(source.address(), source.portFirst(), source.portLast()));
    }

    private static FrameSource wrap(
            ScanPlan plan,
            Link link,
            ScanListener listener,
            AtomicReference<@Nullable IOException> recordingFailure)
            throws ScanException {
        FrameSource source = link.source();
        Path pcapFile = plan.results().pcapFile();
        if (pcapFile != null) {
            try {
                PcapWriter writer =
                        PcapWriter.create(
                                pcapFile, link.framing(), PcapWriter.SNAPSHOT_LENGTH_DEFAULT);
                source =
                        new RecordingSource(
                                source, writer, NanoClock.SYSTEM, recordingFailure::set);
            } catch (IOException e) {
                throw new ScanException(
                        ScanException.Cause.OUTPUT,
                        "--pcap " + pcapFile + ": can't be written (" + e.getMessage() + ")",
                        e);
            }
        }
        if (plan.results().packetTrace()) {
            source =
                    new TracingSource(
                            source,
                            link.framing(),
                            NanoClock.SYSTEM,
                            System.nanoTime(),
                            listener::onPacket);
        }
        return source;
    }

    private static ProbeTemplate template(ScanPlan plan, Link link, Neighbours neighbours) {
        ScanPlan.Source source = plan.source();
        if (link.framing() == Framing.IP) {
            return ProbeTemplate.ip(source.address(), source.ttl());
        }
        long sourceMac = plan.route() == null ? 0 : plan.route().sourceMac();
        return ProbeTemplate.ethernet(
                sourceMac, neighbours.onlyMac(), source.address(), source.ttl());
    }

    private ProbeFeed feed(
            ScanPlan plan,
            Link link,
            Neighbours neighbours,
            SourcePorts sourcePorts,
            CookieKey key,
            FrameWriter frames) {
        ScanPlan.Source source = plan.source();
        NextHops hops = neighbours.hops();
        if (hops == null) {
            return new DirectFeed(
                    stream(plan),
                    sourcePorts,
                    new Cookies(key),
                    source.address(),
                    transmitCounters);
        }
        NeighbourTable table = neighbours.table();
        return new RoutedFeed(
                stream(plan),
                stream(plan),
                plan.order().shard().positionCount(plan.order().space().size()),
                plan.pace().ratePps(),
                hops,
                table == null ? null : new NeighbourScout(table, NanoClock.SYSTEM),
                sourcePorts,
                new Cookies(key),
                source.address(),
                frames,
                link.framing() == Framing.ETHERNET,
                transmitCounters);
    }

    private static ProbeStream stream(ScanPlan plan) {
        return ProbeStream.of(plan.order());
    }

    TransmitAgent transmitAgent() {
        return transmitAgent;
    }

    AgentRunner receiver() {
        return receiver;
    }

    AgentRunner writer() {
        return writer;
    }

    RoundTripEstimator roundTrips() {
        return roundTrips;
    }

    @Nullable InterfaceDrops drops() {
        return drops;
    }

    long count(Counter counter) {
        return transmitCounters.get(counter)
                + receiveCounters.get(counter)
                + writeCounters.get(counter);
    }

    @Override
    public void close() {
        source.close();
        link.close();
        closeQuietly(outputs);
    }

    /**
     * Who stands at the other end of the link.
     *
     * @param hops where each target's frames go, or null when all go the same way
     * @param table the targets that are neighbours, or null when none is
     * @param onlyMac the Ethernet address of the one way, in the low 48 bits; else 0
     */
    private record Neighbours(
            @Nullable NextHops hops, @Nullable NeighbourTable table, long onlyMac) {

        static Neighbours find(ScanPlan plan, Link link) throws ScanException {
            ScanPlan.Route route = plan.route();
            if (route == null) {
                return new Neighbours(null, null, 0);
            }
            PathPlan path = route.path();
            boolean reachesAll = path.elsewhere().isEmpty() && path.unroutable().isEmpty();
            if (!path.needsNeighbours()) {
                return new Neighbours(
                        reachesAll ? null : NextHops.of(path, 0, gateway -> 0), null, 0);
            }
            try {
                HostNetwork host = route.host();
                RouterResolver resolver =
                        new RouterResolver(
                                path.iface(),
                                plan.source().address(),
                                link.sink(),
                                link.source(),
                                NanoClock.SYSTEM);
                long[] macs = new long[path.viaGateway().size()];
                for (int i = 0; i < macs.length; i++) {
                    macs[i] =
                            route.routerMac() >= 0
                                    ? route.routerMac()
                                    : resolver.resolve(host, path.viaGateway().get(i).gateway());
                }
                boolean hasOnLink = path.onLink().size() > 0;
                if (reachesAll && !hasOnLink && macs.length == 1) {
                    return new Neighbours(null, null, macs[0]);
                }
                NextHops hops = NextHops.of(path, NextHops.ON_LINK, i -> macs[i]);
                NeighbourTable table = null;
                if (hasOnLink) {
                    table = new NeighbourTable(path.onLink());
                    table.preload(host, path.iface().index());
                }
                return new Neighbours(hops, table, 0);
            } catch (PathException e) {
                throw new ScanException(ScanException.Cause.HOST, message(e), e);
            }
        }
    }
}
