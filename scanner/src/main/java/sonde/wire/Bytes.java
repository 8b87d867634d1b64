// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Unsigned numbers in network byte order, at any alignment. */
final class Bytes {

    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static int get8(MemorySegment memory, long offset) {
        return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, offset));
    }

    static int get16(MemorySegment memory, long offset) {
        return Short.toUnsignedInt(memory.get(U16, offset));
    }

    static int get32(MemorySegment memory, long offset) {
        return memory.get(U32, offset);
    }

    static long get48(MemorySegment memory, long offset) {
        return (long) get16(memory, offset) << 32
                | Integer.toUnsignedLong(get32(memory, offset + 2));
    }

    static long get64(MemorySegment memory, long offset) {
        return memory.get(U64, offset);
    }

    static void set8(MemorySegment memory, long offset, int value) {
        memory.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
    }

    static void set16(MemorySegment memory, long offset, int value) {
        memory.set(U16, offset, (short) value);
    }

    static void set32(MemorySegment memory, long offset, int value) {
        memory.set(U32, offset, value);
    }

    static void set48(MemorySegment memory, long offset, long value) {
        set16(memory, offset, (int) (value >>> 32));
        set32(memory, offset + 2, (int) value);
    }

    static void set64(MemorySegment memory, long offset, long value) {
        memory.set(U64, offset, value);
    }
}
