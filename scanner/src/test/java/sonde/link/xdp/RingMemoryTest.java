// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

class RingMemoryTest {

    private final MemorySegment memory = Arena.ofAuto().allocate(1024, 64);

    @Test
    void theSizeIsAPowerOfTwo() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> ring(12));
        assertEquals("ring of 12, must be a power of two", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> ring(0));
        assertEquals(16, ring(16).size());
    }

    @Test
    void theEntriesLieInTheMemory() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> ring(128));
        assertEquals("ring of 1216 bytes in 1024", e.getMessage());
    }

    private RingMemory ring(int size) {
        return new RingMemory(memory, 0, 64, 68, 192, Long.BYTES, size);
    }
}
