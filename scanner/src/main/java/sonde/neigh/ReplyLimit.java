// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.clock.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * Bounds the answers to neighbours: at most {@value #BURST} at once and {@value #RATE_PPS} a
 * second, however many questions come. A router asks once for each address of ours, and a flood is
 * not returned. Owned by one receive agent.
 */
final class ReplyLimit {

    /** One for each address of a /22, all at the same moment. */
    static final int BURST = 1024;

    /** Less than a hundredth of what a scan sends that needs so many source addresses. */
    static final int RATE_PPS = 10_000;

    private static final long NANOS_PER_REPLY = TimeUnit.SECONDS.toNanos(1) / RATE_PPS;
    private static final long BURST_NANOS = BURST * NANOS_PER_REPLY;

    private final NanoClock clock;

    /** When all replies of a burst are free again; in the past if they are. */
    private long freeAgainNanos;

    ReplyLimit(NanoClock clock) {
        this.clock = clock;
        freeAgainNanos = clock.nanoTime();
    }

    /** Whether there may be a reply now, which then counts. */
    boolean mayReply() {
        long now = clock.nanoTime();
        long free = freeAgainNanos - now > 0 ? freeAgainNanos : now;
        if (free - now > BURST_NANOS - NANOS_PER_REPLY) {
            return false;
        }
        freeAgainNanos = free + NANOS_PER_REPLY;
        return true;
    }
}
