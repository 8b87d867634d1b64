// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

class LinkageTest {

    @Test
    void refusesMemoryThatTheKernelCannotReach() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Linkage.address(MemorySegment.ofArray(new byte[8]), 8));
    }

    @Test
    void refusesLengthsBeyondTheMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8);
            assertEquals(memory.address(), Linkage.address(memory, 8));
            assertThrows(IllegalArgumentException.class, () -> Linkage.address(memory, 9));
            assertThrows(IllegalArgumentException.class, () -> Linkage.address(memory, -1));
        }
    }

    @Test
    void nullIsNullAndHoldsNothing() {
        assertEquals(0, Linkage.address(MemorySegment.NULL, 0));
        assertThrows(IllegalArgumentException.class, () -> Linkage.address(MemorySegment.NULL, 1));
    }

    @Test
    void failuresOfTheHandleKeepTheirKind() {
        IllegalStateException e = new IllegalStateException("closed");
        assertSame(e, Linkage.unreachable(e));
        assertInstanceOf(IllegalStateException.class, Linkage.unreachable(new Exception("x")));
        assertThrows(LinkageError.class, () -> Linkage.unreachable(new LinkageError("x")));
    }
}
