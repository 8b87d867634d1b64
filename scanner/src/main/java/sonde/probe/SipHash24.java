// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 64-bit output (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012):
 * a keyed hash that can't be told from random without the key. One message at a time; {@link
 * SipHashBatch} does 256 at once.
 */
final class SipHash24 {

    /** The constants of section 2.1: "somepseudorandomlygeneratedbytes". */
    static final long C0 = 0x736f6d6570736575L;

    static final long C1 = 0x646f72616e646f6dL;
    static final long C2 = 0x6c7967656e657261L;
    static final long C3 = 0x7465646279746573L;

    /** Marks the end of compression. */
    static final long FINALIZATION = 0xFF;

    /** The last word of a 40-byte message: its length in the top byte. */
    static final long LAST_WORD_40 = 40L << 56;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SipHash24() {}

    /** The hash of a message of any length. */
    static long hash(long k0, long k1, byte[] message) {
        int wholeBytes = message.length & ~7;
        long last = (long) message.length << 56;
        for (int i = wholeBytes; i < message.length; i++) {
            last |= (message[i] & 0xFFL) << (8 * (i - wholeBytes));
        }
        State state = new State(k0, k1);
        for (int i = 0; i < wholeBytes; i += 8) {
            state.compress((long) WORD.get(message, i));
        }
        state.compress(last);
        return state.finish();
    }

    /**
     * The hash of a message of 12 bytes.
     *
     * @param first bytes 0 to 7, little-endian
     * @param last bytes 8 to 11, little-endian
     */
    static long hash12(long k0, long k1, long first, int last) {
        State state = new State(k0, k1);
        state.compress(first);
        state.compress(lastWord12(last));
        return state.finish();
    }

    /** The last word of a 12-byte message: its last four bytes, and the length in the top byte. */
    static long lastWord12(int last) {
        return 12L << 56 | Integer.toUnsignedLong(last);
    }

    /** The hash of a message of 40 bytes, given as five little-endian words. */
    static long hash40(long k0, long k1, long w0, long w1, long w2, long w3, long w4) {
        State state = new State(k0, k1);
        state.compress(w0);
        state.compress(w1);
        state.compress(w2);
        state.compress(w3);
        state.compress(w4);
        state.compress(LAST_WORD_40);
        return state.finish();
    }

    /** Four words; escape analysis keeps them in registers. */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ C0;
            v1 = k1 ^ C1;
            v2 = k0 ^ C2;
            v3 = k1 ^ C3;
        }

        void compress(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long finish() {
            v2 ^= FINALIZATION;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
