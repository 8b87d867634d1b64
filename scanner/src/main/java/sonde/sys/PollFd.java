// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct pollfd} of {@code asm-generic/poll.h}: a descriptor to wait for. */
public final class PollFd {

    public static final long SIZEOF = 8;
    public static final long FD_OFFSET = 0;
    public static final long EVENTS_OFFSET = 4;
    public static final long REVENTS_OFFSET = 6;

    private PollFd() {}

    public static void set(MemorySegment memory, long base, int fd, int events) {
        memory.set(ValueLayout.JAVA_INT, base + FD_OFFSET, fd);
        memory.set(ValueLayout.JAVA_SHORT, base + EVENTS_OFFSET, (short) events);
        memory.set(ValueLayout.JAVA_SHORT, base + REVENTS_OFFSET, (short) 0);
    }

    /** What the last poll found. */
    public static int revents(MemorySegment memory, long base) {
        return memory.get(ValueLayout.JAVA_SHORT, base + REVENTS_OFFSET);
    }
}
