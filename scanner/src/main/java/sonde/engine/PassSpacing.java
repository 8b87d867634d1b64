// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.util.concurrent.TimeUnit;

/**
 * Holds a pass back until the one before it has lasted a second, so that the repeats of a short
 * scan are spaced too.
 */
final class PassSpacing {

    private static final long PASS_NANOS_MIN = TimeUnit.SECONDS.toNanos(1);

    private long pass = -1;
    private long startedNanos;

    /**
     * Whether probes of a pass may go out; the first time that one may, it has begun.
     *
     * @param next the pass, never lower than before
     * @param nowNanos monotonic time
     */
    boolean mayBegin(long next, long nowNanos) {
        if (next == pass) {
            return true;
        }
        if (pass >= 0 && nowNanos - startedNanos < PASS_NANOS_MIN) {
            return false;
        }
        pass = next;
        startedNanos = nowNanos;
        return true;
    }
}
