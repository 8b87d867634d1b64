// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Measures what code allocates, for the guards of the hot path. */
public final class Allocation {

    private static final int WARM_UP_RUNS = 5;
    private static final int MEASURED_RUNS = 5;

    private Allocation() {}

    /**
     * What a run allocates on this thread once it is compiled: the least of some runs, in bytes.
     * Code that allocates does so in every run; a deoptimisation allocates in one.
     */
    public static long bytesOf(Runnable run) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            run.run();
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASURED_RUNS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
