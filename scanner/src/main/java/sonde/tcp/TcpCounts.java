// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The counts of one machine: written by its thread, read by any. */
@SuppressWarnings("EnumOrdinal") // A count's place lasts no longer than the process.
public final class TcpCounts {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /** A cache line before and behind that nobody else writes. */
    private static final int PADDING = 128 / Long.BYTES;

    private final long[] cells = new long[TcpCount.values().length + 2 * PADDING];

    void add(TcpCount count) {
        int cell = count.ordinal() + PADDING;
        CELL.setOpaque(cells, cell, cells[cell] + 1);
    }

    /** Reads a count, from any thread. */
    public long get(TcpCount count) {
        return (long) CELL.getOpaque(cells, count.ordinal() + PADDING);
    }
}
