// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.util.function.LongSupplier;

/**
 * How far the probes of a scan were at a time.
 *
 * @param nanoTime when every probe below the cursor had been sent, as {@link System#nanoTime}
 * @param cursor below it, no probe is left
 */
record Moment(long nanoTime, long cursor) {

    /**
     * Looks at the cursor, and only then at the clock: whatever the thread is kept from running
     * between the two, no probe seems to have been sent earlier than it was.
     */
    static Moment of(LongSupplier cursor, LongSupplier clock) {
        long reached = cursor.getAsLong();
        return new Moment(clock.getAsLong(), reached);
    }
}
