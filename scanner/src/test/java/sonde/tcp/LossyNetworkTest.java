// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.Tcp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Whatever the network loses, doubles and reorders: all bytes arrive in order both ways, both sides
 * close, and nobody resets. No segment is lost more than twice, as a machine gives up after seven.
 */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class LossyNetworkTest {

    private static final long MILLISECOND = 1_000_000;
    private static final int PEERS = 6;
    private static final int LOST_MAX = 2;

    /** What is under way; the number keeps the order of those that arrive at one time. */
    private record Arrival(long at, long number, boolean isForPeer, TestSegment segment)
            implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** What one connection of ours has to say and has heard. */
    private static final class Conversation {
        final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        byte[] request = new byte[0];
        int queued;
    }

    /** Says its request in pieces, and closes when all is said, heard and acknowledged. */
    private final class Talker implements Application {

        @Override
        public void onOpen(Connection connection) {
            Conversation talk = conversations.get(connection.remotePort());
            connection.attach(talk);
            go(connection, talk);
        }

        @Override
        public void onInput(Connection connection) {
            go(connection, (Conversation) connection.attachment());
        }

        @Override
        public void onTimer(Connection connection) {
            go(connection, (Conversation) connection.attachment());
        }

        private void go(Connection connection, Conversation talk) {
            int n = connection.inputLength();
            if (!connection.isInputEnded()) {
                n = random.nextInt(n + 1);
            }
            talk.heard.write(connection.input(), 0, n);
            connection.consume(n);
            int piece = Math.min(talk.request.length - talk.queued, 1 + random.nextInt(3000));
            if (piece > 0 && connection.send(talk.request, talk.queued, piece)) {
                talk.queued += piece;
            }
            boolean isSaid = talk.queued == talk.request.length;
            boolean isHeard = connection.isInputEnded() && connection.inputLength() == 0;
            if (isSaid && isHeard && connection.unacknowledgedBytes() == 0) {
                connection.close();
            } else {
                connection.setTimer(20 * MILLISECOND);
            }
        }

        @Override
        public void onClose(Connection connection, CloseReason reason) {
            assertEquals(CloseReason.FINISHED, reason);
            closed++;
        }
    }

    private final Map<Integer, Conversation> conversations = new HashMap<>();
    private final Map<Integer, SimulatedPeer> peers = new HashMap<>();
    private final Map<List<Integer>, Integer> lost = new HashMap<>();
    private final PriorityQueue<Arrival> network = new PriorityQueue<>();
    private final boolean isIpv6;

    LossyNetworkTest(boolean isIpv6) {
        this.isIpv6 = isIpv6;
    }

    private SplittableRandom random = new SplittableRandom();
    private int closed;
    private long now;
    private long numbers;
    private double loss;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.1, 0.3})
    void allArrivesAndBothSidesClose(double ratio) {
        for (int round = 0; round < 12; round++) {
            long seed = System.nanoTime();
            try {
                runOnce(seed, ratio, round % 3 == 2);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    /** A tight run has few blocks, a small ring, and two places for all peers. */
    private void runOnce(long seed, double ratio, boolean isTight) {
        random = new SplittableRandom(seed);
        loss = ratio;
        closed = 0;
        now = 0;
        conversations.clear();
        peers.clear();
        lost.clear();
        network.clear();
        TcpConfig config =
                new TcpConfig(
                        isTight ? 2 : PEERS,
                        3_600_000 * MILLISECOND,
                        isTight ? 4096 : 65_536,
                        isTight ? 16 * 1024 : 1 << 20,
                        64);
        MachineRig rig = new MachineRig(config, new Talker(), isTight ? 4 : 256, isIpv6);
        for (int port = 1; port <= PEERS; port++) {
            Conversation talk = new Conversation();
            talk.request = new byte[random.nextInt(random.nextBoolean() ? 100 : 8000)];
            random.nextBytes(talk.request);
            conversations.put(port, talk);
            int answerBytes = random.nextInt(random.nextBoolean() ? 100 : 100_000);
            SimulatedPeer peer =
                    new SimulatedPeer(
                            port,
                            talk.request.length,
                            answerBytes,
                            random.split(),
                            segment -> send(segment, false));
            peers.put(port, peer);
            peer.begin(random.nextInt(), now);
        }
        run(rig);
        rig.machine.checkInvariants();
        for (SimulatedPeer peer : peers.values()) {
            Conversation talk = conversations.get(peer.port);
            assertArrayEquals(talk.request, peer.heard.toByteArray());
            assertArrayEquals(peer.answer, talk.heard.toByteArray());
            assertTrue(ratio > 0 || peer.isFinHeard(), "FIN of ours");
        }
        assertEquals(PEERS, closed);
        assertEquals(0, rig.machine.openCount());
    }

    private void run(MachineRig rig) {
        for (long steps = 0; !isOver(); steps++) {
            assertTrue(steps < 2_000_000, "comes to no end");
            long next = now + Math.min(rig.machine.nanosUntilTimer(), Long.MAX_VALUE - now);
            for (SimulatedPeer peer : peers.values()) {
                next = peer.isAllAcknowledged() ? next : Math.min(next, peer.timeoutAt());
            }
            if (!network.isEmpty()) {
                next = Math.min(next, network.peek().at);
            }
            rig.clock.advance(next - now);
            now = next;
            rig.machine.runTimers();
            deliver(rig);
            for (SimulatedPeer peer : peers.values()) {
                if (!peer.isAllAcknowledged() && peer.timeoutAt() <= now) {
                    peer.onTimeout(now);
                }
            }
            for (TestSegment each : steps % 16 == 0 ? rig.sent() : drain(rig)) {
                send(each, true);
            }
        }
    }

    private static List<TestSegment> drain(MachineRig rig) {
        rig.machine.batchDone();
        return rig.drain();
    }

    private boolean isOver() {
        return closed == PEERS
                && network.isEmpty()
                && peers.values().stream().allMatch(SimulatedPeer::isAllAcknowledged);
    }

    private void deliver(MachineRig rig) {
        List<Arrival> due = new ArrayList<>();
        while (!network.isEmpty() && network.peek().at <= now) {
            due.add(network.poll());
        }
        for (Arrival each : due) {
            TestSegment segment = each.segment;
            if (each.isForPeer) {
                peers.get(segment.destinationPort()).onSegment(segment, now);
            } else if (!rig.receive(segment) && segment.has(Tcp.SYN)) {
                rig.open(segment);
            }
        }
    }

    private void send(TestSegment segment, boolean isForPeer) {
        if (random.nextDouble() < loss) {
            int port = isForPeer ? segment.destinationPort() : segment.sourcePort();
            boolean isAck = segment.end() == segment.sequence();
            List<Integer> name =
                    List.of(
                            isForPeer ? 1 : 0,
                            port,
                            isAck ? 1 : 0,
                            isAck ? segment.acknowledgment() : segment.sequence());
            if (lost.merge(name, 1, Integer::sum) <= LOST_MAX) {
                return;
            }
        }
        int copies = random.nextInt(20) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = (5 + random.nextInt(loss > 0 ? 40 : 5)) * MILLISECOND;
            network.add(new Arrival(now + delay, numbers++, isForPeer, segment));
        }
    }
}
