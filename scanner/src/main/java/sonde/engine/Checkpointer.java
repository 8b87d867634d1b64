// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointException;
import sonde.checkpoint.CheckpointFile;
import sonde.checkpoint.Journal;
import sonde.output.OutputMark;
import sonde.output.Outputs;
import sonde.record.ScanRecord;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a scan: writes its journal and its checkpoints. Opened by the thread that opens the scan,
 * then used by the writer's alone.
 */
final class Checkpointer implements Closeable {

    /** So many unfinished scans in one directory are enough. */
    private static final int NUMBER_MAX = 99;

    private final ScanCommon common;
    private final ScanPlan.Keeping keeping;
    private final CheckpointFile file;
    private final Journal journal;
    private final @Nullable Reported reported;
    private final long startedEpochSeconds;
    private volatile boolean isForgotten;

    private Checkpointer(
            ScanCommon common,
            ScanPlan.Keeping keeping,
            CheckpointFile file,
            Journal journal,
            @Nullable Reported reported) {
        this.common = common;
        this.keeping = keeping;
        this.file = file;
        this.journal = journal;
        this.reported = reported;
        startedEpochSeconds = common.plan.results().settings().run().startedEpochSeconds();
    }

    /**
     * Opens the journal of a plan that is to be kept; null where none is.
     *
     * @throws ScanException if it can't be kept as the user wishes
     */
    static @Nullable Checkpointer open(ScanCommon common) throws ScanException {
        ScanPlan.Keeping keeping = common.plan.keeping();
        if (keeping == null) {
            return null;
        }
        Checkpoint resumed = keeping.resumed();
        try {
            return resumed == null ? begin(common, keeping) : goOn(common, keeping, resumed);
        } catch (IOException e) {
            if (keeping.isWished()) {
                throw new ScanException(
                        ScanException.Cause.OUTPUT, String.valueOf(e.getMessage()), e);
            }
            common.listener.onNote(
                    "note: this scan could not be resumed: "
                            + e.getMessage()
                            + "; name another place with --checkpoint FILE");
            return null;
        }
    }

    /**
     * In the place wished; else in the usual one, or beside it: what another scan left there can
     * still be resumed.
     */
    private static Checkpointer begin(ScanCommon common, ScanPlan.Keeping keeping)
            throws CheckpointException {
        CheckpointFile file = keeping.file();
        if (keeping.isWished() && isThere(file)) {
            file.requireFree();
            throw file.isThere();
        }
        for (int number = 2; !keeping.isWished() && number <= NUMBER_MAX; number++) {
            if (!isThere(file)) {
                try {
                    return begin(common, keeping, file);
                } catch (CheckpointException e) {
                    if (!e.isInUse()) {
                        throw e;
                    }
                }
            }
            file = new CheckpointFile(numbered(keeping.file().path(), number));
        }
        if (isThere(file)) {
            throw file.isThere();
        }
        return begin(common, keeping, file);
    }

    private static Checkpointer begin(
            ScanCommon common, ScanPlan.Keeping keeping, CheckpointFile file)
            throws CheckpointException {
        Journal journal = Journal.create(file.journalPath());
        return new Checkpointer(common, keeping, file, journal, null);
    }

    private static boolean isThere(CheckpointFile file) {
        return Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS);
    }

    /** The same name with a number before its suffix. */
    private static Path numbered(Path path, int number) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return path.resolveSibling(name.substring(0, dot) + '-' + number + name.substring(dot));
    }

    private static Checkpointer goOn(
            ScanCommon common, ScanPlan.Keeping keeping, Checkpoint resumed) throws IOException {
        Reported reported =
                new Reported(
                        common.deduplicator,
                        common.targets,
                        common.plan.order(),
                        common.plan.talks() != null);
        Journal journal =
                Journal.open(
                        keeping.file().journalPath(), (record, position) -> reported.take(record));
        if (journal.lengthBytes() < resumed.journalBytes()) {
            CheckpointException failure = journal.shorterThanSaid();
            journal.close();
            throw failure;
        }
        return new Checkpointer(common, keeping, keeping.file(), journal, reported);
    }

    /** Where the checkpoint is; null when the scan is over; from any thread. */
    @Nullable Path path() {
        return isForgotten ? null : file.path();
    }

    /** Where an output stood at the last checkpoint; null for one that is new, or begins. */
    @Nullable OutputMark markOf(ScanOptions.Output output) {
        Checkpoint resumed = keeping.resumed();
        if (resumed != null) {
            for (Checkpoint.Output each : resumed.outputs()) {
                if (each.format().equals(output.format())
                        && each.destination().equals(output.destination())) {
                    return each.mark();
                }
            }
        }
        return null;
    }

    /** How much of the journal the outputs had there. */
    long journalBytesThen() {
        Checkpoint resumed = keeping.resumed();
        return resumed == null ? 0 : resumed.journalBytes();
    }

    /**
     * Writes to the outputs what they lack of the journal.
     *
     * @param fromBytes before this position in it they lack nothing
     */
    void replayInto(Outputs outputs, long fromBytes) throws IOException {
        journal.replay(
                fromBytes,
                (record, position) -> {
                    if (common.plan.results().filter().test(record)) {
                        outputs.replay(record, position);
                    }
                });
    }

    /** Whether a record was reported before the scan was resumed. */
    boolean isRepeat(ScanRecord record) {
        return reported != null && reported.has(record);
    }

    void journal(ScanRecord record) throws CheckpointException {
        journal.append(record);
    }

    /** Puts the records so far where a resumed scan finds them. */
    void flush() throws CheckpointException {
        journal.flush();
    }

    /** As {@link Journal#lengthBytes}. */
    long journalBytes() {
        return journal.lengthBytes();
    }

    /**
     * Writes a checkpoint.
     *
     * @param marks how far the outputs have come, which have all that is in the journal
     */
    void save(Cut cut, List<OutputMark> marks) throws CheckpointException {
        List<Checkpoint.Output> outputs = new ArrayList<>();
        List<ScanOptions.Output> named = common.plan.results().outputs();
        for (int i = 0; i < marks.size(); i++) {
            outputs.add(
                    new Checkpoint.Output(
                            named.get(i).format(), named.get(i).destination(), marks.get(i)));
        }
        ScanPlan.Order order = common.plan.order();
        file.write(
                new Checkpoint(
                        order.space().fingerprint(),
                        order.seed(),
                        order.shard().index(),
                        order.shard().count(),
                        cut.cursor(),
                        cut.pending(),
                        common.key.k0(),
                        common.key.k1(),
                        startedEpochSeconds,
                        journal.lengthBytes(),
                        outputs,
                        keeping.options()));
    }

    /** The scan is over: nothing of it is kept. */
    void forget() throws IOException {
        file.delete();
        journal.close();
        isForgotten = true;
    }

    /** The scan did not begin: what was made for it is removed. */
    void abandon() throws IOException {
        if (reported == null) {
            forget();
        } else {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
