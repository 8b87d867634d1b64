// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Mapped memory: {@code sys/mman.h}. */
public final class Mman {

    /** Protections and flags of {@link #mmap}, {@code asm-generic/mman-common.h}. */
    public static final int PROT_READ = 1;

    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MAP_POPULATE = 0x8000;

    private Mman() {}

    /** {@code mmap(2)} at an address of the kernel's choice. Returns the address. */
    public static long mmap(
            CallState state, long lengthBytes, int protection, int flags, int fd, long offset) {
        return Linkage.syscall(state, Syscall.MMAP, 0, lengthBytes, protection, flags, fd, offset);
    }

    /** {@code munmap(2)}. Returns 0. */
    public static int munmap(CallState state, long address, long lengthBytes) {
        return (int) Linkage.syscall(state, Syscall.MUNMAP, address, lengthBytes, 0);
    }

    /**
     * The memory that {@link #mmap} returned, bounded and bound to an arena: closing the arena
     * unmaps it. Only this method makes memory of an address, so only here can a wrong length do
     * harm.
     */
    @SuppressWarnings("restricted")
    public static MemorySegment mapped(long address, long lengthBytes, Arena arena) {
        return MemorySegment.ofAddress(address)
                .reinterpret(
                        lengthBytes,
                        arena,
                        memory -> munmap(new CallState(), memory.address(), lengthBytes));
    }
}
