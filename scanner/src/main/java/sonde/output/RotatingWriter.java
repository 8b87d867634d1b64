// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.Banner;
import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Writes to one file after the other: when a file's time or room is over it is closed, put aside
 * whole, and a new one is begun in its place. A file without records is left where it is, so that
 * none are put aside in vain; the last one with records is put aside at the end. Called by the
 * writer thread alone.
 *
 * <p>Time is over at the first record or flush after a full period, in local time. A clock that is
 * set back begins a period anew, one that is set forward ends it. Room is over when the next record
 * might not fit, so that no file gets longer than it may, but for a record longer than that, a
 * closing, and for compressed files the member under construction.
 *
 * <p>A mark is of the file that is written to. Where marks are taken, a file that was put aside is
 * pending ({@link RotatedFiles}) until a mark that was taken later is saved. After a failure files
 * stay as they are.
 */
final class RotatingWriter implements RecordWriter {

    /** No byte of a banner becomes longer. */
    private static final int ESCAPE_BYTES_MAX = 6;

    /** Opens the file that is written to. */
    interface Opener {

        /**
         * Opens it, and goes on with what it has where there is a mark.
         *
         * @param first whether it is the first one, which may be continued
         * @param mark as in {@link OutputFormat#open}
         */
        RecordWriter open(boolean first, @Nullable OutputMark mark) throws OutputException;
    }

    /** A file that was put aside and is pending; its key as in {@link OutputMark}. */
    private record Aside(Path path, long key) {}

    private final Opener opener;
    private final Rotation rotation;
    private final RotatedFiles files;
    private final RotatedNames names;
    private final LongSupplier epochSeconds;
    private final ZoneId zone;
    private final Queue<Aside> pending = new ArrayDeque<>();

    private RecordWriter writer;

    /** How many the file has. */
    private long records;

    /** What the file may still grow by, at least. */
    private long roomBytes;

    /** When the time was looked at, and in which period that was. */
    private long second;

    private long period;

    /** Whether marks are taken, and so the scan may be resumed. */
    private boolean isMarked;

    private boolean failed;
    private boolean closed;

    private RotatingWriter(
            Opener opener,
            Rotation rotation,
            RotatedFiles files,
            RotatedNames names,
            LongSupplier epochSeconds,
            ZoneId zone,
            @Nullable OutputMark resumed)
            throws OutputException {
        this.opener = opener;
        this.rotation = rotation;
        this.files = files;
        this.names = names;
        this.epochSeconds = epochSeconds;
        this.zone = zone;
        isMarked = resumed != null;
        writer = opener.open(true, resumed);
        records = writer.mark().records();
        second = epochSeconds.getAsLong();
        period = periodOf(second);
        measure();
    }

    /** Whether what is at a destination can be put aside: a file, or nothing yet. */
    static boolean rotates(String destination) {
        Path path = Path.of(destination);
        return !destination.equals(Destination.STDOUT)
                && (!Files.exists(path) || Files.isRegularFile(path));
    }

    /**
     * Begins with a file, or goes on with one.
     *
     * @param startedEpochSeconds when the scan began, which tells its files from those of others
     * @param epochSeconds what the time is, in seconds since 1970-01-01 UTC
     * @param zone where full periods and names are local
     * @param resumed as in {@link OutputFormat#open}
     */
    static RecordWriter open(
            Opener opener,
            String destination,
            Rotation rotation,
            long startedEpochSeconds,
            LongSupplier epochSeconds,
            ZoneId zone,
            @Nullable OutputMark resumed)
            throws OutputException {
        Path file = Path.of(destination);
        RotatedNames names =
                new RotatedNames(rotation.directory(), String.valueOf(file.getFileName()));
        RotatedFiles files =
                new RotatedFiles(file, rotation.directory(), names, startedEpochSeconds);
        try {
            files.check();
            if (resumed != null) {
                files.bringBack(resumed);
            }
        } catch (OutputException e) {
            throw e;
        } catch (IOException e) {
            throw new OutputException("cannot put " + file + " aside: " + e.getMessage(), e);
        }
        return new RotatingWriter(opener, rotation, files, names, epochSeconds, zone, resumed);
    }

    @Override
    public void write(ScanRecord record) throws IOException {
        run(() -> {
            turn();
            long bytes = bound(record);
            if (rotation.sizeBytes() > 0 && bytes > roomBytes) {
                makeRoom(bytes);
            }
            writer.write(record);
            records++;
            roomBytes -= bytes;
        });
    }

    @Override
    public void flush() throws IOException {
        run(() -> {
            turn();
            writer.flush();
        });
    }

    @Override
    public void show() throws IOException {
        run(() -> {
            turn();
            writer.show();
        });
    }

    @Override
    public OutputMark mark() {
        isMarked = true;
        return writer.mark();
    }

    @Override
    public void saved(OutputMark mark) throws IOException {
        run(() -> settleBefore(mark));
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        if (failed) {
            return;
        }
        settleBefore(writer.mark());
        if (records > 0) {
            files.putAside(name(rotation.sizeBytes() > 0));
        }
    }

    @Override
    public void suspend() throws IOException {
        closed = true;
        writer.suspend();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void run(Step step) throws IOException {
        if (closed) {
            throw new IllegalStateException("the writer is closed");
        }
        boolean isDone = false;
        try {
            step.run();
            isDone = true;
        } finally {
            failed |= !isDone;
        }
    }

    /** The longest text that a record can become. */
    private static long bound(ScanRecord record) {
        Banner banner = record.banner();
        long bannerBytes = banner == null ? 0 : (long) banner.lengthBytes() * ESCAPE_BYTES_MAX;
        return RecordFormat.RECORD_MAX_BYTES + bannerBytes;
    }

    /** Begins a new file if the period of this one is over. */
    private void turn() throws IOException {
        if (rotation.periodSeconds() == 0) {
            return;
        }
        long now = epochSeconds.getAsLong();
        if (now == second) {
            return;
        }
        second = now;
        long next = periodOf(now);
        if (next > period && records > 0) {
            rotate(false);
        }
        period = next;
    }

    private long periodOf(long now) {
        if (rotation.periodSeconds() == 0) {
            return 0;
        }
        long offset = zone.getRules().getOffset(Instant.ofEpochSecond(now)).getTotalSeconds();
        return Math.floorDiv(now + offset - rotation.offsetSeconds(), rotation.periodSeconds());
    }

    private void makeRoom(long bytes) throws IOException {
        writer.show();
        measure();
        if (bytes > roomBytes && records > 0) {
            rotate(true);
        }
    }

    private void measure() {
        roomBytes = rotation.sizeBytes() - writer.mark().position();
    }

    private void rotate(boolean byNumber) throws IOException {
        writer.close();
        Path name = name(byNumber);
        if (isMarked) {
            pending.add(new Aside(files.putAsidePending(name), writer.mark().fileKey()));
        } else {
            files.putAside(name);
        }
        writer = opener.open(false, null);
        records = 0;
        measure();
    }

    private Path name(boolean byNumber) {
        if (byNumber) {
            return names.byNumber();
        }
        Instant now = Instant.ofEpochSecond(epochSeconds.getAsLong());
        return names.byTime(LocalDateTime.ofInstant(now, zone));
    }

    /** Gives the files their own names that were put aside before the one of a mark was begun. */
    private void settleBefore(OutputMark mark) throws IOException {
        while (!pending.isEmpty() && pending.element().key() != mark.fileKey()) {
            files.settle(pending.element().path());
            pending.remove();
        }
    }
}
