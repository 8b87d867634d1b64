// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import java.util.Arrays;

/**
 * The source addresses of a scan: a contiguous range, of which each target always gets the same
 * one, as with {@link SourcePorts} and for the same reason. Mostly the range is one address.
 *
 * <p>The choice is a keyed hash of target address and port, scaled to the range by multiply-shift,
 * so that every size of range is used in full (masscan wants a power of two). The key is not that
 * of the ports: each address uses all of them.
 */
public final class SourceAddresses {

    private final int first;

    /** How many there are, as an unsigned number. */
    private final int count;

    private final int key0;
    private final int key1;

    /**
     * A range of addresses.
     *
     * @param first the first address, IPv4 in host order
     * @param last the last address, not below {@code first} as an unsigned number; a range of all
     *     2^32 addresses is refused
     */
    public SourceAddresses(int first, int last, CookieKey key) {
        if (Integer.compareUnsigned(first, last) > 0 || last - first == -1) {
            throw new IllegalArgumentException(
                    "invalid source addresses "
                            + Integer.toUnsignedString(first)
                            + "-"
                            + Integer.toUnsignedString(last)
                            + ": needs first <= last, and not all there are");
        }
        this.first = first;
        this.count = last - first + 1;
        long derived = key.derive("source address");
        this.key0 = (int) derived;
        this.key1 = (int) (derived >>> 32);
    }

    /** The first address of the range. */
    public int first() {
        return first;
    }

    /** The last address of the range. */
    public int last() {
        return first + count - 1;
    }

    /** Whether an answer to this address can be ours. */
    public boolean contains(int address) {
        return Integer.compareUnsigned(address - first, count) < 0;
    }

    /**
     * The source address for one target; the scalar twin of {@link #fill}.
     *
     * @param targetAddress IPv4, in host order
     * @param targetPort 0 to 65535
     */
    public int sourceAddress(int targetAddress, int targetPort) {
        return choose(targetAddress, targetPort, key0, key1, first, count);
    }

    /** Writes the batch's source addresses, from its addresses and ports. */
    public void fill(ProbeBatch batch) {
        if (count == 1) {
            Arrays.fill(batch.sourceAddress, first);
        } else {
            chooseAll(batch.address, batch.port, key0, key1, first, count, batch.sourceAddress);
        }
    }

    private static void chooseAll(
            int[] address,
            int[] port,
            int key0,
            int key1,
            int first,
            int count,
            int[] sourceAddress) {
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            sourceAddress[i] = choose(address[i], port[i], key0, key1, first, count);
        }
    }

    private static int choose(int address, int port, int key0, int key1, int first, int count) {
        int hash = Mix.mix32(Mix.mix32(address ^ key0) ^ port ^ key1);
        return first + multiplyHigh(hash, count);
    }

    /**
     * The upper half of the product of two unsigned numbers. Only 32-bit operations, so that a
     * vector holds twice as many; put together from products of halves, none of which overflows an
     * unsigned int, not even with what is carried into it.
     */
    static int multiplyHigh(int a, int b) {
        int aLow = a & 0xFFFF;
        int aHigh = a >>> 16;
        int bLow = b & 0xFFFF;
        int bHigh = b >>> 16;
        int middle = aHigh * bLow + ((aLow * bLow) >>> 16);
        int other = aLow * bHigh + (middle & 0xFFFF);
        return aHigh * bHigh + (middle >>> 16) + (other >>> 16);
    }
}
