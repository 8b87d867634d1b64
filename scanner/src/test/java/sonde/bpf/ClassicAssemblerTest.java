// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.bpf.ClassicProgram.Instruction;

class ClassicAssemblerTest {

    private static final String NEXT = ClassicAssembler.NEXT;

    @Test
    void encodesWhatTcpdumpPrints() {
        // tcpdump -dd 'ip and tcp dst portrange 80-89'
        ClassicProgram program =
                new ClassicAssembler()
                        .loadHalf(12)
                        .ifEqual(0x800, NEXT, "drop")
                        .loadByte(23)
                        .ifEqual(6, NEXT, "drop")
                        .loadHalf(20)
                        .ifAnyBit(0x1fff, "drop", NEXT)
                        .loadHeaderLength(14)
                        .loadHalfIndexed(16)
                        .ifAtLeast(0x50, NEXT, "drop")
                        .ifAbove(0x59, "drop", NEXT)
                        .pass(0x40000)
                        .label("drop")
                        .pass(0)
                        .assemble();
        Instruction[] expected = {
            new Instruction(0x28, 0, 0, 0x0000000c),
            new Instruction(0x15, 0, 9, 0x00000800),
            new Instruction(0x30, 0, 0, 0x00000017),
            new Instruction(0x15, 0, 7, 0x00000006),
            new Instruction(0x28, 0, 0, 0x00000014),
            new Instruction(0x45, 5, 0, 0x00001fff),
            new Instruction(0xb1, 0, 0, 0x0000000e),
            new Instruction(0x48, 0, 0, 0x00000010),
            new Instruction(0x35, 0, 2, 0x00000050),
            new Instruction(0x25, 1, 0, 0x00000059),
            new Instruction(0x06, 0, 0, 0x00040000),
            new Instruction(0x06, 0, 0, 0x00000000),
        };
        assertEquals(expected.length, program.length());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], program.instruction(i), "instruction " + i);
        }
    }

    @Test
    void refusesJumpsThatDoNotFit() {
        assertMessage("no instruction at label 'x'", jumpOver(0));
        ClassicAssembler far = jumpOver(256).label("x").pass(0);
        assertMessage("spans 256 instructions, must be 0 to 255", far);
        assertEquals(257, jumpOver(255).label("x").pass(0).assemble().length());
        ClassicAssembler back = new ClassicAssembler().label("x").loadByte(0);
        assertMessage("spans -2", back.ifEqual(1, "x", NEXT).pass(0));
        assertMessage("no instruction at label 'x'", jumpOver(1).label("x"));
    }

    @Test
    void refusesProgramsThatDoNotEnd() {
        assertMessage("the last instruction must end", new ClassicAssembler().loadByte(0));
        assertMessage("0 instructions", new ClassicAssembler());
        assertMessage("4097 instructions", jumpOver(4096));
    }

    @Test
    void refusesALabelTwice() {
        ClassicAssembler program = new ClassicAssembler().label("x").pass(0);
        assertThrows(IllegalArgumentException.class, () -> program.label("x"));
        assertThrows(IllegalArgumentException.class, () -> program.label(NEXT));
    }

    private static ClassicAssembler jumpOver(int count) {
        ClassicAssembler program = new ClassicAssembler().ifEqual(0, "x", NEXT);
        for (int i = 0; i < count; i++) {
            program.pass(0);
        }
        return count == 0 ? program.pass(0) : program;
    }

    private static void assertMessage(String part, ClassicAssembler program) {
        Exception e = assertThrows(IllegalStateException.class, program::assemble);
        assertTrue(String.valueOf(e.getMessage()).contains(part), e::getMessage);
    }
}
