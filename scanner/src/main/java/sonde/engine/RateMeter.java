// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

/** The rate of late: counts noted over time, over the last second or so. Used by one thread. */
final class RateMeter {

    private static final int SAMPLES = 64;
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final long[] nanoTime = new long[SAMPLES];
    private final long[] count = new long[SAMPLES];
    private long noted;

    /** Notes a count that only grows. */
    void note(long now, long value) {
        int slot = (int) (noted++ % SAMPLES);
        nanoTime[slot] = now;
        count[slot] = value;
    }

    /**
     * Counts a second between the newest sample and the youngest one that is a second older; 0 at
     * first.
     */
    double ratePps() {
        if (noted < 2) {
            return 0;
        }
        int newest = (int) ((noted - 1) % SAMPLES);
        int older = newest;
        for (long n = noted - 2; n >= Math.max(0, noted - SAMPLES); n--) {
            older = (int) (n % SAMPLES);
            if (nanoTime[newest] - nanoTime[older] >= WINDOW_NANOS) {
                break;
            }
        }
        long nanos = nanoTime[newest] - nanoTime[older];
        return nanos <= 0 ? 0 : (count[newest] - count[older]) * 1e9 / nanos;
    }
}
