// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.output.OutputException;
import sonde.output.OutputFormat;
import sonde.output.Outputs;
import sonde.read.ReadException;
import sonde.read.RecordReader;
import sonde.read.ResultFile;
import sonde.record.ScanRecord;
import sonde.target.DnsResolver;
import sonde.target.TargetSyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads results back and writes what is wanted of them, in other formats or with less in them
 * ({@code --readscan}). Nothing is probed. Times are those of the answers. Runs on the caller's
 * thread alone.
 */
public final class ReadScan {

    /** A reader of the outputs waits no longer, as in a scan. */
    private static final long FLUSH_NANOS = 500_000_000L;

    /** The clock is looked at once in so many records. */
    private static final int RECORDS_PER_LOOK = 256;

    private final ScanOptions options;
    private final InputStream stdin;
    private final Predicate<ScanRecord> choice;
    private final Predicate<ScanRecord> hidden;
    private final ScanListener listener;
    private final Consumer<String> notes;
    private final Outputs outputs = new Outputs();
    private long readCount;
    private long writtenCount;

    /** What was not written only because its status is not shown. */
    private long hiddenCount;

    private long flushedAtNanos = System.nanoTime();

    private ReadScan(
            ScanOptions options,
            InputStream stdin,
            Predicate<ScanRecord> choice,
            Predicate<ScanRecord> hidden,
            ScanListener listener,
            Consumer<String> notes) {
        this.options = options;
        this.stdin = stdin;
        this.choice = choice;
        this.hidden = hidden;
        this.listener = listener;
        this.notes = notes;
    }

    /**
     * Reads {@link ScanOptions#readFiles}, one after the other.
     *
     * @param stdin what {@code -} means, among these or among files of targets
     * @param filter what is wanted beside the targets, statuses and services of the options
     * @param listener lets results be printed
     * @param notes takes a line about what the user may not expect, and the sum at the end
     * @throws ScanException if a file can't be read or an output can't be written; what was read
     *     before is written then
     */
    public static void run(
            ScanOptions options,
            InputStream stdin,
            Predicate<ScanRecord> filter,
            ScanListener listener,
            Consumer<String> notes)
            throws ScanException {
        Path stdinName = Path.of(ResultFile.STDIN);
        if (options.readFiles.contains(stdinName)
                && options.targetFiles.contains(ResultFile.STDIN)) {
            throw input("standard input can't be both results and targets: name a file for one");
        }
        if (Collections.frequency(options.readFiles, stdinName) > 1) {
            throw input("standard input can be read only once: name it once");
        }
        ScanPlan.Results results = ScanPlanner.results(options);
        RecordChoice choice =
                new RecordChoice(
                        targets(options, stdin, notes),
                        options.arpScan,
                        results.shown(),
                        options.bannerTypes);
        Predicate<ScanRecord> hidden = choice::isHidden;
        new ReadScan(options, stdin, choice.and(filter), hidden.and(filter), listener, notes)
                .run(results);
    }

    private static TargetInput.Wanted targets(
            ScanOptions options, InputStream stdin, Consumer<String> notes) throws ScanException {
        try {
            return TargetInput.readAny(options, stdin, notes, new DnsResolver());
        } catch (TargetSyntaxException e) {
            throw new ScanException(ScanException.Cause.INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private void run(ScanPlan.Results results) throws ScanException {
        for (ScanOptions.Output output : results.outputs()) {
            requireNoInput(output.destination());
        }
        try {
            try {
                // Opening the outputs empties them.
                for (Path file : options.readFiles) {
                    ResultFile.requireReadable(file);
                }
                open(results);
                readAll();
            } finally {
                listener.onResults(outputs::close);
            }
        } catch (ReadException e) {
            throw new ScanException(ScanException.Cause.INPUT, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ScanException(ScanException.Cause.OUTPUT, String.valueOf(e.getMessage()), e);
        }
        notes.accept(
                "read "
                        + count(readCount, "record")
                        + " of "
                        + count(options.readFiles.size(), "file")
                        + ", wrote "
                        + writtenCount
                        + (hiddenCount == 0
                                ? ""
                                : "; "
                                        + hiddenCount
                                        + " closed, filtered or the like left out, which --show"
                                        + " all has"));
    }

    /** Opening an output empties it: none may be a file that is to be read. */
    private void requireNoInput(String destination) throws ScanException {
        for (Path file : options.readFiles) {
            if (!destination.equals(ResultFile.STDIN) && isSame(file, destination)) {
                throw input(
                        destination + ": can't be read and written at once: name another output");
            }
        }
    }

    private static boolean isSame(Path file, String destination) {
        try {
            return Files.isRegularFile(file) && Files.isSameFile(file, Path.of(destination));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private void open(ScanPlan.Results results) throws OutputException {
        for (ScanOptions.Output output : results.outputs()) {
            OutputFormat format =
                    OutputFormat.byLabel(output.format())
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "no output format " + output.format()));
            outputs.open(format, output.destination(), results.settings(), null);
        }
    }

    private void readAll() throws IOException {
        for (Path file : options.readFiles) {
            try (RecordReader reader = ResultFile.open(file, stdin)) {
                for (ScanRecord next = reader.next(); next != null; next = reader.next()) {
                    take(next);
                }
                if (reader.isCutShort()) {
                    notes.accept(
                            file + ": ends within a record, which was left out: it was cut short");
                }
            }
        }
    }

    private void take(ScanRecord record) throws IOException {
        readCount++;
        if (choice.test(record)) {
            outputs.write(record);
            writtenCount++;
        } else if (hidden.test(record)) {
            hiddenCount++;
        }
        if (readCount % RECORDS_PER_LOOK == 0 && System.nanoTime() - flushedAtNanos > FLUSH_NANOS) {
            listener.onResults(outputs::flush);
            flushedAtNanos = System.nanoTime();
        }
    }

    private static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static ScanException input(String message) {
        return new ScanException(ScanException.Cause.INPUT, message);
    }
}
