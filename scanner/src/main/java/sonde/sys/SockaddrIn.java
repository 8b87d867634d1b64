// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct sockaddr_in} of {@code linux/in.h}: an IPv4 address and port. */
public final class SockaddrIn {

    public static final long SIZEOF = 16;
    public static final long SIN_FAMILY_OFFSET = 0;
    public static final long SIN_PORT_OFFSET = 2;
    public static final long SIN_ADDR_OFFSET = 4;

    private SockaddrIn() {}

    /** Clears the struct and sets the family; address and port are 0. */
    public static void clear(MemorySegment memory, long base) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_SHORT, base + SIN_FAMILY_OFFSET, (short) Socket.AF_INET);
    }
}
