// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the host counts of the interface while scanning: frames sent, and frames dropped before
 * Sonde could see them, by the interface ({@code dev_seq_printf_stats} in {@code
 * net/core/net-procfs.c}) and by the backlog between drivers and network stack ({@code
 * softnet_seq_show}, there). All count everybody's frames, the backlog those of the whole machine.
 *
 * <p>Procfs shows the network namespace of the process that reads it; sysfs that in which it was
 * mounted, where an interface of the same name may be another one.
 */
final class InterfaceCounters {

    private static final Path PROCFS = Path.of("/proc/net");

    /** Columns of the interface's line behind its name. */
    private static final int RECEIVE_DROP = 3;

    private static final int RECEIVE_FIFO = 4;
    private static final int TRANSMIT_PACKETS = 9;
    private static final int TRANSMIT_ERRORS = 10;
    private static final int TRANSMIT_DROP = 11;

    /** As the columns say; those of an interface that is gone are zero. */
    private record Counts(long droppedReceiving, long droppedSending, long transmitted) {
        private static final Counts NONE = new Counts(0, 0, 0);
    }

    private final String name;
    private final Path interfacesFile;
    private final Path backlogFile;
    private final Counts atStart;
    private final long backlogAtStart;

    /** Remembers the counters as they are now; an interface without any counts nothing. */
    InterfaceCounters(String interfaceName) {
        this(interfaceName, PROCFS);
    }

    InterfaceCounters(String interfaceName, Path directory) {
        name = interfaceName;
        interfacesFile = directory.resolve("dev");
        backlogFile = directory.resolve("softnet_stat");
        atStart = counts();
        backlogAtStart = backlogSum();
    }

    /** Whether there are counters. */
    boolean areThere() {
        return read() != null;
    }

    /** Frames sent since the start. */
    long transmitted() {
        return Math.max(0, counts().transmitted() - atStart.transmitted());
    }

    /** Frames dropped on their way in since the start. */
    long droppedReceiving() {
        return Math.max(0, counts().droppedReceiving() - atStart.droppedReceiving());
    }

    /** Frames dropped on their way out since the start. */
    long droppedSending() {
        return Math.max(0, counts().droppedSending() - atStart.droppedSending());
    }

    /** Frames dropped since the start because a processor's backlog was full. */
    long droppedInBacklog() {
        return Math.max(0, backlogSum() - backlogAtStart);
    }

    /** One line a processor; the second column, hexadecimal, counts drops. */
    private long backlogSum() {
        long sum = 0;
        for (String line : lines(backlogFile)) {
            String[] columns = line.split(" ", -1);
            try {
                sum += columns.length > 1 ? Long.parseLong(columns[1], 16) : 0;
            } catch (NumberFormatException e) {
                // Not a table that is known.
            }
        }
        return sum;
    }

    private Counts counts() {
        Counts counts = read();
        return counts == null ? Counts.NONE : counts;
    }

    /** A name has neither colons nor white space ({@code dev_valid_name} in net/core/dev.c). */
    private @Nullable Counts read() {
        for (String line : lines(interfacesFile)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                return counts(line.substring(colon + 1).strip().split(" +", -1));
            }
        }
        return null;
    }

    private static @Nullable Counts counts(String[] columns) {
        if (columns.length <= TRANSMIT_DROP) {
            return null;
        }
        try {
            return new Counts(
                    Long.parseLong(columns[RECEIVE_DROP]) + Long.parseLong(columns[RECEIVE_FIFO]),
                    Long.parseLong(columns[TRANSMIT_ERRORS])
                            + Long.parseLong(columns[TRANSMIT_DROP]),
                    Long.parseLong(columns[TRANSMIT_PACKETS]));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
