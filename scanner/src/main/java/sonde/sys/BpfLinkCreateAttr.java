// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The part of {@code union bpf_attr} of {@code linux/bpf.h} that attaches a program. */
public final class BpfLinkCreateAttr {

    /** Up to the last field in use. */
    public static final long SIZEOF = 16;

    public static final long PROG_FD_OFFSET = 0;
    public static final long TARGET_IFINDEX_OFFSET = 4;
    public static final long ATTACH_TYPE_OFFSET = 8;
    public static final long FLAGS_OFFSET = 12;

    private BpfLinkCreateAttr() {}

    /** A program to attach to an interface. */
    public static void set(
            MemorySegment memory,
            long base,
            int programFd,
            int interfaceIndex,
            int attachType,
            int flags) {
        memory.set(ValueLayout.JAVA_INT, base + PROG_FD_OFFSET, programFd);
        memory.set(ValueLayout.JAVA_INT, base + TARGET_IFINDEX_OFFSET, interfaceIndex);
        memory.set(ValueLayout.JAVA_INT, base + ATTACH_TYPE_OFFSET, attachType);
        memory.set(ValueLayout.JAVA_INT, base + FLAGS_OFFSET, flags);
    }
}
