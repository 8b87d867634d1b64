// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import sonde.banner.BannerOptions;
import sonde.clock.RoundTripEstimator;
import sonde.link.Framing;
import sonde.link.memory.MemoryLink;
import sonde.neigh.ArpResponder;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathException;
import sonde.probe.Cookies;
import sonde.probe.ProbeBatch;
import sonde.probe.ProbeKind;
import sonde.record.RecordRing;
import sonde.record.Status;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv4Grid;
import sonde.target.TargetSpace;
import sonde.tcp.FlowLabels;
import sonde.tcp.IpSegmentWriter;
import sonde.tcp.SegmentRing;
import sonde.tcp.TcpConfig;
import sonde.tcp.TcpMachine;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class ReceiveAgentTest {

    private static final int OPEN_PORT = 1001;
    private static final int CLOSED_PORT = 1002;
    private static final TargetSpace SPACE = Wiring.space(20, 10);

    private final Counters counters = new Counters();
    private final RoundTripEstimator roundTrips = new RoundTripEstimator();
    private final RecordRing ring = new RecordRing(2);
    private final AtomicReference<@Nullable IOException> recordingFailure = new AtomicReference<>();
    private final MemoryLink link =
            MemoryLink.responding(Framing.ETHERNET, new Hosts(1, false), 8, () -> 5);
    private final List<Integer> replies = new ArrayList<>();
    private int writerAsked;
    private int writerWoken;

    private ReceiveAgent agent(@Nullable NeighbourTable neighbours, boolean showClosed) {
        return agent(neighbours, showClosed, null);
    }

    private ReceiveAgent agent(
            @Nullable NeighbourTable neighbours, boolean showClosed, @Nullable Talker talker) {
        return new ReceiveAgent(
                link.source(),
                link.framing().headerLengthBytes(),
                Wiring.classifier(),
                Wiring.reader(SPACE),
                Deduplicator.forTargets(100, false, 1),
                new NeighbourTalk(
                        neighbours,
                        new ArpResponder(
                                AddressRanges.of(Wiring.SOURCE, Wiring.SOURCE + 4),
                                Wiring.SOURCE_MAC,
                                (frame, offset, length) -> replies.add(length),
                                () -> 0),
                        null,
                        counters),
                roundTrips,
                null,
                Wiring.shown(showClosed),
                new Handover(ring, () -> ++writerAsked > 1, () -> writerWoken++),
                recordingFailure,
                counters,
                talker,
                null,
                new ProbedGrids(SPACE, Grids.probings(ProbeKind.TCP)));
    }

    private static final FlowLabels FLOW_LABELS =
            (high, low, port, localHigh, localLow, localPort) -> 0;

    private final SegmentRing segments = new SegmentRing(8);

    /** Talks to the open ports of one host of the space from 1000 on. */
    private Talker talker(int portCount) {
        TcpMachine machine =
                new TcpMachine(
                        new TcpConfig(4, 1_000_000_000, 4096, 1 << 16, 64),
                        segments,
                        new Talks().conversations(new BannerOptions()),
                        () -> 0,
                        new IpSegmentWriter(14, Wiring.SOURCE_MAC, 64, FLOW_LABELS));
        return new Talker(
                machine,
                segments,
                link.framing(),
                0,
                () -> {},
                counters,
                4,
                target(Wiring.space(1, portCount)),
                Wiring.PORTS,
                new Cookies(Wiring.KEY));
    }

    private static TargetCheck target(TargetSpace space) {
        Ipv4Grid grid = (Ipv4Grid) space.grids().getFirst();
        return (high, low, port) ->
                IpAddress.isIpv4(high, low) && grid.indexOf((int) low, port) >= 0;
    }

    private void probe(int address, int port) {
        ProbeBatch batch = new ProbeBatch();
        batch.address[0] = address;
        batch.port[0] = port;
        batch.count = 1;
        Wiring.ADDRESSES.fill(batch);
        Wiring.PORTS.fill(batch);
        new Cookies(Wiring.KEY).fill(batch);
        link.sink().reserve(1);
        Wiring.frames().write(batch, 0, 1, link.sink().memory(), 0, link.sink().slotStrideBytes());
        roundTrips.noteSent(batch.cookie[0], System.nanoTime() - 3_000_000);
        link.sink().send(1, Wiring.frames().frameLengthBytes());
    }

    @Test
    void measuresTheRoundTripOfAFirstAnswer() throws ScanException {
        probe(Wiring.FIRST, OPEN_PORT);
        assertEquals(1, agent(null, false).doWork());
        assertTrue(roundTrips.largestNanos() >= 2_999_000, roundTrips.largestNanos() + " ns");
        var record = ring.poll();
        assertTrue(record != null && record.status() == Status.OPEN && record.epochNanos() == 5);
    }

    @Test
    void hidesClosedTargetsUnlessTheyAreAskedFor() throws ScanException {
        probe(Wiring.FIRST, CLOSED_PORT);
        agent(null, false).doWork();
        assertEquals(1, counters.get(Counter.ANSWERS_HIDDEN));
        assertEquals(0, ring.size());
        probe(Wiring.FIRST, CLOSED_PORT);
        agent(null, true).doWork();
        assertEquals(1, counters.get(Counter.ANSWERS_CLOSED));
        assertEquals(1, ring.size());
    }

    @Test
    void doesNotHangOnAFullRingWhenTheWriterIsGone() throws ScanException {
        for (int i = 0; i < 4; i++) {
            probe(Wiring.FIRST + 2 * i, OPEN_PORT);
        }
        agent(null, false).doWork();
        assertEquals(4, counters.get(Counter.ANSWERS_OPEN));
        assertEquals(ring.slotCount(), ring.size());
        assertTrue(writerAsked >= 2, "waited for the writer first");
        assertTrue(writerWoken >= 2, "woke the writer before it waited");
    }

    @Test
    void countsWhatTheLinkDropped() throws ScanException {
        for (int i = 0; i < 10; i++) {
            probe(Wiring.FIRST + 2 * i, CLOSED_PORT);
        }
        ReceiveAgent agent = agent(null, false);
        agent.doWork();
        agent.finish();
        assertEquals(8, counters.get(Counter.FRAMES_RECEIVED));
        assertEquals(2, counters.get(Counter.FRAMES_DROPPED));
    }

    @Test
    void learnsNeighbours() throws ScanException, PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(RoutedFeedTest.hosts(0, 9)));
        new NeighbourScout(table, () -> 0).askAhead(table.rankOf(Wiring.FIRST + 4));
        MemorySegment reply = MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);
        Arp.writeReply(reply, 0, 0x0200_0000_0077L, Wiring.FIRST + 4, 1, Wiring.SOURCE);
        link.deliver(reply, 0, Arp.FRAME_LENGTH_BYTES);
        agent(table, false).doWork();
        assertEquals(0x0200_0000_0077L, table.macAt(table.rankOf(Wiring.FIRST + 4)));
        assertEquals(1, counters.get(Counter.FRAMES_NEIGHBOUR));
    }

    @Test
    void answersRequestsForItsAddressesAndNobodyElses() throws ScanException {
        MemorySegment request = MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);
        for (int asked : new int[] {Wiring.SOURCE + 4, Wiring.SOURCE + 5, Wiring.SOURCE}) {
            Arp.writeRequest(request, 0, Wiring.ROUTER_MAC, Wiring.FIRST, asked);
            link.deliver(request, 0, Arp.FRAME_LENGTH_BYTES);
        }
        agent(null, false).doWork();
        assertEquals(List.of(Arp.FRAME_LENGTH_BYTES, Arp.FRAME_LENGTH_BYTES), replies);
        assertEquals(2, counters.get(Counter.NEIGHBOURS_ANSWERED));
        assertEquals(3, counters.get(Counter.FRAMES_NEIGHBOUR));
    }

    @Test
    void endsWhenFramesCanNotBeRecorded() {
        for (String reason : List.of("No space left on device", "Input/output error")) {
            recordingFailure.set(new IOException(reason));
            ScanException e = assertThrows(ScanException.class, agent(null, false)::doWork);
            assertEquals(
                    reason.startsWith("No space")
                            ? ScanException.Cause.DISK_FULL
                            : ScanException.Cause.OUTPUT,
                    e.reason());
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains(reason), message);
        }
    }

    @Test
    void reportsNoPortThatIsNoTargetThoughAConversationMayHaveAskedForIt() throws ScanException {
        ReceiveAgent agent = agent(null, true, talker(1 + OPEN_PORT - 1000));
        probe(Wiring.FIRST, CLOSED_PORT);
        probe(Wiring.FIRST, OPEN_PORT + 5);
        agent.doWork();
        assertEquals(2, counters.get(Counter.FRAMES_FOREIGN));
        assertEquals(0, counters.get(Counter.ANSWERS_OURS));
        probe(Wiring.FIRST, OPEN_PORT);
        agent.doWork();
        assertEquals(1, counters.get(Counter.ANSWERS_OPEN));
    }

    /** What a target sends whose TCP keeps an old connection of the same ports in TIME-WAIT. */
    private void acknowledgeOldConnection(int address, int port) {
        int ip = 14;
        int tcp = ip + Ipv4.HEADER_LENGTH_BYTES;
        int length = tcp + Tcp.HEADER_LENGTH_BYTES;
        MemorySegment frame = MemorySegment.ofArray(new byte[length]);
        Ethernet.write(frame, 0, Wiring.SOURCE_MAC, Wiring.ROUTER_MAC, Ethernet.TYPE_IPV4);
        Ipv4.setHeaderLengthBytes(frame, ip, Ipv4.HEADER_LENGTH_BYTES);
        Ipv4.setTotalLengthBytes(frame, ip, length - ip);
        Ipv4.setTtl(frame, ip, 64);
        Ipv4.setProtocol(frame, ip, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(frame, ip, address);
        Ipv4.setDestination(frame, ip, Wiring.SOURCE);
        Tcp.setSourcePort(frame, tcp, port);
        Tcp.setDestinationPort(frame, tcp, Wiring.PORTS.sourcePort(address, port));
        Tcp.setSequence(frame, tcp, 4711);
        Tcp.setAcknowledgment(frame, tcp, 4712);
        Tcp.setHeaderLengthBytes(frame, tcp, Tcp.HEADER_LENGTH_BYTES);
        Tcp.setFlags(frame, tcp, Tcp.ACK);
        link.deliver(frame, 0, length);
    }

    @Test
    void probesATargetOnceFromAnotherPortWhoseTcpRemembersAnOldConnection() throws ScanException {
        ReceiveAgent agent = agent(null, true, talker(1 + OPEN_PORT - 1000));
        acknowledgeOldConnection(Wiring.FIRST, OPEN_PORT);
        acknowledgeOldConnection(Wiring.FIRST, OPEN_PORT);
        acknowledgeOldConnection(Wiring.FIRST, OPEN_PORT + 5);
        agent.doWork();
        assertEquals(3, counters.get(Counter.FRAMES_FOREIGN));
        assertEquals(1, segments.size());
        MemorySegment syn = MemorySegment.ofArray(new byte[segments.peekLength()]);
        segments.copyTo(syn, 0);
        segments.release();
        int tcp = 14 + Ipv4.HEADER_LENGTH_BYTES;
        int port = Tcp.sourcePort(syn, tcp);
        assertEquals(Tcp.SYN, Tcp.flags(syn, tcp));
        assertEquals(Wiring.FIRST, Ipv4.destination(syn, 14));
        assertEquals(OPEN_PORT, Tcp.destinationPort(syn, tcp));
        assertTrue(port != Wiring.PORTS.sourcePort(Wiring.FIRST, OPEN_PORT));
        assertTrue(Wiring.PORTS.contains(port));
        assertEquals(
                new Cookies(Wiring.KEY).cookie(Wiring.FIRST, OPEN_PORT, Wiring.SOURCE, port),
                Tcp.sequence(syn, tcp));
    }

    @Test
    void leavesATargetAloneThatHasAnswered() throws ScanException {
        ReceiveAgent agent = agent(null, true, talker(1 + OPEN_PORT - 1000));
        probe(Wiring.FIRST, OPEN_PORT);
        agent.doWork();
        int talked = segments.size();
        acknowledgeOldConnection(Wiring.FIRST, OPEN_PORT);
        agent.doWork();
        assertTrue(segments.size() <= talked + 1);
        while (segments.peekLength() > 0) {
            MemorySegment segment = MemorySegment.ofArray(new byte[segments.peekLength()]);
            segments.copyTo(segment, 0);
            segments.release();
            assertEquals(0, Tcp.flags(segment, 14 + Ipv4.HEADER_LENGTH_BYTES) & Tcp.SYN);
        }
    }
}
