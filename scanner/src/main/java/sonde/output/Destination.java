// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens what the user named, and says in one line why it can't be. */
final class Destination {

    /** Standard output. */
    static final String STDOUT = "-";

    /** The kinds of file in {@code st_mode} of inode(7). */
    private static final int S_IFMT = 0170000;

    private static final int S_IFIFO = 0010000;
    private static final int S_IFSOCK = 0140000;

    private Destination() {}

    /** Parameters as in {@link OutputFormat#open}. */
    static RecordWriter open(
            RecordFormat format,
            String destination,
            boolean appends,
            @Nullable OutputMark resumed)
            throws OutputException {
        if (destination.equals(STDOUT)) {
            boolean pipe = isPipe(Path.of("/proc/self/fd/1"));
            FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
            return writer(format, new StreamTarget("standard output", stdout, pipe, false), true);
        }
        Path path = path(destination);
        Compression compression = Compression.of(destination);
        if (Files.isDirectory(path)) {
            throw failure(destination, "it is a directory: name a file in it", null);
        }
        try {
            return Files.exists(path) && !Files.isRegularFile(path)
                    ? openStream(format, destination, path, compression)
                    : openFile(format, destination, path, compression, appends, resumed);
        } catch (OutputException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw failure(destination, "permission denied: choose a place you may write to", e);
        } catch (IOException e) {
            throw failure(destination, reason(path, e), e);
        }
    }

    private static RecordWriter openStream(
            RecordFormat format, String name, Path path, @Nullable Compression compression)
            throws IOException {
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(name);
        }
        boolean pipe = isPipe(path);
        FileOutputStream stream = new FileOutputStream(path.toFile());
        StreamTarget target = new StreamTarget(name, stream, pipe, true);
        return compression == null
                ? writer(format, target, true)
                : compressed(format, target, compression, true, null);
    }

    private static RecordWriter openFile(
            RecordFormat format,
            String name,
            Path path,
            @Nullable Compression compression,
            boolean appends,
            @Nullable OutputMark resumed)
            throws IOException {
        OutputMark kept =
                compression == null
                        ? null
                        : CompressedFile.continued(
                                format, compression, name, path, appends, resumed);
        // Creates the file and, unlike RandomAccessFile, tells the reasons apart if it can't.
        FileChannel mapper =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            mapper.close();
            throw e;
        }
        FileTarget target = new FileTarget(name, file, mapper, key(path));
        target.truncate(kept == null ? 0 : kept.position());
        return compression == null
                ? writer(format, target, false)
                : compressed(format, target, compression, false, kept);
    }

    private static RecordWriter compressed(
            RecordFormat format,
            ByteTarget target,
            Compression compression,
            boolean stream,
            @Nullable OutputMark mark)
            throws OutputException {
        Compressor compressor = compression.compressor();
        try {
            return new CompressedWriter(
                    format, compressor, target, stream, mark, System::nanoTime);
        } catch (IOException e) {
            throw closeAfter(e, target);
        }
    }

    /** A file's inode number; 0 where there is none. */
    static long key(Path path) throws IOException {
        try {
            return (long) Files.getAttribute(path, "unix:ino");
        } catch (UnsupportedOperationException e) {
            return 0;
        }
    }

    private static RecordWriter writer(RecordFormat format, ByteTarget target, boolean stream)
            throws OutputException {
        try {
            return format.needsClosing() && !stream
                    ? new ArrayFileWriter(format, target)
                    : new AppendingWriter(format, target);
        } catch (IOException e) {
            throw closeAfter(e, target);
        }
    }

    private static OutputException closeAfter(IOException e, ByteTarget target) {
        try {
            target.close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
        return e instanceof OutputException ours
                ? ours
                : new OutputException(String.valueOf(e.getMessage()), e);
    }

    private static Path path(String destination) throws OutputException {
        try {
            return Path.of(destination);
        } catch (InvalidPathException e) {
            throw failure(destination, "it is no path: " + e.getReason(), e);
        }
    }

    private static String reason(Path path, IOException e) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return "there is no directory " + folder + ": create it first";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason + ": choose another place";
    }

    private static OutputException failure(
            String destination, String reason, @Nullable Throwable cause) {
        return new OutputException("cannot write " + destination + ": " + reason, cause);
    }

    /** Whether a path leads to a pipe, FIFO or socket; false if that can't be found out. */
    private static boolean isPipe(Path path) {
        try {
            int kind = (int) Files.getAttribute(path, "unix:mode") & S_IFMT;
            return kind == S_IFIFO || kind == S_IFSOCK;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
