// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

/**
 * Runs a program as the kernel would; knows the instructions that the assembler makes, written from
 * bpf(4) anew.
 */
final class ClassicInterpreter {

    private final ClassicProgram program;
    private final byte[] frame;
    private final int protocol;
    private final int packetType;

    /** The VLAN tag taken off the frame, below 0 for none. */
    private final int tag;

    private int accumulator;
    private int index;

    ClassicInterpreter(ClassicProgram program, byte[] frame, int protocol, int packetType) {
        this(program, frame, protocol, packetType, -1);
    }

    ClassicInterpreter(
            ClassicProgram program, byte[] frame, int protocol, int packetType, int tag) {
        this.tag = tag;
        this.program = program;
        this.frame = frame;
        this.protocol = protocol;
        this.packetType = packetType;
    }

    /** Returns how many bytes the program passes. */
    int run() {
        int at = 0;
        while (true) {
            ClassicProgram.Instruction each = program.instruction(at++);
            int k = each.k();
            try {
                switch (each.code()) {
                    case 0x20 -> accumulator = word(k);
                    case 0x28 -> accumulator = big(k, 2);
                    case 0x30 -> accumulator = big(k, 1);
                    case 0x48 -> accumulator = big(index + k, 2);
                    case 0x50 -> accumulator = big(index + k, 1);
                    case 0x05 -> at += k;
                    case 0xb1 -> index = 4 * (big(k, 1) & 0xf);
                    case 0x14 -> accumulator -= k;
                    case 0x54 -> accumulator &= k;
                    case 0x15 -> at += branch(each, accumulator == k);
                    case 0x25 -> at += branch(each, Integer.compareUnsigned(accumulator, k) > 0);
                    case 0x35 -> at += branch(each, Integer.compareUnsigned(accumulator, k) >= 0);
                    case 0x45 -> at += branch(each, (accumulator & k) != 0);
                    case 0x06 -> {
                        return k;
                    }
                    default -> throw new AssertionError("code " + each.code());
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                // A load beyond the frame rejects it.
                return 0;
            }
        }
    }

    private static int branch(ClassicProgram.Instruction each, boolean isTrue) {
        return isTrue ? each.jumpTrue() : each.jumpFalse();
    }

    private int word(int k) {
        return switch (k) {
            case -0x1000 -> protocol;
            case -0x1000 + 4 -> packetType;
            case -0x1000 + 44 -> Math.max(tag, 0);
            case -0x1000 + 48 -> tag < 0 ? 0 : 1;
            default -> big(k, 4);
        };
    }

    private int big(int offset, int lengthBytes) {
        int value = 0;
        for (int i = 0; i < lengthBytes; i++) {
            value = value << 8 | Byte.toUnsignedInt(frame[offset + i]);
        }
        return value;
    }
}
