// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.clock.NanoClock;
import sonde.clock.Pacer;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.pcap.PcapWriter;
import sonde.link.pcap.RecordingSource;
import sonde.link.trace.TracingSink;
import sonde.link.trace.TracingSource;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathPlan;
import sonde.probe.Cookies;
import sonde.probe.Ipv6FlowLabels;
import sonde.probe.Ipv6SourceAddresses;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.probe.SourceAddresses;
import sonde.record.RecordRing;
import sonde.reply.AnswerReader;
import sonde.stat.Counters;
import sonde.target.TargetGrid;
import sonde.tcp.FlowLabels;
import sonde.tcp.IpSegmentWriter;
import sonde.tcp.SegmentRing;
import sonde.tcp.TcpConfig;
import sonde.tcp.TcpMachine;
import sonde.wire.IpAddress;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.List;

/** The parts of a running scan that belong to one interface. Owned by {@link ScanParts}. */
final class RouteParts implements AutoCloseable {

    /** What one conversation may have unread: a certificate chain and room to spare. */
    private static final int INPUT_MAX_BYTES = 1 << 16;

    private static final IpAddress NOBODY = new IpAddress(0, 0);

    private final ScanCommon common;
    private final ScanPlan plan;
    private final ScanPlan.@Nullable Route route;
    private final ScanPlan.Source source;
    private final LinkLadder ladder;
    private final Link link;
    private final @Nullable RstGuard guard;
    private final @Nullable SourceAddresses ipv4;
    private final @Nullable Ipv6SourceAddresses ipv6;
    private final AnswerProofs proofs;
    private final AddressKeeper keeper;
    private final @Nullable InterfaceCounters interfaceCounters;
    private final List<FrameSource> sources = new ArrayList<>();
    private final List<SegmentRing> segmentRings = new ArrayList<>();
    private final List<Talker> talkers = new ArrayList<>();
    private final Neighbours neighbours;
    private final List<TransmitAgent> transmitAgents = new ArrayList<>();
    private final List<AgentRunner> transmitters = new ArrayList<>();
    private final List<ReceiveAgent> receiveAgents = new ArrayList<>();

    /**
     * @param route null for a scan that goes nowhere
     */
    private RouteParts(
            ScanCommon common,
            ScanPlan.@Nullable Route route,
            LinkLadder ladder,
            @Nullable RstGuard guard,
            @Nullable PcapWriter recorder)
            throws ScanException {
        this.common = common;
        this.plan = common.plan;
        this.route = route;
        this.source = route == null ? plan.source() : route.source();
        this.ladder = ladder;
        this.link = ladder.link();
        this.guard = guard;
        interfaceCounters =
                route == null ? null : new InterfaceCounters(route.path().iface().name());
        ipv4 =
                source.hasIpv4()
                        ? new SourceAddresses(
                                source.addressFirst(), source.addressLast(), common.key)
                        : null;
        IpAddress first = source.ipv6First();
        IpAddress last = source.ipv6Last();
        ipv6 =
                first == null || last == null
                        ? null
                        : new Ipv6SourceAddresses(first, last, common.key);
        proofs = new AnswerProofs(common, ipv4, ipv6);
        keeper = new AddressKeeper(route, this::traced);
        openSources(recorder);
        neighbours = route == null ? Neighbours.NONE : Neighbours.find(plan, route, link);
        for (int i = 0; i < sources.size() && (plan.talks() != null || looksForAliases()); i++) {
            segmentRings.add(new SegmentRing());
        }
        addTransmitters();
    }

    /**
     * Opens a route's link and what stands behind it.
     *
     * @throws ScanException with what stands in the way; nothing is left open then
     */
    static RouteParts open(
            ScanCommon common, ScanPlan.@Nullable Route route, @Nullable PcapWriter recorder)
            throws ScanException {
        LinkLadder ladder = null;
        RstGuard guard = null;
        RouteParts parts = null;
        try {
            ProbeStages sizes = sizes(common);
            ladder =
                    route == null
                            ? LinkLadder.offline(common.plan, sizes.lengthMaxBytes())
                            : LinkLadder.open(
                                    common.plan,
                                    route,
                                    sizes.lengthMaxBytes(),
                                    sizes.hasOneLength());
            guard = route == null ? null : RstGuard.open(common.plan, route, ladder.link());
            parts = new RouteParts(common, route, ladder, guard, recorder);
            return parts;
        } catch (LinkException e) {
            throw new ScanException(ScanException.Cause.HOST, String.valueOf(e.getMessage()), e);
        } finally {
            if (parts == null) {
                if (ladder != null) {
                    ladder.link().close();
                }
                if (guard != null) {
                    guard.close();
                }
            }
        }
    }

    /** Stages that write nothing, and tell how long frames get on Ethernet. */
    private static ProbeStages sizes(ScanCommon common) {
        return new ProbeStages(
                common.plan.order().space(),
                common.plan.probings(),
                ProbeTemplate.ethernet(0, 0, common.plan.source().ttl()),
                common.key,
                null,
                null,
                common.sourcePorts);
    }

    private void openSources(@Nullable PcapWriter recorder) {
        for (FrameSource queue : link.sources()) {
            FrameSource next = queue;
            if (recorder != null) {
                next =
                        new RecordingSource(
                                next,
                                link.framing(),
                                recorder,
                                NanoClock.SYSTEM,
                                common.recordingFailure::set);
            }
            if (plan.results().packetTrace()) {
                next =
                        new TracingSource(
                                next,
                                link.framing(),
                                NanoClock.SYSTEM,
                                System.nanoTime(),
                                common.listener::onPacket);
            }
            sources.add(next);
        }
    }

    /**
     * One agent a transmit queue, each with an equal share of the interface's share of the rate.
     * Neighbours are asked by one alone: it knows whom it asked.
     */
    private void addTransmitters() {
        List<FrameSink> sinks = link.sinks();
        int count = neighbours.table() == null ? sinks.size() : 1;
        double ratePps = plan.pace().ratePps() * (route == null ? 1 : route.share()) / count;
        for (int lane = 0; lane < count; lane++) {
            FrameSink control = traced(link.control());
            Counters own = common.newCounters();
            ProbeStages stages = stages();
            TransmitAgent agent =
                    new TransmitAgent(
                            feed(lane, count, stages, own),
                            stages,
                            traced(sinks.get(lane)),
                            asker(control),
                            new Pacer(ratePps, NanoClock.SYSTEM),
                            common.roundTrips,
                            common.sendTimes,
                            own,
                            name(),
                            lane > 0 || segmentRings.isEmpty()
                                    ? null
                                    : new TalkSender(segmentRings, control, own),
                            this::isCrowded);
            transmitAgents.add(agent);
            transmitters.add(new AgentRunner(agent, common.nextProcessor()));
        }
    }

    private String name() {
        return route == null ? link.name() : "interface " + route.path().iface().name();
    }

    private NeighbourAsker asker(FrameSink control) {
        PathPlan.Source from4 = route == null ? null : route.path().ipv4Source();
        PathPlan.Ipv6Source from6 = route == null ? null : route.path().ipv6Source();
        return new NeighbourAsker(
                control,
                route == null ? 0 : route.sourceMac(),
                from4 == null ? 0 : from4.asker(),
                from6 == null ? NOBODY : from6.asker());
    }

    private ProbeStages stages() {
        long sourceMac = route == null ? 0 : route.sourceMac();
        ProbeTemplate template =
                link.framing() == Framing.IP
                        ? ProbeTemplate.ip(source.ttl())
                        : ProbeTemplate.ethernet(sourceMac, neighbours.onlyMac(), source.ttl());
        return new ProbeStages(
                plan.order().space(),
                plan.probings(),
                template,
                common.key,
                ipv4,
                ipv6,
                common.sourcePorts);
    }

    private FrameSink traced(FrameSink sink) {
        return plan.results().packetTrace()
                ? new TracingSink(
                        sink,
                        link.framing(),
                        NanoClock.SYSTEM,
                        System.nanoTime(),
                        common.listener::onPacket)
                : sink;
    }

    private ProbeFeed feed(int lane, int laneCount, ProbeStages stages, Counters own) {
        NextHops hops = neighbours.hops();
        if (hops == null) {
            return new DirectFeed(ProbeStream.of(plan.order(), plan.pace().ratePps(), lane, laneCount), stages, own);
        }
        NeighbourTable table = neighbours.table();
        return new RoutedFeed(
                plan.order().space(),
                plan.probings(),
                ProbeStream.of(plan.order(), plan.pace().ratePps(), lane, laneCount),
                ProbeStream.of(plan.order(), plan.pace().ratePps(), lane, laneCount),
                plan.order().shard().positionCount(plan.order().space().size()),
                plan.pace().ratePps(),
                hops,
                table,
                table == null ? null : new NeighbourScout(table, NanoClock.SYSTEM),
                stages,
                link.framing() == Framing.ETHERNET,
                own);
    }

    /**
     * One agent a receive queue.
     *
     * @param rings one for each source, in their order
     */
    List<AgentRunner> receivers(List<RecordRing> rings, AgentRunner writer) throws ScanException {
        List<AgentRunner> receivers = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            Counters own = common.newCounters();
            Handover handover = new Handover(rings.get(i), writer::hasEnded, writer::wake);
            AliasWatch aliases = aliases(i, handover, own);
            ReceiveAgent agent =
                    new ReceiveAgent(
                            sources.get(i),
                            link.framing().headerLengthBytes(),
                            proofs.classifier(),
                            new AnswerReader(proofs.sent(aliases)),
                            common.deduplicator,
                            keeper.talk(neighbours.table(), own),
                            common.roundTrips,
                            common.sendTimes,
                            plan.results().shown(),
                            handover,
                            common.recordingFailure,
                            own,
                            talker(i, handover, own),
                            aliases,
                            common.targets);
            receiveAgents.add(agent);
            agent.reportRawUdp(plan.results().rawUdp());
            receivers.add(new AgentRunner(agent, common.nextProcessor()));
        }
        return receivers;
    }

    private boolean looksForAliases() {
        return plan.results().checksAliases()
                && ipv6 != null
                && route != null
                && proofs.tcpFlags() == Tcp.SYN
                && plan.order().space().grids().stream().anyMatch(TargetGrid::isIpv6);
    }

    private @Nullable AliasWatch aliases(int i, Handover handover, Counters own) {
        if (!looksForAliases()) {
            return null;
        }
        return new AliasWatch(
                new AliasProbes(
                        plan,
                        common.targets,
                        stages(),
                        segmentRings.get(i),
                        link.framing() == Framing.ETHERNET,
                        handover,
                        own,
                        this::wakeTransmitter),
                common.key.derive("alias tests"));
    }

    private @Nullable Talker talker(int i, Handover handover, Counters own) {
        ScanPlan.Talks talks = plan.talks();
        if (talks == null) {
            return null;
        }
        int sharers = sources.size() * plan.routes().size();
        int connectionsMax = Math.ceilDiv(talks.connectionsMax(), sharers);
        Conversations conversations =
                new Conversations(
                        talks.rules(),
                        new Cookies(common.key),
                        common.sourcePorts,
                        handover,
                        own,
                        common.key.derive("host habits"));
        TcpMachine machine =
                new TcpMachine(
                        new TcpConfig(
                                connectionsMax,
                                talks.connectionTimeoutNanos(),
                                INPUT_MAX_BYTES,
                                talks.bufferBytes() / sharers,
                                source.ttl(),
                                talks.resets(),
                                talks.mss()),
                        segmentRings.get(i),
                        conversations,
                        NanoClock.SYSTEM,
                        new IpSegmentWriter(
                                link.framing().headerLengthBytes(),
                                route == null ? 0 : route.sourceMac(),
                                source.ttl(),
                                flowLabels()));
        Talker talker =
                new Talker(
                        machine,
                        segmentRings.get(i),
                        link.framing(),
                        neighbours.onlyMac(),
                        this::wakeTransmitter,
                        own,
                        connectionsMax / 4,
                        (high, low, port) -> common.targets.has(ProbeKind.TCP, high, low, port),
                        common.sourcePorts,
                        new Cookies(common.key));
        talkers.add(talker);
        return talker;
    }

    /** A connection goes on in the flow of its probe. */
    private FlowLabels flowLabels() {
        Ipv6FlowLabels labels = new Ipv6FlowLabels(common.key);
        Cookies cookies = new Cookies(common.key);
        if (ipv6 == null) {
            return (high, low, remotePort, localHigh, localLow, localPort) -> 0;
        }
        return (high, low, remotePort, localHigh, localLow, localPort) ->
                labels.of(cookies.cookie(high, low, remotePort, localHigh, localLow, localPort));
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

    int sourceCount() {
        return sources.size();
    }

    List<TransmitAgent> transmitAgents() {
        return transmitAgents;
    }

    List<ReceiveAgent> receiveAgents() {
        return receiveAgents;
    }

    List<AgentRunner> transmitters() {
        return transmitters;
    }

    @Nullable InterfaceCounters interfaceCounters() {
        return interfaceCounters;
    }

    /** Probes that this interface's agents handed to the kernel. */
    long probesSent() {
        long sum = 0;
        for (TransmitAgent agent : transmitAgents) {
            sum += agent.probesSent();
        }
        return sum;
    }

    @Override
    public void close() {
        sources.forEach(FrameSource::close);
        keeper.close();
        link.close();
        if (guard != null) {
            guard.close();
        }
    }
}
