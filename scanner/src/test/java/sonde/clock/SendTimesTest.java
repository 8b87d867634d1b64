// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class SendTimesTest {

    private static final long MICRO = 1_000;

    /** Also where the monotonic clock is negative, and where its microseconds overflow 32 bits. */
    private static final long[] STARTS = {0, 1, -5_000_000, 1L << 52, (1L << 32) * MICRO - 7};

    private final SendTimes times = new SendTimes(100);

    private void note(int cookie, long nowNanos) {
        times.note(new int[] {cookie}, 0, 1, nowNanos);
    }

    @Test
    void tellsHowLongAgoAProbeWasSent() {
        for (long start : STARTS) {
            note(77, start);
            assertEquals(0, times.rttMicros(77, start), "start " + start);
            assertEquals(1500, times.rttMicros(77, start + 1500 * MICRO), "start " + start);
        }
    }

    @Test
    void knowsNothingOfOthers() {
        assertEquals(SendTimes.UNKNOWN, times.rttMicros(77, 5));
        assertEquals(SendTimes.UNKNOWN, times.rttMicros(0, 5));
        note(77, 1_000_000);
        assertEquals(SendTimes.UNKNOWN, times.rttMicros(78, 2_000_000));
    }

    @Test
    void notesThePartOfABatchThatIsSent() {
        times.note(new int[] {1, 2, 3, 4}, 1, 3, 1_000_000);
        assertEquals(SendTimes.UNKNOWN, times.rttMicros(1, 2_000_000));
        assertEquals(1000, times.rttMicros(2, 2_000_000));
        assertEquals(1000, times.rttMicros(3, 2_000_000));
        assertEquals(SendTimes.UNKNOWN, times.rttMicros(4, 2_000_000));
    }

    @Test
    void theLastOfEqualProbesCounts() {
        note(9, 1_000_000);
        note(9, 5_000_000);
        assertEquals(1000, times.rttMicros(9, 6_000_000));
    }

    @Test
    void takesNothingForAnAnswerThatComesAfterTenMinutes() {
        long tenMinutes = 600_000_000L * MICRO;
        note(9, MICRO);
        assertEquals(600_000_000, times.rttMicros(9, MICRO + tenMinutes));
        assertEquals(SendTimes.UNKNOWN, times.rttMicros(9, MICRO + tenMinutes + MICRO));
    }

    /** Whatever was overwritten is unknown, never another probe's time. */
    @Test
    void forgetsRatherThanConfuses() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int[] cookies = random.ints(3L * SendTimes.ENTRIES_MIN).distinct().toArray();
        for (int i = 0; i < cookies.length; i++) {
            note(cookies[i], (i + 1L) * 10 * MICRO);
        }
        long now = (cookies.length + 1L) * 10 * MICRO;
        int known = 0;
        for (int i = 0; i < cookies.length; i++) {
            int rtt = times.rttMicros(cookies[i], now);
            if (rtt != SendTimes.UNKNOWN) {
                assertEquals((cookies.length - i) * 10, rtt, "seed " + seed);
                known++;
            }
        }
        assertTrue(known > SendTimes.ENTRIES_MIN / 2, known + " known, seed " + seed);
        assertTrue(known <= SendTimes.ENTRIES_MIN, known + " known, seed " + seed);
    }

    @Test
    void worksAtEveryRate() {
        for (double rate : new double[] {0.01, 1, 1024, 1025, 1e6, 1e9}) {
            SendTimes own = new SendTimes(rate);
            own.note(new int[] {-1}, 0, 1, 1_000_000);
            assertEquals(500, own.rttMicros(-1, 1_500_000), "rate " + rate);
        }
    }
}
