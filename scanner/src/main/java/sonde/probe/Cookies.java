// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

/**
 * Cookies: the sequence numbers of probes, by which answers prove themselves. An answer that holds
 * the right one can only come from somebody who saw the probe.
 *
 * <p>The cookie of a TCP probe is the low 32 bits of SipHash-2-4 over 12 bytes, all little-endian:
 *
 * <pre>
 *   0               4       6       8               12
 *  +---------------+-------+-------+---------------+
 *  |    target     | target| source|    source     |
 *  |    address    |  port |  port |    address    |
 *  +---------------+-------+-------+---------------+
 * </pre>
 *
 * <p>{@link #fill} uses scratch arrays, so each agent has a {@code Cookies} of its own.
 */
public final class Cookies {

    private final long k0;
    private final long k1;
    private final SipHashBatch sipHash = new SipHashBatch();
    private final long[] first = new long[ProbeBatch.CAPACITY];

    public Cookies(CookieKey key) {
        this.k0 = key.k0();
        this.k1 = key.k1();
    }

    /**
     * The cookie of one TCP probe; the scalar twin of {@link #fill}.
     *
     * @param targetAddress IPv4, in host order
     * @param targetPort 0 to 65535
     * @param sourceAddress IPv4, in host order
     * @param sourcePort 0 to 65535
     */
    public int cookie(int targetAddress, int targetPort, int sourceAddress, int sourcePort) {
        long firstWord = firstWord(targetAddress, targetPort, sourcePort);
        return (int) SipHash24.hash12(k0, k1, firstWord, sourceAddress);
    }

    /**
     * The cookie of a probe to an IPv6 address.
     *
     * @param targetHigh the first half of the target's address
     * @param targetLow the second half
     * @param targetPort 0 to 65535
     * @param sourceHigh the first half of the source address
     * @param sourceLow the second half
     * @param sourcePort 0 to 65535
     */
    public int cookie(
            long targetHigh,
            long targetLow,
            int targetPort,
            long sourceHigh,
            long sourceLow,
            int sourcePort) {
        long hash = SipHash24.hash12(k0, k1, targetHigh, sourcePort << 16 | targetPort);
        hash = SipHash24.hash12(k0 ^ hash, k1, targetLow, (int) hash);
        hash = SipHash24.hash12(k0 ^ hash, k1, sourceHigh, (int) hash);
        return (int) SipHash24.hash12(k0 ^ hash, k1, sourceLow, (int) hash);
    }

    /** Writes the batch's cookies, from its addresses and ports, those of the source included. */
    public void fill(ProbeBatch batch) {
        fill(batch.address, batch.port, batch.sourcePort, batch.sourceAddress, batch.cookie);
    }

    /**
     * The same over plain arrays of length {@link ProbeBatch#CAPACITY}: for those who check cookies
     * rather than make them.
     */
    public void fill(
            int[] targetAddress,
            int[] targetPort,
            int[] sourcePort,
            int[] sourceAddress,
            int[] cookie) {
        firstWords(targetAddress, targetPort, sourcePort, first);
        sipHash.hash12(k0, k1, first, sourceAddress, cookie);
    }

    private static void firstWords(int[] address, int[] port, int[] sourcePort, long[] first) {
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            first[i] = firstWord(address[i], port[i], sourcePort[i]);
        }
    }

    private static long firstWord(int targetAddress, int targetPort, int sourcePort) {
        long ports = targetPort | sourcePort << 16;
        return ports << 32 | (targetAddress & 0xFFFF_FFFFL);
    }
}
