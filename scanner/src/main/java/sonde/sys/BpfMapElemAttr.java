// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The part of {@code union bpf_attr} of {@code linux/bpf.h} about one element of a map. */
public final class BpfMapElemAttr {

    /** Up to the last field in use. */
    public static final long SIZEOF = 32;

    public static final long MAP_FD_OFFSET = 0;
    public static final long KEY_OFFSET = 8;
    public static final long VALUE_OFFSET = 16;
    public static final long FLAGS_OFFSET = 24;

    private BpfMapElemAttr() {}

    /** The element at a key; the value is read or written, as the command says. */
    public static void set(
            MemorySegment memory, long base, int mapFd, MemorySegment key, MemorySegment value) {
        memory.set(ValueLayout.JAVA_LONG, base + MAP_FD_OFFSET, mapFd);
        memory.set(ValueLayout.JAVA_LONG, base + KEY_OFFSET, key.address());
        memory.set(ValueLayout.JAVA_LONG, base + VALUE_OFFSET, value.address());
        memory.set(ValueLayout.JAVA_LONG, base + FLAGS_OFFSET, Bpf.BPF_ANY);
    }
}
