// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Measures round trips by sampling, in order to say after how long no answer is to be expected.
 *
 * <p>The transmitter notes a probe's cookie and time in a table of 65,536 slots; the receiver looks
 * the cookie of a first answer up. Assumptions and guarantees:
 *
 * <ol>
 *   <li>Any thread notes, answers and reads. A slot is one long, so it is seen whole or not at all;
 *       of two threads that note in one slot, one may not be heard. Measuring takes a lock, which
 *       nobody holds for long.
 *   <li>A slot keeps its probe for 10 s whatever comes after it. If later probes took its place, a
 *       fast scan would forget its slow targets first and believe that all are near.
 *   <li>A probe sent again is no longer measured, because it is not known which of the two was
 *       answered (Karn's rule, RFC 6298 section 3).
 *   <li>Only first answers are passed in: a target that repeats its answer does so a second or more
 *       later and would be taken for a distant one.
 * </ol>
 *
 * <pre>
 *   63                            32 31                             0
 *  +--------------------------------+--------------------------------+
 *  |             cookie             |   time noted, in microseconds   |   0 = empty
 *  +--------------------------------+--------------------------------+
 * </pre>
 */
public final class RoundTripEstimator {

    /** What {@link #overdueNanos()} says before anything was measured: masscan's fixed wait. */
    public static final long UNKNOWN_NANOS = 10_000_000_000L;

    /** No scan ends sooner than this after its last probe. */
    static final long OVERDUE_MIN_NANOS = 250_000_000;

    /** The least wait while samples are few: the first timeout of RFC 6298 section 2.1. */
    static final long OVERDUE_FEW_NANOS = 1_000_000_000;

    /** Below this many samples the largest is no guide to what else is out there. */
    static final int SAMPLES_FEW = 8;

    /** How long a slot belongs to its probe, and the longest round trip that can be measured. */
    static final long HOLD_MICROS = 10_000_000;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SLOT_MASK = 0xFFFF;
    private static final long MICROS_MASK = 0xFFFF_FFFFL;

    private static final int SMOOTHED = 16;
    private static final int VARIATION = 17;
    private static final int LARGEST = 18;
    private static final int SAMPLES = 19;

    private final long[] noted = new long[SLOT_MASK + 1];

    /** The receiver's results, with 128 bytes before and behind that nobody else writes. */
    private final long[] measured = new long[48];

    /** Notes that a probe was sent. Called by transmitters. */
    public void noteSent(int cookie, long nowNanos) {
        int slot = cookie & SLOT_MASK;
        long held = noted[slot];
        long micros = micros(nowNanos);
        if (held == 0 || age(held, micros) > HOLD_MICROS) {
            CELL.setOpaque(noted, slot, (long) cookie << 32 | micros);
        } else if ((int) (held >>> 32) == cookie) {
            CELL.setOpaque(noted, slot, 0L);
        }
    }

    /** Measures a first answer if its probe was noted. Called by receivers. */
    public void noteAnswered(int cookie, long nowNanos) {
        long held = (long) CELL.getOpaque(noted, cookie & SLOT_MASK);
        if (held == 0 || (int) (held >>> 32) != cookie) {
            return;
        }
        long ageMicros = age(held, micros(nowNanos));
        if (ageMicros <= HOLD_MICROS) {
            measure(ageMicros * 1000);
        }
    }

    /**
     * How long after the last probe no answer is to be expected: the largest of 250 ms, three times
     * the largest round trip, and RFC 6298's timeout (smoothed + 4 × variation); at least 1 s while
     * there are fewer than 8 samples, and 10 s while there is none.
     */
    public long overdueNanos() {
        long samples = (long) CELL.getAcquire(measured, SAMPLES);
        if (samples == 0) {
            return UNKNOWN_NANOS;
        }
        long least = samples < SAMPLES_FEW ? OVERDUE_FEW_NANOS : OVERDUE_MIN_NANOS;
        long timeout = smoothedNanos() + 4 * (long) CELL.getOpaque(measured, VARIATION);
        return Math.max(least, Math.max(3 * largestNanos(), timeout));
    }

    /** The largest round trip so far; 0 before the first. */
    public long largestNanos() {
        return (long) CELL.getOpaque(measured, LARGEST);
    }

    /** The smoothed round trip (RFC 6298's SRTT); 0 before the first. */
    public long smoothedNanos() {
        return (long) CELL.getOpaque(measured, SMOOTHED);
    }

    private synchronized void measure(long roundTripNanos) {
        long samples = measured[SAMPLES];
        long smoothed = roundTripNanos;
        long variation = roundTripNanos / 2;
        if (samples > 0) {
            long error = roundTripNanos - measured[SMOOTHED];
            variation = measured[VARIATION] + (Math.abs(error) - measured[VARIATION]) / 4;
            smoothed = measured[SMOOTHED] + error / 8;
        }
        CELL.setOpaque(measured, VARIATION, variation);
        CELL.setOpaque(measured, SMOOTHED, smoothed);
        CELL.setOpaque(measured, LARGEST, Math.max(measured[LARGEST], roundTripNanos));
        CELL.setRelease(measured, SAMPLES, samples + 1);
    }

    private static long micros(long nanos) {
        return nanos / 1000 & MICROS_MASK;
    }

    private static long age(long held, long micros) {
        return micros - held & MICROS_MASK;
    }
}
