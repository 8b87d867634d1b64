// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import java.util.Arrays;

/**
 * Says which of a fixed number of timers is due. Owned by one thread; allocates nothing after
 * construction. Setting and cancelling take constant time, and so does firing, spread over the at
 * most five moves a timer makes towards its time.
 *
 * <p>Time is cut into ticks. A timer waits in one of six circles of 64 slots: in the innermost if
 * it is due within the present 64 ticks, in the next if within the present 64² and so on. When time
 * comes to a slot of an outer circle, its timers are put into the inner ones. A bit a slot tells
 * which are occupied, so that empty time is skipped.
 *
 * <p>A timer fires never before its time, and in the first call of {@link #poll} that comes a tick
 * after it. Times are nanoseconds from an origin of the caller's choice, at least 0.
 */
public final class TimerWheel {

    private static final int LEVEL_COUNT = 6;

    private static final int SLOT_BITS = 6;
    private static final int SLOT_COUNT = 1 << SLOT_BITS;
    private static final int SLOT_MASK = SLOT_COUNT - 1;

    /** The latest time that can be set, in ticks: 2 years of milliseconds. */
    private static final long TICK_MAX = (1L << (SLOT_BITS * LEVEL_COUNT)) - 1;

    private static final int NONE = -1;

    private final long tickNanos;
    private final int[] first = new int[LEVEL_COUNT * SLOT_COUNT];
    private final long[] occupied = new long[LEVEL_COUNT];
    private final int[] next;
    private final int[] previous;

    /** The slot a timer waits in, counted through all levels, or NONE. */
    private final short[] slot;

    private final long[] dueTick;

    /** All timers due before this tick have fired. */
    private long tick;

    /**
     * Makes a wheel with no timer set.
     *
     * @param timerCount timers are named 0 to this minus 1
     * @param tickNanos how exact it is, at least 1
     */
    public TimerWheel(int timerCount, long tickNanos) {
        if (timerCount < 1 || tickNanos < 1) {
            throw new IllegalArgumentException(timerCount + " timers, tick " + tickNanos + " ns");
        }
        this.tickNanos = tickNanos;
        next = new int[timerCount];
        previous = new int[timerCount];
        slot = new short[timerCount];
        dueTick = new long[timerCount];
        Arrays.fill(first, NONE);
        Arrays.fill(slot, (short) NONE);
    }

    /** Sets a timer, in place of what it was set to before; what is past is due at once. */
    public void set(int timer, long dueNanos) {
        cancel(timer);
        long due = dueNanos / tickNanos + (dueNanos % tickNanos == 0 ? 0 : 1);
        dueTick[timer] = Math.clamp(due, tick, TICK_MAX);
        insert(timer);
    }

    /** Takes a setting back; does nothing if there is none. */
    public void cancel(int timer) {
        int from = slot[timer];
        if (from == NONE) {
            return;
        }
        int before = previous[timer];
        int after = next[timer];
        if (before == NONE) {
            first[from] = after;
            if (after == NONE) {
                occupied[from >>> SLOT_BITS] &= ~(1L << (from & SLOT_MASK));
            }
        } else {
            next[before] = after;
        }
        if (after != NONE) {
            previous[after] = before;
        }
        slot[timer] = NONE;
    }

    /** Whether a timer is set and has not fired. */
    public boolean isSet(int timer) {
        return slot[timer] != NONE;
    }

    /** When a timer that is set is due, rounded up to a tick. */
    public long dueNanos(int timer) {
        assert isSet(timer);
        return dueTick[timer] * tickNanos;
    }

    /** A timer that is due, which is no longer set then, or -1 if there is none. */
    public int poll(long nowNanos) {
        long nowTick = nowNanos / tickNanos;
        while (true) {
            int level = firstLevel();
            if (level == NONE) {
                break;
            }
            int at = firstSlot(level);
            long start = startTick(level, at);
            if (start > nowTick) {
                break;
            }
            tick = start;
            int timer = first[level << SLOT_BITS | at];
            if (level == 0) {
                cancel(timer);
                return timer;
            }
            moveInwards(timer);
        }
        tick = Math.max(tick, nowTick);
        return NONE;
    }

    /**
     * How long {@link #poll} will find nothing, if nothing is set meanwhile; rounded down, to the
     * beginning of a slot. 0 if a timer is due, {@link Long#MAX_VALUE} if none is set.
     */
    public long nanosUntilNext(long nowNanos) {
        int level = firstLevel();
        if (level == NONE) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, startTick(level, firstSlot(level)) * tickNanos - nowNanos);
    }

    /** What the wheel takes, in bytes, without object headers. */
    public long stateBytes() {
        return (long) next.length * (2 * Integer.BYTES + Short.BYTES + Long.BYTES)
                + (long) first.length * Integer.BYTES
                + (long) occupied.length * Long.BYTES;
    }

    /** The innermost level with a timer: all of outer levels are due later. */
    private int firstLevel() {
        for (int level = 0; level < LEVEL_COUNT; level++) {
            if (occupied[level] != 0) {
                return level;
            }
        }
        return NONE;
    }

    /** Slots before the present one are empty, because time does not pass one that is not. */
    private int firstSlot(int level) {
        return Long.numberOfTrailingZeros(occupied[level]);
    }

    private long startTick(int level, int at) {
        int shift = level * SLOT_BITS;
        long inner = (1L << (shift + SLOT_BITS)) - 1;
        return (tick & ~inner) | (long) at << shift;
    }

    private void moveInwards(int firstTimer) {
        int timer = firstTimer;
        while (timer != NONE) {
            int after = next[timer];
            cancel(timer);
            insert(timer);
            timer = after;
        }
    }

    /** The level is that of the highest digit, to the base 64, in which due and present differ. */
    private void insert(int timer) {
        long due = dueTick[timer];
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros((due ^ tick) | 1)) / SLOT_BITS;
        int at = (int) (due >>> (level * SLOT_BITS)) & SLOT_MASK;
        int to = level << SLOT_BITS | at;
        next[timer] = first[to];
        previous[timer] = NONE;
        if (first[to] != NONE) {
            previous[first[to]] = timer;
        }
        first[to] = timer;
        slot[timer] = (short) to;
        occupied[level] |= 1L << at;
    }
}
