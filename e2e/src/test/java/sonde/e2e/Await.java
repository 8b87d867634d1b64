// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something to become true, never for a time to pass. */
final class Await {

    private static final long POLL_MILLIS = 10;

    private Await() {}

    /**
     * Returns when the condition holds; fails, saying what was awaited, when it doesn't within the
     * limit.
     */
    static void until(Duration limit, String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
            }
            pause(POLL_MILLIS);
        }
    }

    /** Returns when the value has been the same for the given time. */
    static void unchanged(Duration quiet, Duration limit, String what, Supplier<?> value) {
        Object[] last = {value.get()};
        long[] sinceNanos = {System.nanoTime()};
        until(
                limit,
                what + " at rest",
                () -> {
                    Object now = value.get();
                    if (!now.equals(last[0])) {
                        last[0] = now;
                        sinceNanos[0] = System.nanoTime();
                    }
                    return System.nanoTime() - sinceNanos[0] >= quiet.toNanos();
                });
    }

    /** Lets time pass: only for a test whose subject is a moment in time. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
