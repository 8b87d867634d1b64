// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.clock.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * Finds the next hop of probes to neighbours: tells the transmit agent when to send, when to ask,
 * when to wait and when to give up, and keeps the probes that wait. Belongs to the transmit agent,
 * which alone calls it; it makes no frames and has no thread.
 *
 * <p>A neighbour is asked up to three times, 0, 0.3 and 1 s after the first probe to it; a second
 * after the last question it counts as unreached, and every later probe to it is given up at once,
 * unless it answers after all.
 *
 * <p>A turn of the agent: {@link #tick()}; then, while {@link #next()} finds a waiting probe, and
 * after those for each new one while there is room ({@link #isFull()}), {@link #decide} and do as
 * it says. After {@link #ASK} and {@link #WAIT} the probe is to be {@link #park parked}. Agents
 * that see targets coming ask for them beforehand ({@link #askAhead}), so that few probes ever
 * wait.
 */
public final class NeighbourScout {

    /** Verdict: ask for the target now, then park the probe. It counts as sent. */
    public static final long ASK = -1;

    /** Verdict: an answer may still come; park the probe. */
    public static final long WAIT = -2;

    /** Verdict: the target did not answer and won't get the probe. */
    public static final long GIVE_UP = -3;

    /** How many probes can wait; a power of two. */
    public static final int PARKED_MAX = 1 << 16;

    /** In place of a time: nothing waits. */
    public static final long NEVER = Long.MAX_VALUE;

    /** How long a parked probe rests, unless its target's Ethernet address becomes known before. */
    static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int PARKED_MASK = PARKED_MAX - 1;

    // Ask state, 16 bits, 0 when never asked: the stage in the low 3 bits, the time of the last
    // question above, in units
    // of 2^24 ns (16.8 ms) modulo 2^13 units (137 s). Time that seems short after a wrap costs a
    // wait of a second more.
    private static final int STAGE_MASK = 7;
    private static final int STAGE_BITS = 3;
    private static final int GIVEN_UP = 4;
    private static final int UNIT_SHIFT = 24;
    private static final int UNITS_MASK = (1 << (Character.SIZE - STAGE_BITS)) - 1;

    /** How long to wait for an answer to the first, second and third question, in units. */
    private static final int[] PATIENCE_UNITS = {
        0,
        units(TimeUnit.MILLISECONDS.toNanos(300)),
        units(TimeUnit.MILLISECONDS.toNanos(700)),
        units(TimeUnit.SECONDS.toNanos(1))
    };

    private final NeighbourTable table;
    private final NanoClock clock;
    private final int[] parkedRank = new int[PARKED_MAX];
    private final long[] parkedTicket = new long[PARKED_MAX];
    private final long[] parkedDueNanos = new long[PARKED_MAX];
    private int parkedHead; // Free-running; the ring is from head to tail.
    private int parkedTail;
    private int rank;
    private long ticket;
    private long nowNanos;
    private int nowUnits;
    private long givenUpCount;

    public NeighbourScout(NeighbourTable table, NanoClock clock) {
        this.table = table;
        this.clock = clock;
        tick();
    }

    private static int units(long nanos) {
        return (int) ((nanos + (1L << UNIT_SHIFT) - 1) >>> UNIT_SHIFT);
    }

    /** The table that ranks are of. */
    public NeighbourTable table() {
        return table;
    }

    /** Looks at the clock; everything until the next call happens at this moment. */
    public void tick() {
        nowNanos = clock.nanoTime();
        nowUnits = (int) (nowNanos >>> UNIT_SHIFT) & UNITS_MASK;
    }

    /**
     * What to do with a probe.
     *
     * @param target the rank of its target in the table
     * @return the target's Ethernet address, 0 or more, to send it to, or {@link #ASK}, {@link
     *     #WAIT}, {@link #GIVE_UP}
     */
    public long decide(int target) {
        assert target >= 0 : "target is no neighbour";
        long mac = table.macAt(target);
        return mac >= 0 ? mac : pursue(target);
    }

    /** The verdict about a neighbour that has not answered yet. */
    private long pursue(int target) {
        int state = table.ask(target);
        int stage = state & STAGE_MASK;
        if (stage == GIVEN_UP) {
            return GIVE_UP;
        }
        int elapsedUnits = (nowUnits - (state >>> STAGE_BITS)) & UNITS_MASK;
        if (stage > 0 && elapsedUnits < PATIENCE_UNITS[stage]) {
            return WAIT;
        }
        stage++;
        table.publishAskRelease(target, nowUnits << STAGE_BITS | stage);
        if (stage == GIVEN_UP) {
            givenUpCount++;
            return GIVE_UP;
        }
        return ASK;
    }

    /**
     * Whether a target that will come up soon should be asked now; if so, the question counts as
     * sent.
     *
     * @param target the rank of the target in the table; -1, as of what is no neighbour, needs no
     *     question
     */
    public boolean askAhead(int target) {
        if (target < 0 || table.ask(target) != 0 || table.macAt(target) >= 0) {
            return false;
        }
        return pursue(target) == ASK;
    }

    /** Whether no further probe can wait, so that no new one may be taken up. */
    public boolean isFull() {
        return parkedTail - parkedHead == PARKED_MAX;
    }

    /** How many probes wait. */
    public int parkedCount() {
        return parkedTail - parkedHead;
    }

    /**
     * Lets a probe wait behind all others. There must be room, as there always is after {@link
     * #next()}.
     *
     * @param target the rank of its target in the table
     * @param probe what the caller knows the probe by
     */
    public void park(int target, long probe) {
        assert !isFull() : "no room to park a probe";
        int slot = parkedTail & PARKED_MASK;
        parkedRank[slot] = target;
        parkedTicket[slot] = probe;
        parkedDueNanos[slot] = nowNanos + REST_NANOS;
        parkedTail++;
    }

    /**
     * Takes out the probe that has waited longest, if it has rested enough or its target has
     * answered.
     *
     * @return whether there was one; {@link #ticket()} and {@link #rank()} tell which
     */
    public boolean next() {
        if (parkedHead == parkedTail) {
            return false;
        }
        int slot = parkedHead & PARKED_MASK;
        if (parkedDueNanos[slot] - nowNanos > 0 && table.macAt(parkedRank[slot]) < 0) {
            return false;
        }
        rank = parkedRank[slot];
        ticket = parkedTicket[slot];
        parkedHead++;
        return true;
    }

    /** What the probe that {@link #next()} took out was parked with. */
    public long ticket() {
        return ticket;
    }

    /** The rank of its target. */
    public int rank() {
        return rank;
    }

    /** Nanoseconds until a waiting probe has rested, 0 if one has, {@link #NEVER} if none waits. */
    public long restNanos() {
        if (parkedHead == parkedTail) {
            return NEVER;
        }
        return Math.max(0, parkedDueNanos[parkedHead & PARKED_MASK] - nowNanos);
    }

    /** How many neighbours were given up; those that answered later are still in it. */
    public long givenUpCount() {
        return givenUpCount;
    }
}
