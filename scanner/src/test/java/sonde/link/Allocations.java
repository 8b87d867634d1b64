// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Proves that a step of a hot path allocates nothing. */
public final class Allocations {

    /** What asking for the figure, and the compiler's late changes of mind, may cost. */
    private static final long SLACK_BYTES = 4096;

    /** The compiler works beside the test, and on a busy machine late. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private Allocations() {}

    /**
     * Repeats the step until one round of repetitions allocates nothing, which compiled code soon
     * must.
     */
    public static void assertNone(int repetitions, Runnable step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (allocated > SLACK_BYTES && System.nanoTime() - start < PATIENCE_NANOS) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < repetitions; i++) {
                step.run();
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(
                allocated <= SLACK_BYTES,
                allocated + " bytes allocated in " + repetitions + " repetitions");
    }
}
