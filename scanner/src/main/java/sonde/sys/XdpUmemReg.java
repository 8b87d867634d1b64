// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct xdp_umem_reg} of {@code linux/if_xdp.h}: the frame memory of an AF_XDP socket. */
public final class XdpUmemReg {

    public static final long SIZEOF = 32;
    public static final long ADDR_OFFSET = 0;
    public static final long LEN_OFFSET = 8;
    public static final long CHUNK_SIZE_OFFSET = 16;
    public static final long HEADROOM_OFFSET = 20;
    public static final long FLAGS_OFFSET = 24;

    private XdpUmemReg() {}

    /** Memory of whole chunks, without headroom beyond the kernel's own. */
    public static void set(MemorySegment memory, long base, MemorySegment umem, int chunkBytes) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_LONG, base + ADDR_OFFSET, umem.address());
        memory.set(ValueLayout.JAVA_LONG, base + LEN_OFFSET, umem.byteSize());
        memory.set(ValueLayout.JAVA_INT, base + CHUNK_SIZE_OFFSET, chunkBytes);
    }
}
