// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where a system call leaves its errno, and some scratch memory for small arguments. One per
 * thread, passed to every call: a shared one would race between the call and the reading of errno.
 */
public final class CallState {

    /** Enough for the largest small argument, a {@code struct timespec}. */
    private static final long SCRATCH_LENGTH_BYTES = 16;

    private static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    private final MemorySegment captured;
    private final MemorySegment scratch;

    /** A call state with memory of its own, freed with the object. */
    public CallState() {
        this(Arena.ofAuto());
    }

    private CallState(Arena arena) {
        captured = arena.allocate(Linker.Option.captureStateLayout());
        scratch = arena.allocate(SCRATCH_LENGTH_BYTES, Long.BYTES);
    }

    /** A call state in the caller's arena, which must outlive it. */
    public static CallState confined(Arena arena) {
        return new CallState(arena);
    }

    MemorySegment captured() {
        return captured;
    }

    MemorySegment scratch() {
        return scratch;
    }

    int errno() {
        return captured.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }
}
