// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the host dropped while scanning, before Sonde could see it: the interface ({@code
 * Documentation/ABI/testing/sysfs-class-net-statistics}), and the backlog between drivers and
 * network stack ({@code softnet_seq_show} in {@code net/core/net-procfs.c}). Both count everybody's
 * frames, the backlog those of the whole machine.
 */
final class InterfaceDrops {

    private static final String[] RECEIVE = {"rx_dropped", "rx_missed_errors", "rx_fifo_errors"};
    private static final String[] TRANSMIT = {"tx_dropped", "tx_errors"};

    private static final Path BACKLOG = Path.of("/proc/net/softnet_stat");

    private final Path directory;
    private final Path backlogFile;
    private final long receivedAtStart;
    private final long sentAtStart;
    private final long backlogAtStart;

    /** Remembers the counters as they are now; an interface without any counts nothing. */
    InterfaceDrops(String interfaceName) {
        this(Path.of("/sys/class/net", interfaceName, "statistics"), BACKLOG);
    }

    InterfaceDrops(Path directory, Path backlogFile) {
        this.directory = directory;
        this.backlogFile = backlogFile;
        this.receivedAtStart = sum(RECEIVE);
        this.sentAtStart = sum(TRANSMIT);
        this.backlogAtStart = backlogSum();
    }

    /** Frames dropped on their way in since the start. */
    long received() {
        return Math.max(0, sum(RECEIVE) - receivedAtStart);
    }

    /** Frames dropped on their way out since the start. */
    long sent() {
        return Math.max(0, sum(TRANSMIT) - sentAtStart);
    }

    /** Frames dropped since the start because a processor's backlog was full. */
    long backlog() {
        return Math.max(0, backlogSum() - backlogAtStart);
    }

    /** One line a processor; the second column, hexadecimal, counts drops. */
    private long backlogSum() {
        long sum = 0;
        try {
            for (String line : Files.readAllLines(backlogFile, StandardCharsets.US_ASCII)) {
                String[] columns = line.strip().split(" +", -1);
                sum += columns.length > 1 ? Long.parseLong(columns[1], 16) : 0;
            }
        } catch (IOException | NumberFormatException e) {
            // Without that table, nothing is known.
        }
        return sum;
    }

    private long sum(String[] names) {
        long sum = 0;
        for (String name : names) {
            try {
                sum +=
                        Long.parseLong(
                                Files.readString(directory.resolve(name), StandardCharsets.US_ASCII)
                                        .strip());
            } catch (IOException | NumberFormatException e) {
                // An interface that has gone, or has no such counter, adds nothing.
            }
        }
        return sum;
    }
}
