// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Makes a {@link RangeTable} of ranges that come in ascending order: merges those that overlap or
 * touch, and counts ranks. A table of more ranges than the heap should hold goes to a file. Used by
 * one thread, for one table.
 */
final class RangeWriter {

    /** Ranges that a table keeps in the heap, by default: 80 MiB of the launcher's 512. */
    static final int HEAP_RANGES_MAX = 1 << 21;

    private static final int WORDS = RangeTable.WORDS;
    private static final int CAPACITY_MIN = 16;

    private final int heapRangesMax;
    private long[] words = new long[CAPACITY_MIN * WORDS];

    /** Ranges in {@link #words}, not those written to the file. */
    private int held;

    private long written;
    private @Nullable SpillFile file;

    // The range that may yet grow.
    private boolean hasOpen;
    private long firstHigh;
    private long firstLow;
    private long lastHigh;
    private long lastLow;

    private long rank;

    /**
     * @param heapRangesMax above so many ranges the table is a file; at least 1
     */
    RangeWriter(int heapRangesMax) {
        this.heapRangesMax = heapRangesMax;
    }

    /** Adds a range that begins no earlier than the one before. */
    void add(long fromHigh, long fromLow, long toHigh, long toLow) {
        if (hasOpen && touches(fromHigh, fromLow)) {
            if (IpAddress.compare(toHigh, toLow, lastHigh, lastLow) > 0) {
                lastHigh = toHigh;
                lastLow = toLow;
            }
            return;
        }
        flushOpen();
        hasOpen = true;
        firstHigh = fromHigh;
        firstLow = fromLow;
        lastHigh = toHigh;
        lastLow = toLow;
    }

    private boolean touches(long high, long low) {
        return IpAddress.compare(high, low, lastHigh, lastLow) <= 0
                || follows(lastHigh, lastLow, high, low);
    }

    /** Whether the second address is the next one after the first. */
    static boolean follows(long high, long low, long nextHigh, long nextLow) {
        boolean carries = low == -1;
        return nextLow == low + 1
                && nextHigh == (carries ? high + 1 : high)
                && !(carries && high == -1);
    }

    /** Adds a range of a table. */
    void add(RangeTable table, int range) {
        add(
                table.firstHigh(range),
                table.firstLow(range),
                table.lastHigh(range),
                table.lastLow(range));
    }

    private void flushOpen() {
        if (!hasOpen) {
            return;
        }
        if (held == heapRangesMax) {
            spill();
        }
        if ((held + 1) * WORDS > words.length) {
            words = Arrays.copyOf(words, Math.min(2 * held, heapRangesMax) * WORDS);
        }
        int at = held * WORDS;
        words[at] = firstHigh;
        words[at + 1] = firstLow;
        words[at + 2] = lastHigh;
        words[at + 3] = lastLow;
        words[at + 4] = rank;
        rank = RangeTable.plus(rank, RangeTable.count(firstHigh, firstLow, lastHigh, lastLow));
        held++;
    }

    private void spill() {
        if (file == null) {
            file = new SpillFile();
        }
        file.append(words, 0, held * WORDS);
        written += held;
        held = 0;
        if (written > Integer.MAX_VALUE - heapRangesMax) {
            throw new ArithmeticException("more than 2^31 ranges of IPv6 addresses");
        }
    }

    /** The table of all that was added; nothing may be added afterwards. */
    RangeTable finish() {
        flushOpen();
        hasOpen = false;
        if (file == null) {
            long bytes = (long) held * WORDS * Long.BYTES;
            return new RangeTable(MemorySegment.ofArray(words).asSlice(0, bytes), held);
        }
        spill();
        try (SpillFile whole = file) {
            return new RangeTable(whole.map(0, whole.wordCount()), (int) written);
        }
    }
}
