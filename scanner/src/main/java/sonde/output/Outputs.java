// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All outputs of a scan as one. Each call reaches every output, also when one of them fails; the
 * first failure is thrown afterwards, the others suppressed in it. Called by the writer thread
 * alone.
 */
public final class Outputs implements RecordWriter {

    /** What is done to each output in turn. */
    @FunctionalInterface
    private interface Step {
        void on(RecordWriter writer) throws IOException;
    }

    private final List<RecordWriter> writers = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    /** Opens one more output; parameters as in {@link OutputFormat#open}. */
    public void open(
            OutputFormat format,
            String destination,
            OutputSettings settings,
            @Nullable OutputMark resumed)
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
        add(format.open(destination, settings, resumed));
        if (!destination.equals(Destination.STDOUT)) {
            files.add(Path.of(destination));
        }
    }

    /** Adds an output that is open already; it is closed with the others. */
    public void add(RecordWriter writer) {
        writers.add(writer);
    }

    @Override
    public void write(ScanRecord record) throws IOException {
        @Nullable IOException first = null;
        for (int i = 0; i < writers.size(); i++) {
            try {
                writers.get(i).write(record);
            } catch (IOException e) {
                first = firstOf(first, e);
            }
        }
        throwIfAny(first);
    }

    /** How far each output has come, in the order in which they were opened. */
    public List<OutputMark> marks() {
        return writers.stream().map(RecordWriter::mark).toList();
    }

    /** The outputs are several; see {@link #marks}. */
    @Override
    public OutputMark mark() {
        throw new UnsupportedOperationException("there is a mark for each output");
    }

    @Override
    public void flush() throws IOException {
        each(RecordWriter::flush);
    }

    @Override
    public void flushAll() throws IOException {
        each(RecordWriter::flushAll);
    }

    /**
     * Tells each output that its mark is where a resumed scan finds it.
     *
     * @param marks as {@link #marks} had them
     */
    public void saved(List<OutputMark> marks) throws IOException {
        for (int i = 0; i < marks.size(); i++) {
            writers.get(i).saved(marks.get(i));
        }
    }

    @Override
    public void close() throws IOException {
        each(RecordWriter::close);
    }

    private void each(Step step) throws IOException {
        @Nullable IOException first = null;
        for (RecordWriter writer : writers) {
            try {
                step.on(writer);
            } catch (IOException e) {
                first = firstOf(first, e);
            }
        }
        throwIfAny(first);
    }

    private static IOException firstOf(@Nullable IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        if (!first.equals(next)) {
            first.addSuppressed(next);
        }
        return first;
    }

    private static void throwIfAny(@Nullable IOException failure) throws IOException {
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
