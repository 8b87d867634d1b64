// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.ip;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

class NeighbourScoutTest {

    private static final long MAC = 0x0200_0000_0011L;
    private static final int ADDRESS = ip("198.18.0.7");
    private static final int RANK = 7;
    private static final long MILLI = 1_000_000L;

    /** Not 0, and such that the coarse time wraps in the course of some tests. */
    private long nowNanos = (1L << 37) - 300 * MILLI;

    private NeighbourTable table;
    private NeighbourScout scout;

    @BeforeEach
    void open() throws PathException {
        table = new NeighbourTable(Hosts.set("198.18.0.0/16"));
        scout = new NeighbourScout(table, () -> nowNanos);
    }

    private void passMillis(long millis) {
        nowNanos += millis * MILLI;
        scout.tick();
    }

    @Test
    void asksThenWaitsThenSends() {
        assertEquals(NeighbourScout.ASK, scout.decide(RANK));
        assertEquals(NeighbourScout.WAIT, scout.decide(RANK));
        table.learn(ADDRESS, MAC);
        assertEquals(MAC, scout.decide(RANK));
    }

    @Test
    void asksThreeTimesThenGivesUpForGood() {
        List<Long> askedAt = new ArrayList<>();
        long start = nowNanos;
        long verdict = NeighbourScout.WAIT;
        while (verdict != NeighbourScout.GIVE_UP) {
            verdict = scout.decide(RANK);
            if (verdict == NeighbourScout.ASK) {
                askedAt.add((nowNanos - start) / MILLI);
            }
            if (verdict != NeighbourScout.GIVE_UP) {
                passMillis(1);
            }
        }
        assertEquals(3, askedAt.size());
        assertEquals(0, askedAt.get(0));
        assertEquals(310, askedAt.get(1), 20);
        assertEquals(1020, askedAt.get(2), 40);
        assertEquals(2040, (nowNanos - start) / MILLI, 60);
        assertEquals(NeighbourScout.GIVE_UP, scout.decide(RANK));
        passMillis(500_000);
        assertEquals(NeighbourScout.GIVE_UP, scout.decide(RANK));
        assertEquals(1, scout.givenUpCount());
    }

    @Test
    void sendsAfterAllWhenTheAnswerIsLate() {
        while (scout.decide(RANK) != NeighbourScout.GIVE_UP) {
            passMillis(10);
        }
        table.learn(ADDRESS, MAC);
        assertEquals(MAC, scout.decide(RANK));
    }

    @Test
    void asksAheadOnce() {
        assertTrue(scout.askAhead(RANK));
        assertFalse(scout.askAhead(RANK));
        assertEquals(NeighbourScout.WAIT, scout.decide(RANK));
        assertFalse(scout.askAhead(-1));
        table.learn(ADDRESS, MAC);
        assertEquals(MAC, scout.decide(RANK));
        assertFalse(scout.askAhead(RANK));
    }

    @Test
    void doesNotAskForWhatIsKnown() {
        table.publishAskRelease(RANK, 1);
        table.learn(ADDRESS, MAC);
        table.publishAskRelease(RANK, 0);
        assertFalse(scout.askAhead(RANK));
        assertEquals(MAC, scout.decide(RANK));
    }

    @Test
    void returnsParkedProbesInOrderAfterTheirRest() {
        assertEquals(NeighbourScout.NEVER, scout.restNanos());
        assertFalse(scout.next());
        scout.park(RANK, -65_535);
        passMillis(10);
        scout.park(RANK + 1, 80);
        assertFalse(scout.next());
        assertEquals(NeighbourScout.REST_NANOS - 10 * MILLI, scout.restNanos());
        passMillis(40);
        assertEquals(0, scout.restNanos());
        assertTrue(scout.next());
        assertEquals(RANK, scout.rank());
        assertEquals(-65_535, scout.ticket());
        assertFalse(scout.next());
        passMillis(10);
        assertTrue(scout.next());
        assertEquals(RANK + 1, scout.rank());
        assertEquals(80, scout.ticket());
        assertEquals(0, scout.parkedCount());
    }

    @Test
    void returnsAParkedProbeAsSoonAsItsTargetAnswered() {
        assertEquals(NeighbourScout.ASK, scout.decide(RANK));
        scout.park(RANK, 80);
        assertFalse(scout.next());
        table.learn(ADDRESS, MAC);
        assertTrue(scout.next());
        assertEquals(MAC, scout.decide(scout.rank()));
    }

    @Test
    void isFullAtItsBound() {
        for (int i = 0; i < NeighbourScout.PARKED_MAX; i++) {
            assertFalse(scout.isFull());
            scout.park(RANK, i & 0xFFFF);
        }
        assertTrue(scout.isFull());
        passMillis(50);
        for (int i = 0; i < 3 * NeighbourScout.PARKED_MAX; i++) {
            assertTrue(scout.next());
            assertEquals(i & 0xFFFF, scout.ticket());
            assertFalse(scout.isFull());
            scout.park(scout.rank(), scout.ticket());
            if (scout.restNanos() > 0) {
                passMillis(50);
            }
        }
    }

    /** What a scan in {@link #scan} came to. */
    private record Outcome(int sent, int asked, int unreached, long tookMillis) {}

    /**
     * Scans so many addresses from 198.18.0.0 and ports of each, a turn every 5 ms with 500 frames.
     *
     * @param answerMillis for an address, when its answers come; negative for never
     * @param lost how many questions to each address are lost
     */
    private Outcome scan(
            int addressCount, int portCount, int lost, IntToLongFunction answerMillis) {
        int first = ip("198.18.0.0");
        record Answer(long atNanos, int address) {}
        var answers = new PriorityQueue<Answer>((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        int[] questions = new int[addressCount];
        int sent = 0;
        int asked = 0;
        int unreached = 0;
        long start = nowNanos;
        int cursor = 0;
        int total = addressCount * portCount;
        while (sent + unreached < total) {
            scout.tick();
            while (!answers.isEmpty() && answers.element().atNanos() <= nowNanos) {
                table.learn(answers.remove().address(), MAC);
            }
            for (int budget = 500; budget > 0; ) {
                int address;
                int port;
                if (scout.next()) {
                    address = first + scout.rank();
                    port = (int) scout.ticket();
                } else if (cursor < total && !scout.isFull()) {
                    address = first + cursor % addressCount;
                    port = cursor / addressCount;
                    cursor++;
                } else {
                    break;
                }
                long verdict = scout.decide(address - first);
                if (verdict >= 0) {
                    assertEquals(MAC, verdict);
                    sent++;
                    budget--;
                } else if (verdict == NeighbourScout.GIVE_UP) {
                    unreached++;
                } else {
                    if (verdict == NeighbourScout.ASK) {
                        asked++;
                        budget--;
                        long delay = answerMillis.applyAsLong(address - first);
                        if (delay >= 0 && ++questions[address - first] > lost) {
                            answers.add(new Answer(nowNanos + delay * MILLI, address));
                            answers.add(new Answer(nowNanos + (delay + 1) * MILLI, address));
                        }
                    }
                    scout.park(address - first, port);
                }
            }
            nowNanos += 5 * MILLI;
            assertTrue(nowNanos - start < 600_000 * MILLI, "the scan does not end");
        }
        assertEquals(0, scout.parkedCount());
        assertEquals(0, table.conflictCount());
        return new Outcome(sent, asked, unreached, (nowNanos - start) / MILLI);
    }

    @Test
    void reachesALivingNetwork() {
        Outcome outcome = scan(1024, 20, 0, address -> 1);
        assertEquals(1024 * 20, outcome.sent());
        assertEquals(1024, outcome.asked());
    }

    @Test
    void endsOnADeadNetwork() {
        Outcome outcome = scan(1024, 100, 0, address -> -1);
        assertEquals(1024 * 100, outcome.unreached());
        assertEquals(3 * 1024, outcome.asked());
        assertEquals(1024, scout.givenUpCount());
        assertTrue(outcome.tookMillis() < 3500, outcome.toString());
    }

    @Test
    void endsOnADeadNetworkLargerThanTheRing() throws PathException {
        table = new NeighbourTable(Hosts.set("198.18.0.0/15"));
        scout = new NeighbourScout(table, () -> nowNanos);
        Outcome outcome = scan(1 << 17, 1, 0, address -> -1);
        assertEquals(1 << 17, outcome.unreached());
        assertEquals(3 << 17, outcome.asked());
    }

    @Test
    void waitsForSlowAnswers() {
        Outcome outcome = scan(256, 10, 0, address -> 700);
        assertEquals(2560, outcome.sent());
        assertEquals(512, outcome.asked());
    }

    @Test
    void asksAgainWhenQuestionsAreLost() {
        assertEquals(2560, scan(256, 10, 1, address -> 1).sent());
    }

    @Test
    void asksAThirdTime() {
        Outcome outcome = scan(256, 10, 2, address -> 1);
        assertEquals(2560, outcome.sent());
        assertEquals(768, outcome.asked());
    }

    @Test
    void keepsTheLivingApartFromTheDead() {
        Outcome outcome = scan(4096, 4, 0, address -> address % 3 == 0 ? 2 : -1);
        assertEquals(1366 * 4, outcome.sent());
        assertEquals(2730 * 4, outcome.unreached());
    }

    @Test
    void allocatesNothingPerProbe() {
        scan(4096, 4, 0, address -> address % 3 == 0 ? 2 : -1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        turn();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            turn();
        }
        // The measurement itself may cost a few hundred bytes.
        assertEquals(0, threads.getCurrentThreadAllocatedBytes() - before, 1024);
    }

    private void turn() {
        for (int rank = 0; rank < 4096; rank++) {
            scout.decide(rank);
            scout.askAhead(rank);
        }
        for (int i = 0; i < 1000; i++) {
            scout.park(RANK, i);
        }
        nowNanos += NeighbourScout.REST_NANOS;
        scout.tick();
        while (scout.next()) {
            scout.decide(scout.rank());
        }
    }
}
