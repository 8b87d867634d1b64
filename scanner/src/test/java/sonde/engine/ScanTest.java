// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.clock.RoundTripEstimator;
import sonde.link.FaultInjector;
import sonde.link.FaultInjector.Faults;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.memory.MemoryLink;
import sonde.probe.ProbeKind;
import sonde.record.RecordRing;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.TargetSpace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Whole scans of hosts in memory, the three agents wired as {@link ScanParts} wires them. */
class ScanTest {

    private static final TargetSpace SPACE = Wiring.space(120, 50);

    private final Counters counters = new Counters();
    private final List<ScanRecord> records = new ArrayList<>();
    private final RecordRing ring = new RecordRing(1 << 15);
    private final RoundTripEstimator roundTrips = new RoundTripEstimator();

    private static Link link(Hosts hosts) {
        return MemoryLink.responding(Framing.ETHERNET, hosts, 1 << 17, () -> 1_000_000_000L);
    }

    private TransmitAgent transmitter(Link link, int passes) {
        return new TransmitAgent(
                Wiring.directFeed(SPACE, passes, counters),
                Wiring.stages(SPACE),
                link.sink(),
                Wiring.asker(link.control()),
                Wiring.eagerPacer(),
                roundTrips,
                null,
                counters,
                link.name(),
                null,
                () -> false);
    }

    private ReceiveAgent receiver(Link link, boolean showClosed) {
        return new ReceiveAgent(
                link.source(),
                link.framing().headerLengthBytes(),
                Wiring.classifier(),
                Wiring.reader(SPACE),
                Deduplicator.forTargets(SPACE.size(), false, 1),
                new NeighbourTalk(null, null, null, counters),
                roundTrips,
                null,
                Wiring.shown(showClosed),
                new Handover(ring, () -> false, () -> {}),
                new AtomicReference<>(),
                counters,
                null,
                null,
                new ProbedGrids(SPACE, Grids.probings(ProbeKind.TCP)));
    }

    private WriteAgent writer() {
        return new WriteAgent(
                List.of(ring),
                Wiring.into(records),
                record -> true,
                null,
                new ScanListener() {},
                counters);
    }

    /** One turn of each agent after the other, so that a run depends on the seed alone. */
    private void scan(Link link, int passes, boolean showClosed) throws Exception {
        TransmitAgent transmitter = transmitter(link, passes);
        ReceiveAgent receiver = receiver(link, showClosed);
        WriteAgent writer = writer();
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
        assertEquals(SPACE.size() * passes, transmitter.cursor());
        assertEquals(SPACE.size() * passes, counters.get(Counter.PROBES_MADE));
        assertEquals(SPACE.size() * passes, counters.get(Counter.PROBES_SENT));
        assertEquals(0, counters.get(Counter.FRAMES_DROPPED));
        Wiring.assertSums(counters);
    }

    private static Set<Long> targets(Status status) {
        Set<Long> targets = new HashSet<>();
        for (long i = 0; i < SPACE.size(); i++) {
            int address = SPACE.addressOf(i).ipv4();
            int port = SPACE.portOf(i);
            boolean matches =
                    status == Status.OPEN
                            ? Hosts.isOpen(address, port)
                            : Hosts.isClosed(address, port);
            if (matches) {
                targets.add(Wiring.target(address, port));
            }
        }
        return targets;
    }

    /** The targets reported with a status; none of them twice. */
    private Set<Long> reported(Status status) {
        Set<Long> targets = new HashSet<>();
        for (ScanRecord record : records) {
            if (record.status() == status) {
                assertTrue(
                        targets.add(Wiring.target(record.address().ipv4(), record.port())),
                        "reported twice: " + record);
            }
        }
        return targets;
    }

    @Test
    void findsEveryOpenTargetAndNothingElse() throws Exception {
        scan(link(new Hosts(1, false)), 1, false);
        assertEquals(targets(Status.OPEN), reported(Status.OPEN));
        assertEquals(Set.of(), reported(Status.CLOSED));
        assertEquals(targets(Status.CLOSED).size(), counters.get(Counter.ANSWERS_HIDDEN));
        assertEquals(57, records.getFirst().ttl());
        assertEquals(1_000_000_000L, records.getFirst().epochNanos());
    }

    @Test
    void reportsClosedTargetsWhenAsked() throws Exception {
        scan(link(new Hosts(1, false)), 1, true);
        assertEquals(targets(Status.OPEN), reported(Status.OPEN));
        assertEquals(targets(Status.CLOSED), reported(Status.CLOSED));
        assertEquals(0, counters.get(Counter.ANSWERS_HIDDEN));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsItsHeadInAHostileNetwork(long seed) throws Exception {
        System.out.println("seed " + seed);
        Faults faults = new Faults(0, 20, 30, 0, 0, 25);
        scan(new FaultInjector(link(new Hosts(seed, true)), seed, faults), 1, true);
        assertEquals(targets(Status.OPEN), reported(Status.OPEN));
        assertEquals(targets(Status.CLOSED), reported(Status.CLOSED));
        assertTrue(counters.get(Counter.ANSWERS_DUPLICATE) > 0, "no duplicates");
        assertTrue(counters.get(Counter.FRAMES_FOREIGN) >= SPACE.size(), "no forgeries");
        assertTrue(counters.get(Counter.FRAMES_MALFORMED) >= SPACE.size() / 2, "nothing cut");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void reportsNothingFalseWhereFramesAreLostAndCut(long seed) throws Exception {
        System.out.println("seed " + seed);
        Faults faults = new Faults(20, 10, 20, 20, 0, 10);
        scan(new FaultInjector(link(new Hosts(seed, true)), seed, faults), 1, false);
        Set<Long> open = targets(Status.OPEN);
        Set<Long> found = reported(Status.OPEN);
        assertTrue(open.containsAll(found), "false targets");
        assertTrue(found.size() > open.size() / 2, found.size() + " of " + open.size());
    }

    @Test
    void findsMoreInAFurtherPassAndReportsNothingTwice() throws Exception {
        System.out.println("seed 21");
        Faults faults = new Faults(20, 0, 0, 0, 0, 0);
        scan(new FaultInjector(link(new Hosts(21, false)), 21, faults), 2, false);
        Set<Long> open = targets(Status.OPEN);
        Set<Long> found = reported(Status.OPEN);
        assertTrue(open.containsAll(found), "false targets");
        assertTrue(found.size() > open.size() * 0.9, found.size() + " of " + open.size());
        assertTrue(counters.get(Counter.ANSWERS_DUPLICATE) > 0);
    }

    @Test
    void agentsOnTheirOwnThreadsFindTheSame() {
        Link link = link(new Hosts(31, true));
        AgentRunner transmitter = new AgentRunner(transmitter(link, 1), AgentRunner.ANY_PROCESSOR);
        AgentRunner receiver = new AgentRunner(receiver(link, true), AgentRunner.ANY_PROCESSOR);
        AgentRunner writer = new AgentRunner(writer(), AgentRunner.ANY_PROCESSOR);
        writer.start(Thread.currentThread());
        receiver.start(Thread.currentThread());
        transmitter.start(Thread.currentThread());
        transmitter.join();
        receiver.stop();
        receiver.join();
        writer.stop();
        writer.join();
        link.close();
        assertNull(transmitter.failure());
        assertNull(receiver.failure());
        assertNull(writer.failure());
        assertEquals(0, counters.get(Counter.FRAMES_DROPPED));
        assertEquals(targets(Status.OPEN), reported(Status.OPEN));
        assertEquals(targets(Status.CLOSED), reported(Status.CLOSED));
        assertTrue(roundTrips.largestNanos() > 0);
        Wiring.assertSums(counters);
    }
}
