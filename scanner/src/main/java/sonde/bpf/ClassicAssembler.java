// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import java.util.ArrayList;
import java.util.List;

/**
 * Assembles classic BPF ({@code linux/bpf_common.h}, {@code linux/filter.h}): an accumulator A, an
 * index register X, and a frame that is read but never written. Instructions are appended in order;
 * jumps name labels, which may be set later and only forward.
 *
 * <p>A load beyond the end of the frame ends the program with 0, which rejects the frame: programs
 * need no length checks.
 */
public final class ClassicAssembler {

    /** As a jump's target: the next instruction. */
    public static final String NEXT = "";

    /** Added to an ancillary offset, {@code SKF_AD_OFF}. */
    public static final int SKF_AD_OFF = -0x1000;

    /** Ancillary: the frame's protocol, as an {@code ETH_P_…}. */
    public static final int SKF_AD_PROTOCOL = 0;

    /** Ancillary: the VLAN tag taken off the frame, as its 16 bits; 0 if there was none. */
    public static final int SKF_AD_VLAN_TAG = 44;

    /** Ancillary: whether a VLAN tag was taken off the frame, 1 or 0. */
    public static final int SKF_AD_VLAN_TAG_PRESENT = 48;

    /** Ancillary: the frame's direction, as a {@code PACKET_…}. */
    public static final int SKF_AD_PKTTYPE = 4;

    static final int LD_W_ABS = 0x20;
    static final int LD_H_ABS = 0x28;
    static final int LD_B_ABS = 0x30;
    static final int LD_H_IND = 0x48;
    static final int LD_B_IND = 0x50;
    static final int LDX_B_MSH = 0xb1;
    static final int ALU_SUB_K = 0x14;
    static final int ALU_AND_K = 0x54;
    static final int JMP_JA = 0x05;
    static final int JMP_JEQ_K = 0x15;
    static final int JMP_JGT_K = 0x25;
    static final int JMP_JGE_K = 0x35;
    static final int JMP_JSET_K = 0x45;
    static final int RET_K = 0x06;

    /** {@code BPF_MAXINSNS}. */
    private static final int LENGTH_MAX = 4096;

    /** A jump with a condition has 8 bits; one without goes anywhere. */
    private static final int JUMP_MAX = 255;

    private final List<Draft> drafts = new ArrayList<>();
    private final Labels labels = new Labels(JUMP_MAX);
    private final Labels farLabels = new Labels(LENGTH_MAX);

    private record Draft(int code, int k, String whenTrue, String whenFalse) {}

    /** A = the 32 bits at {@code offset}. */
    public ClassicAssembler loadWord(int offset) {
        return append(LD_W_ABS, offset);
    }

    /** A = the 16 bits at {@code offset}. */
    public ClassicAssembler loadHalf(int offset) {
        return append(LD_H_ABS, offset);
    }

    /** A = the byte at {@code offset}. */
    public ClassicAssembler loadByte(int offset) {
        return append(LD_B_ABS, offset);
    }

    /** A = what the kernel knows beside the frame's bytes: {@link #SKF_AD_PKTTYPE} and the like. */
    public ClassicAssembler loadAncillary(int what) {
        return append(LD_W_ABS, SKF_AD_OFF + what);
    }

    /** A = the 16 bits at {@code X + offset}. */
    public ClassicAssembler loadHalfIndexed(int offset) {
        return append(LD_H_IND, offset);
    }

    /** A = the byte at {@code X + offset}. */
    public ClassicAssembler loadByteIndexed(int offset) {
        return append(LD_B_IND, offset);
    }

    /**
     * X = 4 times the low four bits of the byte at {@code offset}: the length of an IPv4 header.
     */
    public ClassicAssembler loadHeaderLength(int offset) {
        return append(LDX_B_MSH, offset);
    }

    /** A = A - {@code k}, modulo 2^32. */
    public ClassicAssembler subtract(int k) {
        return append(ALU_SUB_K, k);
    }

    /** A = A and {@code k}. */
    public ClassicAssembler and(int k) {
        return append(ALU_AND_K, k);
    }

    /** Goes on at a label, however far it is. */
    public ClassicAssembler jump(String label) {
        return append(JMP_JA, 0, label, NEXT);
    }

    /** Jumps by whether A equals {@code k}. */
    public ClassicAssembler ifEqual(int k, String whenTrue, String whenFalse) {
        return append(JMP_JEQ_K, k, whenTrue, whenFalse);
    }

    /** Jumps by whether A is above {@code k}, both unsigned. */
    public ClassicAssembler ifAbove(int k, String whenTrue, String whenFalse) {
        return append(JMP_JGT_K, k, whenTrue, whenFalse);
    }

    /** Jumps by whether A is {@code k} or above, both unsigned. */
    public ClassicAssembler ifAtLeast(int k, String whenTrue, String whenFalse) {
        return append(JMP_JGE_K, k, whenTrue, whenFalse);
    }

    /** Jumps by whether A and {@code k} have a bit in common. */
    public ClassicAssembler ifAnyBit(int k, String whenTrue, String whenFalse) {
        return append(JMP_JSET_K, k, whenTrue, whenFalse);
    }

    /** Ends the program: the frame is passed, cut to {@code lengthBytes}; 0 rejects it. */
    public ClassicAssembler pass(int lengthBytes) {
        return append(RET_K, lengthBytes);
    }

    /** Names the next instruction. */
    public ClassicAssembler label(String name) {
        labels.set(name, drafts.size());
        farLabels.set(name, drafts.size());
        return this;
    }

    /**
     * Resolves the jumps.
     *
     * @throws IllegalStateException when a jump leads nowhere, backward or too far, or the program
     *     does not end
     */
    public ClassicProgram assemble() {
        int length = drafts.size();
        if (length == 0 || length > LENGTH_MAX) {
            throw new IllegalStateException(length + " instructions, must be 1 to " + LENGTH_MAX);
        }
        if (drafts.getLast().code() != RET_K) {
            throw new IllegalStateException("the last instruction must end the program");
        }
        ClassicProgram.Instruction[] instructions = new ClassicProgram.Instruction[length];
        for (int i = 0; i < length; i++) {
            Draft draft = drafts.get(i);
            instructions[i] =
                    draft.code() == JMP_JA
                            ? new ClassicProgram.Instruction(
                                    JMP_JA, 0, 0, farLabels.distance(i, draft.whenTrue(), length))
                            : new ClassicProgram.Instruction(
                                    draft.code(),
                                    labels.distance(i, draft.whenTrue(), length),
                                    labels.distance(i, draft.whenFalse(), length),
                                    draft.k());
        }
        return new ClassicProgram(instructions);
    }

    private ClassicAssembler append(int code, int k) {
        return append(code, k, NEXT, NEXT);
    }

    private ClassicAssembler append(int code, int k, String whenTrue, String whenFalse) {
        drafts.add(new Draft(code, k, whenTrue, whenFalse));
        return this;
    }
}
