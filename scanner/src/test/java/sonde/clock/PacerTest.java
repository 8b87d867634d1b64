// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class PacerTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int BATCH = 256;

    private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 12_345);

    private Pacer started(double ratePps) {
        Pacer pacer = new Pacer(ratePps, clock);
        pacer.start();
        return pacer;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0099, -1, 1.1e9, Double.NaN, Double.POSITIVE_INFINITY})
    void rejectsRatesOutsideItsLimits(double ratePps) {
        assertThrows(IllegalArgumentException.class, () -> new Pacer(ratePps, clock));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 7, 100, 999, 4999})
    void sendsTheFirstAtOnceAndTheSecondAnIntervalLater(double ratePps) {
        Pacer pacer = started(ratePps);
        assertEquals(0, pacer.nanosUntilNext());
        assertEquals(1, pacer.permits(BATCH));
        pacer.sent(1);
        long interval = (long) Math.ceil(SECOND / ratePps);
        assertEquals(Math.min(interval, Pacer.PARK_MAX_NANOS), pacer.nanosUntilNext());
        clock.advance(interval - 1);
        assertEquals(0, pacer.permits(BATCH));
        clock.advance(1);
        assertEquals(1, pacer.permits(BATCH));
        assertEquals(0, pacer.nanosUntilNext());
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.5, 1, 7, 100, 999, 1000, 2000, 10_000, 20_001, 99_999, 1_000_000, 5e6})
    void holdsTheRateEverySecondWithALateCaller(double ratePps) {
        run(ratePps, ratePps < 100 ? 60 : 10, false);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 7, 100, 999, 1000, 10_000, 99_999, 1_000_000, 5_000_000})
    void holdsTheRateEverySecondWithAStallInIt(double ratePps) {
        run(ratePps, ratePps < 100 ? 60 : 10, true);
    }

    /**
     * Runs a caller whose parks end 15 to 80 µs late and whose sends take 100 ns a packet. With
     * stalls, it is held up for 20 ms once a second, at a time that lets it catch up within the
     * second.
     */
    private void run(double ratePps, int seconds, boolean stalls) {
        SplittableRandom random = new SplittableRandom(2718);
        Pacer pacer = started(ratePps);
        long start = clock.nanoTime();
        PeakCheck peak = new PeakCheck(ratePps);
        long total = 0;
        for (int second = 1; second <= seconds; second++) {
            long count = 0;
            long stallAt = start + (second - 1) * SECOND + 100 * MILLISECOND;
            boolean stalled = !stalls;
            while (clock.nanoTime() - start < second * SECOND) {
                if (!stalled && clock.nanoTime() - stallAt >= 0) {
                    stalled = true;
                    clock.advance(20 * MILLISECOND);
                }
                int permitted = pacer.permits(BATCH);
                if (permitted == 0) {
                    long wait = pacer.nanosUntilNext();
                    assertTrue(wait > 0 && wait <= Pacer.PARK_MAX_NANOS, () -> "wait " + wait);
                    clock.advance(wait + random.nextLong(15_000, 80_000));
                } else {
                    peak.sent(clock.nanoTime() - start, permitted);
                    pacer.sent(permitted);
                    count += permitted;
                    clock.advance(100L * permitted);
                }
            }
            total += count;
            assertEquals(ratePps, count, Math.max(1, ratePps / 100), "second " + second);
            assertEquals(ratePps * second, total, Math.max(1, ratePps / 100), "total");
        }
    }

    /** No millisecond sees more than its worth at the peak rate, and the bucketful saved before. */
    private static final class PeakCheck {

        private final double packetsPerNano;
        private final double depth;
        private double level;
        private long lastNanos;

        PeakCheck(double ratePps) {
            packetsPerNano = ratePps * Pacer.CATCH_UP / SECOND;
            depth = Math.max(1, ratePps / 1000);
        }

        /** A leaky bucket of its own: level drains at the peak rate, must stay within the depth. */
        void sent(long nanos, int count) {
            level = Math.max(0, level - (nanos - lastNanos) * packetsPerNano) + count;
            lastNanos = nanos;
            assertTrue(level <= depth + 1e-3, () -> "burst of " + level + " over " + depth);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 7, 100, 999, 1000, 1999})
    void sendsSinglyAndEvenlyAtLowRates(double ratePps) {
        SplittableRandom random = new SplittableRandom(31);
        Pacer pacer = started(ratePps);
        long last = clock.nanoTime();
        for (int packets = 0; packets < 200; ) {
            int permitted = pacer.permits(BATCH);
            if (permitted == 0) {
                clock.advance(pacer.nanosUntilNext() + random.nextLong(15_000, 80_000));
                continue;
            }
            assertEquals(1, permitted);
            pacer.sent(1);
            double gap = clock.nanoTime() - last;
            if (packets++ > 0) {
                assertEquals(SECOND / ratePps, gap, 80_000 + 1);
            }
            last = clock.nanoTime();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1000, 10_000, 1_000_000})
    void catchesUpAfterAStallAtAQuarterMore(double ratePps) {
        Pacer pacer = started(ratePps);
        drive(pacer, 50 * MILLISECOND);
        clock.advance(80 * MILLISECOND);
        double owed = ratePps * 0.080;
        double burst = Math.max(1, ratePps / 1000);
        long caughtUp = drive(pacer, 160 * MILLISECOND);
        assertEquals(ratePps * 0.160 * 1.25, caughtUp, burst + ratePps / 2000 + 1);
        caughtUp += drive(pacer, 240 * MILLISECOND);
        assertEquals(ratePps * 0.400 + owed, caughtUp, burst + ratePps / 2000 + 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1000, 10_000, 1_000_000})
    void forgivesWhatIsOwedBeyondATenthOfASecond(double ratePps) {
        Pacer pacer = started(ratePps);
        drive(pacer, 50 * MILLISECOND);
        clock.advance(3600 * SECOND);
        long sent = drive(pacer, 2 * SECOND);
        assertEquals(ratePps * 2.1, sent, ratePps / 500 + 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 100, 10_000, 1_000_000})
    void banksNothingWhilePaused(double ratePps) {
        Pacer pacer = started(ratePps);
        drive(pacer, SECOND);
        pacer.pause();
        clock.advance(30 * SECOND);
        assertEquals(0, pacer.permits(BATCH));
        assertTrue(pacer.nanosUntilNext() > 0);
        pacer.resume();
        assertEquals(ratePps * 2, drive(pacer, 2 * SECOND), ratePps / 1000 + 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 100, 10_000, 1_000_000})
    void banksNothingWhileThereIsNothingToSend(double ratePps) {
        Pacer pacer = started(ratePps);
        drive(pacer, SECOND);
        for (int i = 0; i < 300; i++) {
            clock.advance(100 * MILLISECOND);
            assertEquals(0, pacer.permits(0));
        }
        assertEquals(ratePps * 2, drive(pacer, 2 * SECOND), ratePps / 1000 + 1);
    }

    @Test
    void aPauseDoesNotBringTheNextPacketForward() {
        Pacer pacer = started(1);
        pacer.sent(1);
        clock.advance(SECOND / 2);
        pacer.pause();
        pacer.resume();
        assertEquals(0, pacer.permits(1));
        clock.advance(SECOND / 2);
        assertEquals(1, pacer.permits(1));
    }

    @Test
    void resumeWithoutPauseChangesNothing() {
        Pacer pacer = started(1000);
        clock.advance(50 * MILLISECOND);
        pacer.resume();
        assertEquals(51 + 12, drive(pacer, 50 * MILLISECOND), 3);
    }

    @Test
    void packetsSentWithoutLeaveCountAgainstTheRate() {
        Pacer pacer = started(100);
        pacer.sent(50);
        assertEquals(50, drive(pacer, SECOND), 1);
    }

    @Test
    void aCallerThatSendsFewerKeepsThePermits() {
        Pacer pacer = started(10_000);
        clock.advance(MILLISECOND);
        int permitted = pacer.permits(BATCH);
        assertEquals(10, permitted);
        pacer.sent(4);
        assertEquals(6, pacer.permits(BATCH));
    }

    @Test
    void givesTheLastFewWithoutWaitingForAGrain() {
        Pacer pacer = started(1_000_000);
        pacer.sent(1);
        clock.advance(3_000);
        assertEquals(0, pacer.permits(BATCH));
        assertEquals(3, pacer.permits(3));
    }

    @Test
    void zeroWaitMeansThatSomeMayGo() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2_000; i++) {
            Pacer pacer = started(Math.pow(10, random.nextDouble(-2, 9)));
            for (int step = 0; step < 50; step++) {
                clock.advance(random.nextLong(1, 2_000_000));
                if (pacer.nanosUntilNext() == 0) {
                    int permitted = pacer.permits(random.nextInt(1, 1000));
                    assertTrue(permitted > 0);
                    pacer.sent(permitted);
                }
            }
        }
    }

    @Test
    void holdsTheHighestRateAndTheLowest() {
        Pacer fast = started(Pacer.RATE_MAX_PPS);
        long sent = 0;
        for (int i = 0; i < 1000; i++) {
            clock.advance(MILLISECOND);
            int permitted = fast.permits(Integer.MAX_VALUE);
            fast.sent(permitted);
            sent += permitted;
        }
        assertEquals(1e9, sent, 1e7);
        assertEquals(11, drive(started(Pacer.RATE_MIN_PPS), 1000 * SECOND + 1));
    }

    @Test
    void staysExactOverAMonth() {
        Pacer pacer = started(3_333_333);
        for (int day = 0; day < 30; day++) {
            // A day at the exact rate, without simulating each packet.
            for (int i = 0; i < 864_000; i++) {
                clock.advance(100 * MILLISECOND);
                pacer.sent(333_333);
            }
        }
        // Each 100 ms left a third of a packet owed: 8.64 million, forgiven down to 100 ms' worth.
        assertEquals(3_333_333 * 1.1, drive(pacer, SECOND), 10_000);
    }

    /** A punctual caller, for a time. Returns how many it sent. */
    private long drive(Pacer pacer, long nanos) {
        long end = clock.nanoTime() + nanos;
        long sent = 0;
        while (clock.nanoTime() - end < 0) {
            int permitted = pacer.permits(BATCH);
            pacer.sent(permitted);
            sent += permitted;
            long wait = permitted > 0 ? 0 : pacer.nanosUntilNext();
            clock.advance(Math.min(wait, end - clock.nanoTime()));
        }
        return sent;
    }
}
