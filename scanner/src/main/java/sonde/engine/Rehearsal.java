// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.clock.NanoClock;
import sonde.clock.Pacer;
import sonde.clock.RoundTripEstimator;
import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.record.RecordRing;
import sonde.record.Status;
import sonde.reply.AnswerReader;
import sonde.reply.Classifier;
import sonde.reply.Deduplicator;
import sonde.reply.SentProbes;
import sonde.stat.Counters;
import sonde.target.AddressRanges;
import sonde.target.PortRanges;
import sonde.target.TargetSpace;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a scan that goes nowhere, for a moment, so that the JVM has compiled the agents' code before
 * the first probe of a fast one. Without it a receive ring overflows while the code is cold: at two
 * million answers a second it holds them for 8 ms, and compiling takes some hundred.
 *
 * <p>The agents are the real ones; between them stands memory in which each probe becomes its own
 * answer. Nothing of it is counted, and nothing leaves.
 */
final class Rehearsal {

    /** Scans slower than this are left to warm up as they go: their rings last long enough. */
    static final double RATE_MIN_PPS = 200_000;

    /** Until C2 has compiled what matters, and a little more (measured). */
    static final long NANOS = 350_000_000;

    private static final List<ScanPlan.Probing> PROBINGS =
            List.of(new ScanPlan.Probing(ProbeKind.TCP, ProbeDetails.SYN));

    private static final int SOURCE = 0xC612_0001;
    private static final int TARGET_FIRST = 0xC612_0100;
    private static final int TARGET_LAST = 0xC612_FFFF;
    private static final int PORT_FIRST = 61_000;
    private static final int PORT_LAST = 61_063;
    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;
    private static final int TCP = IP + Ipv4.HEADER_LENGTH_BYTES;
    private static final CookieKey KEY = new CookieKey(1, 2);

    private Rehearsal() {}

    /** Runs for some time on the calling thread. */
    static void run(long nanos) {
        run(nanos, new Counters());
    }

    /**
     * @param counters what happens is counted here
     */
    static void run(long nanos, Counters counters) {
        try (Arena arena = Arena.ofShared()) {
            Mirror mirror = new Mirror(arena);
            RecordRing ring = new RecordRing(FrameBatch.CAPACITY * 2);
            TransmitAgent transmitter = transmitter(mirror, counters);
            ReceiveAgent receiver = receiver(mirror, ring, counters);
            long start = System.nanoTime();
            while (System.nanoTime() - start < nanos && !transmitter.isDone()) {
                transmitter.doWork();
                receiver.doWork();
                while (ring.poll() != null) {
                    // What would be written is thrown away.
                }
            }
        } catch (ScanException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TargetSpace space() {
        return TargetSpace.of(
                AddressRanges.of(TARGET_FIRST, TARGET_LAST), PortRanges.of(1, 0xFFFF));
    }

    private static SourceAddresses addresses() {
        return new SourceAddresses(SOURCE, SOURCE, KEY);
    }

    private static SourcePorts ports() {
        return new SourcePorts(PORT_FIRST, PORT_LAST, KEY);
    }

    private static TransmitAgent transmitter(Mirror mirror, Counters counters) {
        TargetSpace space = space();
        ProbeStream stream =
                new ProbeStream(
                        space, Permutation.of(space.size(), 1), Shard.WHOLE, 0, space.size(), 0, 1);
        ProbeStages stages =
                new ProbeStages(
                        space,
                        PROBINGS,
                        ProbeTemplate.ethernet(1, 2, ProbeTemplate.TTL_DEFAULT),
                        KEY,
                        addresses(),
                        null,
                        ports());
        return new TransmitAgent(
                new DirectFeed(stream, stages, counters),
                stages,
                mirror,
                new NeighbourAsker(mirror, 0, 0, new IpAddress(0, 0)),
                new Pacer(Pacer.RATE_MAX_PPS, NanoClock.SYSTEM),
                new RoundTripEstimator(),
                null,
                counters,
                "rehearsal",
                null,
                () -> false);
    }

    private static ReceiveAgent receiver(Mirror mirror, RecordRing ring, Counters counters) {
        return new ReceiveAgent(
                mirror,
                IP,
                new Classifier(new Cookies(KEY), ports(), addresses()),
                new AnswerReader(
                        new SentProbes(
                                KEY,
                                addresses(),
                                null,
                                ports(),
                                Tcp.SYN,
                                ProbeDetails.SYN.payloads(),
                                (kind, high, low, port) -> false)),
                Deduplicator.forTargets(1, false, 1),
                new NeighbourTalk(null, null, null, counters),
                new RoundTripEstimator(),
                null,
                EnumSet.allOf(Status.class),
                new Handover(ring, () -> true, () -> {}),
                new AtomicReference<>(),
                counters,
                null,
                null,
                new ProbedGrids(space(), PROBINGS));
    }

    /** Both ends of a link: what is sent into it comes back as its own answer. */
    private static final class Mirror implements FrameSink, FrameSource {

        private static final int STRIDE_BYTES = 64;

        private final MemorySegment memory;
        private int count;
        private int lengthBytes;

        Mirror(Arena arena) {
            memory = arena.allocate((long) FrameBatch.CAPACITY * STRIDE_BYTES, STRIDE_BYTES);
        }

        @Override
        public MemorySegment memory() {
            return memory;
        }

        @Override
        public int slotStrideBytes() {
            return STRIDE_BYTES;
        }

        @Override
        public int slotCountMax() {
            return FrameBatch.CAPACITY;
        }

        @Override
        public int reserve(int slotCount) {
            return slotCount;
        }

        @Override
        public long reservedOffset() {
            return 0;
        }

        @Override
        public int send(int frameCount, int frameLengthBytes) {
            count = frameCount;
            lengthBytes = frameLengthBytes;
            return frameCount;
        }

        @Override
        public int receive(FrameBatch batch) {
            batch.memory = memory;
            batch.count = count;
            for (int i = 0; i < count; i++) {
                long frame = (long) i * STRIDE_BYTES;
                answer(frame, i);
                batch.offset[i] = frame;
                batch.lengthBytes[i] = lengthBytes;
                batch.epochNanos[i] = i;
            }
            count = 0;
            return batch.count;
        }

        /** Turns a probe into its answer; every other one is open. Checksums are nobody's here. */
        private void answer(long frame, int number) {
            int target = Ipv4.destination(memory, frame + IP);
            int port = Tcp.destinationPort(memory, frame + TCP);
            int flags = number % 2 == 0 ? Tcp.SYN | Tcp.ACK : Tcp.RST | Tcp.ACK;
            Ipv4.setDestination(memory, frame + IP, Ipv4.source(memory, frame + IP));
            Ipv4.setSource(memory, frame + IP, target);
            Tcp.setDestinationPort(memory, frame + TCP, Tcp.sourcePort(memory, frame + TCP));
            Tcp.setSourcePort(memory, frame + TCP, port);
            Tcp.setAcknowledgment(memory, frame + TCP, Tcp.sequence(memory, frame + TCP) + 1);
            Tcp.setFlags(memory, frame + TCP, flags);
        }

        @Override
        public void await(long timeoutNanos) {}

        @Override
        public long droppedCount(DropReason reason) {
            return 0;
        }

        @Override
        public void close() {}
    }
}
