// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the time that {@link Pacer#nanosUntilNext()} gives.
 *
 * <p>A park ends late: by 75 µs under the kernel's default timer slack, by 15 to 20 µs under a
 * slack of 1 ns (measured on Linux 6.18). The pacer is built for late callers, so a park is never
 * shortened to spin up to the mark. Only a wait shorter than any park can be is spun, and such
 * waits are rare: the pacer asks for a grain of packets at a time.
 */
public final class Parker {

    /** Waits below this are spun: the lateness of a park under the smallest timer slack. */
    static final long SPIN_BELOW_NANOS = 20_000;

    private Parker() {}

    /**
     * Waits about {@code nanos}, or returns at once if not positive. Returns early when the thread
     * is unparked or interrupted.
     */
    public static void park(long nanos) {
        if (nanos >= SPIN_BELOW_NANOS) {
            LockSupport.parkNanos(nanos);
        } else if (nanos > 0) {
            spin(nanos);
        }
    }

    private static void spin(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }
}
