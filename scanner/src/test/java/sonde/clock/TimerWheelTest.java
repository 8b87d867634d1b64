// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

class TimerWheelTest {

    private static final long TICK = 1_000_000;
    private static final int TIMERS = 200;

    @Test
    void hasNothingToDoAtFirst() {
        TimerWheel wheel = new TimerWheel(4, TICK);
        assertEquals(-1, wheel.poll(0));
        assertEquals(Long.MAX_VALUE, wheel.nanosUntilNext(0));
        assertFalse(wheel.isSet(3));
    }

    @Test
    void rejectsNoTimersAndNoTick() {
        assertThrows(IllegalArgumentException.class, () -> new TimerWheel(0, TICK));
        assertThrows(IllegalArgumentException.class, () -> new TimerWheel(1, 0));
    }

    @Test
    void firesOnceAndNotBeforeItsTime() {
        TimerWheel wheel = new TimerWheel(4, TICK);
        wheel.set(2, 5 * TICK + 1);
        assertEquals(-1, wheel.poll(6 * TICK - 1));
        assertEquals(2, wheel.poll(6 * TICK));
        assertEquals(-1, wheel.poll(100 * TICK));
    }

    @Test
    void whatIsPastFiresAtOnce() {
        TimerWheel wheel = new TimerWheel(4, TICK);
        assertEquals(-1, wheel.poll(1000 * TICK));
        wheel.set(1, 3 * TICK);
        assertEquals(0, wheel.nanosUntilNext(1000 * TICK));
        assertEquals(1, wheel.poll(1000 * TICK));
    }

    @Test
    void settingAgainReplaces() {
        TimerWheel wheel = new TimerWheel(4, TICK);
        wheel.set(0, 5 * TICK);
        wheel.set(0, 50_000 * TICK);
        assertEquals(-1, wheel.poll(49_999 * TICK));
        assertEquals(0, wheel.poll(50_000 * TICK));
    }

    @Test
    void theFarthestTimeIsTaken() {
        TimerWheel wheel = new TimerWheel(1, TICK);
        wheel.set(0, Long.MAX_VALUE);
        assertEquals(-1, wheel.poll(1L << 52));
        assertTrue(wheel.isSet(0));
        assertTrue(wheel.nanosUntilNext(1L << 52) > 0);
    }

    /** Against a sorted set: same timers, each within the step in which it is due. */
    @ParameterizedTest
    @ValueSource(longs = {TICK / 3, TICK, 40 * TICK, 5_000 * TICK, 400_000 * TICK})
    void agreesWithASortedReference(long stepMaxNanos) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        TimerWheel wheel = new TimerWheel(TIMERS, TICK);
        long[] due = new long[TIMERS];
        TreeMap<Long, TreeSet<Integer>> reference = new TreeMap<>();
        long now = random.nextLong(1L << 45);
        wheel.poll(now);
        for (int round = 0; round < 20_000; round++) {
            int timer = random.nextInt(TIMERS);
            remove(reference, due[timer], timer);
            if (random.nextInt(4) == 0) {
                wheel.cancel(timer);
            } else {
                due[timer] = now + random.nextLong(1L << random.nextInt(10, 45));
                wheel.set(timer, due[timer]);
                long key = (due[timer] + TICK - 1) / TICK;
                reference.computeIfAbsent(key, _ -> new TreeSet<>()).add(timer);
            }
            if (!reference.isEmpty()) {
                long wait = reference.firstKey() * TICK - now;
                assertTrue(wheel.nanosUntilNext(now) <= Math.max(0, wait), "seed " + seed);
            }
            now += random.nextLong(stepMaxNanos + 1);
            drain(wheel, now, reference, due, "seed " + seed);
        }
    }

    private static void drain(
            TimerWheel wheel,
            long now,
            TreeMap<Long, TreeSet<Integer>> reference,
            long[] due,
            String seed) {
        for (int fired = wheel.poll(now); fired >= 0; fired = wheel.poll(now)) {
            long key = (due[fired] + TICK - 1) / TICK;
            assertEquals(reference.firstKey(), key, seed);
            assertTrue(due[fired] <= now, seed);
            assertTrue(remove(reference, due[fired], fired), seed);
        }
        assertTrue(reference.isEmpty() || reference.firstKey() > now / TICK, seed);
    }

    private static boolean remove(TreeMap<Long, TreeSet<Integer>> reference, long due, int timer) {
        long key = (due + TICK - 1) / TICK;
        TreeSet<Integer> timers = reference.get(key);
        boolean was = timers != null && timers.remove(timer);
        if (was && timers.isEmpty()) {
            reference.remove(key);
        }
        return was;
    }
}
