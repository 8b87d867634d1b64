// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.clock.Pacer;
import sonde.clock.Parker;
import sonde.clock.RoundTripEstimator;
import sonde.clock.SendTimes;
import sonde.link.FrameSink;
import sonde.probe.ProbeBatch;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.sys.Errno;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends probes: takes batches from its feed, has their frames written into the link's memory, and
 * hands them over as the pacer lets them go. Each probe ends as sent or refused, and is counted.
 *
 * <p>A reservation of the sink may be larger than a batch, and is then filled from several: some
 * links are fast only when thousands of frames go in one call. Frames that the kernel did not take
 * stay where they are and are offered again; meanwhile no further ones are written.
 */
final class TransmitAgent implements Agent {

    /** How long to wait when the kernel has no room for a frame. */
    private static final long NO_ROOM_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** How long to sleep when only conversations are left; they wake the agent. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How long to wait when the feed has no probe ready. */
    private static final long NOT_READY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /**
     * How many probes of a reservation are noted for round-trip times: all at low rates, a sample
     * at high ones.
     */
    private static final int NOTED_MAX = 4;

    private final ProbeFeed feed;
    private final ProbeStages stages;
    private final FrameSink sink;
    private final NeighbourAsker asker;
    private final Pacer pacer;
    private final RoundTripEstimator roundTrips;
    private final @Nullable SendTimes sendTimes;
    private final Counters counters;
    private final String linkName;
    private final @Nullable TalkSender segments;
    private final BooleanSupplier isCrowded;

    private final ProbeBatch batch = new ProbeBatch();

    /** The length of each frame of the reservation; null where all have one length. */
    private final int @Nullable [] lengthBytes;

    private final int[] notedCookie = new int[NOTED_MAX];
    private int next;

    /** Frames that are written but not taken: the first of the next reservation. */
    private int untaken;

    private int noted;
    private boolean isStarted;
    private boolean isDone;
    private long restNanos;
    private long startedNanos;

    /** Whether there are no more probes, and nothing else to send at the moment. */
    private volatile boolean isIdle;

    private volatile boolean probesAreOver;

    /** Whether they are over because the feed has no more. */
    private volatile boolean isExhausted;
    private volatile boolean stopRequested;
    private volatile boolean endRequested;
    private volatile boolean isHeld;
    private volatile long cursor;
    private volatile long sendingNanos;

    /**
     * @param asker sends the feed's questions
     * @param sendTimes is told when every probe was sent; null where records go without
     * @param linkName for messages
     * @param segments what conversations have to say, or null where there are none: goes before
     *     probes
     * @param isCrowded whether conversations have more to do than they can, and new ones should
     *     wait
     */
    TransmitAgent(
            ProbeFeed feed,
            ProbeStages stages,
            FrameSink sink,
            NeighbourAsker asker,
            Pacer pacer,
            RoundTripEstimator roundTrips,
            @Nullable SendTimes sendTimes,
            Counters counters,
            String linkName,
            @Nullable TalkSender segments,
            BooleanSupplier isCrowded) {
        this.feed = feed;
        this.stages = stages;
        this.sink = sink;
        this.asker = asker;
        this.pacer = pacer;
        this.roundTrips = roundTrips;
        this.sendTimes = sendTimes;
        this.counters = counters;
        this.linkName = linkName;
        this.segments = segments;
        this.isCrowded = isCrowded;
        lengthBytes = stages.hasOneLength() ? null : new int[sink.slotCountMax()];
        this.cursor = feed.cursor(0);
    }

    /** Sends no more probes; from any thread. */
    void stop() {
        stopRequested = true;
    }

    /** Sends no probes for the time being, or goes on; from any thread. */
    void hold(boolean held) {
        isHeld = held;
    }

    /** Sends nothing more; from any thread. */
    void end() {
        stopRequested = true;
        endRequested = true;
    }

    /** Whether no more probes will go, or the agent was stopped; from any thread. */
    boolean probesAreOver() {
        return probesAreOver;
    }

    /** Whether all its probes were sent, refused or given up; from any thread. */
    boolean isExhausted() {
        return isExhausted;
    }

    /** Whether the agent sleeps until there is a segment to send; from any thread. */
    boolean isIdle() {
        return isIdle;
    }

    /**
     * A cursor below which every probe of this agent has been sent, refused or given up; from any
     * thread.
     */
    long cursor() {
        return cursor;
    }

    /** How many probes the kernel took; from any thread. */
    long probesSent() {
        return counters.get(Counter.PROBES_SENT);
    }

    /** How long sending took; 0 until it has ended; from any thread. */
    long sendingNanos() {
        return sendingNanos;
    }

    @Override
    public String role() {
        return "transmit";
    }

    @Override
    public boolean isDone() {
        return isDone;
    }

    @Override
    public int doWork() throws ScanException {
        if (!isStarted) {
            isStarted = true;
            startedNanos = System.nanoTime();
            pacer.start();
        }
        if (stopRequested) {
            endProbes();
        }
        if (isDone) {
            return 0;
        }
        restNanos = 0;
        int leave = pacer.permits(sink.slotCountMax());
        if (leave == 0) {
            return 0;
        }
        if (segments == null) {
            return isHeld ? nothingToSay() : sendProbes(leave);
        }
        int talked = sendSegments(segments, leave);
        if (talked == leave || segments.isBehind()) {
            return talked;
        }
        if (probesAreOver || isHeld || isCrowded.getAsBoolean()) {
            return talked > 0 ? talked : nothingToSay();
        }
        return talked + sendProbes(leave - talked);
    }

    private void endProbes() {
        if (!probesAreOver) {
            sendingNanos = System.nanoTime() - startedNanos;
            probesAreOver = true;
        }
        isDone = segments == null || endRequested;
    }

    private int nothingToSay() {
        isIdle = probesAreOver;
        restNanos = isIdle ? IDLE_NANOS : NOT_READY_NANOS;
        pacer.permits(0);
        return 0;
    }

    private int sendSegments(TalkSender sender, int leave) throws ScanException {
        isIdle = false;
        int sent = sender.send(leave);
        if (sent < 0) {
            requireAlive(-sent);
            return noRoom();
        }
        pacer.sent(sent);
        return sent;
    }

    private int sendProbes(int leave) throws ScanException {
        int asked = 0;
        if (untaken == 0 && next == batch.count) {
            asked = refill(leave);
            if (batch.count == 0) {
                return nothingReady(asked);
            }
        }
        int sent = leave > asked ? send(leave - asked) : 0;
        // With more untaken than this batch has written, an earlier one has not been dealt with.
        if (untaken <= next) {
            cursor = feed.cursor(next - untaken);
        }
        return asked + sent;
    }

    /** Takes the next batch, and returns how many questions went out for it. */
    private int refill(int leave) throws ScanException {
        next = 0;
        feed.fill(batch, System.nanoTime(), leave);
        Questions questions = feed.questions();
        if (questions.count == 0) {
            return 0;
        }
        int asked = asker.ask(questions);
        if (asked < 0) {
            requireAlive(-asked);
            return 0;
        }
        counters.add(Counter.NEIGHBOURS_ASKED, asked);
        pacer.sent(asked);
        return asked;
    }

    private int nothingReady(int asked) {
        if (feed.isAtEnd()) {
            isExhausted = true;
            endProbes();
        }
        if (asked == 0 && !isDone) {
            restNanos = NOT_READY_NANOS;
            pacer.permits(0);
        }
        cursor = feed.cursor(0);
        return asked;
    }

    @Override
    public void rest() {
        if (restNanos > 0) {
            LockSupport.parkNanos(restNanos);
        } else {
            Parker.park(pacer.nanosUntilNext());
        }
    }

    @Override
    public void finish() {
        sink.flush();
        counters.add(Counter.PROBES_WITHHELD, batch.count - next + untaken);
        feed.withhold(counters);
        if (isStarted && !probesAreOver) {
            sendingNanos = System.nanoTime() - startedNanos;
        }
    }

    /** Sends the next probes, and returns how many are dealt with. */
    private int send(int wanted) throws ScanException {
        // What was not taken goes again whole: it had leave before.
        int slots = sink.reserve(untaken > 0 ? untaken : Math.min(wanted, sink.slotCountMax()));
        if (slots == 0) {
            return noRoom();
        }
        assert slots >= untaken : slots + " of " + untaken;
        int written = untaken;
        if (written == 0) {
            noted = 0;
            written = write(slots);
            note();
        }
        int taken =
                lengthBytes == null
                        ? sink.send(written, stages.lengthMaxBytes())
                        : sink.send(written, lengthBytes);
        if (taken < 0) {
            untaken = written;
            return refused(-taken);
        }
        untaken = written - taken;
        forgetLengths(taken);
        pacer.sent(taken);
        counters.add(Counter.PROBES_SENT, taken);
        return taken;
    }

    /**
     * Writes frames into the slots of a reservation until these are full or no more probes are
     * ready. A feed that asks gives one batch a turn: its questions and its frames may share a
     * queue.
     */
    private int write(int slots) throws ScanException {
        MemorySegment memory = sink.memory();
        int strideBytes = sink.slotStrideBytes();
        int written = 0;
        while (true) {
            int count = Math.min(slots - written, batch.count - next);
            long offset = sink.reservedOffset() + (long) written * strideBytes;
            stages.write(batch, next, count, memory, offset, strideBytes);
            if (lengthBytes != null) {
                for (int i = 0; i < count; i++) {
                    lengthBytes[written + i] = stages.lengthBytes(batch, next + i);
                }
            }
            if (sendTimes != null) {
                sendTimes.note(batch.cookie, next, next + count, System.nanoTime());
            }
            if (feed.addressesFrames()) {
                for (int i = 0; i < count; i++) {
                    feed.address(next + i, memory, offset + (long) i * strideBytes);
                }
            }
            for (int i = 0; i < count && noted < NOTED_MAX; i++) {
                notedCookie[noted++] = batch.cookie[next + i];
            }
            next += count;
            written += count;
            if (written == slots || feed.asks()) {
                return written;
            }
            refill(slots - written);
            if (batch.count == 0) {
                return written;
            }
        }
    }

    /**
     * Notes before they are sent when probes are: an answer may be here before the call that sends
     * has returned. What the kernel has no room for at first seems to travel a little longer.
     */
    private void note() {
        long now = System.nanoTime();
        for (int i = 0; i < noted; i++) {
            roundTrips.noteSent(notedCookie[i], now);
        }
    }

    private int noRoom() {
        counters.add(Counter.SEND_RETRIES, 1);
        restNanos = NO_ROOM_NANOS;
        return 0;
    }

    /** Deals with frames of which the kernel took none. */
    private int refused(int errno) throws ScanException {
        if (isNoRoom(errno)) {
            return noRoom();
        }
        requireAlive(errno);
        counters.add(Counter.PROBES_REFUSED, 1);
        pacer.sent(1);
        passOver();
        return 1;
    }

    /** Whether the kernel will take the same frame a little later. */
    static boolean isNoRoom(int errno) {
        return errno == Errno.EAGAIN
                || errno == Errno.ENOBUFS
                || errno == Errno.EINTR
                || errno == Errno.ENOMEM;
    }

    /** The lengths of frames that were not taken move to the beginning, as those do. */
    private void forgetLengths(int taken) {
        if (lengthBytes != null && untaken > 0) {
            System.arraycopy(lengthBytes, taken, lengthBytes, 0, untaken);
        }
    }

    /** Gives the first frame up: the others move to its place. */
    private void passOver() {
        untaken--;
        forgetLengths(1);
        if (untaken > 0 && sink.reserve(untaken + 1) > untaken) {
            long offset = sink.reservedOffset();
            int strideBytes = sink.slotStrideBytes();
            MemorySegment.copy(
                    sink.memory(),
                    offset + strideBytes,
                    sink.memory(),
                    offset,
                    (long) untaken * strideBytes);
        }
    }

    private void requireAlive(int errno) throws ScanException {
        if (errno == Errno.ENETDOWN
                || errno == Errno.ENXIO
                || errno == Errno.ENODEV
                || errno == Errno.EBADF) {
            throw new ScanException(
                    ScanException.Cause.LINK_DOWN,
                    linkName
                            + " went down while scanning ("
                            + Errno.name(errno)
                            + "); bring it up");
        }
    }
}
