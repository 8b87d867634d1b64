// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.util.concurrent.TimeUnit;

/**
 * Holds a pass back until a second after the last probe of the one before it, so that the repeats
 * of a short scan are spaced too, however unevenly its probes went out.
 */
final class PassSpacing {

    private static final long SPACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long pass = -1;
    private boolean isHeld;
    private long heldSinceNanos;

    /** Whether a pass has begun, and no later one. */
    boolean isIn(long asked) {
        return asked == pass;
    }

    /**
     * Whether probes of a pass may go out. Asked for the first time about a new pass, all probes of
     * the one before it have been dealt with.
     *
     * @param next the pass, never lower than before
     * @param nowNanos monotonic time
     */
    boolean mayBegin(long next, long nowNanos) {
        if (next == pass) {
            return true;
        }
        if (pass >= 0 && !isHeld) {
            isHeld = true;
            heldSinceNanos = nowNanos;
        }
        if (isHeld && nowNanos - heldSinceNanos < SPACE_NANOS) {
            return false;
        }
        isHeld = false;
        pass = next;
        return true;
    }
}
