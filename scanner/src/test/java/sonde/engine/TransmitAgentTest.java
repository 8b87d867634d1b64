// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.clock.RoundTripEstimator;
import sonde.probe.ProbeBatch;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.sys.Errno;
import sonde.target.TargetSpace;
import sonde.tcp.SegmentRing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

class TransmitAgentTest {

    private static final TargetSpace SPACE = Wiring.space(30, 20);

    private final Counters counters = new Counters();
    private final RoundTripEstimator roundTrips = new RoundTripEstimator();
    private final FakeSink sink = new FakeSink();
    private final FakeSink control = new FakeSink();
    private final TransmitAgent agent =
            new TransmitAgent(
                    Wiring.directFeed(SPACE, 1, counters),
                    Wiring.stages(SPACE),
                    sink,
                    Wiring.asker(sink),
                    Wiring.eagerPacer(),
                    roundTrips,
                    null,
                    counters,
                    "interface eth7",
                    null,
                    () -> false);

    /** The targets in the order in which they are to be sent. */
    private static List<Long> inOrder() {
        List<Long> targets = new ArrayList<>();
        ProbeStream stream = Wiring.stream(SPACE, 1);
        ProbeBatch batch = new ProbeBatch();
        while (stream.fill(batch) > 0) {
            for (int i = 0; i < batch.count; i++) {
                targets.add(Wiring.target(batch.address[i], batch.port[i]));
            }
        }
        return targets;
    }

    private TransmitAgent talking(SegmentRing ring, AtomicBoolean isCrowded) {
        return new TransmitAgent(
                Wiring.directFeed(SPACE, 1, counters),
                Wiring.stages(SPACE),
                sink,
                Wiring.asker(sink),
                Wiring.eagerPacer(),
                roundTrips,
                null,
                counters,
                "interface eth7",
                new TalkSender(List.of(ring), control, counters),
                isCrowded::get);
    }

    private static void put(SegmentRing ring, int lengthBytes) {
        ring.reserve();
        ring.commit(lengthBytes);
    }

    @Test
    void sendsSegmentsBeforeProbesAndGoesOnWhenThereAreNoMoreProbes() throws ScanException {
        SegmentRing ring = new SegmentRing(8);
        TransmitAgent talking = talking(ring, new AtomicBoolean());
        put(ring, 54);
        put(ring, 90);
        talking.doWork();
        assertEquals(2, control.frames.size());
        for (int i = 0; i < 1000 && !talking.probesAreOver(); i++) {
            talking.doWork();
        }
        assertAllSentBy(talking);
        assertFalse(talking.isDone());
        talking.doWork();
        assertTrue(talking.isIdle());
        put(ring, 60);
        assertEquals(1, talking.doWork());
        assertFalse(talking.isIdle());
        assertEquals(
                List.of(54L, 90L, 60L), control.frames.stream().map(f -> f.byteSize()).toList());
        talking.end();
        talking.doWork();
        assertTrue(talking.isDone());
    }

    @Test
    void sendsNoProbesWhileConversationsAreCrowded() throws ScanException {
        SegmentRing ring = new SegmentRing(8);
        AtomicBoolean isCrowded = new AtomicBoolean(true);
        TransmitAgent talking = talking(ring, isCrowded);
        put(ring, 54);
        for (int i = 0; i < 10; i++) {
            talking.doWork();
        }
        assertEquals(1, control.frames.size());
        assertEquals(List.of(), sink.targets());
        isCrowded.set(false);
        talking.doWork();
        assertFalse(sink.targets().isEmpty());
    }

    @Test
    void goesOnTalkingAfterTheSendingOfProbesWasStopped() throws ScanException {
        SegmentRing ring = new SegmentRing(8);
        TransmitAgent talking = talking(ring, new AtomicBoolean());
        talking.stop();
        talking.doWork();
        assertTrue(talking.probesAreOver());
        assertFalse(talking.isDone());
        put(ring, 54);
        talking.doWork();
        assertEquals(1, control.frames.size());
    }

    private void assertAllSentBy(TransmitAgent talking) {
        assertEquals(inOrder(), sink.targets());
        assertEquals(SPACE.size(), counters.get(Counter.PROBES_SENT));
        assertEquals(SPACE.size(), talking.cursor());
    }

    private void assertAllSent() {
        assertEquals(inOrder(), sink.targets());
        assertEquals(SPACE.size(), counters.get(Counter.PROBES_SENT));
        assertEquals(SPACE.size(), agent.cursor());
        Wiring.assertSentSum(counters);
    }

    @Test
    void sendsEveryProbeOnceInOrder() throws ScanException {
        Wiring.runOut(agent);
        agent.finish();
        assertAllSent();
        assertEquals(0, counters.get(Counter.PROBES_WITHHELD));
        assertTrue(agent.sendingNanos() > 0);
    }

    @Test
    void losesAndRepeatsNothingWhereFewerAreTaken() throws ScanException {
        System.out.println("seed 5");
        Random random = new Random(5);
        int[] refusals = {-Errno.EAGAIN, -Errno.ENOBUFS, -Errno.EINTR, -Errno.ENOMEM};
        for (int i = 0; i < 200; i++) {
            sink.script.add(
                    random.nextInt(3) == 0
                            ? refusals[random.nextInt(refusals.length)]
                            : 1 + random.nextInt(5));
        }
        long retries = sink.script.stream().filter(told -> told < 0).count();
        sink.fullCount = 3;
        Wiring.runOut(agent);
        assertAllSent();
        assertEquals(retries + 3, counters.get(Counter.SEND_RETRIES));
        assertEquals(0, counters.get(Counter.PROBES_REFUSED));
    }

    @Test
    void goesOnBehindAProbeThatIsRefused() throws ScanException {
        sink.script.addAll(List.of(3, -Errno.EPERM, -Errno.EPERM, FakeSink.ALL));
        Wiring.runOut(agent);
        List<Long> expected = inOrder();
        expected.subList(3, 5).clear();
        assertEquals(expected, sink.targets());
        assertEquals(2, counters.get(Counter.PROBES_REFUSED));
        assertEquals(SPACE.size(), agent.cursor());
        Wiring.assertSentSum(counters);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ENETDOWN, Errno.ENXIO, Errno.ENODEV, Errno.EBADF})
    void endsWithTheLinksNameWhenItGoesDown(int errno) throws ScanException {
        sink.script.addAll(List.of(4, -errno));
        agent.doWork();
        ScanException e = assertThrows(ScanException.class, agent::doWork);
        assertEquals(ScanException.Cause.LINK_DOWN, e.reason());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("interface eth7"), message);
        assertTrue(message.contains(Errno.name(errno)), message);
        agent.finish();
        assertEquals(4, agent.cursor());
        assertEquals(4, counters.get(Counter.PROBES_SENT));
        Wiring.assertSentSum(counters);
    }

    @Test
    void stopsInTheMiddleOfABatch() throws ScanException {
        sink.script.add(10);
        agent.doWork();
        agent.stop();
        assertEquals(0, agent.doWork());
        assertTrue(agent.isDone());
        agent.finish();
        assertEquals(10, agent.cursor());
        assertEquals(10, counters.get(Counter.PROBES_SENT));
        assertEquals(ProbeBatch.CAPACITY - 10, counters.get(Counter.PROBES_WITHHELD));
        Wiring.assertSentSum(counters);
        assertEquals(inOrder().subList(0, 10), sink.targets());
    }

    @Test
    void stopsBeforeItBegan() throws ScanException {
        agent.stop();
        agent.doWork();
        agent.finish();
        assertTrue(agent.isDone());
        assertEquals(0, agent.cursor());
        assertEquals(0, counters.get(Counter.PROBES_MADE));
    }

    @Test
    void knowsTheRoundTripOfAnAnswerThatComesBeforeTheCallThatSentReturns() throws ScanException {
        sink.whenTaken =
                () -> {
                    long target = sink.targets().getFirst();
                    int cookie = Wiring.cookie((int) (target >>> 16), (int) (target & 0xFFFF));
                    roundTrips.noteAnswered(cookie, System.nanoTime());
                    sink.whenTaken = () -> {};
                };
        agent.doWork();
        assertNotEquals(RoundTripEstimator.UNKNOWN_NANOS, roundTrips.overdueNanos());
    }

    @Test
    void notesProbesForRoundTrips() throws ScanException {
        assertFalse(agent.isDone());
        agent.doWork();
        long target = sink.targets().getFirst();
        int cookie = Wiring.cookie((int) (target >>> 16), (int) (target & 0xFFFF));
        roundTrips.noteAnswered(cookie, System.nanoTime() + 5_000_000);
        assertTrue(roundTrips.largestNanos() >= 5_000_000, "not noted");
    }
}
