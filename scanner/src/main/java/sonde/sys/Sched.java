// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Which processors a thread runs on: {@code sched.h}. */
public final class Sched {

    /** What the largest kernels are built for: NR_CPUS of x86-64. */
    private static final int PROCESSORS_MAX = 8192;

    private static final long MASK_BYTES = PROCESSORS_MAX / Byte.SIZE;

    private Sched() {}

    /**
     * {@code sched_setaffinity(2)} of the calling thread, to one processor. Returns 0, or {@code
     * -EINVAL} when there is no such processor or this process may not use it.
     *
     * @param processor its number, 0 to 8191
     */
    public static int bindTo(CallState state, int processor) {
        if (processor < 0 || processor >= PROCESSORS_MAX) {
            return -Errno.EINVAL;
        }
        try (Arena arena = Arena.ofConfined()) {
            // The kernel reads the mask as longs, the lowest processor in the lowest bit.
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            mask.set(
                    ValueLayout.JAVA_LONG,
                    (long) (processor / Long.SIZE) * Long.BYTES,
                    1L << processor % Long.SIZE);
            long address = Linkage.address(mask, MASK_BYTES);
            return (int) Linkage.syscall(state, Syscall.SCHED_SETAFFINITY, 0, MASK_BYTES, address);
        }
    }
}
