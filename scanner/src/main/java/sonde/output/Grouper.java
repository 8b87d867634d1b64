// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Makes of a finished file another in which what is said of one host stands together, and puts it
 * in the place of the first by a rename; whoever is killed before leaves the first as it was. Hosts
 * come in the order of their addresses. Held in memory are an index of bounded size and the places
 * of one host's lines.
 */
final class Grouper {

    private static final int PIECE_BYTES = 1 << 16;

    private final RecordFormat format;
    private final HostGrouping grouping;
    private final String name;
    private final Path path;
    private final int runEntries;

    /** Where the first record begins; -1 as long as none was seen. */
    private long firstRecord = -1;

    private long hosts;

    /**
     * @param name how messages call the file
     */
    Grouper(RecordFormat format, HostGrouping grouping, String name, Path path) {
        this(format, grouping, name, path, AddressIndex.RUN_ENTRIES);
    }

    /** With an index of another size. */
    Grouper(RecordFormat format, HostGrouping grouping, String name, Path path, int runEntries) {
        this.format = format;
        this.grouping = grouping;
        this.name = name;
        this.path = path;
        this.runEntries = runEntries;
    }

    void run() throws OutputException {
        @Nullable Path made = null;
        try {
            Path file = path.toRealPath();
            Path folder = Objects.requireNonNull(file.getParent());
            made = Files.createTempFile(folder, ".sonde-", ".grouped");
            boolean hasRecords = write(file, folder, made);
            if (hasRecords) {
                Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(file));
                Files.move(
                        made,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                made = null;
            }
        } catch (IOException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | UnsupportedOperationException e) {
            // Not only of the disk: somebody may have changed a line of the file meanwhile.
            throw new OutputException(
                    "cannot group "
                            + name
                            + ": "
                            + e.getMessage()
                            + ": it has every result, each by itself",
                    e);
        } finally {
            delete(made);
        }
    }

    private static void delete(@Nullable Path made) {
        try {
            if (made != null) {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            // A file more beside the results, no result less.
        }
    }

    private boolean write(Path file, Path folder, Path made) throws IOException {
        try (FileTarget source =
                        new FileTarget(
                                name,
                                new RandomAccessFile(file.toFile(), "r"),
                                FileChannel.open(file, StandardOpenOption.READ),
                                0);
                AddressIndex index = new AddressIndex(folder, runEntries);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(made), PIECE_BYTES)) {
            fill(index, source);
            if (firstRecord < 0) {
                return false;
            }
            copy(source, firstRecord, out);
            HostLines host = new HostLines(source);
            long[] address = new long[2];
            index.forEach((high, low, place) -> {
                if (host.count() > 0 && (high != address[0] || low != address[1])) {
                    putHost(host, out);
                }
                address[0] = high;
                address[1] = low;
                host.add(place);
            });
            putHost(host, out);
            out.write(format.closing(hosts));
            return true;
        }
    }

    private void putHost(HostLines host, OutputStream out) throws IOException {
        if (hosts > 0) {
            out.write(format.separator());
        }
        hosts++;
        grouping.put(host, out);
        host.clear();
    }

    /** Notes all lines that are records. */
    private void fill(AddressIndex index, ByteTarget source) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        byte[] head = new byte[HostGrouping.HEAD_BYTES];
        int headLength = 0;
        long lineStart = 0;
        long position = 0;
        while (true) {
            int count = source.read(position, piece, PIECE_BYTES);
            if (count == 0) {
                return;
            }
            for (int i = 0; i < count; i++) {
                if (piece[i] == '\n') {
                    note(new String(head, 0, headLength, ISO_8859_1), lineStart, index);
                    headLength = 0;
                    lineStart = position + i + 1;
                } else if (headLength == 0 && piece[i] == ' ') {
                    // Spaces before a record fill up a page.
                    lineStart++;
                } else if (headLength < head.length) {
                    head[headLength++] = piece[i];
                }
            }
            position += count;
        }
    }

    private void note(String line, long lineStart, AddressIndex index) throws IOException {
        HostGrouping.Target target = grouping.target(line);
        if (target != null) {
            if (firstRecord < 0) {
                firstRecord = lineStart;
            }
            index.add(target, lineStart);
        }
    }

    private static void copy(ByteTarget source, long end, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long position = 0;
        while (position < end) {
            int count = source.read(position, piece, (int) Math.min(PIECE_BYTES, end - position));
            if (count == 0) {
                throw new IOException("the file has changed meanwhile");
            }
            out.write(piece, 0, count);
            position += count;
        }
    }
}
