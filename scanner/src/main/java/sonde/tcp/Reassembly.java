// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.lang.foreign.MemorySegment;

/**
 * Puts received bytes where they belong in a connection's input queue, and remembers which of those
 * that came too early are there: a few ranges a connection. Bytes that came first stay; what a
 * later segment says about the same places is not heard.
 */
final class Reassembly {

    /** One lost segment makes one range; more than three of them in a window are rare. */
    static final int RANGES_MAX = 4;

    /** The segment was dropped because there is no place for another range. */
    static final int NO_RANGE = -1;

    /** The segment was dropped because the pool had no block. */
    static final int NO_BUFFER = -2;

    private final ByteQueues queues;

    /** Sequence numbers; a connection's ranges are in order, apart, and ahead of its next byte. */
    private final int[] starts;

    private final int[] ends;
    private final byte[] counts;

    Reassembly(ByteQueues queues, int connectionCount) {
        this.queues = queues;
        starts = new int[connectionCount * RANGES_MAX];
        ends = new int[connectionCount * RANGES_MAX];
        counts = new byte[connectionCount];
    }

    /** Forgets all ranges; their bytes stay junk in the queue. */
    void clear(int connection) {
        counts[connection] = 0;
    }

    /** How far ahead of {@code next} the last range ends, or 0 if there is none. */
    int reach(int connection, int next) {
        int count = counts[connection];
        return count == 0 ? 0 : ends[connection * RANGES_MAX + count - 1] - next;
    }

    /**
     * Takes bytes in.
     *
     * @param queue the connection's input queue
     * @param queued how many bytes in order it holds
     * @param next the sequence number of the next byte in order
     * @param from where the bytes lie in {@code memory}
     * @param ahead how far behind {@code next} they belong, at least 0
     * @param count how many, at least 1
     * @return by how many bytes the input in order has grown, or {@link #NO_RANGE}, {@link
     *     #NO_BUFFER}
     */
    int insert(
            int connection,
            int queue,
            int queued,
            int next,
            MemorySegment memory,
            long from,
            int ahead,
            int count) {
        int end = queues.ensure(queue, queued + ahead + count) - queued;
        if (end <= ahead) {
            return NO_BUFFER;
        }
        int base = connection * RANGES_MAX;
        int first = base;
        int all = base + counts[connection];
        while (first < all && ends[first] - next < ahead) {
            first++;
        }
        int last = first;
        while (last < all && starts[last] - next <= end) {
            last++;
        }
        if (ahead > 0 && first == last && counts[connection] == RANGES_MAX) {
            return NO_RANGE;
        }
        int position = ahead;
        for (int range = first; range < last; range++) {
            int hole = starts[range] - next - position;
            if (hole > 0) {
                queues.write(queue, queued + position, memory, from + position - ahead, hole);
            }
            position = Math.max(position, ends[range] - next);
        }
        if (position < end) {
            queues.write(queue, queued + position, memory, from + position - ahead, end - position);
            position = end;
        }
        int start = first < last ? Math.min(ahead, starts[first] - next) : ahead;
        replace(connection, first, last, next + start, next + position, start > 0);
        return start > 0 ? 0 : position;
    }

    /** Puts one range, or none, in the place of those from {@code first} to before {@code last}. */
    private void replace(int connection, int first, int last, int start, int end, boolean isRange) {
        int all = connection * RANGES_MAX + counts[connection];
        int to = isRange ? first + 1 : first;
        System.arraycopy(starts, last, starts, to, all - last);
        System.arraycopy(ends, last, ends, to, all - last);
        if (isRange) {
            starts[first] = start;
            ends[first] = end;
        }
        counts[connection] = (byte) (counts[connection] + to - last);
    }

    /** Whether the ranges of a connection are in order, apart and ahead. */
    boolean isConsistent(int connection, int next) {
        int before = 0;
        int base = connection * RANGES_MAX;
        for (int range = base; range < base + counts[connection]; range++) {
            if (starts[range] - next <= before || ends[range] - starts[range] <= 0) {
                return false;
            }
            before = ends[range] - next;
        }
        return true;
    }

    /** What the arrays take, in bytes. */
    long stateBytes() {
        return (long) (starts.length + ends.length) * Integer.BYTES + counts.length;
    }
}
