// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long other work has kept the sending thread of a process from running while it could have
 * run. The kernel counts, to the nanosecond, how long a thread has waited for a processor (second
 * field of {@code /proc/PID/task/TID/schedstat}, Documentation/scheduler/sched-stats.rst).
 *
 * <p>Waking up costs a little of that each time: 11 µs on an idle machine, 1 % of the time at a
 * thousand packets a second. So it counts only where it was much of the time between two looks.
 */
final class SenderWait {

    /** What the kernel calls the thread that sends; it shows 15 bytes of a name. */
    private static final String SENDER = "sonde-transmit";

    /** Of the time between two looks: ten times what waking up costs. */
    private static final double SHARE_MIN = 0.1;

    private final Path tasks;
    private List<Path> senders = List.of();
    private long waitedNanos;
    private long lookedAtNanos;
    private long heldUpNanos;

    SenderWait(long pid) {
        tasks = Path.of("/proc/" + pid + "/task");
    }

    /** To be called every few milliseconds while the process runs. */
    void look() {
        try {
            if (senders.isEmpty()) {
                senders = findSenders();
                waitedNanos = read();
            } else {
                long waited = read() - waitedNanos;
                if (waited > (System.nanoTime() - lookedAtNanos) * SHARE_MIN) {
                    heldUpNanos += waited;
                }
                waitedNanos += waited;
            }
        } catch (IOException | UncheckedIOException e) {
            // The thread has ended.
            senders = List.of();
        }
        lookedAtNanos = System.nanoTime();
    }

    /** All that counts so far. */
    Duration heldUp() {
        return Duration.ofNanos(heldUpNanos);
    }

    private List<Path> findSenders() throws IOException {
        try (Stream<Path> all = Files.list(tasks)) {
            return all.filter(task -> text(task.resolve("comm")).startsWith(SENDER)).toList();
        }
    }

    private long read() {
        return senders.stream()
                .mapToLong(task -> Long.parseLong(text(task.resolve("schedstat")).split(" ")[1]))
                .sum();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
