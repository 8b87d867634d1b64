// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.sys.SockFprog;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

class ClassicProgramTest {

    @Test
    @SuppressWarnings("restricted")
    void isLaidOutAsTheKernelWantsIt() {
        ClassicProgram program =
                new ClassicAssembler()
                        .loadHalf(12)
                        .ifEqual(0x800, "pass", ClassicAssembler.NEXT)
                        .pass(0)
                        .label("pass")
                        .pass(0x40000)
                        .assemble();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fprog = program.toSockFprog(arena);
            assertEquals(4, fprog.get(ValueLayout.JAVA_SHORT, SockFprog.LEN_OFFSET));
            MemorySegment filter =
                    fprog.get(ValueLayout.ADDRESS, SockFprog.FILTER_OFFSET).reinterpret(32);
            String expected =
                    "2800 00 00 0c000000 1500 01 00 00080000"
                            + "0600 00 00 00000000 0600 00 00 00000400";
            assertArrayEquals(
                    HexFormat.of().parseHex(expected.replace(" ", "")),
                    filter.toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
