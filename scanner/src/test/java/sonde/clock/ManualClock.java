// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements NanoClock {

    private long nowNanos;

    /** Starts at any origin; a negative one is as good as another. */
    public ManualClock(long originNanos) {
        nowNanos = originNanos;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Moves the clock on. */
    public void advance(long nanos) {
        nowNanos += nanos;
    }
}
