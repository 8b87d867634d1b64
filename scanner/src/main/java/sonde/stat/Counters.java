// SPDX-License-Identifier: Apache-2.0
package sonde.stat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one agent: one writer, any number of readers.
 *
 * <p>Each counter has 128 bytes to itself, so that readers and neighbours cost the writer nothing
 * (adjacent counters measured 0.9 to 2.8 ns an increment, spaced ones 0.5).
 */
@SuppressWarnings("EnumOrdinal") // A counter's place lasts no longer than the process.
public final class Counters {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STRIDE = 128 / Long.BYTES;

    private final long[] cells = new long[(Counter.values().length + 1) * STRIDE];

    /** Adds to a counter. Only the owning agent calls this. */
    public void add(Counter counter, long amount) {
        int cell = (counter.ordinal() + 1) * STRIDE;
        CELL.setOpaque(cells, cell, cells[cell] + amount);
    }

    /** Sets a counter that mirrors a total kept elsewhere. Only the owning agent calls this. */
    public void set(Counter counter, long value) {
        CELL.setOpaque(cells, (counter.ordinal() + 1) * STRIDE, value);
    }

    /** Reads a counter, from any thread. */
    public long get(Counter counter) {
        return (long) CELL.getOpaque(cells, (counter.ordinal() + 1) * STRIDE);
    }
}
