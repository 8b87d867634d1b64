// SPDX-License-Identifier: Apache-2.0
package sonde.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

class HeapTest {

    private static final int LENGTH_BYTES = 64;

    private static final Heap HEAP = Heap.theUnsafe;

    private final byte[] array = new byte[LENGTH_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void readsNumbersAtAnyPlace() {
        new SplittableRandom(1).nextBytes(array);
        for (int at = 0; at <= LENGTH_BYTES - Long.BYTES; at++) {
            assertEquals(buffer.get(at), HEAP.getByte(array, at));
            assertEquals(buffer.getShort(at), HEAP.getShort(array, at));
            assertEquals(buffer.getInt(at), HEAP.getInt(array, at));
            assertEquals(buffer.getLong(at), HEAP.getLong(array, at));
        }
    }

    @Test
    void writesNumbersAtAnyPlace() {
        SplittableRandom random = new SplittableRandom(2);
        for (int at = 0; at <= LENGTH_BYTES - Long.BYTES; at++) {
            long value = random.nextLong();
            HEAP.putByte(array, at, (byte) value);
            assertEquals((byte) value, buffer.get(at));
            HEAP.putShort(array, at, (short) value);
            assertEquals((short) value, buffer.getShort(at));
            HEAP.putInt(array, at, (int) value);
            assertEquals((int) value, buffer.getInt(at));
            HEAP.putLong(array, at, value);
            assertEquals(value, buffer.getLong(at));
        }
    }

    @Test
    void copiesWithinAnArrayToo() {
        byte[] from = {1, 2, 3, 4, 5, 6};
        HEAP.copyMemory(from, 1, array, 3, 2);
        assertEquals(3, array[4]);
        HEAP.copyMemory(from, 0, from, 2, 4);
        assertArrayEquals(new byte[] {1, 2, 1, 2, 3, 4}, from);
    }

    /** The addresses that a wrong length or distance leads to. */
    @Test
    void refusesWhatIsOutside() {
        for (long at : new long[] {-1, 64, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
            refuses(() -> HEAP.getByte(array, at));
            refuses(() -> HEAP.getShort(array, at));
            refuses(() -> HEAP.getInt(array, at));
            refuses(() -> HEAP.getLong(array, at));
            refuses(() -> HEAP.putByte(array, at, (byte) 1));
            refuses(() -> HEAP.putShort(array, at, (short) 1));
            refuses(() -> HEAP.putInt(array, at, 1));
            refuses(() -> HEAP.putLong(array, at, 1));
            refuses(() -> HEAP.copyMemory(array, at, array, 0, 1));
            refuses(() -> HEAP.copyMemory(array, 0, array, at, 1));
            refuses(() -> HEAP.copyMemory(array, 1, array, 0, at));
        }
        refuses(() -> HEAP.getLong(array, LENGTH_BYTES - Long.BYTES + 1));
        refuses(() -> HEAP.putLong(array, LENGTH_BYTES - Long.BYTES + 1, 1));
        refuses(() -> HEAP.getInt(new int[LENGTH_BYTES], 0));
        assertArrayEquals(new byte[LENGTH_BYTES], array);
    }

    private static void refuses(Runnable access) {
        assertThrows(RuntimeException.class, access::run);
    }
}
