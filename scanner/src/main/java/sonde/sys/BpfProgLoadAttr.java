// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The part of {@code union bpf_attr} of {@code linux/bpf.h} that loads a program. */
public final class BpfProgLoadAttr {

    /** Up to the last field in use. */
    public static final long SIZEOF = 72;

    public static final long PROG_TYPE_OFFSET = 0;
    public static final long INSN_CNT_OFFSET = 4;
    public static final long INSNS_OFFSET = 8;
    public static final long LICENSE_OFFSET = 16;
    public static final long LOG_LEVEL_OFFSET = 24;
    public static final long LOG_SIZE_OFFSET = 28;
    public static final long LOG_BUF_OFFSET = 32;
    public static final long PROG_NAME_OFFSET = 48;
    public static final long EXPECTED_ATTACH_TYPE_OFFSET = 68;

    private BpfProgLoadAttr() {}

    /** A program of {@code count} instructions, without a log. */
    public static void set(
            MemorySegment memory,
            long base,
            int type,
            int expectedAttachType,
            String name,
            MemorySegment instructions,
            int count,
            MemorySegment license) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT, base + PROG_TYPE_OFFSET, type);
        memory.set(ValueLayout.JAVA_INT, base + INSN_CNT_OFFSET, count);
        memory.set(ValueLayout.JAVA_LONG, base + INSNS_OFFSET, instructions.address());
        memory.set(ValueLayout.JAVA_LONG, base + LICENSE_OFFSET, license.address());
        memory.asSlice(base + PROG_NAME_OFFSET, Bpf.BPF_OBJ_NAME_LEN).setString(0, name);
        memory.set(ValueLayout.JAVA_INT, base + EXPECTED_ATTACH_TYPE_OFFSET, expectedAttachType);
    }

    /** Asks for the verifier's log, as a string in {@code log}. */
    public static void setLog(MemorySegment memory, long base, int level, MemorySegment log) {
        memory.set(ValueLayout.JAVA_INT, base + LOG_LEVEL_OFFSET, level);
        memory.set(ValueLayout.JAVA_INT, base + LOG_SIZE_OFFSET, (int) log.byteSize());
        memory.set(ValueLayout.JAVA_LONG, base + LOG_BUF_OFFSET, log.address());
    }
}
