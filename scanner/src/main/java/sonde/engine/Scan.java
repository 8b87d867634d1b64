// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.datagram.DatagramReaders;
import sonde.output.OpenStreams;
import sonde.output.OutputException;
import sonde.probe.ProbeKind;
import sonde.stat.Counter;
import sonde.sys.CallState;
import sonde.sys.Rusage;
import sonde.tcp.TcpMachine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /** How often progress is noted; the end of an agent ends a tick early. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * How long what has arrived is still taken in at the end; a full ring takes a few milliseconds,
     * and a flood has no end.
     */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A tick that takes so long says that nothing ran meanwhile. */
    private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long MEGABYTE = 1 << 20;

    /** Said where no connections are made: it harms no SYN scan. */
    private static final String UNGUARDED = "unguarded: this host answers answers with RST";

    private final ScanPlan plan;
    private final ScanListener listener;
    private final ScanParts parts;
    private final CursorLog cursorLog;
    private final RateMeter rateMeter = new RateMeter();
    private final RateMeter progressMeter = new RateMeter();
    private final long startedNanos = System.nanoTime();

    private final ScanCounts counts;
    private final LinkHealth links;
    private final CutMaker cuts;

    private volatile boolean stopSending;
    private volatile boolean stopNow;
    private volatile boolean isWaitedOut;
    private volatile boolean isSuspended;
    private volatile boolean isStatusAsked;
    private @Nullable String toldObstacle;
    private long tickedNanos;
    private long statusNanos;
    private ScanStatus.@Nullable State toldState;
    private long sendingEndedNanos;
    private long endedNanos;

    private Scan(ScanPlan plan, ScanListener listener, ScanParts parts) {
        this.plan = plan;
        this.listener = listener;
        this.parts = parts;
        this.cursorLog = new CursorLog(plan.order().first(), plan.pace().waitNanos());
        counts = new ScanCounts(parts);
        links = new LinkHealth(parts.routes());
        List<SnapshotTaker> snapshots =
                parts.receiveAgents().stream().map(ReceiveAgent::snapshots).toList();
        cuts = new CutMaker(plan.order(), snapshots, parts.writeAgent());
    }

    /**
     * Opens the link, asks for the router, opens the outputs. Nothing has been probed yet.
     *
     * @param streams outputs that a run before has left open, and that this one may leave open;
     *     closed by the caller
     * @throws ScanException with what stands in the way
     */
    public static Scan open(ScanPlan plan, ScanListener listener, OpenStreams streams)
            throws ScanException {
        return new Scan(plan, listener, ScanParts.open(plan, listener, streams));
    }

    /**
     * Sends, listens, writes, until all is done, or stopped.
     *
     * @throws ScanException when an output or the link failed; what was found until then is written
     */
    public void run() throws ScanException {
        Thread here = Thread.currentThread();
        parts.writer().start(here);
        tickedNanos = System.nanoTime();
        parts.receivers().forEach(receiver -> receiver.start(here));
        try {
            if (plan.probings().stream().anyMatch(each -> each.kind() == ProbeKind.UDP)) {
                DatagramReaders.prepare();
            }
            if (!plan.routes().isEmpty() && plan.pace().ratePps() >= Rehearsal.RATE_MIN_PPS) {
                Rehearsal.run(Rehearsal.NANOS);
            }
            links.watch(plan, listener);
            saveBeginning();
            parts.transmitters().forEach(transmitter -> transmitter.start(here));
            while (!isSendingOver() && isHealthy()) {
                tick(ScanStatus.State.RUNNING, TICK_NANOS);
                links.requireTransmission();
            }
            sendingEndedNanos = System.nanoTime();
            long waiting = waitingNanos();
            while (!stopNow && isHealthy() && (waiting > 0 || isTalking() || hasObstacle())) {
                // With the wait over, conversations may go on: those are looked at once a tick.
                long pause = waiting > 0 ? Math.min(waiting, TICK_NANOS) : TICK_NANOS;
                tick(ScanStatus.State.WAITING, pause);
                waiting = waitingNanos();
            }
            isWaitedOut = !stopNow && isHealthy();
        } finally {
            end();
        }
        throwFailure();
        listener.onStatus(status(ScanStatus.State.FINISHED));
    }

    /** From the first probe on, the scan can be taken up again. */
    private void saveBeginning() {
        if (parts.checkpointer() == null) {
            return;
        }
        parts.writeAgent().save(cuts.beginning());
        while (parts.writeAgent().isSaving() && !parts.writer().hasEnded() && !stopNow) {
            parts.writer().wake();
            LockSupport.parkNanos(TICK_NANOS / 100);
            tellObstacle();
        }
    }

    private boolean hasObstacle() {
        return parts.writeAgent().obstacle() != null;
    }

    /** Tells the user when results can't be written, and holds the probes back until they can. */
    private void tellObstacle() {
        String obstacle = parts.writeAgent().obstacle();
        if (Objects.equals(obstacle, toldObstacle)) {
            return;
        }
        if (obstacle == null) {
            listener.onNote("there is room again: the scan goes on");
        } else if (toldObstacle == null) {
            listener.onNote("paused: " + obstacle + "; the scan goes on by itself then");
        }
        toldObstacle = obstacle;
        hold();
    }

    private void hold() {
        boolean isHeld = isSuspended || hasObstacle();
        parts.transmitAgents().forEach(agent -> agent.hold(isHeld));
    }

    /**
     * Sends no probes until {@link #goOn()}, so that the process may be stopped; from any thread.
     */
    public void suspend() {
        isSuspended = true;
        hold();
    }

    /** Goes on after {@link #suspend()}; from any thread. */
    public void goOn() {
        isSuspended = false;
        hold();
    }

    /** Has the listener told how far the scan is; from any thread. */
    public void askStatus() {
        isStatusAsked = true;
    }

    /** Where the checkpoint is with which the scan can be resumed; null if there is none. */
    public @Nullable Path checkpoint() {
        Checkpointer checkpointer = parts.checkpointer();
        return checkpointer == null ? null : checkpointer.path();
    }

    /** Ends the sending; answers are still waited for. */
    public void stopSending() {
        stopSending = true;
        parts.transmitAgents().forEach(TransmitAgent::stop);
    }

    /** Ends the sending and the waiting. */
    public void stopNow() {
        stopNow = true;
        stopSending();
    }

    /** Whether somebody stopped the scan before its last probe was sent. */
    public boolean wasStopped() {
        return stopSending && !isAllSent();
    }

    /**
     * Whether no probe is left. The cursor alone does not tell where targets are probed again,
     * which come before it.
     */
    private boolean isAllSent() {
        boolean isAgain = !plan.order().again().isEmpty();
        return cursor() >= plan.order().end()
                && (!isAgain
                        || parts.transmitAgents().stream().allMatch(TransmitAgent::isExhausted));
    }

    /** The cursor below which every probe has been sent, and had its time to be answered. */
    public long answeredBelow() {
        return isWaitedOut ? cursor() : cursorLog.answeredBelow();
    }

    /** The link in use on each interface: its name, and what the name does not say. */
    public List<String> linkTexts() {
        return parts.routes().stream().map(Scan::linkText).toList();
    }

    private static String linkText(RouteParts route) {
        String detail = route.link().detail();
        if (route.guard() == null && !route.link().stackGuard().obstacle().isEmpty()) {
            detail = UNGUARDED;
        }
        return route.link().name() + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    /**
     * What keeps this host's TCP from resetting our connections, a line for each interface; none if
     * that was not asked for.
     */
    public List<String> guardTexts() {
        List<String> texts = new ArrayList<>();
        for (RouteParts route : parts.routes()) {
            RstGuard guard = route.guard();
            if (guard != null) {
                texts.add(guard.text());
            }
        }
        return texts;
    }

    /** How many open ports are talked to at once, and what that takes; null if none is. */
    public @Nullable String talksText() {
        ScanPlan.Talks talks = plan.talks();
        if (talks == null) {
            return null;
        }
        return "banners: up to "
                + talks.connectionsMax()
                + (talks.connectionsMax() == 1 ? " connection" : " connections")
                + " at once ("
                + TcpMachine.stateBytesPerConnection()
                + " bytes each, and "
                + talks.bufferBytes() / MEGABYTE
                + " MB of buffers for all), up to "
                + talks.rules().handshakesMax()
                + " for each open port";
    }

    /** Why faster links were not taken, a line for each interface where one was passed over. */
    public List<String> linksPassedOver() {
        List<String> texts = new ArrayList<>();
        for (RouteParts route : parts.routes()) {
            String passedOver = route.passedOver();
            if (passedOver != null) {
                texts.add(passedOver);
            }
        }
        return texts;
    }

    /** What is counted, summed over the agents. */
    public long count(Counter counter) {
        return counts.count(counter);
    }

    /**
     * What the host dropped while the scan ran, whoever it was for, beyond what {@link #count}
     * says.
     */
    public HostDrops hostDrops() {
        return counts.hostDrops();
    }

    /** How long the scan took, from the opening to the last record written. */
    public long elapsedNanos() {
        return (endedNanos == 0 ? System.nanoTime() : endedNanos) - startedNanos;
    }

    /** How long probes were sent. */
    public long sendingNanos() {
        long longest = 0;
        for (TransmitAgent agent : parts.transmitAgents()) {
            longest = Math.max(longest, agent.sendingNanos());
        }
        return longest;
    }

    /** What the scan cost this host. */
    public Rusage usage() {
        return Rusage.self(new CallState());
    }

    @Override
    public void close() {
        parts.close();
    }

    private boolean isHealthy() {
        return parts.firstFailure() == null;
    }

    private boolean isSendingOver() {
        for (int i = 0; i < parts.transmitters().size(); i++) {
            if (!parts.transmitters().get(i).hasEnded()
                    && !parts.transmitAgents().get(i).probesAreOver()) {
                return false;
            }
        }
        return true;
    }

    private boolean isTalking() {
        return counts.talking() > 0;
    }

    /** The cursor below which all transmit agents have dealt with every probe. */
    private long cursor() {
        long least = plan.order().end();
        for (TransmitAgent agent : parts.transmitAgents()) {
            least = Math.min(least, agent.cursor());
        }
        return least;
    }

    private void tick(ScanStatus.State state, long nanos) throws ScanException {
        LockSupport.parkNanos(nanos);
        Moment moment = Moment.of(this::cursor, System::nanoTime);
        long now = moment.nanoTime();
        if (now - tickedNanos > GAP_NANOS) {
            // The process was stopped, or the machine asleep: what waits has not waited.
            sendingEndedNanos += now - tickedNanos;
        }
        tickedNanos = now;
        cursorLog.note(moment);
        tellObstacle();
        keep(moment);
        rateMeter.note(now, counts.packetsSent());
        progressMeter.note(now, counts.dealtWith());
        if (isStatusAsked) {
            isStatusAsked = false;
            listener.onStatusAsked(status(state));
        }
        if (now - statusNanos >= STATUS_NANOS || state != toldState) {
            statusNanos = now;
            toldState = state;
            listener.onStatus(status(state));
        }
    }

    /** Sees to it that the scan can be taken up again from where it is. */
    private void keep(Moment moment) throws ScanException {
        links.requireUp();
        if (links.carry()) {
            cuts.note(moment, parts.roundTrips().overdueNanos());
        }
        if (parts.checkpointer() != null) {
            cuts.tick(moment.nanoTime());
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

    private ScanStatus status(ScanStatus.State running) {
        boolean isPaused = running != ScanStatus.State.FINISHED && (isSuspended || hasObstacle());
        ScanStatus.State state = isPaused ? ScanStatus.State.PAUSED : running;
        long total = plan.order().probeCount();
        long done = counts.dealtWith();
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
                state == ScanStatus.State.FINISHED ? 0 : rate,
                total == 0 ? 1 : (double) done / total,
                remaining,
                waiting,
                count(Counter.ANSWERS_OPEN),
                counts.framesDropped(),
                count(Counter.PROBES_SENT),
                count(Counter.PROBES_REFUSED),
                total,
                count(Counter.FRAMES_RECEIVED),
                counts.talking());
    }

    /** Ends the agents in the order of the data, so that what has arrived is still written. */
    private void end() {
        parts.transmitAgents().forEach(TransmitAgent::end);
        parts.transmitters().forEach(AgentRunner::wake);
        parts.transmitters().forEach(AgentRunner::join);
        parts.receivers().forEach(receiver -> receiver.stopWithin(DRAIN_NANOS));
        parts.receivers().forEach(AgentRunner::join);
        endKeeping();
        parts.writer().stop();
        awaitWriter();
        links.close();
        counts.end();
        endedNanos = System.nanoTime();
    }

    /** What is found last may find no room: that is waited for as ever, unless it is to end now. */
    private void awaitWriter() {
        while (!parts.writer().hasEnded()) {
            LockSupport.parkNanos(TICK_NANOS);
            tellObstacle();
            if (stopNow && hasObstacle()) {
                parts.writeAgent().giveUp();
            }
        }
        parts.writer().join();
    }

    /** What the last checkpoint says; after a failure of what writes it, the one before stands. */
    private void endKeeping() {
        boolean isWritten =
                parts.writer().failure() == null
                        && parts.receivers().stream().allMatch(each -> each.failure() == null);
        if (hasObstacle() && (stopNow || !isWritten)) {
            parts.writeAgent().giveUp();
        } else if (isWritten) {
            boolean isDone = isWaitedOut && isAllSent();
            parts.writeAgent().endWith(cuts.end(isWaitedOut, cursor()), isDone);
        }
    }

    private void throwFailure() throws ScanException {
        Throwable failure = parts.firstFailure();
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
}
