// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.CheckpointException;
import sonde.output.OutputException;
import sonde.output.OutputMark;
import sonde.output.Outputs;
import sonde.record.RecordRing;
import sonde.record.ScanRecord;
import sonde.stat.Counter;
import sonde.stat.Counters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Takes records from the receivers' rings and owns every output. What is written is flushed as soon
 * as the rings are empty, so that a pipe's reader sees each result at once, and at least every
 * second under load.
 *
 * <p>Where the scan is kept, each turn's records go to the journal first and then to the outputs,
 * so that whatever an output lacks when the process is killed can be written from the journal. For
 * the same reason an output that fails for want of room is no end: it is opened again where it last
 * stood when there is room, and the rest is written from the journal.
 */
final class WriteAgent implements Agent {

    private static final int RECORDS_PER_TURN = 1024;

    /** After so many turns nothing is left of what was in a ring before, however full it stays. */
    private static final int RING_TURNS = ScanParts.RING_SLOTS / RECORDS_PER_TURN;

    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** How long to wait for room. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final List<RecordRing> rings;
    private final Outputs outputs;
    private final Predicate<ScanRecord> filter;
    private final @Nullable Checkpointer checkpointer;
    private final ScanListener listener;
    private final Counters counters;

    /** What was found since the last turn, and what of it the user wants written. */
    private final List<ScanRecord> found = new ArrayList<>();

    private final List<ScanRecord> wanted = new ArrayList<>();

    /** How many of these are in the journal, or on their way to it. */
    private int journaled;

    /** Whether they were given to the outputs. */
    private boolean isPut;

    /** Whether an output failed since they were last opened. */
    private boolean haveFailed;

    /** The checkpoint that is due now, as all that it needs was in the rings; null if none is. */
    private @Nullable Cut due;

    private int turnsSinceAsked;

    private boolean unflushed;
    private long flushedAtNanos = System.nanoTime();

    /** How far outputs and journal had come when both were last flushed. */
    private List<OutputMark> marks;

    private long journalBytes;

    /** Whether the last turn came to its end, so that nothing taken from the rings is missing. */
    private boolean isWhole = true;

    private volatile @Nullable Cut cut;
    private volatile @Nullable Cut lastCut;
    private volatile @Nullable String obstacle;
    private volatile boolean givesUp;
    private volatile boolean isDone;

    /**
     * @param filter what is written of what is found
     * @param checkpointer keeps the scan; null where it is not kept
     */
    WriteAgent(
            List<RecordRing> rings,
            Outputs outputs,
            Predicate<ScanRecord> filter,
            @Nullable Checkpointer checkpointer,
            ScanListener listener,
            Counters counters) {
        this.rings = rings;
        this.outputs = outputs;
        this.filter = filter;
        this.checkpointer = checkpointer;
        this.listener = listener;
        this.counters = counters;
        marks = checkpointer == null ? List.of() : outputs.marks();
        journalBytes = checkpointer == null ? 0 : checkpointer.journalBytes();
    }

    @Override
    public String role() {
        return "write";
    }

    /** Has a checkpoint written when all is in the journal that is in a ring now; any thread. */
    void save(Cut wanted) {
        cut = wanted;
    }

    /** Whether a checkpoint that was asked for is not written yet; any thread. */
    boolean isSaving() {
        return cut != null;
    }

    /**
     * What is saved at the end. To be called before the agent is stopped.
     *
     * @param done whether the scan has come to its end, and nothing needs to be kept
     */
    void endWith(Cut end, boolean done) {
        isDone = done;
        lastCut = end;
    }

    /** Why nothing can be written at the moment; null if it can; any thread. */
    @Nullable String obstacle() {
        return obstacle;
    }

    /** No longer waits for room: the scan ends; any thread. */
    void giveUp() {
        givesUp = true;
    }

    /** As long as there is no room there is work left, so that the end waits for it too. */
    @Override
    public int doWork() throws IOException {
        if (obstacle != null) {
            LockSupport.parkNanos(RETRY_NANOS);
        }
        isWhole = false;
        try {
            int done = 1;
            if (obstacle != null) {
                goOn();
            } else {
                done = write();
            }
            isWhole = true;
            return done;
        } catch (OutputException e) {
            haveFailed = true;
            holdOn(e, e.isTemporary());
        } catch (CheckpointException e) {
            holdOn(e, e.isFull());
        }
        return 1;
    }

    private int write() throws IOException {
        Cut asked = cut;
        int taken = drain();
        boolean isMore = taken >= RECORDS_PER_TURN;
        turnsSinceAsked = asked == null ? 0 : turnsSinceAsked + 1;
        due = isMore && turnsSinceAsked < RING_TURNS ? null : asked;
        journal();
        put();
        unflushed |= !found.isEmpty();
        long now = System.nanoTime();
        if (due != null) {
            flush(now);
            save();
        } else if (unflushed && (!isMore || now - flushedAtNanos > FLUSH_NANOS)) {
            show(now);
        }
        return taken;
    }

    /**
     * Takes the next records from the rings, and says how many; with a turn's, there may be more.
     */
    private int drain() {
        found.clear();
        wanted.clear();
        journaled = 0;
        isPut = false;
        int taken = 0;
        for (int i = 0; i < rings.size(); i++) {
            taken += drain(rings.get(i));
        }
        return taken;
    }

    private int drain(RecordRing ring) {
        int count = 0;
        for (var next = ring.poll(); next != null; next = ring.poll()) {
            if (checkpointer != null && checkpointer.isRepeat(next)) {
                counters.add(Counter.RECORDS_REPEATED, 1);
            } else {
                found.add(next);
                if (filter.test(next)) {
                    wanted.add(next);
                }
            }
            if (++count == RECORDS_PER_TURN) {
                break;
            }
        }
        return count;
    }

    /** Puts this turn's records into the journal, as far as they are not there. */
    private void journal() throws CheckpointException {
        if (checkpointer == null) {
            return;
        }
        while (journaled < found.size()) {
            checkpointer.journal(found.get(journaled));
            journaled++;
        }
        checkpointer.flush();
    }

    /** Gives this turn's records to all outputs, also when one of them fails. */
    private void put() throws IOException {
        isPut = true;
        counters.add(Counter.RECORDS_WRITTEN, wanted.size());
        counters.add(Counter.RECORDS_LEFT_OUT, found.size() - wanted.size());
        @Nullable IOException failure = null;
        for (int i = 0; i < wanted.size(); i++) {
            try {
                outputs.write(wanted.get(i));
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Lets readers see the records so far. */
    private void show(long nowNanos) throws IOException {
        listener.onResults(outputs::show);
        unflushed = false;
        flushedAtNanos = nowNanos;
    }

    /** Has the outputs hold all records so far, and remembers that they do. */
    private void flush(long nowNanos) throws IOException {
        listener.onResults(outputs::flush);
        unflushed = false;
        flushedAtNanos = nowNanos;
        if (checkpointer != null) {
            marks = outputs.marks();
            journalBytes = checkpointer.journalBytes();
        }
    }

    private void save() throws IOException {
        Cut ripe = due;
        if (checkpointer != null && ripe != null) {
            checkpointer.save(ripe, marks);
            outputs.saved(marks);
        }
        due = null;
        turnsSinceAsked = 0;
        cut = null;
    }

    private void holdOn(IOException failure, boolean isTemporary) throws IOException {
        if (checkpointer == null || !isTemporary || givesUp) {
            throw failure;
        }
        obstacle = String.valueOf(failure.getMessage());
    }

    /**
     * Tries again what failed: the journal goes on where it stood, outputs are opened where they
     * stood, and what they lack is written from the journal.
     */
    private void goOn() throws IOException {
        journal();
        if (haveFailed && checkpointer != null) {
            outputs.reopen(marks, journalBytes);
            checkpointer.replayInto(outputs, journalBytes);
        } else if (!isPut) {
            put();
        }
        flush(System.nanoTime());
        haveFailed = false;
        if (due != null) {
            save();
        }
        obstacle = null;
    }

    @Override
    public void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }

    @Override
    public boolean isDone() {
        return false;
    }

    @Override
    public void finish() throws IOException {
        if (checkpointer == null) {
            listener.onResults(outputs::close);
            return;
        }
        Cut end = isWhole ? lastCut : null;
        try (checkpointer) {
            if (end == null) {
                listener.onResults(outputs::suspend);
            } else if (isDone) {
                finishDone(checkpointer, end);
            } else {
                flush(System.nanoTime());
                saveEnd(checkpointer, end);
                listener.onResults(outputs::suspend);
            }
        }
    }

    private void saveEnd(Checkpointer keeper, Cut end) throws IOException {
        keeper.save(end, marks);
        outputs.saved(marks);
    }

    /**
     * The end is saved before outputs are closed: closing takes several steps, and who is killed
     * between two of them is not to write again what an earlier checkpoint lacks.
     */
    private void finishDone(Checkpointer keeper, Cut end) throws IOException {
        flush(System.nanoTime());
        try {
            saveEnd(keeper, end);
        } catch (CheckpointException e) {
            // The one before will do.
        }
        listener.onResults(outputs::close);
        keeper.forget();
    }
}
