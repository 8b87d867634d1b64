// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.file.Path;

/** How much of the machine's processor time has been idle since this was made (proc_stat(5)). */
final class ProcessorIdle {

    private static final int IDLE_COLUMN = 4;
    private static final int IOWAIT_COLUMN = 5;

    private final long[] start = read();

    double share() {
        long[] now = read();
        return (double) (now[0] - start[0]) / Math.max(1, now[1] - start[1]);
    }

    /** Idle time and all time, in the kernel's ticks. */
    private static long[] read() {
        String[] columns =
                Json.read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
        long all = 0;
        for (int i = 1; i < columns.length; i++) {
            all += Long.parseLong(columns[i]);
        }
        return new long[] {
            Long.parseLong(columns[IDLE_COLUMN]) + Long.parseLong(columns[IOWAIT_COLUMN]), all
        };
    }
}
