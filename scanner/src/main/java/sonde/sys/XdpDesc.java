// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct xdp_desc} of {@code linux/if_xdp.h}: one entry of a receive or transmit ring. */
public final class XdpDesc {

    public static final long SIZEOF = 16;
    public static final long ADDR_OFFSET = 0;
    public static final long LEN_OFFSET = 8;
    public static final long OPTIONS_OFFSET = 12;

    private XdpDesc() {}

    /** A frame at an offset of the frame memory, without options. */
    public static void set(MemorySegment memory, long base, long address, int lengthBytes) {
        memory.set(ValueLayout.JAVA_LONG, base + ADDR_OFFSET, address);
        memory.set(ValueLayout.JAVA_INT, base + LEN_OFFSET, lengthBytes);
        memory.set(ValueLayout.JAVA_INT, base + OPTIONS_OFFSET, 0);
    }

    /** Where in the frame memory the frame begins. */
    public static long address(MemorySegment memory, long base) {
        return memory.get(ValueLayout.JAVA_LONG, base + ADDR_OFFSET);
    }

    public static int lengthBytes(MemorySegment memory, long base) {
        return memory.get(ValueLayout.JAVA_INT, base + LEN_OFFSET);
    }
}
