// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the interface itself dropped while scanning, from the kernel's statistics ({@code
 * Documentation/ABI/testing/sysfs-class-net-statistics}). It counts everybody's frames, not only
 * ours.
 */
final class InterfaceDrops {

    private static final String[] RECEIVE = {"rx_dropped", "rx_missed_errors", "rx_fifo_errors"};
    private static final String[] TRANSMIT = {"tx_dropped", "tx_errors"};

    private final Path directory;
    private final long receivedAtStart;
    private final long sentAtStart;

    /** Remembers the counters as they are now; an interface without any counts nothing. */
    InterfaceDrops(String interfaceName) {
        this(Path.of("/sys/class/net", interfaceName, "statistics"));
    }

    InterfaceDrops(Path directory) {
        this.directory = directory;
        this.receivedAtStart = sum(RECEIVE);
        this.sentAtStart = sum(TRANSMIT);
    }

    /** Frames dropped on their way in since the start. */
    long received() {
        return Math.max(0, sum(RECEIVE) - receivedAtStart);
    }

    /** Frames dropped on their way out since the start. */
    long sent() {
        return Math.max(0, sum(TRANSMIT) - sentAtStart);
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
