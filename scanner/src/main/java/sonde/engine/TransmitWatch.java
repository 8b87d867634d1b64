// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.util.concurrent.TimeUnit;

/**
 * Sees when an interface sends nothing of what it is given. Some links learn nothing of a frame's
 * fate, and an interface may lose the ability to send redirected frames while a scan runs (a veth
 * pair's does when its other end loses its XDP program).
 */
final class TransmitWatch {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /**
     * Longer than drivers take that refresh their counters only now and then, and than a machine
     * with far too much to do leaves the kernel's packet threads waiting (some seconds, seen with a
     * load of 30 on two processors).
     */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Fewer probes than this may hide behind a counter that is read a little early. */
    private static final long PROBES_MIN = 16;

    private boolean isStarted;
    private long lookedNanos;
    private long movedNanos;
    private long givenThen;
    private long sentThen;

    /** Whether frames were given at the last look that the interface has not been seen to send. */
    boolean isSuspect() {
        return movedNanos != lookedNanos;
    }

    /** Whether it is time to look again. */
    boolean isDue(long nowNanos) {
        return !isStarted || nowNanos - lookedNanos >= LOOK_NANOS;
    }

    /**
     * Looks.
     *
     * @param given how many frames the interface was given so far
     * @param sent how many it has sent so far, by its own counter
     * @return whether it was given frames for some seconds and sent none
     */
    boolean isStalled(long nowNanos, long given, long sent) {
        lookedNanos = nowNanos;
        if (!isStarted || sent != sentThen || given - givenThen < PROBES_MIN) {
            // With nothing to send, nothing moves: the time counts from the last such look.
            boolean hasMoved = !isStarted || sent != sentThen;
            if (hasMoved) {
                givenThen = given;
                sentThen = sent;
            }
            isStarted = true;
            movedNanos = nowNanos;
            return false;
        }
        return nowNanos - movedNanos >= STALL_NANOS;
    }
}
