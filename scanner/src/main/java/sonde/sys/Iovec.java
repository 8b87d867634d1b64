// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct iovec} of {@code linux/uio.h}: a piece of memory. */
public final class Iovec {

    public static final long SIZEOF = 16;
    public static final long IOV_BASE_OFFSET = 0;
    public static final long IOV_LEN_OFFSET = 8;

    private Iovec() {}

    public static void set(MemorySegment memory, long base, long address, long lengthBytes) {
        memory.set(ValueLayout.JAVA_LONG, base + IOV_BASE_OFFSET, address);
        setLength(memory, base, lengthBytes);
    }

    public static void setLength(MemorySegment memory, long base, long lengthBytes) {
        memory.set(ValueLayout.JAVA_LONG, base + IOV_LEN_OFFSET, lengthBytes);
    }
}
