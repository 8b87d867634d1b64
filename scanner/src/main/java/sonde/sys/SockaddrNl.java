// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct sockaddr_nl} of {@code linux/netlink.h}: a netlink port. */
public final class SockaddrNl {

    public static final long SIZEOF = 12;
    public static final long NL_FAMILY_OFFSET = 0;
    public static final long NL_PAD_OFFSET = 2;
    public static final long NL_PID_OFFSET = 4;
    public static final long NL_GROUPS_OFFSET = 8;

    private SockaddrNl() {}

    /** Names a port (0: the kernel, or one of its choice) and multicast groups. */
    public static void set(MemorySegment memory, long base, int port, int groups) {
        memory.set(ValueLayout.JAVA_SHORT, base + NL_FAMILY_OFFSET, (short) Socket.AF_NETLINK);
        memory.set(ValueLayout.JAVA_SHORT, base + NL_PAD_OFFSET, (short) 0);
        memory.set(ValueLayout.JAVA_INT, base + NL_PID_OFFSET, port);
        memory.set(ValueLayout.JAVA_INT, base + NL_GROUPS_OFFSET, groups);
    }
}
