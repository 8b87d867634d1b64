// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Waiting for file descriptors: {@code poll.h}. Both methods are {@code ppoll(2)}, since aarch64
 * has no {@code poll}, with the caller's signal mask left alone.
 */
public final class Poll {

    /** Events of {@link PollFd}, {@code asm-generic/poll.h}. */
    public static final int POLLIN = 0x001;

    public static final int POLLOUT = 0x004;
    public static final int POLLERR = 0x008;
    public static final int POLLHUP = 0x010;
    public static final int POLLNVAL = 0x020;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private Poll() {}

    /**
     * {@code poll(2)} of {@link PollFd} entries; waits without end when the time-out is negative.
     * Returns how many are ready, 0 when the time is over.
     */
    public static int poll(CallState state, MemorySegment pollfds, int n, int timeoutMillis) {
        return ppoll(state, pollfds, n, timeoutMillis * NANOS_PER_MILLI);
    }

    /** {@code ppoll(2)}: as {@link #poll}, to the nanosecond. */
    public static int ppoll(CallState state, MemorySegment pollfds, int n, long timeoutNanos) {
        long timeout = 0;
        if (timeoutNanos >= 0) {
            MemorySegment timespec = state.scratch();
            timespec.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
            timespec.set(ValueLayout.JAVA_LONG, Long.BYTES, timeoutNanos % NANOS_PER_SECOND);
            timeout = timespec.address();
        }
        long address = Linkage.address(pollfds, n * PollFd.SIZEOF);
        return (int) Linkage.syscall(state, Syscall.PPOLL, address, n, timeout);
    }
}
