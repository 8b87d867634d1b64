// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import sonde.clock.NanoClock;
import sonde.clock.Pacer;
import sonde.link.FrameSink;
import sonde.output.OutputMark;
import sonde.output.Outputs;
import sonde.output.RecordWriter;
import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.FrameWriter;
import sonde.probe.Ipv6SourceAddresses;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.reply.AnswerReader;
import sonde.reply.Classifier;
import sonde.reply.SentProbes;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.AddressRanges;
import sonde.target.PortRanges;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;
import sonde.wire.IpFamily;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The pieces that tests of the engine put together. */
final class Wiring {

    static final int SOURCE = 0xC6120001;
    static final long SOURCE_MAC = 0x0200_0000_0001L;
    static final long ROUTER_MAC = 0x0200_0000_0002L;
    static final CookieKey KEY = new CookieKey(21, 22);
    static final SourceAddresses ADDRESSES = new SourceAddresses(SOURCE, SOURCE + 4, KEY);
    static final IpAddress IPV6_SOURCE = IpAddress.parse("2001:db8::1");
    static final Ipv6SourceAddresses IPV6_ADDRESSES =
            new Ipv6SourceAddresses(IPV6_SOURCE, IpAddress.parse("2001:db8::4"), KEY);
    static final SourcePorts PORTS = new SourcePorts(61_000, 61_063, KEY);
    static final Cookies COOKIES = new Cookies(KEY);

    /** 198.18.1.0. */
    static final int FIRST = 0xC6120100;

    static final long SEED = 7;
    private static final long MILLI = 1_000_000;

    private Wiring() {}

    /** The addresses from 198.18.1.0 on, times the ports from 1000 on. */
    static TargetSpace space(int addressCount, int portCount) {
        return TargetSpace.of(
                AddressRanges.of(FIRST, FIRST + addressCount - 1),
                PortRanges.of(1000, 1000 + portCount - 1));
    }

    static ProbeStream stream(TargetSpace space, int passes) {
        return stream(space, passes, 0, 1);
    }

    static ProbeStream stream(TargetSpace space, int passes, int lane, int laneCount) {
        return new ProbeStream(
                space,
                Permutation.of(space.size(), SEED),
                Shard.WHOLE,
                0,
                space.size() * passes,
                lane,
                laneCount);
    }

    static DirectFeed directFeed(TargetSpace space, int passes, Counters counters) {
        return new DirectFeed(stream(space, passes), stages(space), counters);
    }

    /** SYNs to every grid. */
    static List<ScanPlan.Probing> syns(TargetSpace space) {
        return Collections.nCopies(
                space.grids().size(), new ScanPlan.Probing(ProbeKind.TCP, ProbeDetails.SYN));
    }

    static ProbeStages stages(TargetSpace space) {
        return stages(space, syns(space));
    }

    static ProbeStages stages(TargetSpace space, List<ScanPlan.Probing> probings) {
        return new ProbeStages(space, probings, template(), KEY, ADDRESSES, IPV6_ADDRESSES, PORTS);
    }

    static ProbeTemplate template() {
        return ProbeTemplate.ethernet(SOURCE_MAC, ROUTER_MAC, ProbeTemplate.TTL_DEFAULT);
    }

    static FrameWriter frames() {
        return ProbeKind.TCP.writer(template(), IpFamily.IPV4, ProbeDetails.SYN, KEY);
    }

    static NeighbourAsker asker(FrameSink sink) {
        return new NeighbourAsker(sink, SOURCE_MAC, SOURCE, IPV6_SOURCE);
    }

    /** Reads answers to SYNs, and to nothing else. */
    static AnswerReader reader(TargetSpace space) {
        return reader(space, syns(space));
    }

    static AnswerReader reader(TargetSpace space, List<ScanPlan.Probing> probings) {
        return new AnswerReader(
                new SentProbes(
                        KEY,
                        ADDRESSES,
                        IPV6_ADDRESSES,
                        PORTS,
                        probings.getFirst().details().tcpFlags(),
                        probings.getFirst().details().payloads(),
                        new ProbedGrids(space, probings)));
    }

    /** The statuses that are shown by default, and closed ones if they are asked for. */
    static Set<Status> shown(boolean showClosed) {
        Set<Status> shown = EnumSet.of(Status.OPEN, Status.UP, Status.UNFILTERED);
        if (showClosed) {
            shown.add(Status.CLOSED);
        }
        return shown;
    }

    static Classifier classifier() {
        return new Classifier(COOKIES, PORTS, ADDRESSES);
    }

    static int cookie(int address, int port) {
        return COOKIES.cookie(
                address,
                port,
                ADDRESSES.sourceAddress(address, port),
                PORTS.sourcePort(address, port));
    }

    /** A pacer that always lets a whole batch go: a millisecond passes whenever it looks. */
    static Pacer eagerPacer() {
        return new Pacer(
                1e8,
                new NanoClock() {
                    private long nowNanos;

                    @Override
                    public long nanoTime() {
                        return nowNanos += MILLI;
                    }
                });
    }

    static long target(int address, int port) {
        return (long) address << 16 | port;
    }

    /** Outputs that end in a list. */
    static Outputs into(List<ScanRecord> records) {
        Outputs outputs = new Outputs();
        outputs.add(
                new RecordWriter() {
                    @Override
                    public void write(ScanRecord record) {
                        records.add(record);
                    }

                    @Override
                    public OutputMark mark() {
                        return new OutputMark(-1, records.size(), 0);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                });
        return outputs;
    }

    /** Lets an agent work until it is done. */
    static void runOut(TransmitAgent agent) throws ScanException {
        while (!agent.isDone()) {
            agent.doWork();
        }
    }

    /** The sums of docs/ARCHITECTURE.md, section 6. */
    static void assertSums(Counters counters) {
        assertSentSum(counters);
        assertEquals(
                counters.get(Counter.FRAMES_RECEIVED),
                counters.get(Counter.FRAMES_MALFORMED)
                        + counters.get(Counter.FRAMES_NEIGHBOUR)
                        + counters.get(Counter.FRAMES_FOREIGN)
                        + counters.get(Counter.ANSWERS_OURS),
                "frames received");
        assertEquals(
                counters.get(Counter.ANSWERS_OURS),
                counters.get(Counter.ANSWERS_DUPLICATE)
                        + counters.get(Counter.ANSWERS_HIDDEN)
                        + shownCount(counters),
                "answers ours");
        assertEquals(
                counters.get(Counter.RECORDS_WRITTEN), shownCount(counters), "records written");
    }

    private static long shownCount(Counters counters) {
        return counters.get(Counter.ANSWERS_OPEN)
                + counters.get(Counter.ANSWERS_CLOSED)
                + counters.get(Counter.ANSWERS_FILTERED)
                + counters.get(Counter.ANSWERS_UNFILTERED)
                + counters.get(Counter.ANSWERS_UP);
    }

    /** The first of the sums. */
    static void assertSentSum(Counters counters) {
        assertEquals(
                counters.get(Counter.PROBES_MADE),
                counters.get(Counter.PROBES_SENT)
                        + counters.get(Counter.PROBES_DROPPED)
                        + counters.get(Counter.PROBES_REFUSED)
                        + counters.get(Counter.PROBES_UNREACHED)
                        + counters.get(Counter.PROBES_UNROUTED)
                        + counters.get(Counter.PROBES_WITHHELD),
                "probes made");
    }
}
