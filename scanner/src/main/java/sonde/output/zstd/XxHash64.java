// SPDX-License-Identifier: Apache-2.0
package sonde.output.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash whose lowest four bytes end a frame (RFC 8878 section 3.1.1), with the seed 0; as the
 * specification of XXH64 has it (xxHash's doc/xxhash_spec.md).
 */
final class XxHash64 {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE_BYTES = 32;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    static long of(byte[] bytes, int lengthBytes) {
        int stripes = lengthBytes & -STRIPE_BYTES;
        long hash = (stripes > 0 ? ofStripes(bytes, stripes) : PRIME_5) + lengthBytes;
        int at = stripes;
        for (; at + Long.BYTES <= lengthBytes; at += Long.BYTES) {
            hash ^= round(0, (long) LONG.get(bytes, at));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= lengthBytes) {
            hash ^= ((int) INT.get(bytes, at) & 0xFFFF_FFFFL) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < lengthBytes; at++) {
            hash ^= (bytes[at] & 0xFF) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    // The specification's sums wrap around.
    @SuppressWarnings("ConstantOverflow")
    private static long ofStripes(byte[] bytes, int end) {
        long first = PRIME_1 + PRIME_2;
        long second = PRIME_2;
        long third = 0;
        long fourth = -PRIME_1;
        for (int at = 0; at < end; at += STRIPE_BYTES) {
            first = round(first, (long) LONG.get(bytes, at));
            second = round(second, (long) LONG.get(bytes, at + 8));
            third = round(third, (long) LONG.get(bytes, at + 16));
            fourth = round(fourth, (long) LONG.get(bytes, at + 24));
        }
        long hash =
                Long.rotateLeft(first, 1)
                        + Long.rotateLeft(second, 7)
                        + Long.rotateLeft(third, 12)
                        + Long.rotateLeft(fourth, 18);
        hash = merge(hash, first);
        hash = merge(hash, second);
        hash = merge(hash, third);
        return merge(hash, fourth);
    }

    private static long round(long state, long word) {
        return Long.rotateLeft(state + word * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long state) {
        return (hash ^ round(0, state)) * PRIME_1 + PRIME_4;
    }
}
