// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.IpAddress;

/**
 * Cookies: the numbers in probes by which answers prove themselves, such as a SYN's sequence
 * number. An answer that holds the right one can only come from somebody who saw the probe.
 *
 * <p>The cookie of a probe is the low 32 bits of SipHash-2-4, for IPv4 over 12 bytes, all
 * little-endian:
 *
 * <pre>
 *   0               4       6       8               12
 *  +---------------+-------+-------+---------------+
 *  |    target     | target| source|    source     |
 *  |    address    |  port |  port |    address    |
 *  +---------------+-------+-------+---------------+
 * </pre>
 *
 * <p>For IPv6 it is over 40 bytes, all little-endian, the first half of an address before the
 * second:
 *
 * <pre>
 *   0               16              32      34      36      40
 *  +---------------+---------------+-------+-------+-------+
 *  |    target     |    source     | target| source|   0   |
 *  |    address    |    address    |  port |  port |       |
 *  +---------------+---------------+-------+-------+-------+
 * </pre>
 *
 * <p>Kinds of probes whose answers could be mistaken for one another have keys of their own, by a
 * number called the domain, see {@link ProbeKind#cookieDomain}.
 *
 * <p>{@link #fill} uses scratch arrays, so each agent has a {@code Cookies} of its own.
 */
public final class Cookies {

    /** IANA's number of TCP. */
    private static final int TCP_DOMAIN = 6;

    private final long k0;
    private final long k1;
    private final SipHashBatch sipHash = new SipHashBatch();
    private final long[] first = new long[ProbeBatch.CAPACITY];

    /** The cookies of TCP. */
    public Cookies(CookieKey key) {
        this(key, TCP_DOMAIN);
    }

    /**
     * @param domain {@link ProbeKind#cookieDomain}; TCP's has the key itself, others one derived
     *     from it
     */
    public Cookies(CookieKey key, int domain) {
        this.k0 = domain == TCP_DOMAIN ? key.k0() : key.derive("cookie " + domain + " k0");
        this.k1 = domain == TCP_DOMAIN ? key.k1() : key.derive("cookie " + domain + " k1");
    }

    /**
     * The cookie of one IPv4 probe; the scalar twin of {@link #fill}.
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
     * The cookie of one probe of either family, addresses as {@link IpAddress} has them; the scalar
     * twin of {@link #fill}. Each family has a hash of its own.
     *
     * @param targetPort 0 to 65535
     * @param sourcePort 0 to 65535
     */
    public int cookie(
            long targetHigh,
            long targetLow,
            int targetPort,
            long sourceHigh,
            long sourceLow,
            int sourcePort) {
        if (IpAddress.isIpv4(targetHigh, targetLow)) {
            return cookie((int) targetLow, targetPort, (int) sourceLow, sourcePort);
        }
        long ports = ports(targetPort, sourcePort);
        return (int) SipHash24.hash40(k0, k1, targetHigh, targetLow, sourceHigh, sourceLow, ports);
    }

    /** Writes the batch's cookies, from its addresses and ports, those of the source included. */
    public void fill(ProbeBatch batch) {
        if (batch.isIpv6) {
            allPorts(batch.port, batch.sourcePort, first);
            sipHash.hash40(
                    k0,
                    k1,
                    batch.addressHigh,
                    batch.addressLow,
                    batch.sourceHigh,
                    batch.sourceLow,
                    first,
                    batch.cookie);
            return;
        }
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
        return ports(targetPort, sourcePort) << 32 | (targetAddress & 0xFFFF_FFFFL);
    }

    private static void allPorts(int[] port, int[] sourcePort, long[] ports) {
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            ports[i] = ports(port[i], sourcePort[i]);
        }
    }

    private static long ports(int targetPort, int sourcePort) {
        return (targetPort | sourcePort << 16) & 0xFFFF_FFFFL;
    }
}
