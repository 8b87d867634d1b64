// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct sock_fprog} of {@code linux/filter.h}: a program of classic BPF. */
public final class SockFprog {

    public static final long SIZEOF = 16;
    public static final long LEN_OFFSET = 0;
    public static final long FILTER_OFFSET = 8;

    private SockFprog() {}

    public static void set(MemorySegment memory, long base, int length, MemorySegment filter) {
        memory.set(ValueLayout.JAVA_SHORT, base + LEN_OFFSET, (short) length);
        memory.set(ValueLayout.JAVA_LONG, base + FILTER_OFFSET, filter.address());
    }
}
