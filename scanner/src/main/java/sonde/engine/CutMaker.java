// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds moments of a running scan from which it could be taken up again, and has checkpoints of
 * them written. Such a moment takes three steps, none of which makes an agent wait:
 *
 * <ol>
 *   <li>A cursor is taken below which probes were sent long enough ago to be answered.
 *   <li>Every receive agent is asked for a snapshot, which it takes when it has looked at all that
 *       has arrived: answers are in the rings then, and what is not finished in the snapshot.
 *   <li>The writer is given both, and saves them when it has emptied the rings.
 * </ol>
 *
 * <p>Lag, interval and the time between two ticks, which each step may take, come to a second: no
 * more is probed again after a kill. An answer that takes longer than the lag and is on its way at
 * that moment is lost to a scan without retries.
 *
 * <p>Used by the thread that runs the scan.
 */
final class CutMaker {

    /** The least time an answer is given. */
    static final long LAG_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The most. */
    static final long LAG_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ScanPlan.Order order;
    private final List<SnapshotTaker> receivers;
    private final WriteAgent writer;
    private final ArrayDeque<Moment> samples = new ArrayDeque<>();
    private long answeredBelow;
    private long number;
    private boolean isAsked;
    private long askedCursor;
    private long savedAtNanos;

    /** What was not finished when the agents were last asked. */
    private List<Long> lastPending = List.of();

    CutMaker(ScanPlan.Order order, List<SnapshotTaker> receivers, WriteAgent writer) {
        this.order = order;
        this.receivers = List.copyOf(receivers);
        this.writer = writer;
        answeredBelow = order.first();
    }

    /** The moment before the first probe. */
    Cut beginning() {
        return new Cut(order.first(), order.again());
    }

    /**
     * Notes how far the probes are now, over links that carried them.
     *
     * @param lagNanos how long answers take at the moment
     */
    void note(Moment now, long lagNanos) {
        samples.add(now);
        long lag = Math.clamp(lagNanos, LAG_MIN_NANOS, LAG_MAX_NANOS);
        while (!samples.isEmpty() && now.nanoTime() - samples.element().nanoTime() >= lag) {
            answeredBelow = samples.remove().cursor();
        }
    }

    /** Goes on with what is due. */
    void tick(long nanoTime) {
        if (!isAsked) {
            if (nanoTime - savedAtNanos >= INTERVAL_NANOS && !writer.isSaving()) {
                isAsked = true;
                askedCursor = answeredBelow;
                number++;
                receivers.forEach(receiver -> receiver.want(number));
            }
            return;
        }
        List<Long> pending = pendingAt(number);
        if (pending != null) {
            isAsked = false;
            lastPending = pending;
            savedAtNanos = nanoTime;
            writer.save(new Cut(askedCursor, withAgain(askedCursor, pending)));
        }
    }

    /** What the receive agents had not finished; null if one has not answered yet. */
    private @Nullable List<Long> pendingAt(long wanted) {
        List<Long> pending = new ArrayList<>();
        for (SnapshotTaker receiver : receivers) {
            Snapshot snapshot = receiver.latest();
            if (snapshot.number() < wanted) {
                return null;
            }
            pending.addAll(snapshot.pending());
        }
        return pending;
    }

    /** What was to be probed again has not been, or not long ago, before the cursor moves. */
    private List<Long> withAgain(long cursor, List<Long> pending) {
        if (cursor > order.first() || order.again().isEmpty()) {
            return pending;
        }
        List<Long> all = new ArrayList<>(order.again());
        all.addAll(pending);
        return all.stream().distinct().toList();
    }

    /**
     * The moment at which the agents ended.
     *
     * @param isWaitedOut whether all answers had their time
     * @param cursor below which every probe was sent
     */
    Cut end(boolean isWaitedOut, long cursor) {
        List<Long> pending = pendingAt(SnapshotTaker.LAST);
        List<Long> unfinished = pending == null ? List.of() : pending;
        long reached = isWaitedOut ? cursor : answeredBelow;
        return new Cut(
                reached, withAgain(reached, isWaitedOut ? unfinished : withLast(unfinished)));
    }

    /**
     * Before the end was noticed, conversations may have come to theirs because a link was down.
     */
    private List<Long> withLast(List<Long> pending) {
        return Stream.concat(pending.stream(), lastPending.stream()).distinct().toList();
    }
}
