// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the host counts of the interface while scanning: frames sent, and frames dropped before
 * Sonde could see them, by the interface ({@code
 * Documentation/ABI/testing/sysfs-class-net-statistics}) and by the backlog between drivers and
 * network stack ({@code softnet_seq_show} in {@code net/core/net-procfs.c}). All count everybody's
 * frames, the backlog those of the whole machine.
 */
final class InterfaceCounters {

    private static final String[] RECEIVE = {"rx_dropped", "rx_missed_errors", "rx_fifo_errors"};
    private static final String[] TRANSMIT = {"tx_dropped", "tx_errors"};
    private static final String[] TRANSMITTED = {"tx_packets"};

    private static final Path BACKLOG = Path.of("/proc/net/softnet_stat");

    private final Path directory;
    private final Path backlogFile;
    private final long droppedReceivingAtStart;
    private final long droppedSendingAtStart;
    private final long transmittedAtStart;
    private final long backlogAtStart;

    /** Remembers the counters as they are now; an interface without any counts nothing. */
    InterfaceCounters(String interfaceName) {
        this(Path.of("/sys/class/net", interfaceName, "statistics"), BACKLOG);
    }

    InterfaceCounters(Path directory, Path backlogFile) {
        this.directory = directory;
        this.backlogFile = backlogFile;
        this.droppedReceivingAtStart = sum(RECEIVE);
        this.droppedSendingAtStart = sum(TRANSMIT);
        this.transmittedAtStart = sum(TRANSMITTED);
        this.backlogAtStart = backlogSum();
    }

    /**
     * Whether there are counters: sysfs shows those of the network namespace in which it was
     * mounted, which need not be this process's.
     */
    boolean areThere() {
        return Files.isReadable(directory.resolve(TRANSMITTED[0]));
    }

    /** Frames sent since the start. */
    long transmitted() {
        return Math.max(0, sum(TRANSMITTED) - transmittedAtStart);
    }

    /** Frames dropped on their way in since the start. */
    long droppedReceiving() {
        return Math.max(0, sum(RECEIVE) - droppedReceivingAtStart);
    }

    /** Frames dropped on their way out since the start. */
    long droppedSending() {
        return Math.max(0, sum(TRANSMIT) - droppedSendingAtStart);
    }

    /** Frames dropped since the start because a processor's backlog was full. */
    long droppedInBacklog() {
        return Math.max(0, backlogSum() - backlogAtStart);
    }

    /** One line a processor; the second column, hexadecimal, counts drops. */
    private long backlogSum() {
        long sum = 0;
        try {
            for (String line : Files.readAllLines(backlogFile, StandardCharsets.US_ASCII)) {
                String[] columns = line.split(" ", -1);
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
