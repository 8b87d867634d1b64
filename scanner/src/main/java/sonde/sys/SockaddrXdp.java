// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct sockaddr_xdp} of {@code linux/if_xdp.h}: a queue of an interface, for AF_XDP. */
public final class SockaddrXdp {

    public static final long SIZEOF = 16;
    public static final long SXDP_FAMILY_OFFSET = 0;
    public static final long SXDP_FLAGS_OFFSET = 2;
    public static final long SXDP_IFINDEX_OFFSET = 4;
    public static final long SXDP_QUEUE_ID_OFFSET = 8;
    public static final long SXDP_SHARED_UMEM_FD_OFFSET = 12;

    private SockaddrXdp() {}

    /**
     * Names a queue and how it is to be used.
     *
     * @param flags of {@link Xdp}: {@code XDP_COPY} and the like
     */
    public static void set(
            MemorySegment memory, long base, int flags, int interfaceIndex, int queue) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_SHORT, base + SXDP_FAMILY_OFFSET, (short) Socket.AF_XDP);
        memory.set(ValueLayout.JAVA_SHORT, base + SXDP_FLAGS_OFFSET, (short) flags);
        memory.set(ValueLayout.JAVA_INT, base + SXDP_IFINDEX_OFFSET, interfaceIndex);
        memory.set(ValueLayout.JAVA_INT, base + SXDP_QUEUE_ID_OFFSET, queue);
    }
}
