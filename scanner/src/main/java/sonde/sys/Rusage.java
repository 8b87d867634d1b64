// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.concurrent.TimeUnit;

/**
 * {@code struct rusage} of {@code linux/resource.h}: what this process has used so far.
 *
 * @param userNanos processor time in this process's own code, of all threads
 * @param systemNanos processor time in the kernel on its behalf
 * @param residentMaxBytes the most memory it had at any time
 */
public record Rusage(long userNanos, long systemNanos, long residentMaxBytes) {

    static final StructLayout LAYOUT =
            structLayout(
                    JAVA_LONG.withName("ru_utime.tv_sec"),
                    JAVA_LONG.withName("ru_utime.tv_usec"),
                    JAVA_LONG.withName("ru_stime.tv_sec"),
                    JAVA_LONG.withName("ru_stime.tv_usec"),
                    JAVA_LONG.withName("ru_maxrss"),
                    MemoryLayout.sequenceLayout(13, JAVA_LONG).withName("rest"));
    static final long SIZEOF = LAYOUT.byteSize();
    static final long RU_UTIME_OFFSET = LAYOUT.byteOffset(groupElement("ru_utime.tv_sec"));
    static final long RU_STIME_OFFSET = LAYOUT.byteOffset(groupElement("ru_stime.tv_sec"));
    static final long RU_MAXRSS_OFFSET = LAYOUT.byteOffset(groupElement("ru_maxrss"));

    /** {@code RUSAGE_SELF}: all threads of the process. */
    private static final int RUSAGE_SELF = 0;

    private static final long KILOBYTE = 1024;

    /** {@code getrusage(2)} of this process; zeros if the kernel doesn't say. */
    public static Rusage self(CallState state) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(SIZEOF, Long.BYTES);
            Linkage.syscall(
                    state, Syscall.GETRUSAGE, RUSAGE_SELF, Linkage.address(usage, SIZEOF), 0);
            return new Rusage(
                    nanos(usage, RU_UTIME_OFFSET),
                    nanos(usage, RU_STIME_OFFSET),
                    usage.get(JAVA_LONG, RU_MAXRSS_OFFSET) * KILOBYTE);
        }
    }

    /** A {@code struct timeval}: seconds, then microseconds. */
    private static long nanos(MemorySegment usage, long offset) {
        return TimeUnit.SECONDS.toNanos(usage.get(JAVA_LONG, offset))
                + TimeUnit.MICROSECONDS.toNanos(usage.get(JAVA_LONG, offset + Long.BYTES));
    }
}
