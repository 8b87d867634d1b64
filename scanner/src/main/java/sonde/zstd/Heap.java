// SPDX-License-Identifier: Apache-2.0
package sonde.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What the Zstandard library finds in place of {@code sun.misc}'s raw memory: the same methods,
 * over byte arrays alone, with every access checked. The build puts this name into the library's
 * classes, and {@code scanner/pom.xml} says how. No other class calls it. For any thread.
 *
 * <p>An address is an offset into the array. One outside of it ends in a {@link RuntimeException},
 * whatever a hostile file says, and in no other memory. The bytes of a number are in little-endian
 * order.
 */
public final class Heap {

    /** The address of an array's first byte. */
    public static final int ARRAY_BYTE_BASE_OFFSET = 0;

    /** The library finds it by this name, by reflection. */
    @SuppressWarnings("ConstantField")
    public static final Heap theUnsafe = new Heap();

    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle LONG = handle(long[].class);

    private Heap() {}

    private static VarHandle handle(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    public byte getByte(Object array, long address) {
        return ((byte[]) array)[Math.toIntExact(address)];
    }

    public short getShort(Object array, long address) {
        return (short) SHORT.get((byte[]) array, Math.toIntExact(address));
    }

    public int getInt(Object array, long address) {
        return (int) INT.get((byte[]) array, Math.toIntExact(address));
    }

    public long getLong(Object array, long address) {
        return (long) LONG.get((byte[]) array, Math.toIntExact(address));
    }

    public void putByte(Object array, long address, byte value) {
        ((byte[]) array)[Math.toIntExact(address)] = value;
    }

    public void putShort(Object array, long address, short value) {
        SHORT.set((byte[]) array, Math.toIntExact(address), value);
    }

    public void putInt(Object array, long address, int value) {
        INT.set((byte[]) array, Math.toIntExact(address), value);
    }

    public void putLong(Object array, long address, long value) {
        LONG.set((byte[]) array, Math.toIntExact(address), value);
    }

    /** The same array may be both; what is copied is then what was there before. */
    public void copyMemory(Object from, long fromAddress, Object to, long toAddress, long length) {
        int source = Math.toIntExact(fromAddress);
        System.arraycopy(from, source, to, Math.toIntExact(toAddress), Math.toIntExact(length));
    }
}
