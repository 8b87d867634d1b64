// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.bpf.Condition.ABOVE;
import static sonde.bpf.Condition.EQUAL;
import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R1;
import static sonde.bpf.Register.R10;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;
import static sonde.bpf.Register.R4;

import org.junit.jupiter.api.Test;

import sonde.sys.Bpf;
import sonde.sys.Errno;
import sonde.sys.XdpMd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.UnaryOperator;

/** What small programs do, in the kernel itself. */
class LoadedProgramTest extends KernelTest {

    private static final int MANY = 0xC6120001;

    @Test
    void computes() {
        assertAnswers(42, it -> it.move(R0, 42));
        assertAnswers(MANY, it -> it.move32(R0, MANY));
        assertAnswers(0, it -> it.move32(R0, MANY).shiftRight(R0, 32));
        assertAnswers(-1, it -> it.move(R0, MANY).shiftRight(R0, 32));
        assertAnswers(MANY, it -> it.move(R1, MANY).move32(R0, R1));
        assertAnswers(7, it -> it.move(R0, 3).move(R1, 4).add(R0, R1));
        assertAnswers(2, it -> it.move(R0, 3).add(R0, -1));
        assertAnswers(-1, it -> it.move(R0, 3).move(R1, 4).subtract(R0, R1));
        assertAnswers(0x0c, it -> it.move(R0, 0x3c).and(R0, 0x0f));
        assertAnswers(0x3f, it -> it.move(R0, 0x3c).or(R0, 0x0f));
        assertAnswers(0x33, it -> it.move(R0, 0x3c).exclusiveOr(R0, 0x0f));
        assertAnswers(0x34, it -> it.move(R0, 0x3c).move(R1, 0xf4).and(R0, R1));
        assertAnswers(0xfc, it -> it.move(R0, 0x3c).move(R1, 0xf4).or(R0, R1));
        assertAnswers(0xc8, it -> it.move(R0, 0x3c).move(R1, 0xf4).exclusiveOr(R0, R1));
        assertAnswers(0x1400, it -> it.move(R0, 5).shiftLeft(R0, 10));
        assertAnswers(0x11223344, it -> it.move64(R0, 0x1122334455667788L).shiftRight(R0, 32));
        assertAnswers(0x55667788, it -> it.move64(R0, 0x1122334455667788L));
        assertAnswers(0x8877, it -> it.move64(R0, 0x1122334455667788L).byteSwap16(R0));
        assertAnswers(0x88776655, it -> it.move64(R0, 0x1122334455667788L).byteSwap32(R0));
    }

    @Test
    void keepsOnTheStack() {
        assertAnswers(0x0102, it -> it.move(R1, 0x0102).store16(R10, -8, R1).load16(R0, R10, -8));
        assertAnswers(
                0xfffe,
                it ->
                        it.storeImmediate64(R10, -8, -1)
                                .storeImmediate8(R10, -8, 0xfe)
                                .load16(R0, R10, -8));
        assertAnswers(
                5,
                it ->
                        it.storeImmediate64(R10, -8, 2)
                                .move(R1, 3)
                                .atomicAdd64(R10, -8, R1)
                                .load64(R0, R10, -8));
    }

    @Test
    void jumps() {
        // An end that nothing leads to would be refused.
        assertJumps(
                true,
                it ->
                        it.load32(R2, R1, XdpMd.RX_QUEUE_INDEX_OFFSET)
                                .jumpIf32(R2, EQUAL, 1, "no")
                                .jump("yes")
                                .label("no"));
        for (Condition condition : Condition.values()) {
            assertJumps(holds(condition, 5, 6), 5, condition, 6);
            assertJumps(holds(condition, 6, 6), 6, condition, 6);
            assertJumps(holds(condition, 9, 6), 9, condition, 6);
        }
        // As an unsigned number of 32 bits it is a large one.
        assertJumps(true, it -> it.move32(R2, MANY).jumpIf32(R2, EQUAL, MANY, "yes"));
        assertJumps(true, it -> it.move32(R2, MANY).jumpIf32(R2, ABOVE, 1, "yes"));
        assertJumps(true, it -> it.move(R2, MANY).jumpIf32(R2, EQUAL, MANY, "yes"));
        assertJumps(false, it -> it.move(R2, MANY).move32(R3, MANY).jumpIf(R2, EQUAL, R3, "yes"));
        assertJumps(true, it -> it.move(R2, MANY).move32(R3, MANY).jumpIf32(R2, EQUAL, R3, "yes"));
    }

    private static boolean holds(Condition condition, int left, int right) {
        return switch (condition) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case ABOVE -> left > right;
            case AT_LEAST -> left >= right;
            case BELOW -> left < right;
            case AT_MOST -> left <= right;
            case ANY_BIT -> (left & right) != 0;
        };
    }

    private void assertJumps(boolean expected, int left, Condition condition, int right) {
        assertJumps(expected, it -> it.move(R2, left).jumpIf(R2, condition, right, "yes"));
        assertJumps(expected, it -> it.move(R2, left).jumpIf32(R2, condition, right, "yes"));
        assertJumps(
                expected, it -> it.move(R2, left).move(R3, right).jumpIf(R2, condition, R3, "yes"));
        assertJumps(
                expected,
                it -> it.move(R2, left).move(R3, right).jumpIf32(R2, condition, R3, "yes"));
    }

    private void assertJumps(boolean expected, UnaryOperator<Assembler> jump) {
        assertAnswers(
                expected ? 1 : 0, it -> jump.apply(it.move(R0, 0)).exit().label("yes").move(R0, 1));
    }

    private void assertAnswers(int expected, UnaryOperator<Assembler> body) {
        Program program = xdp(body.apply(new Assembler()));
        try (LoadedProgram loaded = LoadedProgram.load(state, program)) {
            assertEquals(expected, loaded.testRun(state, new byte[14]));
        }
    }

    private static Program xdp(Assembler assembler) {
        return assembler.exit().assemble("test", Bpf.BPF_PROG_TYPE_XDP, Bpf.BPF_XDP);
    }

    @Test
    void givesTheFrameBack() {
        Assembler it = new Assembler();
        it.load32(R2, R1, XdpMd.DATA_OFFSET)
                .load32(R3, R1, XdpMd.DATA_END_OFFSET)
                .move(R4, R2)
                .add(R4, 4)
                .move(R0, 0)
                .jumpIf(R4, ABOVE, R3, "end")
                .load8(R0, R2, 3)
                .storeImmediate8(R2, 3, 9)
                .label("end");
        try (LoadedProgram loaded = LoadedProgram.load(state, xdp(it))) {
            byte[] frame = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
            assertEquals(3, loaded.testRun(state, frame));
            assertArrayEquals(new byte[] {0, 1, 2, 9, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, frame);
        }
    }

    @Test
    void sharesMapsWithThePrograms() {
        try (Arena arena = Arena.ofConfined();
                BpfMap map = BpfMap.array(state, "test", 16, 1, true)) {
            MemorySegment memory = map.map(state, arena);
            memory.set(ValueLayout.JAVA_LONG, 8, 40);
            Assembler it =
                    new Assembler()
                            .loadMapValue(R2, map, 8)
                            .move(R3, 2)
                            .atomicAdd64(R2, 0, R3)
                            .load64(R0, R2, 0)
                            .store64(R2, -8, R0);
            try (LoadedProgram loaded = LoadedProgram.load(state, xdp(it))) {
                assertEquals(42, loaded.testRun(state, new byte[14]));
                assertEquals(42, memory.get(ValueLayout.JAVA_LONG, 0));
                assertEquals(42, map.lookup64(state, 0));
                MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_LONG, 7, 8);
                map.update(state, 0, value);
                assertEquals(10, loaded.testRun(state, new byte[14]));
            }
            assertThrows(IllegalArgumentException.class, () -> it.loadMapValue(R2, map, 16));
            BpfException e = assertThrows(BpfException.class, () -> map.lookup64(state, 1));
            assertEquals(
                    "reading entry 1 of the map test: no such file or object (bpf: ENOENT)",
                    e.getMessage());
        }
    }

    @Test
    void saysWhatTheVerifierSays() {
        Program program = xdp(new Assembler().load32(R2, R1, 0).load8(R0, R2, 12));
        BpfException e = assertThrows(BpfException.class, () -> LoadedProgram.load(state, program));
        assertEquals(Errno.EACCES, e.errno());
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        "loading the program test: permission denied (bpf: EACCES);"
                                + " the kernel's verifier says: "),
                message);
        assertTrue(message.contains("invalid access to packet, off=12 size=1"), message);
        assertTrue(message.endsWith("R2 offset is outside of the packet"), message);
    }

    @Test
    void takesTheLastLinesAboutTheProgram() {
        assertEquals("", LoadedProgram.lastWords(""));
        assertEquals("a", LoadedProgram.lastWords("a\nprocessed 4 insns (limit 1000000)\n"));
        assertEquals(
                "2 / 3 / 4",
                LoadedProgram.lastWords(
                        "1\n2\n 3 \n\n4\nverification time 9 usec\nstack depth 0\n"));
    }
}
