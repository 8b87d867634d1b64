// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.util.ArrayDeque;

/**
 * When the transmitter was where: tells which probes are old enough that no answer to them is to be
 * expected. Used by one thread.
 */
final class CursorLog {

    /**
     * How many samples are kept; while there are more, new ones are left out, which only makes the
     * answer cautious.
     */
    private static final int SAMPLES_MAX = 4096;

    private final ArrayDeque<Moment> samples = new ArrayDeque<>();
    private final long waitNanos;
    private long answeredBelow;

    /**
     * @param first the cursor at which the scan starts
     * @param waitNanos how long an answer may take
     */
    CursorLog(long first, long waitNanos) {
        this.answeredBelow = first;
        this.waitNanos = waitNanos;
    }

    /** Notes how far the probes are now. */
    void note(Moment now) {
        if (samples.size() < SAMPLES_MAX) {
            samples.add(now);
        }
        while (!samples.isEmpty() && now.nanoTime() - samples.peek().nanoTime() >= waitNanos) {
            answeredBelow = samples.remove().cursor();
        }
    }

    /** The cursor below which every probe has had its time to be answered. */
    long answeredBelow() {
        return answeredBelow;
    }
}
