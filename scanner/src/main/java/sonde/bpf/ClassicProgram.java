// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.SockFilter;
import sonde.sys.SockFprog;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A finished program of classic BPF, made by {@link ClassicAssembler}. */
public final class ClassicProgram {

    private final Instruction[] instructions;

    ClassicProgram(Instruction[] instructions) {
        this.instructions = instructions;
    }

    /** One instruction, {@code struct sock_filter}: jumps are counted from the next instruction. */
    record Instruction(int code, int jumpTrue, int jumpFalse, int k) {}

    /** How many instructions there are. */
    public int length() {
        return instructions.length;
    }

    Instruction instruction(int index) {
        return instructions[index];
    }

    /** The program as the kernel takes it: a {@code struct sock_fprog} in the caller's arena. */
    public MemorySegment toSockFprog(Arena arena) {
        MemorySegment filter =
                arena.allocate(SockFilter.SIZEOF * instructions.length, Integer.BYTES);
        for (int i = 0; i < instructions.length; i++) {
            Instruction each = instructions[i];
            long base = i * SockFilter.SIZEOF;
            filter.set(ValueLayout.JAVA_SHORT, base + SockFilter.CODE_OFFSET, (short) each.code());
            filter.set(ValueLayout.JAVA_BYTE, base + SockFilter.JT_OFFSET, (byte) each.jumpTrue());
            filter.set(ValueLayout.JAVA_BYTE, base + SockFilter.JF_OFFSET, (byte) each.jumpFalse());
            filter.set(ValueLayout.JAVA_INT, base + SockFilter.K_OFFSET, each.k());
        }
        MemorySegment program = arena.allocate(SockFprog.SIZEOF, Long.BYTES);
        SockFprog.set(program, 0, instructions.length, filter);
        return program;
    }
}
