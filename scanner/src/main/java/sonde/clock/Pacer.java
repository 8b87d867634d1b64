// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

/**
 * Holds a transmitter to a rate. Owned by one thread; allocates nothing after construction.
 *
 * <p>Let {@code r} be the rate, {@code T = 1/r}. Two rules say how many packets may go at a time
 * {@code t}, and the smaller number counts.
 *
 * <ol>
 *   <li><b>The schedule</b> gives the mean. Packet {@code k} since the anchor {@code a} is due at
 *       {@code a + kT}, so at {@code t} there are {@code floor((t - a)r) + 1 - sent} packets due.
 *       Every due time comes from the anchor by one multiplication: a caller that is late once is
 *       not late for ever, and no rounding adds up. The error over any second without a stall is
 *       below one packet plus what the caller's own lateness is worth.
 *   <li><b>The bucket</b> bounds the peak. It fills at {@code 1.25r} to a depth of one
 *       millisecond's worth, at least one packet; each packet sent takes one. So whatever is owed,
 *       no {@code w} seconds see more than {@code 1.25rw} packets and a bucketful. Below 2000
 *       packets a second the depth is one: packets go singly and no closer than {@code 0.8T}.
 * </ol>
 *
 * <p>A caller that stalls falls behind the schedule; the bucket lets it catch up at {@code 1.25r},
 * which takes four times the stall. What is owed beyond 100 ms is forgiven by moving the anchor.
 * Time in which there was nothing to send, or in which the pacer was paused, is forgiven whole.
 *
 * <p>Packets are released in grains of 200 µs' worth (one packet up to 9999 a second), so that a
 * caller wakes at most about 5000 times a second and the link gets batches worth a system call.
 *
 * <p>The caller's loop: {@code n = permits(wanted)}; if 0, wait {@link #nanosUntilNext()}; else
 * send up to n packets and report them by {@link #sent(int)}.
 */
public final class Pacer {

    /** The lowest rate, in packets a second. */
    public static final double RATE_MIN_PPS = 0.01;

    /** The highest rate, in packets a second. */
    public static final double RATE_MAX_PPS = 1e9;

    /** How far the peak exceeds the rate while catching up. */
    static final double CATCH_UP = 1.25;

    /** What is owed beyond this is forgiven. */
    static final long DEBT_MAX_NANOS = 100_000_000;

    /** The longest wait asked for, so that the caller looks up often enough to be stopped. */
    static final long PARK_MAX_NANOS = 20_000_000;

    private static final double BURST_SECONDS = 1e-3;
    private static final double GRAIN_SECONDS = 200e-6;

    private final NanoClock clock;
    private final double packetsPerNano;
    private final double nanosPerPacket;

    /** The bucket's depth, in packets. */
    private final int burstMax;

    private final int grain;

    private long anchorNanos;
    private long sentSinceAnchor;
    private double bucket;
    private long bucketNanos;
    private boolean paused;

    /** Makes a pacer; its schedule begins with {@link #start()}. */
    public Pacer(double ratePps, NanoClock clock) {
        if (!(ratePps >= RATE_MIN_PPS && ratePps <= RATE_MAX_PPS)) {
            throw new IllegalArgumentException(
                    "rate " + ratePps + " is outside " + RATE_MIN_PPS + " to " + RATE_MAX_PPS);
        }
        this.clock = clock;
        packetsPerNano = ratePps / 1e9;
        nanosPerPacket = 1e9 / ratePps;
        burstMax = (int) Math.max(1, ratePps * BURST_SECONDS);
        grain = (int) Math.max(1, ratePps * GRAIN_SECONDS);
    }

    /** Begins the schedule: the first packet is due at once. */
    public void start() {
        anchorNanos = clock.nanoTime();
        sentSinceAnchor = 0;
        bucketNanos = anchorNanos;
        bucket = burstMax;
        paused = false;
    }

    /**
     * How many packets may go now, at most {@code wanted}; 0 also when less than a grain and less
     * than {@code wanted} is due. To want 0 says that there is nothing to send: no credit is kept.
     */
    public int permits(int wanted) {
        if (paused) {
            return 0;
        }
        long now = clock.nanoTime();
        if (wanted <= 0) {
            forgive(now, 0);
            return 0;
        }
        int ready = ready(now);
        return ready >= Math.min(wanted, grain) ? Math.min(ready, wanted) : 0;
    }

    /**
     * Takes note of packets sent: those permitted or fewer, and also any sent without leave, which
     * count against the rate like all others.
     */
    public void sent(int count) {
        sentSinceAnchor += count;
        bucket -= count;
    }

    /**
     * How long to wait before packets may go; 0 if some may go now. Never more than 20 ms, after
     * which the caller asks again.
     */
    public long nanosUntilNext() {
        if (paused) {
            return PARK_MAX_NANOS;
        }
        long now = clock.nanoTime();
        if (ready(now) >= grain) {
            return 0;
        }
        double untilDue = (sentSinceAnchor + grain - 1) * nanosPerPacket - (now - anchorNanos);
        double untilFilled = (grain - bucket) * nanosPerPacket / CATCH_UP;
        double wait = Math.ceil(Math.max(untilDue, untilFilled));
        return (long) Math.max(1, Math.min(PARK_MAX_NANOS, wait));
    }

    /** Lets no packet go until {@link #resume()}. */
    public void pause() {
        paused = true;
    }

    /** Goes on as if the pause had not been: nothing is owed for it. */
    public void resume() {
        if (paused) {
            paused = false;
            forgive(clock.nanoTime(), 0);
        }
    }

    /** Packets that both the schedule and the bucket let go. */
    private int ready(long now) {
        forgive(now, DEBT_MAX_NANOS);
        double filled = bucket + (now - bucketNanos) * packetsPerNano * CATCH_UP;
        bucket = Math.min(burstMax, filled);
        bucketNanos = now;
        double due = Math.floor((now - anchorNanos) * packetsPerNano) + 1 - sentSinceAnchor;
        return (int) Math.min(due, bucket);
    }

    /** Moves the schedule so that the next packet is no more than {@code debtNanos} overdue. */
    private void forgive(long now, long debtNanos) {
        double overdue = (now - anchorNanos) - sentSinceAnchor * nanosPerPacket;
        if (overdue > debtNanos) {
            anchorNanos += (long) overdue - debtNanos;
        }
    }
}
