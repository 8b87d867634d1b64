// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

class MmanTest {

    private static final int PAGE_BYTES = 4096;
    private static final int READ_WRITE = Mman.PROT_READ | Mman.PROT_WRITE;

    private final CallState state = new CallState();

    @Test
    void mapsMemoryAndUnmapsItWithTheArena() {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
            long address = Mman.mmap(state, PAGE_BYTES, READ_WRITE, flags, -1, 0);
            assertTrue(address > 0);
            memory = Mman.mapped(address, PAGE_BYTES, arena);
            memory.set(ValueLayout.JAVA_INT, PAGE_BYTES - 4, 42);
            assertEquals(42, memory.get(ValueLayout.JAVA_INT, PAGE_BYTES - 4));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> memory.get(ValueLayout.JAVA_BYTE, PAGE_BYTES));
        }
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void refusalIsAnErrorNumber() {
        int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
        assertEquals(-Errno.EINVAL, Mman.mmap(state, 0, READ_WRITE, flags, -1, 0));
        assertEquals(-Errno.EINVAL, Mman.munmap(state, 1, PAGE_BYTES));
    }
}
