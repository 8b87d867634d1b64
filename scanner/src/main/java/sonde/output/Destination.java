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
import java.util.ArrayList;
import java.util.List;

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
            OutputSettings settings,
            @Nullable OutputMark resumed)
            throws OutputException {
        if (destination.equals(STDOUT)) {
            requireNoGroups(format, destination, settings);
            boolean pipe = isPipe(Path.of("/proc/self/fd/1"));
            FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
            StreamTarget target = new StreamTarget("standard output", stdout, pipe, false);
            return streamWriter(format, target);
        }
        Path path = path(destination);
        Compression compression = Compression.of(destination);
        if (Files.isDirectory(path)) {
            throw failure(destination, "it is a directory: name a file in it", null);
        }
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                requireNoGroups(format, destination, settings);
                return openStream(format, destination, path, compression);
            }
            if (compression != null) {
                requireNoGroups(format, destination, settings);
                return openCompressed(format, destination, path, compression, settings, resumed);
            }
            RecordWriter writer = openFile(format, destination, path, settings, resumed);
            HostGrouping grouping = settings.groups() ? format.grouping() : null;
            return grouping == null
                    ? writer
                    : new GroupingWriter(writer, new Grouper(format, grouping, destination, path));
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
                ? streamWriter(format, target)
                : compressedWriter(format, target, compression, true, null);
    }

    private static RecordWriter openCompressed(
            RecordFormat format,
            String name,
            Path path,
            Compression compression,
            OutputSettings settings,
            @Nullable OutputMark resumed)
            throws IOException {
        OutputMark mark = resumed;
        if (resumed == null && settings.appends()) {
            mark = CompressedFile.continuation(format, compression, name, path);
        }
        if (resumed != null && !Files.exists(path)) {
            throw gone(name, "it is gone", resumed);
        }
        FileTarget target = openTarget(name, path, mark != null);
        try {
            if (resumed != null) {
                check(name, target, resumed);
            }
            if (mark != null) {
                target.truncate(mark.position());
            }
        } catch (IOException e) {
            throw closeAfter(e, target);
        }
        return compressedWriter(format, target, compression, false, mark);
    }

    private static RecordWriter compressedWriter(
            RecordFormat format,
            ByteTarget target,
            Compression compression,
            boolean stream,
            @Nullable OutputMark mark)
            throws OutputException {
        Compressor compressor = compression.compressor();
        try {
            return new CompressedWriter(format, compressor, target, stream, mark, System::nanoTime);
        } catch (IOException e) {
            throw closeAfter(e, target);
        }
    }

    private static RecordWriter openFile(
            RecordFormat format,
            String name,
            Path path,
            OutputSettings settings,
            @Nullable OutputMark resumed)
            throws IOException {
        if (resumed != null && !Files.exists(path)) {
            throw gone(name, "it is gone", resumed);
        }
        if (settings.appends() && settings.groups() && format.grouping() != null) {
            throw failure(name, "a grouped file can't be continued: append without --group", null);
        }
        FileTarget target = openTarget(name, path, resumed != null || settings.appends());
        try {
            return fileWriter(format, target, mark(format, name, target, settings, resumed));
        } catch (IOException e) {
            throw closeAfter(e, target);
        }
    }

    private static FileTarget openTarget(String name, Path path, boolean keeps) throws IOException {
        List<StandardOpenOption> options =
                new ArrayList<>(
                        List.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE));
        if (!keeps) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        // Creates the file and, unlike RandomAccessFile, tells the reasons apart if it can't.
        FileChannel mapper = FileChannel.open(path, options.toArray(StandardOpenOption[]::new));
        try {
            return new FileTarget(
                    name, new RandomAccessFile(path.toFile(), "rw"), mapper, key(path));
        } catch (IOException e) {
            mapper.close();
            throw e;
        }
    }

    /** Where the file is to be continued; null to begin. */
    private static @Nullable OutputMark mark(
            RecordFormat format,
            String name,
            ByteTarget target,
            OutputSettings settings,
            @Nullable OutputMark resumed)
            throws IOException {
        if (resumed != null) {
            check(name, target, resumed);
            return resumed;
        }
        if (!settings.appends() || target.size() == 0) {
            return null;
        }
        OutputMark found = format.continuation(target);
        if (found == null) {
            throw failure(
                    name,
                    "it is not a whole file of this format, so nothing can be appended: choose"
                            + " another name",
                    null);
        }
        return found;
    }

    private static void check(String name, ByteTarget target, OutputMark resumed)
            throws IOException {
        if (resumed.position() < 0 || resumed.fileKey() != target.key()) {
            throw gone(name, "it is another file now", resumed);
        }
        if (target.size() < resumed.position()) {
            throw gone(name, "it has " + target.size() + " bytes", resumed);
        }
    }

    private static OutputException gone(String name, String what, OutputMark resumed) {
        return new OutputException(
                "cannot resume "
                        + name
                        + ": "
                        + what
                        + ", but the scan had written "
                        + Math.max(resumed.position(), 0)
                        + " bytes: put that file back"
                        + (name.startsWith("/")
                                ? ""
                                : " (names count from the directory in which the scan was begun)")
                        + ", or begin the scan anew",
                null);
    }

    private static void requireNoGroups(RecordFormat format, String name, OutputSettings settings)
            throws OutputException {
        if (settings.groups() && format.grouping() != null) {
            throw failure(
                    name,
                    "only a file that is not compressed can be grouped: name one, or omit --group",
                    null);
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

    private static RecordWriter streamWriter(RecordFormat format, StreamTarget target)
            throws OutputException {
        try {
            return new AppendingWriter(format, target, null);
        } catch (IOException e) {
            throw closeAfter(e, target);
        }
    }

    private static RecordWriter fileWriter(
            RecordFormat format, FileTarget target, @Nullable OutputMark mark) throws IOException {
        if (!format.needsClosing()) {
            return new AppendingWriter(format, target, mark);
        }
        return format.isXml()
                ? new XmlFileWriter(format, target, mark)
                : new ArrayFileWriter(format, target, mark);
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
        if (destination.endsWith("/")) {
            throw failure(destination, "it is a directory: name a file in it", null);
        }
        try {
            return Path.of(destination);
        } catch (InvalidPathException e) {
            throw failure(
                    destination,
                    "it is no path (" + e.getReason() + "): name another, or set LC_ALL=C.UTF-8",
                    e);
        }
    }

    private static String reason(Path path, IOException e) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return "there is no directory " + folder + ": create it first";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return (reason == null ? "no file can be there" : reason) + ": choose another place";
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
