// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.banner.BannerOptions;
import sonde.banner.UserHellos;
import sonde.clock.RoundTripEstimator;
import sonde.clock.SendTimes;
import sonde.link.Framing;
import sonde.link.memory.MemoryLink;
import sonde.neigh.ArpResponder;
import sonde.neigh.NdpResponder;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathException;
import sonde.probe.Cookies;
import sonde.probe.ProbeBatch;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayloads;
import sonde.record.Protocol;
import sonde.record.RecordRing;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;
import sonde.tcp.IpSegmentWriter;
import sonde.tcp.SegmentRing;
import sonde.tcp.TcpConfig;
import sonde.tcp.TcpMachine;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpAddress;
import sonde.wire.IpFamily;
import sonde.wire.IpProtocol;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;
import sonde.wire.ParsedFrame;
import sonde.wire.Sctp;
import sonde.wire.Tcp;
import sonde.wire.Udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A receive agent with all that it can have, in a network that answers every kind of probe, asks
 * and says what neighbours do, quotes what it likes, and breaks whatever it sends. Nothing may
 * escape the agent, and the sums must hold.
 */
class ReceiveAgentFuzzTest {

    private static final int FRAMES = 100_000;
    private static final int BATCH = 64;
    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;
    private static final int FRAME_MAX_BYTES = 2048;

    private static final TargetSpace SPACE =
            TargetSpace.of(
                    List.<TargetGrid>of(
                            Grids.ipv4(0, 40, 1000, 1040),
                            Grids.ipv6(0, 4000, 1000, 1003),
                            Grids.ipv4(0, 40, 50, 170),
                            Grids.ipv6(0, 40, 50, 170),
                            Grids.ipv4(0, 40, 9, 99),
                            Grids.ipv6(0, 40, 9, 99),
                            Grids.ipv4(0, 40),
                            Grids.ipv6(0, 40, 0, 0),
                            Grids.ipv4(0, 40),
                            Grids.ipv4(0, 40, 0, 255),
                            Grids.ipv6(0, 40, 0, 255),
                            Grids.ipv4(0, 40)));

    private static final List<ScanPlan.Probing> PROBINGS = probings();

    /** Each kind of probe over IPv4, then over IPv6 if it can be. */
    private static List<ScanPlan.Probing> probings() {
        List<ScanPlan.Probing> probings = new ArrayList<>();
        for (ProbeKind kind : ProbeKind.values()) {
            ProbeDetails details = new ProbeDetails(Tcp.SYN, UdpPayloads.builtIn(), 0);
            probings.add(new ScanPlan.Probing(kind, details));
            if (kind.supports(IpFamily.IPV6)) {
                probings.add(new ScanPlan.Probing(kind, details));
            }
        }
        return probings;
    }

    private final Counters counters = new Counters();
    private final RecordRing ring = new RecordRing(1 << 12);
    private final SegmentRing segments = new SegmentRing();
    private final List<byte[]> sentByAgent = new ArrayList<>();
    private final ProbeStages stages = Wiring.stages(SPACE, PROBINGS);
    private final ProbeBatch batch = new ProbeBatch();
    private final ParsedFrame parsed = new ParsedFrame();
    private final MemoryLink link =
            MemoryLink.responding(
                    Framing.ETHERNET, (memory, offset, length, answers) -> {}, BATCH, () -> 5);
    private final ProbedGrids targets = new ProbedGrids(SPACE, PROBINGS);
    private long recordCount;

    private void drain() {
        recordCount += ring.drain(record -> {}, Integer.MAX_VALUE);
    }

    private ReceiveAgent agent() throws PathException {
        Handover handover = new Handover(ring, () -> false, this::drain);
        NeighbourTable table =
                new NeighbourTable(
                        new AddressSet(Grids.addresses(0, 40), Grids.ipv6Addresses(0, 40)));
        NeighbourScout scout = new NeighbourScout(table, () -> 0);
        for (int rank = 0; rank < 60; rank++) {
            scout.askAhead(rank);
        }
        NeighbourTalk neighbours =
                new NeighbourTalk(
                        table,
                        new ArpResponder(
                                AddressRanges.of(Wiring.SOURCE, Wiring.SOURCE + 4),
                                Wiring.SOURCE_MAC,
                                (frame, offset, length) -> true,
                                System::nanoTime),
                        new NdpResponder(
                                Ipv6Ranges.of(Wiring.IPV6_SOURCE, IpAddress.parse("2001:db8::4")),
                                Wiring.SOURCE_MAC,
                                (frame, offset, length) -> true,
                                System::nanoTime),
                        counters);
        return new ReceiveAgent(
                link.source(),
                IP,
                Wiring.classifier(),
                Wiring.reader(SPACE, PROBINGS),
                Deduplicator.forTargets(SPACE.size(), true, 1),
                neighbours,
                new RoundTripEstimator(),
                new SendTimes(1e4),
                EnumSet.allOf(Status.class),
                handover,
                new AtomicReference<>(),
                counters,
                talker(handover),
                new AliasWatch(new Tests(handover), 5),
                new ProbedGrids(SPACE, PROBINGS));
    }

    private Talker talker(Handover handover) {
        Conversations conversations =
                new Conversations(
                        new ConversationRules(
                                new BannerOptions(),
                                UserHellos.NONE,
                                FurtherProbes.NONE,
                                2_000_000_000L,
                                3,
                                ConversationRules.DYNAMIC_PORTS,
                                address -> null),
                        new Cookies(Wiring.KEY),
                        Wiring.PORTS,
                        handover,
                        counters,
                        1);
        TcpMachine machine =
                new TcpMachine(
                        new TcpConfig(64, 1_000_000_000, 4096, 1 << 16, 64),
                        segments,
                        conversations,
                        System::nanoTime,
                        new IpSegmentWriter(
                                IP,
                                Wiring.SOURCE_MAC,
                                64,
                                (high, low, port, localHigh, localLow, localPort) -> 0));
        return new Talker(
                machine,
                segments,
                Framing.ETHERNET,
                0,
                () -> {},
                counters,
                16,
                (high, low, port) -> targets.has(ProbeKind.TCP, high, low, port),
                Wiring.PORTS,
                new Cookies(Wiring.KEY));
    }

    /** Has the probes of tests answered like all others. */
    private final class Tests implements AliasWatch.Prober {
        private final Handover handover;

        Tests(Handover handover) {
            this.handover = handover;
        }

        @Override
        public void probe(IpAddress address, ScanRecord like, long mac) {
            batch.grid = 1;
            batch.isIpv6 = true;
            batch.count = 1;
            batch.addressHigh[0] = address.high();
            batch.addressLow[0] = address.low();
            batch.port[0] = like.port();
            sentByAgent.add(written());
        }

        @Override
        public boolean isAllowed(IpAddress address) {
            return true;
        }

        @Override
        public boolean isTarget(Protocol protocol, long high, long low, int port) {
            return targets.has(ProbeKind.TCP, high, low, port);
        }

        @Override
        public void release(ScanRecord held) {
            handover.put(held);
        }

        @Override
        public void drop(ScanRecord held) {
            counters.add(Counter.ANSWERS_OPEN, -1);
            counters.add(Counter.ANSWERS_HIDDEN, 1);
        }

        @Override
        public void aliased(IpAddress first, int lengthBits, ScanRecord like) {
            counters.add(Counter.BANNERS, 1);
            handover.put(like);
        }
    }

    /** The frame of the one probe in the batch. */
    private byte[] written() {
        stages.complete(batch);
        MemorySegment memory = MemorySegment.ofArray(new byte[FRAME_MAX_BYTES]);
        stages.write(batch, 0, 1, memory, 0, FRAME_MAX_BYTES);
        return memory.asSlice(0, stages.lengthBytes(batch, 0)).toArray(ValueLayout.JAVA_BYTE);
    }

    private byte[] probe(SplittableRandom random) {
        int grid = random.nextInt(SPACE.grids().size());
        batch.count = 1;
        batch.index[0] = SPACE.firstOf(grid) + random.nextLong(SPACE.grids().get(grid).size());
        ProbeStream.resolve(SPACE, batch, grid);
        return written();
    }

    /** A frame from the network. */
    private byte[] next(SplittableRandom random) {
        byte[] frame =
                switch (random.nextInt(12)) {
                    case 0 -> HostileFrames.noise(random);
                    case 1 -> HostileFrames.solicitation(random);
                    case 2 -> HostileFrames.advertisement(random);
                    case 3, 4 -> error(probe(random), random);
                    case 5 -> sentOfAgent(random);
                    default -> answer(probe(random), random);
                };
        if (random.nextInt(8) == 0) {
            frame = HostileFrames.tagged(frame);
        }
        return random.nextInt(3) == 0 ? HostileFrames.broken(frame, random) : frame;
    }

    private byte[] sentOfAgent(SplittableRandom random) {
        if (!sentByAgent.isEmpty()) {
            return answer(sentByAgent.removeLast(), random);
        }
        if (segments.peekLength() > 0) {
            MemorySegment frame = MemorySegment.ofArray(new byte[segments.peekLength()]);
            segments.copyTo(frame, 0);
            segments.release();
            return answer(frame.toArray(ValueLayout.JAVA_BYTE), random);
        }
        return HostileFrames.noise(random);
    }

    /** What a host makes of a frame: both addresses and ports exchanged, and an answer's fields. */
    private byte[] answer(byte[] probe, SplittableRandom random) {
        MemorySegment from = MemorySegment.ofArray(probe);
        byte[] bytes = probe.clone();
        if (probe.length > IP + 60 && random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(probe, IP + 60);
        }
        MemorySegment frame = MemorySegment.ofArray(bytes);
        FrameKind kind = FrameParser.parse(from, 0, probe.length, IP, parsed);
        if (kind == FrameKind.ARP) {
            byte[] reply = new byte[Arp.FRAME_LENGTH_BYTES];
            Arp.writeReply(
                    MemorySegment.ofArray(reply),
                    0,
                    random.nextLong(1L << 48),
                    Arp.targetAddress(from, IP),
                    Wiring.SOURCE_MAC,
                    Arp.senderAddress(from, IP));
            return reply;
        }
        if (kind == FrameKind.MALFORMED) {
            return bytes;
        }
        if (parsed.isIpv6) {
            Ipv6.setSource(frame, IP, parsed.destinationHigh, parsed.destinationLow);
            Ipv6.setDestination(frame, IP, parsed.sourceHigh, parsed.sourceLow);
            Ipv6.setPayloadLengthBytes(frame, IP, bytes.length - IP - Ipv6.HEADER_LENGTH_BYTES);
        } else {
            Ipv4.setSource(frame, IP, parsed.destinationAddress);
            Ipv4.setDestination(frame, IP, parsed.sourceAddress);
            Ipv4.setTotalLengthBytes(frame, IP, bytes.length - IP);
        }
        answerTransport(frame, from, kind, random);
        return bytes;
    }

    private void answerTransport(
            MemorySegment frame, MemorySegment from, FrameKind kind, SplittableRandom random) {
        long base = parsed.transportOffset;
        if (kind == FrameKind.TCP || kind == FrameKind.UDP || kind == FrameKind.SCTP) {
            Udp.setSourcePort(frame, base, Udp.destinationPort(from, base));
            Udp.setDestinationPort(frame, base, Udp.sourcePort(from, base));
        }
        switch (kind) {
            case TCP -> {
                Tcp.setSequence(frame, base, Tcp.acknowledgment(from, base));
                Tcp.setAcknowledgment(frame, base, Tcp.sequence(from, base) + 1);
                int[] flags = {
                    Tcp.SYN | Tcp.ACK, Tcp.RST | Tcp.ACK, Tcp.ACK, Tcp.ACK | Tcp.FIN | Tcp.PSH
                };
                Tcp.setFlags(frame, base, flags[random.nextInt(flags.length)]);
            }
            case UDP -> {
                Udp.setLengthBytes(frame, base, (int) (frame.byteSize() - base));
                if (frame.byteSize() > base + Udp.HEADER_LENGTH_BYTES + 2) {
                    frame.set(
                            ValueLayout.JAVA_BYTE,
                            base + Udp.HEADER_LENGTH_BYTES + 2,
                            (byte) random.nextInt());
                }
            }
            case SCTP -> {
                Sctp.setVerificationTag(frame, base, Sctp.initiateTag(from, base));
                Sctp.setChunkType(frame, base, random.nextBoolean() ? Sctp.INIT_ACK : Sctp.ABORT);
            }
            case ICMP ->
                    Icmp.setType(
                            frame,
                            base,
                            Icmp.type(from, base) == Icmp.ECHO_REQUEST
                                    ? Icmp.ECHO_REPLY
                                    : Icmp.TIMESTAMP_REPLY);
            case ICMPV6 -> Icmp.setType(frame, base, Icmpv6.ECHO_REPLY);
            case IP, ARP, FRAGMENT, OTHER, MALFORMED -> {}
        }
    }

    /** An error about a frame, from its destination or somebody else. */
    private byte[] error(byte[] probe, SplittableRandom random) {
        FrameKind kind =
                FrameParser.parse(MemorySegment.ofArray(probe), 0, probe.length, IP, parsed);
        if (kind == FrameKind.ARP || kind == FrameKind.MALFORMED) {
            return answer(probe, random);
        }
        int header = IP + (parsed.isIpv6 ? Ipv6.HEADER_LENGTH_BYTES : Ipv4.HEADER_LENGTH_BYTES);
        int quoted = Math.min(probe.length - IP, 20 + random.nextInt(120));
        byte[] bytes = new byte[header + Icmp.HEADER_LENGTH_BYTES + quoted];
        System.arraycopy(probe, 0, bytes, 0, header);
        System.arraycopy(probe, IP, bytes, header + Icmp.HEADER_LENGTH_BYTES, quoted);
        MemorySegment frame = MemorySegment.ofArray(bytes);
        long other = random.nextInt(3) == 0 ? 0x0100 : 0;
        if (parsed.isIpv6) {
            Ipv6.setNextHeader(frame, IP, IpProtocol.ICMPV6);
            Ipv6.setSource(frame, IP, parsed.destinationHigh, parsed.destinationLow ^ other);
            Ipv6.setDestination(frame, IP, parsed.sourceHigh, parsed.sourceLow);
            Ipv6.setPayloadLengthBytes(frame, IP, bytes.length - IP - Ipv6.HEADER_LENGTH_BYTES);
            Icmp.setType(frame, header, 1 + random.nextInt(4));
        } else {
            Ipv4.setProtocol(frame, IP, IpProtocol.ICMP);
            Ipv4.setSource(frame, IP, parsed.destinationAddress ^ (int) other);
            Ipv4.setDestination(frame, IP, parsed.sourceAddress);
            Ipv4.setTotalLengthBytes(frame, IP, bytes.length - IP);
            int[] types = {
                Icmp.DESTINATION_UNREACHABLE, Icmp.TIME_EXCEEDED, Icmp.PARAMETER_PROBLEM
            };
            Icmp.setType(frame, header, types[random.nextInt(types.length)]);
        }
        Icmp.setCode(frame, header, random.nextInt(8));
        return bytes;
    }

    @Test
    void nothingFromTheNetworkEscapesTheAgent() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ReceiveAgent agent = agent();
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = next(random);
            link.deliver(MemorySegment.ofArray(frame), 0, frame.length);
            if (i % BATCH == BATCH - 1) {
                agent.doWork();
                drain();
            }
        }
        agent.doWork();
        agent.finish();
        drain();
        assertSums("seed " + seed);
        assertTrue(counters.get(Counter.ANSWERS_OPEN) > 1000, "seed " + seed);
        assertTrue(counters.get(Counter.ANSWERS_CLOSED) > 100, "seed " + seed);
        assertTrue(counters.get(Counter.ANSWERS_FILTERED) > 100, "seed " + seed);
        assertTrue(counters.get(Counter.BANNERS) > 100, "seed " + seed);
        assertTrue(counters.get(Counter.FRAMES_NEIGHBOUR) > 100, "seed " + seed);
        assertTrue(counters.get(Counter.FRAMES_TALK) > 100, "seed " + seed);
    }

    private void assertSums(String seed) {
        assertEquals(FRAMES, counters.get(Counter.FRAMES_RECEIVED), seed);
        assertEquals(
                counters.get(Counter.FRAMES_RECEIVED),
                counters.get(Counter.FRAMES_MALFORMED)
                        + counters.get(Counter.FRAMES_NEIGHBOUR)
                        + counters.get(Counter.FRAMES_FOREIGN)
                        + counters.get(Counter.FRAMES_TALK)
                        + counters.get(Counter.ANSWERS_OURS),
                seed);
        long shown =
                counters.get(Counter.ANSWERS_OPEN)
                        + counters.get(Counter.ANSWERS_CLOSED)
                        + counters.get(Counter.ANSWERS_FILTERED)
                        + counters.get(Counter.ANSWERS_UNFILTERED)
                        + counters.get(Counter.ANSWERS_UP);
        assertEquals(
                counters.get(Counter.ANSWERS_OURS),
                counters.get(Counter.ANSWERS_DUPLICATE)
                        + counters.get(Counter.ANSWERS_HIDDEN)
                        + shown,
                seed);
        assertEquals(recordCount, shown + counters.get(Counter.BANNERS), seed);
    }
}
