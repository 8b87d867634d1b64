// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.sys.Mmsghdr;
import sonde.sys.SockaddrIn;
import sonde.sys.SockaddrIn6;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where each message of a {@link MessageSink} goes, for raw IP sockets: the kernel wants a packet's
 * destination apart, and gets the one in its header. Of either family, told by the version that the
 * packet begins with.
 */
final class Destinations {

    /** Room for an address of either family, and aligned for both. */
    private static final long ENTRY_BYTES = 32;

    /**
     * Where the headers hold the destination, in bytes: RFC 791 section 3.1, RFC 8200 section 3.
     */
    private static final int IPV4_OFFSET = 16;

    private static final int IPV6_OFFSET = 24;
    private static final int IPV6_ADDRESS_BYTES = 16;
    private static final int VERSION_SHIFT = 4;
    private static final int VERSION_6 = 6;

    private final MemorySegment entries;
    private final boolean[] isIpv6;
    private final int scopeId;

    /**
     * @param count how many messages there are
     * @param scopeId by which interface link-local addresses are reached, by its number
     */
    Destinations(Arena arena, int count, int scopeId) {
        entries = arena.allocate(count * ENTRY_BYTES, Long.BYTES);
        isIpv6 = new boolean[count];
        this.scopeId = scopeId;
        for (int i = 0; i < count; i++) {
            SockaddrIn.clear(entries, i * ENTRY_BYTES);
        }
    }

    /** The address of an entry, which does not change. */
    long address(int i) {
        return entries.address() + i * ENTRY_BYTES;
    }

    /** The length of an entry that no packet has had yet. */
    static int initialLengthBytes() {
        return (int) SockaddrIn.SIZEOF;
    }

    /** Whether the packet that begins at {@code offset} is of version 6. */
    static boolean isIpv6(MemorySegment slots, long offset) {
        return slots.get(ValueLayout.JAVA_BYTE, offset) >>> VERSION_SHIFT == VERSION_6;
    }

    /**
     * Gives message {@code i} the destination of the packet that begins at {@code offset}. Both
     * sides are in network byte order, so the bytes move as they are.
     */
    void set(int i, MemorySegment messages, MemorySegment slots, long offset) {
        long entry = i * ENTRY_BYTES;
        boolean wantsIpv6 = isIpv6(slots, offset);
        if (isIpv6[i] != wantsIpv6) {
            isIpv6[i] = wantsIpv6;
            long lengthBytes = wantsIpv6 ? SockaddrIn6.SIZEOF : SockaddrIn.SIZEOF;
            if (wantsIpv6) {
                SockaddrIn6.clear(entries, entry, scopeId);
            } else {
                SockaddrIn.clear(entries, entry);
            }
            Mmsghdr.setNameLength(messages, i * Mmsghdr.SIZEOF, (int) lengthBytes);
        }
        if (wantsIpv6) {
            MemorySegment.copy(
                    slots,
                    offset + IPV6_OFFSET,
                    entries,
                    entry + SockaddrIn6.SIN6_ADDR_OFFSET,
                    IPV6_ADDRESS_BYTES);
        } else {
            int destination = slots.get(ValueLayout.JAVA_INT, offset + IPV4_OFFSET);
            entries.set(ValueLayout.JAVA_INT, entry + SockaddrIn.SIN_ADDR_OFFSET, destination);
        }
    }
}
