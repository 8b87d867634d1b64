// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The Internet checksum: the ones' complement of the ones' complement sum of 16-bit words (RFC
 * 1071).
 *
 * <p>A sum is kept unfolded in a {@code long}, where it can't overflow for any frame; sums of parts
 * add up to the sum of the whole if all parts but the last have even length. Words are taken in
 * network byte order, so a finished checksum is a host-order number like any other field.
 */
public final class Checksum {

    private Checksum() {}

    /** The checksum of a range of bytes, 0 to 65535. */
    public static int of(MemorySegment frame, long offset, long lengthBytes) {
        return finish(sum(frame, offset, lengthBytes));
    }

    /** The unfolded sum of a range of bytes; an odd last byte counts as the high half of a word. */
    public static long sum(MemorySegment frame, long offset, long lengthBytes) {
        long sum = 0;
        long end = offset + (lengthBytes & ~1L);
        for (long at = offset; at < end; at += 2) {
            sum += Bytes.get16(frame, at);
        }
        return (lengthBytes & 1) == 0 ? sum : sum + ((long) Bytes.get8(frame, end) << 8);
    }

    /**
     * The unfolded sum of the pseudo header of TCP and UDP over IPv4 (RFC 9293 section 3.1).
     *
     * @param source the source address, in host order
     * @param destination the destination address, in host order
     * @param protocol the IANA protocol number
     * @param lengthBytes length of header and payload behind the IP header, in bytes
     */
    public static long pseudoHeaderSum(int source, int destination, int protocol, int lengthBytes) {
        return sum32(source) + sum32(destination) + protocol + lengthBytes;
    }

    /**
     * The unfolded sum of the pseudo header of every protocol above IPv6 (RFC 8200 section 8.1).
     *
     * @param protocol the IANA protocol number
     * @param lengthBytes length of what IP carries, in bytes
     */
    public static long pseudoHeaderSum(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int protocol,
            int lengthBytes) {
        return sum64(sourceHigh)
                + sum64(sourceLow)
                + sum64(destinationHigh)
                + sum64(destinationLow)
                + sum32(lengthBytes)
                + protocol;
    }

    /** The unfolded sum of the four words of a 64-bit field. */
    public static long sum64(long field) {
        return sum32((int) (field >>> 32)) + sum32((int) field);
    }

    /** The unfolded sum of the two words of a 32-bit field. */
    public static long sum32(int field) {
        return (field >>> 16) + (field & 0xFFFFL);
    }

    /** Folds a sum of at least 0 into 16 bits (end-around carry) and complements it. */
    public static int finish(long sum) {
        return ~fold(sum) & 0xFFFF;
    }

    /**
     * The checksum after one word under it has changed: {@code HC' = ~(~HC + ~m + m')}, equation 3
     * of RFC 1624 section 3.
     *
     * @param checksum the checksum before, 0 to 65535
     * @param oldWord the word before, 0 to 65535
     * @param newWord the word after, 0 to 65535
     */
    public static int update16(int checksum, int oldWord, int newWord) {
        return finish((long) (~checksum & 0xFFFF) + (~oldWord & 0xFFFF) + newWord);
    }

    /** {@link #update16} for both words of an aligned 32-bit field. */
    public static int update32(int checksum, int oldField, int newField) {
        return finish((~checksum & 0xFFFF) + sum32(~oldField) + sum32(newField));
    }

    private static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xFFFF_FFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        return (int) ((folded >>> 16) + (folded & 0xFFFF));
    }
}
