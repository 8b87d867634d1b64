// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.wire.Golden;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

class SipHash24Test {

    private static final long K0 = 0x0706050403020100L;
    private static final long K1 = 0x0f0e0d0c0b0a0908L;

    private static byte[] countingBytes(int lengthBytes) {
        byte[] message = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            message[i] = (byte) i;
        }
        return message;
    }

    private static long littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** Appendix A of the paper. */
    @Test
    void hashesTheExampleOfThePaper() {
        assertEquals(0xa129ca6149be45e5L, SipHash24.hash(K0, K1, countingBytes(15)));
    }

    @Test
    void agreesWithTheReferenceVectors() {
        List<byte[]> vectors = Golden.rows("siphash-2-4.txt");
        assertEquals(17, vectors.size());
        for (int lengthBytes = 0; lengthBytes < vectors.size(); lengthBytes++) {
            long expected = littleEndian(vectors.get(lengthBytes));
            assertEquals(expected, SipHash24.hash(K0, K1, countingBytes(lengthBytes)));
        }
    }

    @Test
    void hashesTwelveBytesAsTheyAreInMemory() {
        long expected = littleEndian(Golden.rows("siphash-2-4.txt").get(12));
        assertEquals(expected, SipHash24.hash12(K0, K1, K0, 0x0b0a0908));
    }
}
