// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * All that a scan has reported, in its order: records one behind the other, each with its length
 * and its CRC-32C in front, four bytes big-endian each. It is written before the outputs are, so
 * that these can be made again from it; a torn record at its end was in no output.
 *
 * <p>A journal in use is locked, so that no two scans share one. Used by one thread.
 */
public final class Journal implements Closeable {

    /** Takes the records of a journal. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes one.
         *
         * @param position where it begins in the journal, in bytes
         */
        void take(ScanRecord record, long position) throws IOException;
    }

    private static final byte[] OPENING = "sonde-journal 1\n".getBytes(StandardCharsets.US_ASCII);

    private static final int HEAD_BYTES = 2 * Integer.BYTES;
    private static final int ENTRY_MAX_BYTES = HEAD_BYTES + JournalEntry.LENGTH_MAX_BYTES;

    /** Written to the file at the latest when so much has gathered. */
    private static final int GATHERED_MAX_BYTES = 1 << 16;

    /** Read at once. */
    private static final int READ_BYTES = 1 << 16;

    private final Path path;
    private final RandomAccessFile file;
    private final CRC32C sum = new CRC32C();
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED_MAX_BYTES + ENTRY_MAX_BYTES);

    /** The length of what is whole. */
    private long lengthBytes;

    /** How long the entry read last is, without its head. */
    private int entryBytes;

    private Journal(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Makes an empty journal, in place of one that is there.
     *
     * @throws CheckpointException also if another scan uses it
     */
    public static Journal create(Path path) throws CheckpointException {
        Journal journal = lock(path);
        try {
            journal.requireOurs();
            journal.file.setLength(0);
            journal.file.write(OPENING);
            journal.lengthBytes = OPENING.length;
            return journal;
        } catch (IOException e) {
            throw journal.closeAfter(e);
        }
    }

    /**
     * Opens a journal, to go on behind its last whole record.
     *
     * @param visitor is given all records
     * @throws CheckpointException also if another scan uses it
     */
    public static Journal open(Path path, Visitor visitor) throws CheckpointException {
        if (!Files.exists(path)) {
            throw new CheckpointException(
                    "cannot go on: the journal "
                            + path
                            + " is gone, which tells what was reported; scan anew",
                    null);
        }
        Journal journal = lock(path);
        try {
            journal.lengthBytes = journal.visit(0, visitor);
            journal.file.setLength(journal.lengthBytes);
            journal.file.seek(journal.lengthBytes);
            return journal;
        } catch (IOException e) {
            throw journal.closeAfter(e);
        }
    }

    private static Journal lock(Path path) throws CheckpointException {
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            CheckpointFile.requireRegular(path);
            Long inode = inode(path);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            // A scan that has just finished may have removed what was opened here.
            if (!isLocked(file) || inode == null || !inode.equals(inode(path))) {
                file.close();
                throw new CheckpointException(
                        "cannot use the journal " + path + ": another scan uses it", true, null);
            }
            return new Journal(path, file);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot write the journal " + path + ": " + CheckpointFile.reason(e), e);
        }
    }

    /** Tells one file of a name from another; null if there is none. */
    private static @Nullable Long inode(Path path) throws IOException {
        try {
            return (Long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Takes a lock that ends with the process. */
    private static boolean isLocked(RandomAccessFile file) throws IOException {
        try {
            FileChannel channel = file.getChannel();
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** What is no journal is somebody's file, and not to be emptied. */
    private void requireOurs() throws IOException {
        byte[] start = new byte[OPENING.length];
        int length = file.read(start);
        if (length > 0 && !Arrays.equals(start, OPENING)) {
            throw new CheckpointException(
                    "cannot write the journal "
                            + path
                            + ": a file of this name is there that is none; name another"
                            + " checkpoint",
                    null);
        }
    }

    private CheckpointException closeAfter(IOException e) {
        try {
            file.close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
        return e instanceof CheckpointException ours
                ? ours
                : new CheckpointException(
                        "cannot use the journal " + path + ": " + CheckpointFile.reason(e), e);
    }

    /** Adds a record; it is in the file after {@link #flush()}. */
    public void append(ScanRecord record) throws CheckpointException {
        if (gathered.remaining() < ENTRY_MAX_BYTES) {
            flush();
        }
        int head = gathered.position();
        gathered.position(head + HEAD_BYTES);
        JournalEntry.put(record, gathered);
        int length = gathered.position() - head - HEAD_BYTES;
        gathered.putInt(head, length);
        gathered.putInt(head + Integer.BYTES, sumOf(gathered.array(), head + HEAD_BYTES, length));
    }

    private int sumOf(byte[] bytes, int offset, int length) {
        sum.reset();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }

    /**
     * Writes what was added. If that fails, nothing is lost: the next call tries all of it again.
     */
    public void flush() throws CheckpointException {
        if (gathered.position() == 0) {
            return;
        }
        try {
            file.seek(lengthBytes);
            file.write(gathered.array(), 0, gathered.position());
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot write the journal " + path + ": " + CheckpointFile.reason(e), e);
        }
        lengthBytes += gathered.position();
        gathered.clear();
    }

    /** How long the journal is, in bytes, without what was not flushed. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** Reads it again, from a position to the end of what was flushed. */
    public void replay(long fromBytes, Visitor visitor) throws IOException {
        visit(
                fromBytes,
                (record, position) -> {
                    if (position < lengthBytes) {
                        visitor.take(record, position);
                    }
                });
    }

    /**
     * Visits all whole records from a position on, and returns where they end. It reads by the
     * descriptor that has the lock: a process that closes any other of the same file loses it
     * (fcntl(2), "Advisory record locking").
     */
    private long visit(long fromBytes, Visitor visitor) throws IOException {
        try {
            file.seek(0);
            DataInputStream in =
                    new DataInputStream(
                            new BufferedInputStream(
                                    Channels.newInputStream(file.getChannel()), READ_BYTES));
            byte[] opening = in.readNBytes(OPENING.length);
            if (!Arrays.equals(opening, OPENING)) {
                throw new CheckpointException(
                        "cannot go on: " + path + " is no journal of this version of Sonde", null);
            }
            long position = Math.max(OPENING.length, fromBytes);
            in.skipNBytes(position - OPENING.length);
            byte[] bytes = new byte[JournalEntry.LENGTH_MAX_BYTES];
            while (true) {
                ScanRecord record = next(in, bytes);
                if (record == null) {
                    return position;
                }
                visitor.take(record, position);
                position += HEAD_BYTES + entryBytes;
            }
        } catch (EOFException e) {
            throw shorterThanSaid();
        }
    }

    /** What to say of a journal that lacks records which its checkpoint counts on. */
    public CheckpointException shorterThanSaid() {
        return new CheckpointException(
                "cannot go on: the journal "
                        + path
                        + " was cut or changed, and lacks results that are in the outputs; scan"
                        + " anew",
                null);
    }

    /** The next record, and its length in {@link #entryBytes}; null where no whole one is. */
    private @Nullable ScanRecord next(DataInputStream in, byte[] bytes) throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        if (head.length < HEAD_BYTES) {
            return null;
        }
        ByteBuffer heads = ByteBuffer.wrap(head);
        int length = heads.getInt();
        int said = heads.getInt();
        if (length <= 0 || length > bytes.length || in.readNBytes(bytes, 0, length) < length) {
            return null;
        }
        entryBytes = length;
        return sumOf(bytes, 0, length) == said
                ? JournalEntry.read(ByteBuffer.wrap(bytes, 0, length))
                : null;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
