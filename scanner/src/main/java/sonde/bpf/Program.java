// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.regex.Pattern;

/**
 * A finished program of eBPF, made by {@link Assembler}, not yet in the kernel: {@link
 * LoadedProgram#load} puts it there. The maps it names are in it by their file descriptors, so it
 * must be loaded by the process that made them, while they are open.
 */
public final class Program {

    /** What the kernel allows, at most {@code BPF_OBJ_NAME_LEN} - 1 of it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.]{1,15}");

    private final String name;
    private final int type;
    private final int expectedAttachType;
    private final long[] instructions;

    Program(String name, int type, int expectedAttachType, long[] instructions) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name '" + name + "', must be 1 to 15 letters, digits, '_' or '.'");
        }
        this.name = name;
        this.type = type;
        this.expectedAttachType = expectedAttachType;
        this.instructions = instructions;
    }

    /** What lists of loaded programs call it. */
    public String name() {
        return name;
    }

    /** A {@code BPF_PROG_TYPE_…}. */
    public int type() {
        return type;
    }

    /** Where it will be attached; 0 where the type does not want to know. */
    public int expectedAttachType() {
        return expectedAttachType;
    }

    /** How many instructions there are; one with 64 bits of immediate counts twice. */
    public int length() {
        return instructions.length;
    }

    long instruction(int index) {
        return instructions[index];
    }

    /** The program as the kernel takes it: {@code struct bpf_insn}s in the caller's arena. */
    public MemorySegment toInstructions(Arena arena) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, instructions);
    }
}
