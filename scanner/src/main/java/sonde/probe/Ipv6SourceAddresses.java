// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.IpAddress;

import java.util.Arrays;

/**
 * The IPv6 source addresses of a scan: a contiguous range, of which each target always gets the
 * same one; what {@link SourceAddresses} is for IPv4.
 */
public final class Ipv6SourceAddresses {

    private static final long COUNT_MAX = 1L << 32;

    private final long high;
    private final long firstLow;

    /** How many there are, 1 to 2^32. */
    private final long count;

    private final long key;

    /**
     * A range of addresses.
     *
     * @param first the first address
     * @param last the last address, not below {@code first}; of the same /64, and at most 2^32 - 1
     *     further on
     */
    public Ipv6SourceAddresses(IpAddress first, IpAddress last, CookieKey key) {
        long steps = last.low() - first.low();
        if (first.isIpv4()
                || first.high() != last.high()
                || first.compareTo(last) > 0
                || Long.compareUnsigned(steps, COUNT_MAX) >= 0) {
            throw new IllegalArgumentException(
                    "invalid source addresses "
                            + first
                            + "-"
                            + last
                            + ": needs IPv6, first <= last, one /64 and at most 2^32 addresses");
        }
        this.high = first.high();
        this.firstLow = first.low();
        this.count = steps + 1;
        this.key = key.derive("IPv6 source address");
    }

    /** The first address of the range. */
    public IpAddress first() {
        return new IpAddress(high, firstLow);
    }

    /** The last address of the range. */
    public IpAddress last() {
        return new IpAddress(high, firstLow + count - 1);
    }

    /** Whether an answer to this address can be ours. */
    public boolean contains(long addressHigh, long addressLow) {
        return addressHigh == high && Long.compareUnsigned(addressLow - firstLow, count) < 0;
    }

    /** The first 64 bits of all source addresses. */
    public long sourceHigh() {
        return high;
    }

    /**
     * The last 64 bits of the source address for one target; the scalar twin of {@link #fill}.
     *
     * @param targetPort 0 to 65535
     */
    public long sourceLow(long targetHigh, long targetLow, int targetPort) {
        long hash = Mix.fold(targetHigh, targetLow, targetPort, key) & 0xFFFF_FFFFL;
        return firstLow + ((hash * count) >>> 32);
    }

    /** Writes the batch's source addresses, from its addresses and ports. */
    public void fill(ProbeBatch batch) {
        Arrays.fill(batch.sourceHigh, high);
        if (count == 1) {
            Arrays.fill(batch.sourceLow, firstLow);
            return;
        }
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.sourceLow[i] =
                    sourceLow(batch.addressHigh[i], batch.addressLow[i], batch.port[i]);
        }
    }
}
