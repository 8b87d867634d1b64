// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many frames an interface says it has sent: {@code tx_packets}, as the table of the calling
 * thread's network namespace has it ({@code dev_seq_printf_stats} in {@code
 * net/core/net-procfs.c}).
 */
final class SentPackets {

    private static final Path TABLE = Path.of("/proc/thread-self/net/dev");

    /** Behind the name stand eight columns about receiving, and then this one. */
    private static final int COLUMN = 8;

    private SentPackets() {}

    /** Asks the kernel; -1 when it does not tell. */
    static long of(String interfaceName) {
        try {
            return in(Files.readAllLines(TABLE, StandardCharsets.UTF_8), interfaceName);
        } catch (IOException e) {
            return -1;
        }
    }

    /** The figure of one interface in the lines of the table; -1 if it has none. */
    static long in(List<String> lines, String interfaceName) {
        String start = interfaceName + ":";
        for (String line : lines) {
            String stripped = line.strip();
            if (stripped.startsWith(start)) {
                String[] columns = stripped.substring(start.length()).strip().split(" +", -1);
                // Bytes stand before packets.
                return columns.length > COLUMN + 1 ? Long.parseLong(columns[COLUMN + 1]) : -1;
            }
        }
        return -1;
    }
}
