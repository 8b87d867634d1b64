// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.SplittableRandom;

class RoundTripEstimatorTest {

    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final RoundTripEstimator estimator = new RoundTripEstimator();

    private void roundTrip(int cookie, long startNanos, long lengthNanos) {
        estimator.noteSent(cookie, startNanos);
        estimator.noteAnswered(cookie, startNanos + lengthNanos);
    }

    @Test
    void waitsTenSecondsWhenNothingIsKnown() {
        assertEquals(10 * SECOND, estimator.overdueNanos());
        estimator.noteSent(1, SECOND);
        estimator.noteAnswered(2, SECOND);
        assertEquals(10 * SECOND, estimator.overdueNanos());
    }

    @Test
    void waitsASecondAtLeastWhileSamplesAreFew() {
        for (int i = 1; i < RoundTripEstimator.SAMPLES_FEW; i++) {
            roundTrip(i, SECOND, MILLISECOND);
            assertEquals(SECOND, estimator.overdueNanos());
        }
        roundTrip(100, SECOND, MILLISECOND);
        assertEquals(250 * MILLISECOND, estimator.overdueNanos());
    }

    @Test
    void waitsThreeTimesTheLargest() {
        for (int i = 1; i <= 1000; i++) {
            roundTrip(i, i * SECOND, i == 500 ? 700 * MILLISECOND : 20 * MILLISECOND);
        }
        assertEquals(700 * MILLISECOND, estimator.largestNanos());
        assertEquals(2100 * MILLISECOND, estimator.overdueNanos());
    }

    @Test
    void smoothsAsRfc6298Says() {
        roundTrip(1, 0, 100 * MILLISECOND);
        assertEquals(100 * MILLISECOND, estimator.smoothedNanos());
        assertEquals(SECOND, estimator.overdueNanos());
        roundTrip(2, SECOND, 900 * MILLISECOND);
        // RTTVAR = 3/4 * 50 + 1/4 * 800, SRTT = 7/8 * 100 + 1/8 * 900.
        assertEquals(200 * MILLISECOND, estimator.smoothedNanos());
        assertEquals(3 * 900 * MILLISECOND, estimator.overdueNanos());
    }

    @Test
    void timeoutOfRfc6298CountsWhenItIsLongest() {
        // One far target among near ones does not decide; strong variation does not outdo 3 * max.
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 10_000; i++) {
            roundTrip(i, i * SECOND, random.nextLong(MILLISECOND, SECOND));
        }
        assertTrue(estimator.overdueNanos() >= 3 * estimator.largestNanos());
        assertTrue(estimator.smoothedNanos() > 300 * MILLISECOND);
        assertTrue(estimator.smoothedNanos() < 700 * MILLISECOND);
    }

    @Test
    void keepsAProbeFromLaterOnesOfTheSameSlot() {
        int slow = 0x0001_1234;
        estimator.noteSent(slow, 0);
        for (int i = 2; i < 1000; i++) {
            estimator.noteSent(i << 16 | 0x1234, i * MILLISECOND);
        }
        estimator.noteAnswered(slow, 3 * SECOND);
        assertEquals(3 * SECOND, estimator.largestNanos());
    }

    @Test
    void givesASlotAwayWhenItsProbeIsTooOld() {
        estimator.noteSent(0x0001_1234, SECOND);
        estimator.noteSent(0x0002_1234, 12 * SECOND);
        estimator.noteAnswered(0x0001_1234, 12 * SECOND);
        assertEquals(0, estimator.largestNanos());
        estimator.noteAnswered(0x0002_1234, 12 * SECOND + 5 * MILLISECOND);
        assertEquals(5 * MILLISECOND, estimator.largestNanos());
    }

    @Test
    void doesNotMeasureAProbeSentTwice() {
        estimator.noteSent(7, 0);
        estimator.noteSent(7, SECOND);
        estimator.noteAnswered(7, SECOND + MILLISECOND);
        assertEquals(RoundTripEstimator.UNKNOWN_NANOS, estimator.overdueNanos());
    }

    @Test
    void disregardsAnAnswerOlderThanAnyItCanMeasure() {
        estimator.noteSent(7, SECOND);
        estimator.noteAnswered(7, 12 * SECOND);
        assertEquals(RoundTripEstimator.UNKNOWN_NANOS, estimator.overdueNanos());
    }

    @Test
    void measuresAcrossTheWrapOfItsMicroseconds() {
        long beforeWrap = ((1L << 32) - 1) * 1000;
        roundTrip(-1, beforeWrap, 40 * MILLISECOND);
        assertEquals(40 * MILLISECOND, estimator.largestNanos());
        roundTrip(0x8000_0000, beforeWrap - 1, 50 * MILLISECOND);
        assertEquals(50 * MILLISECOND, estimator.largestNanos());
    }

    @Test
    void worksWithAClockBelowZero() {
        roundTrip(9, -SECOND, 2 * SECOND);
        assertEquals(2 * SECOND, estimator.largestNanos(), 2000);
    }

    @Test
    @Timeout(30)
    void measuresOnlyWhatWasSentWhenTwoThreadsWork() throws InterruptedException {
        Thread transmitter =
                new Thread(() -> {
                    for (int i = 1; i <= 1_000_000; i++) {
                        estimator.noteSent(i, i * 1000L);
                    }
                });
        transmitter.start();
        for (int i = 1; i <= 1_000_000; i++) {
            estimator.noteAnswered(i, i * 1000L + 3_000);
        }
        transmitter.join();
        long largest = estimator.largestNanos();
        assertTrue(largest == 0 || largest == 3_000, () -> "largest " + largest);
    }
}
