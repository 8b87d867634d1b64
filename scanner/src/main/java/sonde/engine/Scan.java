// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.output.OutputException;
import sonde.stat.Counter;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a scan: <em>run shard s from cursor p, report the cursor below which all is answered
 * for</em>. The command line is one caller of this seam.
 *
 * <p>{@link #open} makes everything ready: link, router, outputs. {@link #run} carries it out on
 * the calling thread's time and the agents' threads, and returns when the scan has ended. {@link
 * #stopSending} and {@link #stopNow} may be called from any thread, signal handlers included.
 * {@link #close} releases what is left, also after a failed run.
 */
public final class Scan implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int TICKS_PER_STATUS = 10;

    private final ScanPlan plan;
    private final ScanListener listener;
    private final ScanParts parts;
    private final AgentRunner transmitter;
    private final AgentRunner receiver;
    private final AgentRunner writer;
    private final CursorLog cursorLog;
    private final RateMeter rateMeter = new RateMeter();
    private final RateMeter progressMeter = new RateMeter();
    private final long startedNanos = System.nanoTime();

    private volatile boolean stopSending;
    private volatile boolean stopNow;
    private volatile boolean isWaitedOut;
    private int ticks;
    private long sendingEndedNanos;
    private long endedNanos;

    private Scan(ScanPlan plan, ScanListener listener, ScanParts parts) {
        this.plan = plan;
        this.listener = listener;
        this.parts = parts;
        this.transmitter = new AgentRunner(parts.transmitAgent());
        this.receiver = parts.receiver();
        this.writer = parts.writer();
        this.cursorLog = new CursorLog(plan.order().first(), plan.pace().waitNanos());
    }

    /**
     * Opens the link, asks for the router, opens the outputs. Nothing has been probed yet.
     *
     * @throws ScanException with what stands in the way
     */
    public static Scan open(ScanPlan plan, ScanListener listener) throws ScanException {
        return new Scan(plan, listener, ScanParts.open(plan, listener));
    }

    /**
     * Sends, listens, writes, until all is done, or stopped.
     *
     * @throws ScanException when an output or the link failed; what was found until then is written
     */
    public void run() throws ScanException {
        writer.start();
        receiver.start();
        transmitter.start();
        try {
            while (!transmitter.hasEnded() && isHealthy()) {
                tick(ScanStatus.State.RUNNING);
            }
            sendingEndedNanos = System.nanoTime();
            while (!stopNow && isHealthy() && waitingNanos() > 0) {
                tick(ScanStatus.State.WAITING);
            }
            isWaitedOut = !stopNow && isHealthy();
        } finally {
            end();
        }
        throwFailure();
        listener.onStatus(status(ScanStatus.State.FINISHED));
    }

    /** Ends the sending; answers are still waited for. */
    public void stopSending() {
        stopSending = true;
        parts.transmitAgent().stop();
    }

    /** Ends the sending and the waiting. */
    public void stopNow() {
        stopNow = true;
        stopSending();
    }

    /** Whether somebody stopped the scan before its last probe was sent. */
    public boolean wasStopped() {
        return stopSending && parts.transmitAgent().cursor() < plan.order().end();
    }

    /** The cursor below which every probe has been sent, and had its time to be answered. */
    public long answeredBelow() {
        return isWaitedOut ? parts.transmitAgent().cursor() : cursorLog.answeredBelow();
    }

    /** What is counted, summed over the agents. */
    public long count(Counter counter) {
        return parts.count(counter);
    }

    /**
     * Frames that the interface dropped on their way in while the scan ran, whoever they were for.
     */
    public long interfaceDropsReceived() {
        return parts.drops() == null ? 0 : parts.drops().received();
    }

    /**
     * Frames that the interface dropped on their way out while the scan ran, whoever they came
     * from.
     */
    public long interfaceDropsSent() {
        return parts.drops() == null ? 0 : parts.drops().sent();
    }

    /** Frames of the whole machine that were dropped in a full backlog while the scan ran. */
    public long backlogDrops() {
        return parts.drops() == null ? 0 : parts.drops().backlog();
    }

    /** How long the scan took, from the opening to the last record written. */
    public long elapsedNanos() {
        return (endedNanos == 0 ? System.nanoTime() : endedNanos) - startedNanos;
    }

    /** How long probes were sent. */
    public long sendingNanos() {
        return parts.transmitAgent().sendingNanos();
    }

    @Override
    public void close() {
        parts.close();
    }

    private boolean isHealthy() {
        return transmitter.failure() == null
                && receiver.failure() == null
                && writer.failure() == null;
    }

    private void tick(ScanStatus.State state) {
        LockSupport.parkNanos(TICK_NANOS);
        long cursor = parts.transmitAgent().cursor();
        long now = System.nanoTime();
        cursorLog.note(now, cursor);
        rateMeter.note(now, count(Counter.PROBES_SENT));
        progressMeter.note(now, dealtWith());
        if (ticks++ % TICKS_PER_STATUS == 0) {
            listener.onStatus(status(state));
        }
    }

    /** How much longer answers are waited for. */
    private long waitingNanos() {
        long wait = plan.pace().waitNanos();
        if (plan.pace().waitAuto()) {
            wait = Math.min(wait, parts.roundTrips().overdueNanos());
        }
        if (wait == Long.MAX_VALUE) {
            return wait;
        }
        return wait - (System.nanoTime() - sendingEndedNanos);
    }

    private ScanStatus status(ScanStatus.State state) {
        long first = plan.order().first();
        long total = plan.order().end() - first;
        long done = dealtWith();
        double rate = rateMeter.ratePps();
        double remaining = Double.NaN;
        double progress = progressMeter.ratePps();
        if (progress > 0 && state == ScanStatus.State.RUNNING) {
            remaining = (total - done) / progress;
        }
        double waiting = 0;
        if (state == ScanStatus.State.WAITING) {
            long nanos = waitingNanos();
            waiting = nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : Math.max(0, nanos / 1e9);
        }
        return new ScanStatus(
                state,
                elapsedNanos(),
                state == ScanStatus.State.RUNNING ? rate : 0,
                total == 0 ? 1 : (double) done / total,
                remaining,
                waiting,
                count(Counter.ANSWERS_OPEN),
                count(Counter.FRAMES_DROPPED),
                count(Counter.PROBES_SENT),
                count(Counter.PROBES_REFUSED),
                total,
                count(Counter.FRAMES_RECEIVED));
    }

    private long dealtWith() {
        return count(Counter.PROBES_SENT)
                + count(Counter.PROBES_REFUSED)
                + count(Counter.PROBES_UNREACHED)
                + count(Counter.PROBES_UNROUTED);
    }

    /** Ends the agents in the order of the data, so that what has arrived is still written. */
    private void end() {
        parts.transmitAgent().stop();
        transmitter.join();
        receiver.stop();
        receiver.join();
        writer.stop();
        writer.join();
        endedNanos = System.nanoTime();
    }

    private void throwFailure() throws ScanException {
        Throwable failure = firstFailure();
        if (failure instanceof ScanException e) {
            throw e;
        }
        if (failure instanceof OutputException e) {
            throw new ScanException(ScanException.Cause.OUTPUT, String.valueOf(e.getMessage()), e);
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private @Nullable Throwable firstFailure() {
        for (AgentRunner runner : new AgentRunner[] {writer, transmitter, receiver}) {
            if (runner.failure() != null) {
                return runner.failure();
            }
        }
        return null;
    }
}
