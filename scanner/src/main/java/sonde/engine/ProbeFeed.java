// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeBatch;
import sonde.stat.Counters;

import java.lang.foreign.MemorySegment;

/**
 * Where the transmitter's probes come from: a batch at a time, complete but for their frames. Used
 * by the transmit agent alone.
 */
interface ProbeFeed {

    /**
     * Fills the batch with probes that may go out now; the batch before it has been dealt with, or,
     * where nobody has to be asked, at least been written. An empty batch means that none is ready
     * yet, or, with {@link #isAtEnd()}, that there are no more.
     *
     * @param nowNanos monotonic time
     * @param leave how many packets may go out now; a feed that asks for neighbours gives no more
     *     probes and questions than that, so that no question grows old before it is sent
     */
    void fill(ProbeBatch batch, long nowNanos, int leave);

    /** Whether there are no more probes, and none is waiting. */
    boolean isAtEnd();

    /**
     * The cursor below which every probe has been dealt with.
     *
     * @param taken how many probes of the last batch have been
     */
    long cursor(int taken);

    /** Whether {@link #address} has to be called for each frame. */
    default boolean addressesFrames() {
        return false;
    }

    /** Completes the frame that was written for probe {@code i} of the last batch. */
    default void address(int i, MemorySegment memory, long frameOffset) {}

    /** Whether questions may have to go out at all. */
    default boolean asks() {
        return false;
    }

    /** The questions that go out before the last batch. */
    default Questions questions() {
        return NOBODY;
    }

    /** Counts the probes that will not be handed out any more, because the scan stops. */
    default void withhold(Counters counters) {}

    /** The questions of a feed that asks nobody. */
    Questions NOBODY = new Questions();
}
