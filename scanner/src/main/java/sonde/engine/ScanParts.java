// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.clock.NanoClock;
import sonde.clock.Pacer;
import sonde.clock.RoundTripEstimator;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.SinkOutlet;
import sonde.link.packet.PacketLink;
import sonde.link.pcap.PcapWriter;
import sonde.link.pcap.RecordingSource;
import sonde.link.trace.TracingSink;
import sonde.link.trace.TracingSource;
import sonde.neigh.ArpResponder;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathPlan;
import sonde.output.OutputException;
import sonde.output.OutputFormat;
import sonde.output.Outputs;
import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.FrameWriter;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.record.RecordRing;
import sonde.reply.Classifier;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.tcp.Ipv4SegmentWriter;
import sonde.tcp.SegmentRing;
import sonde.tcp.TcpConfig;
import sonde.tcp.TcpMachine;
import sonde.wire.IpFamily;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The parts of one running scan, opened and wired: link, outputs, agents. Owned by {@link Scan},
 * which closes them.
 */
final class ScanParts implements AutoCloseable {

    /** Room for what a receiver finds while the writer waits for a slow disk. */
    private static final int RING_SLOTS = 1 << 15;

    /** What one conversation may have unread: a certificate chain and room to spare. */
    private static final int INPUT_MAX_BYTES = 1 << 16;

    private final ScanPlan plan;
    private final ScanListener listener;
    private final LinkLadder ladder;
    private final Link link;
    private final @Nullable RstGuard guard;
    private final Outputs outputs;
    private final List<FrameSource> sources = new ArrayList<>();
    private final AtomicReference<@Nullable IOException> recordingFailure = new AtomicReference<>();
    private final List<Counters> counters = new ArrayList<>();
    private final List<SegmentRing> segmentRings = new ArrayList<>();
    private final List<Talker> talkers = new ArrayList<>();
    private final RoundTripEstimator roundTrips = new RoundTripEstimator();
    private final @Nullable InterfaceCounters interfaceCounters;
    private final CookieKey key = CookieKey.random();
    private final SourceAddresses sourceAddresses;
    private final SourcePorts sourcePorts;
    private final Neighbours neighbours;
    private final List<TransmitAgent> transmitAgents = new ArrayList<>();
    private final List<AgentRunner> transmitters = new ArrayList<>();
    private final List<AgentRunner> receivers = new ArrayList<>();
    private final List<SinkOutlet> outlets = new ArrayList<>();
    private final AgentRunner writer;
    private int agentCount;

    private ScanParts(
            ScanPlan plan,
            ScanListener listener,
            LinkLadder ladder,
            @Nullable RstGuard guard,
            Outputs outputs)
            throws ScanException {
        this.plan = plan;
        this.listener = listener;
        this.ladder = ladder;
        this.link = ladder.link();
        this.guard = guard;
        this.outputs = outputs;
        ScanPlan.Route route = plan.route();
        interfaceCounters =
                route == null ? null : new InterfaceCounters(route.path().iface().name());
        sourceAddresses =
                new SourceAddresses(plan.source().addressFirst(), plan.source().addressLast(), key);
        sourcePorts = new SourcePorts(plan.source().portFirst(), plan.source().portLast(), key);
        openSources();
        neighbours = Neighbours.find(plan, link);
        for (int i = 0; i < sources.size() && plan.talks() != null; i++) {
            segmentRings.add(new SegmentRing());
        }
        addTransmitters();
        List<RecordRing> rings = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            rings.add(new RecordRing(RING_SLOTS));
        }
        writer =
                new AgentRunner(
                        new WriteAgent(rings, outputs, listener, newCounters()),
                        AgentRunner.ANY_PROCESSOR);
        addReceivers(rings);
    }

    /**
     * Opens a plan's link and outputs.
     *
     * @throws ScanException with what stands in the way; nothing is left open then
     */
    static ScanParts open(ScanPlan plan, ScanListener listener) throws ScanException {
        LinkLadder ladder = null;
        RstGuard guard = null;
        Outputs outputs = new Outputs();
        ScanParts parts = null;
        try {
            ladder = LinkLadder.open(plan);
            guard = RstGuard.open(plan, ladder.link());
            for (ScanOptions.Output output : plan.results().outputs()) {
                outputs.open(format(output), output.destination());
            }
            parts = new ScanParts(plan, listener, ladder, guard, outputs);
            return parts;
        } catch (LinkException e) {
            throw new ScanException(ScanException.Cause.HOST, message(e), e);
        } catch (OutputException e) {
            throw new ScanException(ScanException.Cause.OUTPUT, message(e), e);
        } finally {
            if (parts == null) {
                closeQuietly(outputs);
                if (ladder != null) {
                    ladder.link().close();
                }
                if (guard != null) {
                    guard.close();
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

    private Counters newCounters() {
        Counters own = new Counters();
        counters.add(own);
        return own;
    }

    /** The processor of the next agent, in the order of the user's list. */
    private int nextProcessor() {
        List<Integer> processors = plan.agents().processors();
        return processors.isEmpty()
                ? AgentRunner.ANY_PROCESSOR
                : processors.get(agentCount++ % processors.size());
    }

    private void openSources() throws ScanException {
        PcapWriter recorder = recorder();
        for (FrameSource queue : link.sources()) {
            FrameSource source = queue;
            if (recorder != null) {
                source =
                        new RecordingSource(
                                source, recorder, NanoClock.SYSTEM, recordingFailure::set);
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
            sources.add(source);
        }
    }

    private @Nullable PcapWriter recorder() throws ScanException {
        Path file = plan.results().pcapFile();
        if (file == null) {
            return null;
        }
        try {
            return PcapWriter.create(file, link.framing(), PcapWriter.SNAPSHOT_LENGTH_DEFAULT);
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Cause.OUTPUT,
                    "--pcap " + file + ": can't be written (" + e.getMessage() + ")",
                    e);
        }
    }

    /**
     * One agent a transmit queue, each with an equal share of the rate. Neighbours are asked by one
     * alone: it knows whom it asked.
     */
    private void addTransmitters() {
        ScanPlan.Route route = plan.route();
        List<FrameSink> sinks = link.sinks();
        int count = neighbours.table() == null ? sinks.size() : 1;
        for (int lane = 0; lane < count; lane++) {
            FrameSink sink = traced(sinks.get(lane));
            FrameSink control = traced(link.control());
            FrameWriter frames =
                    ProbeKind.TCP.writer(template(), IpFamily.IPV4, ProbeDetails.SYN, key);
            Counters own = newCounters();
            TransmitAgent agent =
                    new TransmitAgent(
                            feed(lane, count, frames, own),
                            frames,
                            sink,
                            new NeighbourAsker(
                                    control, route == null ? 0 : route.sourceMac(), asker(route)),
                            new Pacer(plan.pace().ratePps() / count, NanoClock.SYSTEM),
                            roundTrips,
                            own,
                            route == null
                                    ? link.name()
                                    : "interface " + route.path().iface().name(),
                            lane > 0 || segmentRings.isEmpty()
                                    ? null
                                    : new TalkSender(segmentRings, control, own),
                            this::isCrowded);
            transmitAgents.add(agent);
            transmitters.add(new AgentRunner(agent, nextProcessor()));
        }
    }

    private static int asker(ScanPlan.@Nullable Route route) {
        PathPlan.Source source = route == null ? null : route.path().ipv4Source();
        return source == null ? 0 : source.asker();
    }

    private FrameSink traced(FrameSink sink) {
        return plan.results().packetTrace()
                ? new TracingSink(
                        sink,
                        link.framing(),
                        NanoClock.SYSTEM,
                        System.nanoTime(),
                        listener::onPacket)
                : sink;
    }

    private void addReceivers(List<RecordRing> rings) throws ScanException {
        Deduplicator deduplicator =
                Deduplicator.forTargets(plan.order().space().size(), key.derive("deduplicator"));
        for (int i = 0; i < sources.size(); i++) {
            Counters own = newCounters();
            Handover handover = new Handover(rings.get(i), writer::hasEnded, writer::wake);
            ReceiveAgent agent =
                    new ReceiveAgent(
                            sources.get(i),
                            link.framing().headerLengthBytes(),
                            new Classifier(new Cookies(key), sourcePorts, sourceAddresses),
                            deduplicator,
                            neighbours.table(),
                            arpResponder(),
                            roundTrips,
                            plan.results().showClosed(),
                            handover,
                            recordingFailure,
                            own,
                            talker(i, handover, own));
            receivers.add(new AgentRunner(agent, nextProcessor()));
        }
    }

    private @Nullable Talker talker(int i, Handover handover, Counters own) {
        ScanPlan.Talks talks = plan.talks();
        if (talks == null) {
            return null;
        }
        ScanPlan.Route route = plan.route();
        int connectionsMax = Math.ceilDiv(talks.connectionsMax(), sources.size());
        Conversations conversations =
                new Conversations(
                        talks.rules(),
                        new Cookies(key),
                        sourcePorts,
                        handover,
                        own,
                        (int) key.derive("host habits"));
        TcpMachine machine =
                new TcpMachine(
                        new TcpConfig(
                                connectionsMax,
                                talks.connectionTimeoutNanos(),
                                INPUT_MAX_BYTES,
                                talks.bufferBytes() / sources.size(),
                                plan.source().ttl()),
                        segmentRings.get(i),
                        conversations,
                        NanoClock.SYSTEM,
                        new Ipv4SegmentWriter(
                                link.framing().headerLengthBytes(),
                                route == null ? 0 : route.sourceMac(),
                                plan.source().ttl()));
        Talker talker =
                new Talker(
                        machine,
                        segmentRings.get(i),
                        link.framing(),
                        neighbours.onlyMac(),
                        this::wakeTransmitter,
                        own,
                        connectionsMax / 4,
                        plan.order().space(),
                        sourcePorts,
                        new Cookies(key));
        talkers.add(talker);
        return talker;
    }

    /** Whether new conversations should wait until others are over; from any thread. */
    private boolean isCrowded() {
        for (Talker talker : talkers) {
            if (talker.isCrowded()) {
                return true;
            }
        }
        return false;
    }

    private void wakeTransmitter() {
        if (transmitAgents.getFirst().isIdle()) {
            transmitters.getFirst().wake();
        }
    }

    /**
     * Answers ARP requests for source addresses that the host doesn't have, by a socket of its own:
     * the link's sinks belong to transmit agents, which may have ended.
     */
    private @Nullable ArpResponder arpResponder() throws ScanException {
        ScanPlan.Route route = plan.route();
        if (route == null
                || Objects.requireNonNull(route.path().ipv4Source()).spare().size() == 0) {
            return null;
        }
        try {
            String iface = route.path().iface().name();
            SinkOutlet outlet = new SinkOutlet(traced(PacketLink.openSink(iface)));
            outlets.add(outlet);
            return new ArpResponder(
                    Objects.requireNonNull(route.path().ipv4Source()).spare(),
                    route.sourceMac(),
                    outlet,
                    NanoClock.SYSTEM);
        } catch (LinkException e) {
            throw new ScanException(ScanException.Cause.HOST, message(e), e);
        }
    }

    private ProbeTemplate template() {
        ScanPlan.Source source = plan.source();
        if (link.framing() == Framing.IP) {
            return ProbeTemplate.ip(source.ttl());
        }
        ScanPlan.Route route = plan.route();
        return ProbeTemplate.ethernet(
                route == null ? 0 : route.sourceMac(), neighbours.onlyMac(), source.ttl());
    }

    private ProbeFeed feed(int lane, int laneCount, FrameWriter frames, Counters own) {
        NextHops hops = neighbours.hops();
        if (hops == null) {
            return new DirectFeed(
                    ProbeStream.of(plan.order(), lane, laneCount),
                    sourceAddresses,
                    sourcePorts,
                    new Cookies(key),
                    own);
        }
        NeighbourTable table = neighbours.table();
        return new RoutedFeed(
                ProbeStream.of(plan.order(), lane, laneCount),
                ProbeStream.of(plan.order(), lane, laneCount),
                plan.order().shard().positionCount(plan.order().space().size()),
                plan.pace().ratePps(),
                hops,
                table == null ? null : new NeighbourScout(table, NanoClock.SYSTEM),
                sourceAddresses,
                sourcePorts,
                new Cookies(key),
                frames,
                link.framing() == Framing.ETHERNET,
                own);
    }

    Link link() {
        return link;
    }

    /** As {@link LinkLadder#passedOver()}. */
    @Nullable String passedOver() {
        return ladder.passedOver();
    }

    @Nullable RstGuard guard() {
        return guard;
    }

    List<TransmitAgent> transmitAgents() {
        return transmitAgents;
    }

    List<AgentRunner> transmitters() {
        return transmitters;
    }

    List<AgentRunner> receivers() {
        return receivers;
    }

    AgentRunner writer() {
        return writer;
    }

    RoundTripEstimator roundTrips() {
        return roundTrips;
    }

    @Nullable InterfaceCounters interfaceCounters() {
        return interfaceCounters;
    }

    long count(Counter counter) {
        long sum = 0;
        for (Counters own : counters) {
            sum += own.get(counter);
        }
        return sum;
    }

    @Override
    public void close() {
        for (FrameSource source : sources) {
            source.close();
        }
        outlets.forEach(SinkOutlet::close);
        link.close();
        if (guard != null) {
            guard.close();
        }
        closeQuietly(outputs);
    }
}
