// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Frames that the kernel dropped because a processor's backlog was full ({@code softnet_seq_show}
 * in {@code net/core/net-procfs.c}). All network namespaces share the backlogs, so a flood of
 * somebody else's costs us frames that no link can see.
 */
final class BacklogDrops {

    private static final Path TABLE = Path.of("/proc/net/softnet_stat");

    private BacklogDrops() {}

    /** How many so far, on all processors; the second column, hexadecimal, has those of one. */
    static long count() {
        try {
            return Files.readAllLines(TABLE, StandardCharsets.US_ASCII).stream()
                    .mapToLong(line -> Long.parseLong(line.strip().split(" +")[1], 16))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test if frames are missing and at least as many were dropped since. */
    static void skipIfTheyExplain(int missingCount, long countBefore) {
        long dropped = count() - countBefore;
        if (missingCount > 0 && dropped >= missingCount) {
            String reason =
                    "other traffic on this machine filled a processor's backlog: "
                            + missingCount
                            + " frames are missing, "
                            + dropped
                            + " were dropped there";
            System.err.println("SKIPPED: " + reason);
            Assumptions.abort("SKIPPED: " + reason);
        }
    }
}
