// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.sys.CallState;

import java.lang.foreign.Arena;

class UmemTest {

    @Test
    void chunksLieInWholePages() {
        try (Arena arena = Arena.ofConfined()) {
            Umem umem = Umem.map(arena, new CallState(), 4, 2, "test");
            assertEquals(6 * 2048, umem.memory().byteSize());
            assertEquals(0, umem.memory().address() % 4096);
            assertEquals(4 * 2048, umem.transmitOffset());
        }
    }

    @Test
    void aChunkBeginsAtAMultipleOfItsLength() {
        assertEquals(0, Umem.chunkOffset(256));
        assertEquals(2048, Umem.chunkOffset(2048));
        assertEquals(2048, Umem.chunkOffset(4095));
        assertEquals(3_000_000_512L / 2048 * 2048, Umem.chunkOffset(3_000_000_512L));
    }
}
