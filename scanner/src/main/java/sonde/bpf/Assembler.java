// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.Bpf;

import java.util.ArrayList;
import java.util.List;

/**
 * Assembles eBPF (RFC 9669), the instructions that programs of type XDP and SCHED_CLS are made of.
 * Instructions are appended in order; jumps name labels, which may be set later and only forward.
 *
 * <p>An instruction is a long, its fields from the lowest bit up, as a little-endian machine keeps
 * it in memory:
 *
 * <pre>
 *  63                             32 31            16 15  12 11   8 7        0
 * +---------------------------------+----------------+------+------+----------+
 * |           immediate             |     offset     |source| dest.| op. code |
 * +---------------------------------+----------------+------+------+----------+
 * </pre>
 *
 * <p>Immediates are 32 bits and are extended with their sign where the operation has 64. So a
 * 64-bit comparison with an address of 128.0.0.0 or above would never hold; {@link #jumpIf} refuses
 * those, {@link #jumpIf32} takes them.
 *
 * <p>Whether a program is safe is for the kernel's verifier to say. What it learns of a pointer, it
 * learns from comparing it with the frame's end before it is used.
 */
public final class Assembler {

    /** Operation codes, RFC 9669, section 3: class, source and size or operation. */
    private static final int LOAD_64_IMMEDIATE = 0x18;

    private static final int LOAD = 0x61;
    private static final int STORE = 0x63;
    private static final int STORE_IMMEDIATE = 0x62;
    private static final int ATOMIC_64 = 0xdb;
    private static final int ALU_64 = 0x07;
    private static final int ALU_32 = 0x04;
    private static final int TO_BIG_ENDIAN = 0xdc;
    private static final int JUMP_64 = 0x05;
    private static final int JUMP_32 = 0x06;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    /** Added to an operation code: the second operand is a register. */
    private static final int SOURCE_REGISTER = 0x08;

    /** Sizes, exclusive-or'd with an operation code of 32 bits. */
    private static final int SIZE_32 = 0x00;

    private static final int SIZE_16 = 0x08;
    private static final int SIZE_8 = 0x10;
    private static final int SIZE_64 = 0x18;

    /** Operations of {@link #ALU_64} and {@link #ALU_32}. */
    private static final int ADD = 0x00;

    private static final int SUBTRACT = 0x10;
    private static final int OR = 0x40;
    private static final int AND = 0x50;
    private static final int SHIFT_LEFT = 0x60;
    private static final int SHIFT_RIGHT = 0x70;
    private static final int EXCLUSIVE_OR = 0xa0;
    private static final int MOVE = 0xb0;

    /** Where an instruction's fields begin, beside the operation code at 0. */
    private static final int DESTINATION_SHIFT = 8;

    private static final int SOURCE_SHIFT = 12;
    private static final int OFFSET_SHIFT = 16;
    private static final int IMMEDIATE_SHIFT = 32;

    /** What the kernel verifies at the most, {@code BPF_COMPLEXITY_LIMIT_INSNS}. */
    private static final int LENGTH_MAX = 1_000_000;

    private final List<Draft> drafts = new ArrayList<>();
    private final Labels labels = new Labels(Short.MAX_VALUE);

    /** An instruction, and the label that its offset is to lead to, or none. */
    private record Draft(long bits, String label) {}

    /** {@code destination} = the byte at {@code source + offset}. */
    public Assembler load8(Register destination, Register source, long offset) {
        return append(LOAD ^ SIZE_8, writable(destination), source, offset, 0);
    }

    /** {@code destination} = the 16 bits at {@code source + offset}, in the machine's order. */
    public Assembler load16(Register destination, Register source, long offset) {
        return append(LOAD ^ SIZE_16, writable(destination), source, offset, 0);
    }

    /** {@code destination} = the 32 bits at {@code source + offset}, in the machine's order. */
    public Assembler load32(Register destination, Register source, long offset) {
        return append(LOAD ^ SIZE_32, writable(destination), source, offset, 0);
    }

    /** {@code destination} = the 64 bits at {@code source + offset}, in the machine's order. */
    public Assembler load64(Register destination, Register source, long offset) {
        return append(LOAD ^ SIZE_64, writable(destination), source, offset, 0);
    }

    /** The byte at {@code destination + offset} = the lowest of {@code source}. */
    public Assembler store8(Register destination, long offset, Register source) {
        return append(STORE ^ SIZE_8, destination, source, offset, 0);
    }

    /** The 16 bits at {@code destination + offset} = the lowest of {@code source}. */
    public Assembler store16(Register destination, long offset, Register source) {
        return append(STORE ^ SIZE_16, destination, source, offset, 0);
    }

    /** The 32 bits at {@code destination + offset} = the lowest of {@code source}. */
    public Assembler store32(Register destination, long offset, Register source) {
        return append(STORE ^ SIZE_32, destination, source, offset, 0);
    }

    /** The 64 bits at {@code destination + offset} = {@code source}. */
    public Assembler store64(Register destination, long offset, Register source) {
        return append(STORE ^ SIZE_64, destination, source, offset, 0);
    }

    /** The byte at {@code destination + offset} = the lowest of {@code immediate}. */
    public Assembler storeImmediate8(Register destination, long offset, int immediate) {
        return append(STORE_IMMEDIATE ^ SIZE_8, destination, Register.R0, offset, immediate);
    }

    /** The 16 bits at {@code destination + offset} = the lowest of {@code immediate}. */
    public Assembler storeImmediate16(Register destination, long offset, int immediate) {
        return append(STORE_IMMEDIATE ^ SIZE_16, destination, Register.R0, offset, immediate);
    }

    /** The 32 bits at {@code destination + offset} = {@code immediate}. */
    public Assembler storeImmediate32(Register destination, long offset, int immediate) {
        return append(STORE_IMMEDIATE ^ SIZE_32, destination, Register.R0, offset, immediate);
    }

    /** The 64 bits at {@code destination + offset} = {@code immediate}, its sign extended. */
    public Assembler storeImmediate64(Register destination, long offset, int immediate) {
        return append(STORE_IMMEDIATE ^ SIZE_64, destination, Register.R0, offset, immediate);
    }

    /** The 64 bits at {@code destination + offset} += {@code source}, in one piece. */
    public Assembler atomicAdd64(Register destination, long offset, Register source) {
        return append(ATOMIC_64, destination, source, offset, ADD);
    }

    /** {@code destination} = {@code source}. */
    public Assembler move(Register destination, Register source) {
        return compute(ALU_64, MOVE, destination, source);
    }

    /** {@code destination} = {@code immediate}, its sign extended. */
    public Assembler move(Register destination, int immediate) {
        return compute(ALU_64, MOVE, destination, immediate);
    }

    /** {@code destination} = the lower half of {@code source}; the upper half becomes 0. */
    public Assembler move32(Register destination, Register source) {
        return compute(ALU_32, MOVE, destination, source);
    }

    /** {@code destination} = {@code immediate}; the upper half becomes 0. */
    public Assembler move32(Register destination, int immediate) {
        return compute(ALU_32, MOVE, destination, immediate);
    }

    /** {@code destination} += {@code source}. */
    public Assembler add(Register destination, Register source) {
        return compute(ALU_64, ADD, destination, source);
    }

    /** {@code destination} += {@code immediate}, its sign extended. */
    public Assembler add(Register destination, int immediate) {
        return compute(ALU_64, ADD, destination, immediate);
    }

    /** {@code destination} -= {@code source}. */
    public Assembler subtract(Register destination, Register source) {
        return compute(ALU_64, SUBTRACT, destination, source);
    }

    /** {@code destination} &amp;= {@code source}. */
    public Assembler and(Register destination, Register source) {
        return compute(ALU_64, AND, destination, source);
    }

    /** {@code destination} &amp;= {@code immediate}, its sign extended. */
    public Assembler and(Register destination, int immediate) {
        return compute(ALU_64, AND, destination, immediate);
    }

    /** {@code destination} |= {@code source}. */
    public Assembler or(Register destination, Register source) {
        return compute(ALU_64, OR, destination, source);
    }

    /** {@code destination} |= {@code immediate}, its sign extended. */
    public Assembler or(Register destination, int immediate) {
        return compute(ALU_64, OR, destination, immediate);
    }

    /** {@code destination} ^= {@code source}. */
    public Assembler exclusiveOr(Register destination, Register source) {
        return compute(ALU_64, EXCLUSIVE_OR, destination, source);
    }

    /** {@code destination} ^= {@code immediate}, its sign extended. */
    public Assembler exclusiveOr(Register destination, int immediate) {
        return compute(ALU_64, EXCLUSIVE_OR, destination, immediate);
    }

    /** {@code destination} is shifted up by {@code bits}, 0 to 63. */
    public Assembler shiftLeft(Register destination, int bits) {
        return compute(ALU_64, SHIFT_LEFT, destination, inRange("shift", bits, 0, 63));
    }

    /** {@code destination} is shifted down by {@code bits}, 0 to 63, zeros coming in. */
    public Assembler shiftRight(Register destination, int bits) {
        return compute(ALU_64, SHIFT_RIGHT, destination, inRange("shift", bits, 0, 63));
    }

    /** The lowest 16 bits change between network and machine order; all above become 0. */
    public Assembler byteSwap16(Register register) {
        return append(TO_BIG_ENDIAN, writable(register), Register.R0, 0, 16);
    }

    /** The lowest 32 bits change between network and machine order; all above become 0. */
    public Assembler byteSwap32(Register register) {
        return append(TO_BIG_ENDIAN, writable(register), Register.R0, 0, 32);
    }

    /** All 64 bits change between network and machine order. */
    public Assembler byteSwap64(Register register) {
        return append(TO_BIG_ENDIAN, writable(register), Register.R0, 0, 64);
    }

    /** {@code destination} = what {@link BpfMap} the call takes, as helpers want it. */
    public Assembler loadMapFd(Register destination, BpfMap map) {
        return appendPair(destination, Bpf.BPF_PSEUDO_MAP_FD, map.fd(), 0);
    }

    /** {@code destination} = where the value of a map of one entry stands, plus {@code offset}. */
    public Assembler loadMapValue(Register destination, BpfMap map, long offset) {
        long end = map.valueBytes() - 1L;
        int within = (int) inRange("offset into the map's value", offset, 0, end);
        return appendPair(destination, Bpf.BPF_PSEUDO_MAP_VALUE, map.fd(), within);
    }

    /** {@code destination} = {@code value}, all 64 bits of it. */
    public Assembler move64(Register destination, long value) {
        return appendPair(destination, 0, (int) value, (int) (value >>> 32));
    }

    /** Goes on at a label. */
    public Assembler jump(String label) {
        return append(JUMP_64, Register.R0, Register.R0, 0, 0, label);
    }

    /** Goes on at a label when two registers compare so, all 64 bits of them. */
    public Assembler jumpIf(Register left, Condition condition, Register right, String label) {
        return append(JUMP_64 | SOURCE_REGISTER | condition.code(), left, right, 0, 0, label);
    }

    /**
     * Goes on at a label when a register compares so with a number of 0 or more, all 64 bits of it.
     */
    public Assembler jumpIf(Register left, Condition condition, int right, String label) {
        inRange("64-bit comparison", right, 0, Integer.MAX_VALUE);
        return append(JUMP_64 | condition.code(), left, Register.R0, 0, right, label);
    }

    /** Goes on at a label when the lower halves of two registers compare so. */
    public Assembler jumpIf32(Register left, Condition condition, Register right, String label) {
        return append(JUMP_32 | SOURCE_REGISTER | condition.code(), left, right, 0, 0, label);
    }

    /** Goes on at a label when the lower half of a register compares so with a number. */
    public Assembler jumpIf32(Register left, Condition condition, int right, String label) {
        return append(JUMP_32 | condition.code(), left, Register.R0, 0, right, label);
    }

    /** R0 = what a helper returns, a {@code BPF_FUNC_…}. */
    public Assembler call(int helper) {
        return append(CALL, Register.R0, Register.R0, 0, helper);
    }

    /** Ends the program, which answers with R0. */
    public Assembler exit() {
        return append(EXIT, Register.R0, Register.R0, 0, 0);
    }

    /** Names the next instruction. */
    public Assembler label(String name) {
        labels.set(name, drafts.size());
        return this;
    }

    /**
     * Resolves the jumps.
     *
     * @param name for lists of programs, see {@link Program}
     * @param type a {@code BPF_PROG_TYPE_…}
     * @param expectedAttachType where it will be attached, if the type wants to know, else 0
     * @throws IllegalStateException when a jump leads nowhere, backward or too far, or the program
     *     does not end
     */
    public Program assemble(String name, int type, int expectedAttachType) {
        int length = drafts.size();
        if (length == 0 || length > LENGTH_MAX) {
            throw new IllegalStateException(length + " instructions, must be 1 to " + LENGTH_MAX);
        }
        if (drafts.getLast().bits() != EXIT) {
            throw new IllegalStateException("the last instruction must end the program");
        }
        long[] instructions = new long[length];
        for (int i = 0; i < length; i++) {
            Draft draft = drafts.get(i);
            long distance = labels.distance(i, draft.label(), length);
            instructions[i] = draft.bits() | distance << OFFSET_SHIFT;
        }
        return new Program(name, type, expectedAttachType, instructions);
    }

    private Assembler compute(int width, int operation, Register destination, Register source) {
        return append(width | SOURCE_REGISTER | operation, writable(destination), source, 0, 0);
    }

    private Assembler compute(int width, int operation, Register destination, long immediate) {
        return append(width | operation, writable(destination), Register.R0, 0, (int) immediate);
    }

    private Assembler appendPair(Register destination, int source, int low, int high) {
        Register from = Register.values()[source];
        append(LOAD_64_IMMEDIATE, writable(destination), from, 0, low);
        return append(0, Register.R0, Register.R0, 0, high);
    }

    private Assembler append(
            int code, Register destination, Register source, long offset, int immediate) {
        return append(code, destination, source, offset, immediate, "");
    }

    private Assembler append(
            int code,
            Register destination,
            Register source,
            long offset,
            int immediate,
            String label) {
        inRange("offset", offset, Short.MIN_VALUE, Short.MAX_VALUE);
        long bits =
                code
                        | (long) destination.ordinal() << DESTINATION_SHIFT
                        | (long) source.ordinal() << SOURCE_SHIFT
                        | (offset & 0xffff) << OFFSET_SHIFT
                        | (long) immediate << IMMEDIATE_SHIFT;
        drafts.add(new Draft(bits, label));
        return this;
    }

    private static Register writable(Register register) {
        if (register == Register.R10) {
            throw new IllegalArgumentException("R10 can't be written");
        }
        return register;
    }

    private static long inRange(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " " + value + ", must be " + min + " to " + max);
        }
        return value;
    }
}
