// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The part of {@code union bpf_attr} of {@code linux/bpf.h} that runs a program. */
public final class BpfRunAttr {

    /** Up to the last field in use. */
    public static final long SIZEOF = 76;

    public static final long PROG_FD_OFFSET = 0;
    public static final long RETVAL_OFFSET = 4;
    public static final long DATA_SIZE_IN_OFFSET = 8;
    public static final long DATA_SIZE_OUT_OFFSET = 12;
    public static final long DATA_IN_OFFSET = 16;
    public static final long DATA_OUT_OFFSET = 24;
    public static final long REPEAT_OFFSET = 32;
    public static final long CTX_SIZE_IN_OFFSET = 40;
    public static final long CTX_IN_OFFSET = 48;
    public static final long FLAGS_OFFSET = 64;
    public static final long BATCH_SIZE_OFFSET = 72;

    private BpfRunAttr() {}

    /** One run over a frame, with nothing given back but the return value. */
    public static void set(MemorySegment memory, long base, int programFd, MemorySegment frame) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT, base + PROG_FD_OFFSET, programFd);
        memory.set(ValueLayout.JAVA_INT, base + DATA_SIZE_IN_OFFSET, (int) frame.byteSize());
        memory.set(ValueLayout.JAVA_LONG, base + DATA_IN_OFFSET, frame.address());
        setRepeat(memory, base, 1);
    }

    /** Gives the program a context, a {@link XdpMd} for one of type XDP. */
    public static void setContext(MemorySegment memory, long base, MemorySegment context) {
        memory.set(ValueLayout.JAVA_INT, base + CTX_SIZE_IN_OFFSET, (int) context.byteSize());
        memory.set(ValueLayout.JAVA_LONG, base + CTX_IN_OFFSET, context.address());
    }

    /** Asks for the frame as the program left it. */
    public static void setOutput(MemorySegment memory, long base, MemorySegment frame) {
        memory.set(ValueLayout.JAVA_INT, base + DATA_SIZE_OUT_OFFSET, (int) frame.byteSize());
        memory.set(ValueLayout.JAVA_LONG, base + DATA_OUT_OFFSET, frame.address());
    }

    /** Has the kernel do with each frame what the program returns for it, frames at a time. */
    public static void setLive(MemorySegment memory, long base, int batchSize) {
        memory.set(ValueLayout.JAVA_INT, base + FLAGS_OFFSET, Bpf.BPF_F_TEST_XDP_LIVE_FRAMES);
        memory.set(ValueLayout.JAVA_INT, base + BATCH_SIZE_OFFSET, batchSize);
    }

    /** How many times the program is to run, 1 or more. */
    public static void setRepeat(MemorySegment memory, long base, int repeat) {
        memory.set(ValueLayout.JAVA_INT, base + REPEAT_OFFSET, repeat);
    }
}
