// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct sockaddr_in6} of {@code linux/in6.h}: an IPv6 address, port and scope. */
public final class SockaddrIn6 {

    public static final long SIZEOF = 28;
    public static final long SIN6_FAMILY_OFFSET = 0;
    public static final long SIN6_PORT_OFFSET = 2;
    public static final long SIN6_FLOWINFO_OFFSET = 4;
    public static final long SIN6_ADDR_OFFSET = 8;
    public static final long SIN6_SCOPE_ID_OFFSET = 24;

    private SockaddrIn6() {}

    /**
     * Clears the struct and sets the family and the scope, the number of the interface by which
     * link-local addresses are reached; address and port are 0.
     */
    public static void clear(MemorySegment memory, long base, int scopeId) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_SHORT, base + SIN6_FAMILY_OFFSET, (short) Socket.AF_INET6);
        memory.set(ValueLayout.JAVA_INT, base + SIN6_SCOPE_ID_OFFSET, scopeId);
    }
}
