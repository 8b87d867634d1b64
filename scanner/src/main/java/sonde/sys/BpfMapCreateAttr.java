// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The part of {@code union bpf_attr} of {@code linux/bpf.h} that creates a map. */
public final class BpfMapCreateAttr {

    /** Up to the last field in use. */
    public static final long SIZEOF = 44;

    public static final long MAP_TYPE_OFFSET = 0;
    public static final long KEY_SIZE_OFFSET = 4;
    public static final long VALUE_SIZE_OFFSET = 8;
    public static final long MAX_ENTRIES_OFFSET = 12;
    public static final long MAP_FLAGS_OFFSET = 16;
    public static final long MAP_NAME_OFFSET = 28;

    private BpfMapCreateAttr() {}

    /** A map of {@code entries} values, by a key of 32 bits. */
    public static void set(
            MemorySegment memory,
            long base,
            int type,
            int valueBytes,
            int entries,
            int flags,
            String name) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT, base + MAP_TYPE_OFFSET, type);
        memory.set(ValueLayout.JAVA_INT, base + KEY_SIZE_OFFSET, Integer.BYTES);
        memory.set(ValueLayout.JAVA_INT, base + VALUE_SIZE_OFFSET, valueBytes);
        memory.set(ValueLayout.JAVA_INT, base + MAX_ENTRIES_OFFSET, entries);
        memory.set(ValueLayout.JAVA_INT, base + MAP_FLAGS_OFFSET, flags);
        memory.asSlice(base + MAP_NAME_OFFSET, Bpf.BPF_OBJ_NAME_LEN).setString(0, name);
    }
}
