// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
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

    /** No checkpoint is longer: some 16 million pending targets. */
    private static final long LENGTH_MAX_BYTES = 1 << 28;

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
        try {
            if (Files.size(path) > LENGTH_MAX_BYTES) {
                throw unreadable("it is too long to be a checkpoint", null);
            }
            return CheckpointText.read(Files.readAllBytes(path));
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

    /** Replaces the last checkpoint. */
    public void write(Checkpoint checkpoint) throws CheckpointException {
        try {
            try (FileChannel file =
                    FileChannel.open(
                            next,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.TRUNCATE_EXISTING),
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
