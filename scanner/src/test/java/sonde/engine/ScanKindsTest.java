// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.clock.RoundTripEstimator;
import sonde.clock.SendTimes;
import sonde.link.FaultInjector;
import sonde.link.FaultInjector.Faults;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.memory.MemoryLink;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayloads;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.RecordRing;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.TargetSpace;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A whole scan with every kind of probe to both families, of hosts in memory. */
class ScanKindsTest {

    private static final int LAST = 39;

    private static final TargetSpace SPACE =
            TargetSpace.of(
                    List.of(
                            Grids.ipv4(0, LAST, 80, 82),
                            Grids.ipv6(0, LAST, 80, 81),
                            Grids.ipv4(0, LAST, 9998, 9999),
                            Grids.ipv6(0, LAST, 9998, 9998),
                            Grids.ipv4(0, LAST, 132, 132),
                            Grids.ipv6(0, LAST, 132, 132),
                            Grids.ipv4(0, LAST),
                            Grids.ipv4(0, LAST),
                            Grids.ipv4(0, LAST, 47, 47),
                            Grids.ipv6(0, LAST, 253, 253),
                            Grids.ipv4(0, LAST)));

    private static final List<ScanPlan.Probing> PROBINGS =
            Stream.of(
                            ProbeKind.TCP,
                            ProbeKind.TCP,
                            ProbeKind.UDP,
                            ProbeKind.UDP,
                            ProbeKind.SCTP,
                            ProbeKind.SCTP,
                            ProbeKind.ICMP_ECHO,
                            ProbeKind.ICMP_TIMESTAMP,
                            ProbeKind.IP_PROTOCOL,
                            ProbeKind.IP_PROTOCOL,
                            ProbeKind.ARP)
                    .map(kind ->
                            new ScanPlan.Probing(
                                    kind, new ProbeDetails(Tcp.SYN, UdpPayloads.none(), 0)))
                    .toList();

    private static final Map<ProbeKind, Protocol> PROTOCOLS =
            Map.of(
                    ProbeKind.TCP, Protocol.TCP,
                    ProbeKind.UDP, Protocol.UDP,
                    ProbeKind.SCTP, Protocol.SCTP,
                    ProbeKind.ICMP_ECHO, Protocol.ICMP,
                    ProbeKind.ICMP_TIMESTAMP, Protocol.ICMP,
                    ProbeKind.IP_PROTOCOL, Protocol.IP,
                    ProbeKind.ARP, Protocol.ARP);

    private final Counters counters = new Counters();
    private final List<ScanRecord> records = new ArrayList<>();
    private final RecordRing ring = new RecordRing(1 << 12);
    private final RoundTripEstimator roundTrips = new RoundTripEstimator();
    private final SendTimes sendTimes = new SendTimes(1000);

    private static TreeSet<String> expected() {
        TreeSet<String> expected = new TreeSet<>();
        for (long index = 0; index < SPACE.size(); index++) {
            if (Mirror.answers(SPACE.addressOf(index))) {
                ProbeKind kind = PROBINGS.get(SPACE.gridOf(index)).kind();
                Protocol protocol = PROTOCOLS.get(kind);
                int port = kind == ProbeKind.ICMP_TIMESTAMP ? 1 : SPACE.portOf(index);
                Status status = kind == ProbeKind.ARP ? Status.UP : Status.OPEN;
                expected.add(SPACE.addressOf(index) + " " + protocol + " " + port + " " + status);
            }
        }
        return expected;
    }

    private void scan(Link link, int passes) throws Exception {
        TransmitAgent transmitter =
                new TransmitAgent(
                        new DirectFeed(
                                Wiring.stream(SPACE, passes),
                                Wiring.stages(SPACE, PROBINGS),
                                counters),
                        Wiring.stages(SPACE, PROBINGS),
                        link.sink(),
                        Wiring.asker(link.control()),
                        Wiring.eagerPacer(),
                        roundTrips,
                        sendTimes,
                        counters,
                        link.name(),
                        null,
                        () -> false);
        ReceiveAgent receiver =
                new ReceiveAgent(
                        link.source(),
                        link.framing().headerLengthBytes(),
                        null,
                        Wiring.reader(SPACE, PROBINGS),
                        Deduplicator.forTargets(SPACE.size(), true, 1),
                        new NeighbourTalk(null, null, null, counters),
                        roundTrips,
                        sendTimes,
                        Wiring.shown(false),
                        new Handover(ring, () -> false, () -> {}),
                        new AtomicReference<>(),
                        counters,
                        null,
                        null,
                        new ProbedGrids(SPACE, PROBINGS));
        WriteAgent writer =
                new WriteAgent(
                        List.of(ring),
                        Wiring.into(records),
                        record -> true,
                        null,
                        new ScanListener() {},
                        counters);
        int work = 1;
        while (work > 0 || !transmitter.isDone()) {
            work = transmitter.isDone() ? 0 : transmitter.doWork();
            work += receiver.doWork();
            work += writer.doWork();
        }
        transmitter.finish();
        receiver.finish();
        writer.finish();
        link.close();
        Wiring.assertSums(counters);
    }

    private static Link link() {
        return MemoryLink.responding(Framing.ETHERNET, new Mirror(), 1 << 12, () -> 1);
    }

    private List<String> found() {
        return records.stream()
                .filter(record -> record.banner() == null)
                .map(record ->
                        record.address()
                                + " "
                                + record.protocol()
                                + " "
                                + record.port()
                                + " "
                                + record.status())
                .toList();
    }

    @Test
    void findsEveryTargetThatAnswersAndNoOther() throws Exception {
        scan(link(), 1);
        assertEquals(SPACE.size(), counters.get(Counter.PROBES_SENT));
        assertEquals(0, counters.get(Counter.FRAMES_FOREIGN));
        assertEquals(expected(), new TreeSet<>(found()));
        assertEquals(expected().size(), found().size(), "reported twice");
    }

    @Test
    void knowsTheRoundTripTimesOfMostAnswersOfEveryKind() throws Exception {
        scan(link(), 1);
        for (Protocol protocol : PROTOCOLS.values()) {
            long all = records.stream().filter(r -> r.protocol() == protocol).count();
            long known =
                    records.stream()
                            .filter(r -> r.protocol() == protocol)
                            .filter(r -> r.evidence().rttMicros() != Evidence.UNKNOWN)
                            .count();
            // Of a table of fixed size, some take the place of others.
            assertTrue(known * 2 > all, protocol + ": " + known + " of " + all);
        }
    }

    @Test
    void reportsNothingFalseAndNothingTwiceWhereFramesAreCutLostAndRepeated() throws Exception {
        System.out.println("seed 5");
        scan(new FaultInjector(link(), 5, new Faults(20, 10, 20, 0, 0, 10)), 2);
        assertTrue(expected().containsAll(found()), "false targets");
        assertEquals(new TreeSet<>(found()).size(), found().size(), "reported twice");
        assertTrue(found().size() > expected().size() * 0.9, found().size() + " found");
        assertTrue(counters.get(Counter.ANSWERS_DUPLICATE) > 0);
    }
}
