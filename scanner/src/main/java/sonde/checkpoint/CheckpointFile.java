// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A checkpoint's place on disk. Each is written beside the last and renamed over it, so that there
 * is a whole one at every moment (rename(2)). It holds the cookie key, so that only its owner may
 * read it. Nothing is synced: it outlives the process, not the machine's power.
 */
public final class CheckpointFile {

    private static final Set<PosixFilePermission> OWNER_ALONE =
            PosixFilePermissions.fromString("rw-------");

    /** No checkpoint is longer: more than a million pending targets. */
    private static final int LENGTH_MAX_BYTES = 1 << 25;

    private final Path path;
    private final Path next;

    public CheckpointFile(Path path) {
        this.path = path;
        next = path.resolveSibling(path.getFileName() + ".new");
    }

    public Path path() {
        return path;
    }

    /** Where the journal lies that belongs to it. */
    public Path journalPath() {
        return path.resolveSibling(path.getFileName() + ".journal");
    }

    /** Reads the last checkpoint. */
    public Checkpoint read() throws CheckpointException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LENGTH_MAX_BYTES + 1);
            if (bytes.length > LENGTH_MAX_BYTES) {
                throw unreadable("it is too long to be a checkpoint", null);
            }
            return CheckpointText.read(bytes);
        } catch (NoSuchFileException e) {
            throw unreadable("there is no such file: name the checkpoint of a scan", e);
        } catch (IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()), e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(reason(e), e);
        }
    }

    /**
     * Refuses a place where something else lies than a checkpoint, which the first one would
     * replace.
     */
    public void requireFree() throws CheckpointException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            requireRegular(path);
            try (InputStream in = Files.newInputStream(path)) {
                if (!CheckpointText.isCheckpoint(in.readNBytes(CheckpointText.MAGIC.length()))) {
                    throw new CheckpointException(
                            "cannot write the checkpoint "
                                    + path
                                    + ": a file of this name is there that is none; name another"
                                    + " with --checkpoint",
                            null);
                }
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(reason(e), e);
        }
    }

    /** Refuses what is not a file itself: a link could lead anywhere, and a pipe has no length. */
    static void requireRegular(Path path) throws CheckpointException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(
                    "cannot use " + path + ": it is no regular file; name another checkpoint",
                    null);
        }
    }

    /**
     * Replaces the last checkpoint. The file is always a new one, so that nobody but its owner has
     * it open, and no link of this name is followed.
     */
    public void write(Checkpoint checkpoint) throws CheckpointException {
        try {
            Files.deleteIfExists(next);
            try (FileChannel file =
                    FileChannel.open(
                            next,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(OWNER_ALONE))) {
                ByteBuffer bytes = ByteBuffer.wrap(CheckpointText.write(checkpoint));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
            Files.move(
                    next,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot write the checkpoint " + path + ": " + reason(e), e);
        }
    }

    /** Says that a checkpoint must not be overwritten. */
    public CheckpointException isThere() {
        return new CheckpointException(
                "cannot write the checkpoint "
                        + path
                        + ": it is there already; go on with its scan by --resume "
                        + path
                        + ", or remove it",
                null);
    }

    /** Removes checkpoint and journal: the scan is over. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(next);
        Files.deleteIfExists(journalPath());
    }

    private CheckpointException unreadable(String reason, @Nullable Throwable cause) {
        return new CheckpointException("cannot read the checkpoint " + path + ": " + reason, cause);
    }

    static String reason(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
