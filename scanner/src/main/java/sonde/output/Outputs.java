// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All outputs of a scan as one. Each call reaches every output, also when one of them fails; the
 * first failure is thrown afterwards, the others suppressed in it. Called by the writer thread
 * alone.
 *
 * <p>A pipe whose reader is gone is no failure as long as there are other outputs, which are
 * written to their end; when the last one's is gone, that is thrown.
 */
public final class Outputs implements Closeable {

    /** What is done to each output in turn. */
    @FunctionalInterface
    private interface Step {
        void on(RecordWriter writer) throws IOException;
    }

    /**
     * An output.
     *
     * @param reopener opens it again; null where it is open for good
     * @param replayBytes from where on in the journal it lacks records
     * @param keeper keeps it open where it is a stream; null where it is none
     */
    private record Entry(
            RecordWriter writer,
            @Nullable Reopener reopener,
            long replayBytes,
            @Nullable Runnable keeper) {

        Entry with(RecordWriter next, long nextReplayBytes) {
            return new Entry(next, reopener, nextReplayBytes, keeper);
        }
    }

    /** Opens an output where it stood. */
    @FunctionalInterface
    private interface Reopener {
        RecordWriter open(OutputMark mark) throws OutputException;
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    /** Those whose readers are gone. */
    private final Set<RecordWriter> unread = new HashSet<>();

    private final @Nullable OpenStreams streams;

    /** Outputs that are closed with these, whatever they are. */
    public Outputs() {
        streams = null;
    }

    /**
     * @param streams has those that outlast these, and gets them back
     */
    public Outputs(OpenStreams streams) {
        this.streams = streams;
    }

    /** Opens one more output; parameters as in {@link OutputFormat#open}. */
    public void open(
            OutputFormat format,
            String destination,
            OutputSettings settings,
            @Nullable OutputMark resumed)
            throws OutputException {
        open(format, destination, settings, resumed, 0);
    }

    /**
     * The same.
     *
     * @param journalBytes how much of the journal the output has as far as its mark
     */
    public void open(
            OutputFormat format,
            String destination,
            OutputSettings settings,
            @Nullable OutputMark resumed,
            long journalBytes)
            throws OutputException {
        if (!destination.equals(Destination.STDOUT)) {
            for (Path file : files) {
                if (isSame(file, destination)) {
                    throw new OutputException(
                            "cannot write " + destination + " twice: name one file for each format",
                            null);
                }
            }
        }
        boolean isStream = resumed != null && resumed.position() < 0;
        RecordWriter kept = isStream && streams != null ? streams.take(format, destination) : null;
        RecordWriter writer =
                kept == null ? format.open(destination, settings, isStream ? null : resumed) : kept;
        long replayBytes = resumed == null ? 0 : isStream ? Long.MAX_VALUE : journalBytes;
        entries.add(
                new Entry(
                        writer,
                        mark -> format.open(destination, settings, mark),
                        replayBytes,
                        keeper(format, destination, writer)));
        if (!destination.equals(Destination.STDOUT)) {
            files.add(Path.of(destination));
        }
    }

    private @Nullable Runnable keeper(
            OutputFormat format, String destination, RecordWriter writer) {
        OpenStreams keeping = streams;
        return keeping == null || RotatingWriter.rotates(destination)
                ? null
                : () -> keeping.keep(format, destination, writer);
    }

    /**
     * Writes a record of the journal to each output that lacks it.
     *
     * @param position where it begins in the journal, in bytes
     */
    public void replay(ScanRecord record, long position) throws IOException {
        for (Entry entry : entries) {
            if (position >= entry.replayBytes()) {
                entry.writer().write(record);
            }
        }
    }

    /**
     * Opens all outputs again that can be, each where it stood; what is replayed from then on is
     * lacking in these alone.
     *
     * @param marks where each stood, in the order in which they were opened
     * @param journalBytes how much of the journal they had there
     */
    public void reopen(List<OutputMark> marks, long journalBytes) throws OutputException {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Reopener reopener = entry.reopener();
            if (reopener == null || marks.get(i).position() < 0) {
                entries.set(i, entry.with(entry.writer(), Long.MAX_VALUE));
                continue;
            }
            try {
                entry.writer().close();
            } catch (IOException e) {
                // It failed before, which is why it is opened again.
            }
            entries.set(i, entry.with(reopener.open(marks.get(i)), journalBytes));
        }
    }

    /** Adds an output that is open already; it is closed with the others. */
    public void add(RecordWriter writer) {
        entries.add(new Entry(writer, null, 0, null));
    }

    /** As {@link RecordWriter#write}. */
    public void write(ScanRecord record) throws IOException {
        @Nullable IOException first = null;
        for (int i = 0; i < entries.size(); i++) {
            RecordWriter writer = entries.get(i).writer();
            try {
                writer.write(record);
            } catch (BrokenPipeException e) {
                first = withoutReader(writer, first, e);
            } catch (IOException e) {
                first = firstOf(first, e);
            }
        }
        throwIfAny(first);
    }

    /** How far each output has come, in the order in which they were opened. */
    public List<OutputMark> marks() {
        return entries.stream().map(entry -> entry.writer().mark()).toList();
    }

    /** As {@link RecordWriter#flush}. */
    public void flush() throws IOException {
        each(RecordWriter::flush);
    }

    /** As {@link RecordWriter#show}. */
    public void show() throws IOException {
        each(RecordWriter::show);
    }

    /**
     * Tells each output that its mark is where a resumed scan finds it.
     *
     * @param marks as {@link #marks} had them
     */
    public void saved(List<OutputMark> marks) throws IOException {
        for (int i = 0; i < marks.size(); i++) {
            entries.get(i).writer().saved(marks.get(i));
        }
    }

    @Override
    public void close() throws IOException {
        each(RecordWriter::close);
    }

    /** As {@link RecordWriter#suspend}, but for streams that outlast these. */
    public void suspend() throws IOException {
        @Nullable IOException first = null;
        for (Entry entry : entries) {
            try {
                if (entry.keeper() == null) {
                    entry.writer().suspend();
                } else {
                    entry.keeper().run();
                    entry.writer().flush();
                }
            } catch (BrokenPipeException e) {
                first = withoutReader(entry.writer(), first, e);
            } catch (IOException e) {
                first = firstOf(first, e);
            }
        }
        entries.removeIf(entry -> entry.keeper() != null);
        throwIfAny(first);
    }

    private void each(Step step) throws IOException {
        @Nullable IOException first = null;
        for (Entry entry : entries) {
            try {
                step.on(entry.writer());
            } catch (BrokenPipeException e) {
                first = withoutReader(entry.writer(), first, e);
            } catch (IOException e) {
                first = firstOf(first, e);
            }
        }
        throwIfAny(first);
    }

    /** The reader's going, as a failure if nobody reads any more and no file is written. */
    private @Nullable IOException withoutReader(
            RecordWriter writer, @Nullable IOException first, BrokenPipeException gone) {
        unread.add(writer);
        return unread.size() < entries.size() ? first : firstOf(first, gone);
    }

    static IOException firstOf(@Nullable IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        if (!first.equals(next)) {
            first.addSuppressed(next);
        }
        return first;
    }

    static void throwIfAny(@Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether two names mean one regular file; devices and FIFOs may well be named twice. */
    private static boolean isSame(Path file, String destination) {
        try {
            Path other = Path.of(destination);
            return Files.isRegularFile(file)
                    && Files.exists(other)
                    && Files.isSameFile(file, other);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
