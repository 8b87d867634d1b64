// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@code struct mmsghdr} of {@code bits/socket.h}: one message of many; begins with its {@code
 * struct msghdr}.
 */
public final class Mmsghdr {

    public static final long SIZEOF = 64;
    public static final long MSG_NAME_OFFSET = 0;
    public static final long MSG_NAMELEN_OFFSET = 8;
    public static final long MSG_IOV_OFFSET = 16;
    public static final long MSG_IOVLEN_OFFSET = 24;
    public static final long MSG_CONTROL_OFFSET = 32;
    public static final long MSG_CONTROLLEN_OFFSET = 40;
    public static final long MSG_FLAGS_OFFSET = 48;
    public static final long MSG_LEN_OFFSET = 56;

    private Mmsghdr() {}

    /** A message of one piece of memory; {@code name} is the address of its destination, or 0. */
    public static void set(MemorySegment memory, long base, long iovec, long name, int nameLength) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_LONG, base + MSG_NAME_OFFSET, name);
        memory.set(ValueLayout.JAVA_INT, base + MSG_NAMELEN_OFFSET, nameLength);
        memory.set(ValueLayout.JAVA_LONG, base + MSG_IOV_OFFSET, iovec);
        memory.set(ValueLayout.JAVA_LONG, base + MSG_IOVLEN_OFFSET, 1);
    }

    /** Says how long a message's destination is, in bytes. */
    public static void setNameLength(MemorySegment memory, long base, int nameLength) {
        memory.set(ValueLayout.JAVA_INT, base + MSG_NAMELEN_OFFSET, nameLength);
    }
}
