// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Where the lines of a file stand, sorted by address, then protocol and port, then position: an
 * external merge sort, whose sorted runs of a million entries lie in a temporary file. Up to one
 * run needs none.
 */
final class AddressIndex implements Closeable {

    /** Entries held in memory: 24 MiB. */
    static final int RUN_ENTRIES = 1 << 20;

    private static final int ENTRY_BYTES = 3 * Long.BYTES;

    /** Of each run so much is held while they are merged. */
    private static final int WINDOW_BYTES = 256 * ENTRY_BYTES;

    /** The low bits of a place; the others are the order. A file may have 1 TiB. */
    private static final int POSITION_BITS = 40;

    private static final long POSITION_MAX = (1L << POSITION_BITS) - 1;

    /** Takes entries in their order. */
    @FunctionalInterface
    interface Visitor {
        /**
         * The next entry.
         *
         * @param place its {@link #order} and {@link #position}
         */
        void visit(long high, long low, long place) throws IOException;
    }

    private final Path folder;
    private final int runEntries;
    private final SortedEntries entries;
    private final List<Run> runs = new ArrayList<>();
    private @Nullable FileChannel spill;
    private long spilled;

    /**
     * @param folder where the temporary file is made, which has no name
     * @param runEntries how many entries are held in memory, from 1
     */
    AddressIndex(Path folder, int runEntries) {
        this.folder = folder;
        this.runEntries = runEntries;
        this.entries = new SortedEntries(runEntries);
    }

    static int order(long place) {
        return (int) (place >>> POSITION_BITS);
    }

    static long position(long place) {
        return place & POSITION_MAX;
    }

    void add(HostGrouping.Target target, long position) throws IOException {
        if (position > POSITION_MAX) {
            throw new IOException("it is longer than 1 TiB");
        }
        if (entries.count() == runEntries) {
            spill();
        }
        entries.add(
                target.address().high(),
                target.address().low(),
                (long) target.order() << POSITION_BITS | position);
    }

    private void spill() throws IOException {
        FileChannel channel = spill;
        if (channel == null) {
            Path file = Files.createTempFile(folder, ".sonde-", ".index");
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            spill = channel;
            Files.deleteIfExists(file);
        }
        entries.sort();
        long from = spilled;
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        for (int i = 0; i < entries.count(); i++) {
            window.putLong(entries.high(i)).putLong(entries.low(i)).putLong(entries.place(i));
            if (!window.hasRemaining() || i == entries.count() - 1) {
                window.flip();
                while (window.hasRemaining()) {
                    spilled += channel.write(window, spilled);
                }
                window.clear();
            }
        }
        runs.add(new Run(channel, from, spilled));
        entries.clear();
    }

    /** Shows all entries in their order; nothing is added afterwards. */
    void forEach(Visitor visitor) throws IOException {
        if (runs.isEmpty()) {
            entries.sort();
            for (int i = 0; i < entries.count(); i++) {
                visitor.visit(entries.high(i), entries.low(i), entries.place(i));
            }
            return;
        }
        if (entries.count() > 0) {
            spill();
        }
        PriorityQueue<Run> queue = new PriorityQueue<>();
        for (Run run : runs) {
            if (run.advance()) {
                queue.add(run);
            }
        }
        while (!queue.isEmpty()) {
            Run least = queue.remove();
            visitor.visit(least.high, least.low, least.place);
            if (least.advance()) {
                queue.add(least);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (spill != null) {
            spill.close();
        }
    }

    /** A sorted part of the temporary file, read by windows. */
    private static final class Run implements Comparable<Run> {

        private final FileChannel file;
        private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
        private final long end;
        private long position;
        private long high;
        private long low;
        private long place;

        Run(FileChannel file, long from, long end) {
            this.file = file;
            this.position = from;
            this.end = end;
        }

        /** Goes on to the next entry; false behind the last. */
        boolean advance() throws IOException {
            if (!window.hasRemaining()) {
                if (position == end) {
                    return false;
                }
                fill();
            }
            high = window.getLong();
            low = window.getLong();
            place = window.getLong();
            return true;
        }

        private void fill() throws IOException {
            window.clear().limit((int) Math.min(WINDOW_BYTES, end - position));
            while (window.hasRemaining()) {
                int count = file.read(window, position);
                if (count < 0) {
                    throw new EOFException("the temporary file was cut");
                }
                position += count;
            }
            window.flip();
        }

        @Override
        public int compareTo(Run other) {
            return SortedEntries.compare(high, low, place, other.high, other.low, other.place);
        }
    }
}
