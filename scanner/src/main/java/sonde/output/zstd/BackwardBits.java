// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A bit stream as RFC 8878 section 4.1 has it: filled from its first byte's lowest bit on, and read
 * from its last bit back. So what is to be read first is put last.
 */
final class BackwardBits {

    /** Bytes that must be free behind the stream: it is written by eight at a time. */
    static final int SLACK_BYTES = Long.BYTES;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int position;
    private long held;
    private int heldBits;

    /** A stream that begins at {@code position}. */
    BackwardBits(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /**
     * Puts the lowest bits of a value.
     *
     * @param bits how many, 0 to 32
     */
    void put(int value, int bits) {
        held |= (value & (1L << bits) - 1) << heldBits;
        heldBits += bits;
        if (heldBits >= Integer.SIZE) {
            spill();
        }
    }

    /** Marks the end by a bit of 1; returns the position behind the stream. */
    int end() {
        put(1, 1);
        spill();
        return heldBits > 0 ? position + 1 : position;
    }

    private void spill() {
        LONG.set(bytes, position, held);
        int whole = heldBits >>> 3;
        position += whole;
        held = whole == Long.BYTES ? 0 : held >>> (whole << 3);
        heldBits &= 7;
    }
}
