// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Puts files aside, and finds them again for a scan that is resumed.
 *
 * <p>What is put aside may have been begun after the last checkpoint, and then its records are
 * written again by the resumed scan. Such files are told by their names: until a checkpoint knows
 * of them they have {@code .pending-SCAN-OUTPUT-NUMBER} behind their own, where the scan is told by
 * when it began, the output by a sum of what the user named it, as several may share a directory
 * and even a name, and they are numbered in their order.
 *
 * <p>Whatever a resumed scan does with them may be cut short too, and is then begun again.
 */
final class RotatedFiles {

    private static final String PENDING = ".pending-";

    /** A file that a resumed scan might write again. */
    private record Pending(Path path, long number) {}

    private final Path file;
    private final Path directory;
    private final RotatedNames names;

    /** What stands behind the names of this scan's files, but for the number. */
    private final String suffix;

    private long number;

    /**
     * @param file the file that is written to
     * @param directory where files are put
     * @param startedEpochSeconds when the scan began
     */
    RotatedFiles(Path file, Path directory, RotatedNames names, long startedEpochSeconds) {
        this.file = file;
        this.directory = directory;
        this.names = names;
        suffix = PENDING + startedEpochSeconds + '-' + sum(file) + '-';
    }

    /** Tells outputs of one scan apart: another scan's are told by when that began. */
    private static String sum(Path file) {
        CRC32C sum = new CRC32C();
        sum.update(file.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /** Fails if files can't be put aside as they are. */
    void check() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw failure("there is no directory " + directory + ": create it first", null);
        }
        if (!Files.isWritable(directory)) {
            throw failure("may not write to " + directory + ": choose another place", null);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.isDirectory(folder) && device(folder) != device(directory)) {
            throw failure(
                    directory + " is on another file system: choose a directory on the same", null);
        }
    }

    private static long device(Path path) throws IOException {
        try {
            return (long) Files.getAttribute(path, "unix:dev");
        } catch (UnsupportedOperationException e) {
            return 0;
        }
    }

    /** Puts the file aside, under a name that is free. */
    void putAside(Path name) throws OutputException {
        move(file, name);
    }

    /** Puts the file aside as one that a resumed scan might write again; returns its place. */
    Path putAsidePending(Path name) throws OutputException {
        Path pending = name.resolveSibling(name.getFileName() + suffix + ++number);
        move(file, pending);
        return pending;
    }

    /** Gives such a file its own name. */
    void settle(Path pending) throws OutputException {
        String name = String.valueOf(pending.getFileName());
        String own = name.substring(0, name.lastIndexOf(PENDING));
        move(pending, names.free(pending.resolveSibling(own)));
    }

    private void move(Path from, Path to) throws OutputException {
        try {
            // Without REPLACE_EXISTING, so that a file that is there already is an error.
            Files.move(from, to);
        } catch (IOException e) {
            throw failure(e.getMessage() + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /**
     * Brings back the file that a mark is of, wherever it was put, and takes away what was begun
     * after it.
     */
    void bringBack(OutputMark mark) throws IOException {
        List<Pending> pending = pending();
        if (mark.fileKey() == 0 || isSame(file, mark)) {
            for (Pending each : pending) {
                settle(each.path());
            }
            return;
        }
        long found = -1;
        for (Pending each : pending) {
            if (isSame(each.path(), mark)) {
                found = each.number();
            }
        }
        if (found >= 0) {
            bringBack(pending, found);
            return;
        }
        Path aside = findSettled(mark);
        if (aside == null) {
            throw failure(
                    "cannot go on with it: the file that the scan had written is neither there nor"
                            + " in "
                            + directory,
                    null);
        }
        if (Files.exists(file)) {
            throw failure(
                    "cannot go on with "
                            + aside
                            + " under its name, which another file has: move that away",
                    null);
        }
        move(aside, file);
    }

    /**
     * The last comes first: whenever this is cut short, the file found is in its place only when
     * none is left that was begun after it.
     */
    private void bringBack(List<Pending> pending, long found) throws IOException {
        for (Pending each : pending.reversed()) {
            if (each.number() < found) {
                settle(each.path());
            } else if (each.number() > found) {
                Files.delete(each.path());
            } else {
                Files.move(each.path(), file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** This scan's, in their order. */
    private List<Pending> pending() throws IOException {
        List<Pending> pending = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                int cut = name.lastIndexOf(suffix);
                if (cut > 0 && names.isLike(name.substring(0, cut))) {
                    String digits = name.substring(cut + suffix.length());
                    if (digits.matches("[0-9]{1,18}")) {
                        pending.add(new Pending(entry, Long.parseLong(digits)));
                    }
                }
            }
        }
        pending.sort(Comparator.comparingLong(Pending::number));
        return pending;
    }

    private @Nullable Path findSettled(OutputMark mark) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                boolean isLike = names.isLike(String.valueOf(entry.getFileName()));
                if (isLike && isSame(entry, mark)) {
                    return entry;
                }
            }
        }
        return null;
    }

    private static boolean isSame(Path path, OutputMark mark) throws IOException {
        return Files.isRegularFile(path) && Destination.key(path) == mark.fileKey();
    }

    private OutputException failure(String reason, @Nullable Throwable cause) {
        return new OutputException("cannot put " + file + " aside: " + reason, cause);
    }
}
