// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;

/**
 * Programs and maps in the kernel: the call {@code bpf(2)} and its constants. Returns a value of 0
 * or more, or {@code -errno}; never throws for what the kernel says. Its arguments are parts of
 * {@code union bpf_attr}: {@link BpfMapCreateAttr} and the like.
 */
public final class Bpf {

    /** Commands, {@code linux/bpf.h}. */
    public static final int BPF_MAP_CREATE = 0;

    public static final int BPF_MAP_LOOKUP_ELEM = 1;
    public static final int BPF_MAP_UPDATE_ELEM = 2;
    public static final int BPF_PROG_LOAD = 5;
    public static final int BPF_PROG_TEST_RUN = 10;
    public static final int BPF_LINK_CREATE = 28;

    /** Types of maps, {@code linux/bpf.h}. */
    public static final int BPF_MAP_TYPE_ARRAY = 2;

    public static final int BPF_MAP_TYPE_XSKMAP = 17;

    /** Flags of {@link #BPF_MAP_CREATE}, {@code linux/bpf.h}. */
    public static final int BPF_F_MMAPABLE = 1 << 10;

    /** Flags of {@link #BPF_MAP_UPDATE_ELEM}, {@code linux/bpf.h}. */
    public static final int BPF_ANY = 0;

    /** Types of programs, {@code linux/bpf.h}. */
    public static final int BPF_PROG_TYPE_SCHED_CLS = 3;

    public static final int BPF_PROG_TYPE_XDP = 6;

    /** Where programs are attached, {@code linux/bpf.h}. */
    public static final int BPF_XDP = 37;

    public static final int BPF_TCX_INGRESS = 46;

    /** Longest name of a map or a program, with the closing zero, {@code linux/bpf.h}. */
    public static final int BPF_OBJ_NAME_LEN = 16;

    /** Flags of {@link #BPF_PROG_TEST_RUN}, {@code linux/bpf.h}. */
    public static final int BPF_F_TEST_XDP_LIVE_FRAMES = 1 << 1;

    /** What {@code src_reg} of a 64-bit load says of its immediate, {@code linux/bpf.h}. */
    public static final int BPF_PSEUDO_MAP_FD = 1;

    public static final int BPF_PSEUDO_MAP_VALUE = 2;

    /** Numbers of helpers, {@code linux/bpf.h}, there with the last word in small letters. */
    public static final int BPF_FUNC_GET_SMP_PROCESSOR_ID = 8;

    public static final int BPF_FUNC_REDIRECT = 23;
    public static final int BPF_FUNC_SKB_PULL_DATA = 39;
    public static final int BPF_FUNC_REDIRECT_MAP = 51;

    /** What a program of type XDP returns, {@code linux/bpf.h}. */
    public static final int XDP_DROP = 1;

    public static final int XDP_PASS = 2;
    public static final int XDP_TX = 3;
    public static final int XDP_REDIRECT = 4;

    /** How a program of type XDP is attached, {@code linux/if_link.h}. */
    public static final int XDP_FLAGS_SKB_MODE = 1 << 1;

    public static final int XDP_FLAGS_DRV_MODE = 1 << 2;

    /** What a program of type SCHED_CLS returns, {@code linux/pkt_cls.h}. */
    public static final int TC_ACT_UNSPEC = -1;

    public static final int TC_ACT_SHOT = 2;

    private Bpf() {}

    /**
     * {@code bpf(2)}. Returns a file descriptor where the command makes something, else 0.
     *
     * @param attr the command's part of {@code union bpf_attr}
     * @param lengthBytes how much of it is given; the kernel takes the rest for zero
     */
    public static int bpf(CallState state, int command, MemorySegment attr, long lengthBytes) {
        long address = Linkage.address(attr, lengthBytes);
        return (int) Linkage.syscall(state, Syscall.BPF, command, address, lengthBytes);
    }
}
