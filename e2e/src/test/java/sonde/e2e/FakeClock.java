// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A wall clock that can be put forward and back for single programs, by libfaketime; that of the
 * machine stays as it is, and so does the monotonic one.
 */
final class FakeClock {

    /** Where Debian has the library, below a directory for each architecture. */
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private static final String LIBRARY = "*/faketime/libfaketime.so.1";

    private final Path library;
    private final Path offset;

    FakeClock(Lab lab) {
        library = library();
        offset = lab.file("clock");
        put(0);
    }

    /** Skips the test where the library is missing. */
    private static Path library() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(LIBRARIES)) {
            for (Path folder : folders) {
                Path file = folder.resolve("faketime/libfaketime.so.1");
                if (Files.isReadable(file)) {
                    return file;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Require.skip("needs " + LIBRARIES + "/" + LIBRARY + " (package libfaketime)");
        throw new AssertionError("skipped");
    }

    /** Puts it so many hours before or behind the machine's, for programs that run too. */
    void put(int hours) {
        Path next = offset.resolveSibling("clock.new");
        try {
            Files.writeString(next, "%+d\n".formatted(hours * 3600));
            Files.move(
                    next,
                    offset,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The words in front of a program that has it. The last variable keeps the library from taking
     * monotonic deadlines of pthread_cond_timedwait(3) for fake ones, which ends every wait of a
     * JVM at once.
     */
    List<String> wrapper() {
        return List.of(
                "env",
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + offset,
                "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                "FAKETIME_FORCE_MONOTONIC_FIX=0");
    }
}
