// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@code struct packet_mreq} of {@code linux/if_packet.h}: what an interface is to let through for
 * a packet socket that it would not otherwise.
 */
public final class PacketMreq {

    public static final long SIZEOF = 16;
    public static final long MR_IFINDEX_OFFSET = 0;
    public static final long MR_TYPE_OFFSET = 4;
    public static final long MR_ALEN_OFFSET = 6;
    public static final long MR_ADDRESS_OFFSET = 8;

    private PacketMreq() {}

    /** Names an interface and a {@code PACKET_MR_…}, without an address. */
    public static void set(MemorySegment memory, long base, int interfaceIndex, int type) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT, base + MR_IFINDEX_OFFSET, interfaceIndex);
        memory.set(ValueLayout.JAVA_SHORT, base + MR_TYPE_OFFSET, (short) type);
    }
}
