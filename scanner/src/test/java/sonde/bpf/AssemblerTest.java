// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.bpf.Condition.ABOVE;
import static sonde.bpf.Condition.ANY_BIT;
import static sonde.bpf.Condition.AT_LEAST;
import static sonde.bpf.Condition.AT_MOST;
import static sonde.bpf.Condition.BELOW;
import static sonde.bpf.Condition.EQUAL;
import static sonde.bpf.Condition.NOT_EQUAL;
import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R1;
import static sonde.bpf.Register.R10;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;
import static sonde.bpf.Register.R4;
import static sonde.bpf.Register.R5;
import static sonde.bpf.Register.R6;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import sonde.sys.Bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/** Encodings are written out from RFC 9669, sections 3 to 5, as bytes in memory. */
class AssemblerTest {

    private static final String EXIT = "95 00 00 00 00 00 00 00";

    @Test
    void encodesLoads() {
        assertEncodes("71 12 0e 00 00 00 00 00", it -> it.load8(R2, R1, 14));
        assertEncodes("69 12 0c 00 00 00 00 00", it -> it.load16(R2, R1, 12));
        assertEncodes("61 12 04 00 00 00 00 00", it -> it.load32(R2, R1, 4));
        assertEncodes("79 a2 f8 ff 00 00 00 00", it -> it.load64(R2, R10, -8));
    }

    @Test
    void encodesStores() {
        assertEncodes("73 32 01 00 00 00 00 00", it -> it.store8(R2, 1, R3));
        assertEncodes("6b 32 02 00 00 00 00 00", it -> it.store16(R2, 2, R3));
        assertEncodes("63 32 04 00 00 00 00 00", it -> it.store32(R2, 4, R3));
        assertEncodes("7b 3a f8 ff 00 00 00 00", it -> it.store64(R10, -8, R3));
        assertEncodes("72 02 01 00 2a 00 00 00", it -> it.storeImmediate8(R2, 1, 42));
        assertEncodes("6a 02 02 00 2a 00 00 00", it -> it.storeImmediate16(R2, 2, 42));
        assertEncodes("62 02 04 00 2a 00 00 00", it -> it.storeImmediate32(R2, 4, 42));
        assertEncodes("7a 0a f8 ff fe ff ff ff", it -> it.storeImmediate64(R10, -8, -2));
        assertEncodes("db 32 10 00 00 00 00 00", it -> it.atomicAdd64(R2, 16, R3));
    }

    @Test
    void encodesComputations() {
        assertEncodes("bf 21 00 00 00 00 00 00", it -> it.move(R1, R2));
        assertEncodes("b7 01 00 00 ff ff ff ff", it -> it.move(R1, -1));
        assertEncodes("bc 21 00 00 00 00 00 00", it -> it.move32(R1, R2));
        assertEncodes("b4 01 00 00 01 00 12 c6", it -> it.move32(R1, 0xC6120001));
        assertEncodes("0f 43 00 00 00 00 00 00", it -> it.add(R3, R4));
        assertEncodes("07 03 00 00 08 00 00 00", it -> it.add(R3, 8));
        assertEncodes("1f 43 00 00 00 00 00 00", it -> it.subtract(R3, R4));
        assertEncodes("5f 65 00 00 00 00 00 00", it -> it.and(R5, R6));
        assertEncodes("57 05 00 00 f0 00 00 00", it -> it.and(R5, 0xf0));
        assertEncodes("4f 65 00 00 00 00 00 00", it -> it.or(R5, R6));
        assertEncodes("47 05 00 00 10 00 00 00", it -> it.or(R5, 0x10));
        assertEncodes("af 65 00 00 00 00 00 00", it -> it.exclusiveOr(R5, R6));
        assertEncodes("a7 05 00 00 ff ff ff ff", it -> it.exclusiveOr(R5, -1));
        assertEncodes("67 05 00 00 3f 00 00 00", it -> it.shiftLeft(R5, 63));
        assertEncodes("77 05 00 00 20 00 00 00", it -> it.shiftRight(R5, 32));
        assertEncodes("dc 05 00 00 10 00 00 00", it -> it.byteSwap16(R5));
        assertEncodes("dc 05 00 00 20 00 00 00", it -> it.byteSwap32(R5));
        assertEncodes(
                "18 01 00 00 88 77 66 55 00 00 00 00 44 33 22 11",
                it -> it.move64(R1, 0x1122334455667788L));
    }

    @Test
    void encodesJumpsOver64Bits() {
        assertEncodes("05 00 00 00 00 00 00 00", it -> it.jump("end"));
        assertEncodes("15 02 00 00 07 00 00 00", it -> it.jumpIf(R2, EQUAL, 7, "end"));
        assertEncodes("55 02 00 00 07 00 00 00", it -> it.jumpIf(R2, NOT_EQUAL, 7, "end"));
        assertEncodes("25 02 00 00 07 00 00 00", it -> it.jumpIf(R2, ABOVE, 7, "end"));
        assertEncodes("35 02 00 00 07 00 00 00", it -> it.jumpIf(R2, AT_LEAST, 7, "end"));
        assertEncodes("a5 02 00 00 07 00 00 00", it -> it.jumpIf(R2, BELOW, 7, "end"));
        assertEncodes("b5 02 00 00 07 00 00 00", it -> it.jumpIf(R2, AT_MOST, 7, "end"));
        assertEncodes("45 02 00 00 07 00 00 00", it -> it.jumpIf(R2, ANY_BIT, 7, "end"));
        assertEncodes("1d 32 00 00 00 00 00 00", it -> it.jumpIf(R2, EQUAL, R3, "end"));
        assertEncodes("2d 32 00 00 00 00 00 00", it -> it.jumpIf(R2, ABOVE, R3, "end"));
        assertEncodes("bd 32 00 00 00 00 00 00", it -> it.jumpIf(R2, AT_MOST, R3, "end"));
    }

    @Test
    void encodesJumpsOver32Bits() {
        assertEncodes("16 02 00 00 01 00 12 c6", it -> it.jumpIf32(R2, EQUAL, 0xC6120001, "end"));
        assertEncodes("56 02 00 00 07 00 00 00", it -> it.jumpIf32(R2, NOT_EQUAL, 7, "end"));
        assertEncodes("46 02 00 00 ff 3f 00 00", it -> it.jumpIf32(R2, ANY_BIT, 0x3fff, "end"));
        assertEncodes("3e 32 00 00 00 00 00 00", it -> it.jumpIf32(R2, AT_LEAST, R3, "end"));
        assertEncodes("ae 32 00 00 00 00 00 00", it -> it.jumpIf32(R2, BELOW, R3, "end"));
    }

    @Test
    void encodesCalls() {
        assertEncodes("85 00 00 00 17 00 00 00", it -> it.call(Bpf.BPF_FUNC_REDIRECT));
    }

    @Test
    void countsJumpsFromTheNextInstruction() {
        Program program =
                assemble(
                        new Assembler()
                                .jump("far")
                                .jumpIf32(R1, EQUAL, 1, "near")
                                // Two slots.
                                .move64(R1, 0)
                                .label("near")
                                .move(R0, 0)
                                .label("far")
                                .exit());
        assertEquals(
                "05 00 04 00 00 00 00 00 16 01 02 00 01 00 00 00"
                        + " 18 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
                        + " b7 00 00 00 00 00 00 00 "
                        + EXIT,
                hex(program));
        assertEquals(6, program.length());
    }

    @Test
    void refusesWhatDoesNotFit() {
        Assembler it = new Assembler();
        assertRefuses("offset 32768, must be -32768 to 32767", () -> it.load8(R1, R2, 32_768));
        assertRefuses("offset -32769", () -> it.store64(R1, -32_769, R2));
        assertRefuses("shift 64, must be 0 to 63", () -> it.shiftLeft(R1, 64));
        assertRefuses("shift -1", () -> it.shiftRight(R1, -1));
        // It would be extended to 0xffffffffc6120001.
        assertRefuses("64-bit comparison -971898879", () -> it.jumpIf(R1, EQUAL, 0xC6120001, "x"));
        assertRefuses("R10 can't be written", () -> it.move(R10, 1));
        assertRefuses("R10 can't be written", () -> it.add(R10, R1));
        assertRefuses("R10 can't be written", () -> it.move64(R10, 1));
        assertRefuses("R10 can't be written", () -> it.byteSwap16(R10));
        assertRefuses("R10 can't be written", () -> it.load8(R10, R1, 0));
    }

    @Test
    void refusesJumpsThatLeadNowhere() {
        assertIncomplete("no instruction at label 'x'", new Assembler().jump("x").exit());
        assertIncomplete(
                "no instruction at label 'x'", new Assembler().jump("x").exit().label("x"));
        assertIncomplete("spans -2", new Assembler().label("x").move(R0, 0).jump("x").exit());
        Assembler far = new Assembler().jump("x");
        for (int i = 0; i < 32_768; i++) {
            far.move(R0, 0);
        }
        assertIncomplete("spans 32768 instructions, must be 0 to 32767", far.label("x").exit());
    }

    @Test
    void refusesProgramsThatDoNotEnd() {
        assertIncomplete("0 instructions", new Assembler());
        assertIncomplete("the last instruction must end", new Assembler().move(R0, 0));
    }

    @Test
    void refusesALabelTwice() {
        Assembler it = new Assembler().label("x").exit();
        assertRefuses("label 'x' is taken", () -> it.label("x"));
        assertRefuses("label '' is taken", () -> it.label(""));
    }

    @Test
    void refusesNamesThatTheKernelWould() {
        for (String name : new String[] {"", "with blank", "more_than_15_chr"}) {
            assertRefuses(
                    "name '" + name + "'",
                    () -> new Assembler().exit().assemble(name, Bpf.BPF_PROG_TYPE_XDP, 0));
        }
    }

    /** Assembles one instruction, and an end for it to jump to. */
    private static void assertEncodes(String expected, UnaryOperator<Assembler> instruction) {
        Program program = assemble(instruction.apply(new Assembler()).label("end").exit());
        assertEquals(expected + " " + EXIT, hex(program));
    }

    private static void assertRefuses(String part, Executable action) {
        Exception e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(String.valueOf(e.getMessage()).startsWith(part), e::getMessage);
    }

    private static void assertIncomplete(String part, Assembler assembler) {
        Exception e = assertThrows(IllegalStateException.class, () -> assemble(assembler));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e::getMessage);
    }

    private static Program assemble(Assembler assembler) {
        return assembler.assemble("test", Bpf.BPF_PROG_TYPE_XDP, Bpf.BPF_XDP);
    }

    private static String hex(Program program) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = program.toInstructions(arena).toArray(ValueLayout.JAVA_BYTE);
            return HexFormat.ofDelimiter(" ").formatHex(bytes);
        }
    }
}
