// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct sockaddr_ll} of {@code linux/if_packet.h}: an interface, for AF_PACKET. */
public final class SockaddrLl {

    public static final long SIZEOF = 20;
    public static final long SLL_FAMILY_OFFSET = 0;
    public static final long SLL_PROTOCOL_OFFSET = 2;
    public static final long SLL_IFINDEX_OFFSET = 4;
    public static final long SLL_HATYPE_OFFSET = 8;
    public static final long SLL_PKTTYPE_OFFSET = 10;
    public static final long SLL_HALEN_OFFSET = 11;
    public static final long SLL_ADDR_OFFSET = 12;

    private SockaddrLl() {}

    /** Names an interface and a protocol ({@code ETH_P_…} in host order, 0 for none). */
    public static void set(MemorySegment memory, long base, int protocol, int interfaceIndex) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_SHORT, base + SLL_FAMILY_OFFSET, (short) Socket.AF_PACKET);
        memory.set(
                ValueLayout.JAVA_SHORT, base + SLL_PROTOCOL_OFFSET, Socket.networkOrder(protocol));
        memory.set(ValueLayout.JAVA_INT, base + SLL_IFINDEX_OFFSET, interfaceIndex);
    }
}
