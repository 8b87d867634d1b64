// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.SplittableRandom;

class ChecksumTest {

    private static MemorySegment bytes(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex));
    }

    /** The numerical example of RFC 1071 section 3. */
    @Test
    void sumsAsInRfc1071() {
        MemorySegment example = bytes("0001f203f4f5f6f7");
        assertEquals(0x2ddf0, Checksum.sum(example, 0, 8));
        assertEquals(~0xddf2 & 0xFFFF, Checksum.of(example, 0, 8));
    }

    /**
     * The parts "00 01 f2" and "03 f4 f5 f6 f7" of RFC 1071 section 3, as far as byte order allows.
     */
    @Test
    void takesAnOddLastByteAsHighHalf() {
        assertEquals(0x0001 + 0xf200, Checksum.sum(bytes("0001f2"), 0, 3));
        assertEquals(0xf200, Checksum.sum(bytes("0001f2"), 2, 1));
        assertEquals(0, Checksum.sum(bytes("00"), 0, 0));
    }

    @Test
    void sumsOfEvenPartsAddUp() {
        MemorySegment example = bytes("0001f203f4f5f6f7");
        assertEquals(
                Checksum.sum(example, 0, 8),
                Checksum.sum(example, 0, 2) + Checksum.sum(example, 2, 6));
    }

    /** The example of RFC 1624 section 4, where the older equation 2 gives 0xffff. */
    @Test
    void updatesAsInRfc1624() {
        assertEquals(0x0000, Checksum.update16(0xdd2f, 0x5555, 0x3285));
    }

    @Test
    void updatingIsSummingAgain() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] header = new byte[20];
        MemorySegment frame = MemorySegment.ofArray(header);
        for (int round = 0; round < 100_000; round++) {
            random.nextBytes(header);
            header[0] = 0x45;
            int before = Checksum.of(frame, 0, header.length);
            int at = 2 + 2 * random.nextInt(8);
            int oldField = Bytes.get32(frame, at);
            int newField = random.nextInt();
            Bytes.set16(frame, at, newField >>> 16);
            int half = Checksum.update16(before, oldField >>> 16, newField >>> 16);
            assertEquals(Checksum.of(frame, 0, header.length), half, () -> "seed " + seed);
            Bytes.set32(frame, at, newField);
            int whole = Checksum.update32(before, oldField, newField);
            assertEquals(Checksum.of(frame, 0, header.length), whole, () -> "seed " + seed);
        }
    }

    @Test
    void foldsTheLargestSums() {
        assertEquals(0, Checksum.finish(0xFFFF));
        assertEquals(0xFFFF, Checksum.finish(0));
        assertEquals(0xFFFE, Checksum.finish(0x10000));
        assertEquals(~(Long.MAX_VALUE % 0xFFFF) & 0xFFFF, Checksum.finish(Long.MAX_VALUE));
    }

    @Test
    void aFrameWithItsChecksumSumsToZero() {
        MemorySegment frame = MemorySegment.ofArray(Golden.frame("tcp-syn-ip"));
        assertEquals(0, Checksum.of(frame, 0, Ipv4.HEADER_LENGTH_BYTES));
        int tcpLengthBytes = (int) frame.byteSize() - Ipv4.HEADER_LENGTH_BYTES;
        long pseudoHeader =
                Checksum.pseudoHeaderSum(
                        Ipv4.source(frame, 0),
                        Ipv4.destination(frame, 0),
                        Ipv4.PROTOCOL_TCP,
                        tcpLengthBytes);
        long sum = pseudoHeader + Checksum.sum(frame, Ipv4.HEADER_LENGTH_BYTES, tcpLengthBytes);
        assertEquals(0, Checksum.finish(sum));
    }
}
