// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What standard output and standard error lead to. {@code System.console()} can't tell: it looks at
 * standard input and output together, and standard error is what the status line goes to.
 */
public final class Terminal {

    public static final int STDOUT = 1;
    public static final int STDERR = 2;

    private Terminal() {}

    /** Whether a file descriptor of this process is a terminal. */
    public static boolean isTerminal(int fd) {
        return isTerminal(target(fd));
    }

    /**
     * Whether a file descriptor of this process is a pipe or a socket, whose reader may go away.
     */
    public static boolean isPipe(int fd) {
        String target = target(fd);
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    /** The width that the environment's {@code COLUMNS} says, or 0. */
    public static int columns(@Nullable String environment) {
        boolean number =
                environment != null && Values.isDigits(environment) && environment.length() <= 4;
        return number ? Integer.parseInt(environment) : 0;
    }

    static boolean isTerminal(String target) {
        return target.startsWith("/dev/pts/")
                || target.startsWith("/dev/tty")
                || target.equals("/dev/console");
    }

    /** What {@code /proc} says a file descriptor leads to; empty if it says nothing. */
    private static String target(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fd)))
                    .toString();
        } catch (IOException _) {
            return "";
        }
    }
}
