// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How files are named that are put aside, as masscan does: by the time, {@code
 * YYMMDD-HHMMSS-results.json}, or by number, {@code results-00001.json}. A name that is taken is
 * never taken again: the next free number is.
 */
final class RotatedNames {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMdd-HHmmss-", Locale.ROOT);

    private final Path directory;
    private final String stem;

    /** With its dot, and with that of the compression; may be empty. */
    private final String extension;

    /** The number given last; those below are taken. */
    private int number;

    /**
     * @param directory where files go
     * @param name of the file that is written to
     */
    RotatedNames(Path directory, String name) {
        this.directory = directory;
        Compression compression = Compression.of(name);
        int end = name.length() - (compression == null ? 0 : compression.suffix().length());
        int dot = name.lastIndexOf('.', end - 1);
        int cut = dot > 0 ? dot : end;
        stem = name.substring(0, cut);
        extension = name.substring(cut);
    }

    /** By the time, in local time; with a number where that is taken. */
    Path byTime(LocalDateTime time) {
        String prefix = TIME.format(time) + stem;
        Path path = directory.resolve(prefix + extension);
        for (int i = 1; isTaken(path); i++) {
            path = directory.resolve(numbered(prefix, i));
        }
        return path;
    }

    /** By the next number. */
    Path byNumber() {
        Path path;
        do {
            path = directory.resolve(numbered(stem, ++number));
        } while (isTaken(path));
        return path;
    }

    /** The name itself, or if that is taken meanwhile, the same with a number behind. */
    Path free(Path wanted) {
        Path path = wanted;
        for (int i = 1; isTaken(path); i++) {
            path = wanted.resolveSibling(wanted.getFileName() + "." + i);
        }
        return path;
    }

    /** Whether a name may be one of ours. */
    boolean isLike(String name) {
        return name.contains(stem) && name.endsWith(extension);
    }

    private static boolean isTaken(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private String numbered(String prefix, int count) {
        return String.format(Locale.ROOT, "%s-%05d%s", prefix, count, extension);
    }
}
