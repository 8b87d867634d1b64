// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.IpAddress;

/**
 * The source ports of a scan: a contiguous range, of which each target always gets the same one. A
 * repeated probe is thereby a true retransmission (the same four-tuple and the same cookie), which
 * the target's stack answers once, and not a second connection.
 *
 * <p>The choice is a keyed hash of target address and port, scaled to the range by multiply-shift:
 * no modulo, and every size of range is used in full (masscan masks, and so uses only part of a
 * range whose size is no power of two).
 */
public final class SourcePorts {

    private final int first;
    private final int count;
    private final int key0;
    private final int key1;
    private final long ipv6Key;

    /**
     * A range of ports.
     *
     * @param first the first port, 0 to 65535
     * @param last the last port, {@code first} to 65535
     */
    public SourcePorts(int first, int last, CookieKey key) {
        if (first < 0 || last > 0xFFFF || first > last) {
            throw new IllegalArgumentException(
                    "invalid source ports "
                            + first
                            + "-"
                            + last
                            + ": needs 0 <= first <= last <= 65535");
        }
        this.first = first;
        this.count = last - first + 1;
        long derived = key.derive("source port");
        this.key0 = (int) derived;
        this.key1 = (int) (derived >>> 32);
        this.ipv6Key = key.derive("IPv6 source port");
    }

    /** The first port of the range. */
    public int first() {
        return first;
    }

    /** The last port of the range. */
    public int last() {
        return first + count - 1;
    }

    /** Whether an answer to this port can be ours. */
    public boolean contains(int port) {
        return port >= first && port - first < count;
    }

    /**
     * The source port for one target; the scalar twin of {@link #fill}.
     *
     * @param targetAddress IPv4, in host order
     * @param targetPort 0 to 65535
     */
    public int sourcePort(int targetAddress, int targetPort) {
        return choose(targetAddress, targetPort, key0, key1, first, count);
    }

    /**
     * The source port for one target of either family, its address as {@link IpAddress} has it; the
     * scalar twin of {@link #fill}.
     *
     * @param targetPort 0 to 65535
     */
    public int sourcePort(long targetHigh, long targetLow, int targetPort) {
        return IpAddress.isIpv4(targetHigh, targetLow)
                ? sourcePort((int) targetLow, targetPort)
                : ipv6SourcePort(targetHigh, targetLow, targetPort);
    }

    private int ipv6SourcePort(long targetHigh, long targetLow, int targetPort) {
        return scale(Mix.fold(targetHigh, targetLow, targetPort, ipv6Key), first, count);
    }

    /** Writes the batch's source ports, from its addresses and ports. */
    public void fill(ProbeBatch batch) {
        if (batch.isIpv6) {
            chooseAllIpv6(batch);
            return;
        }
        chooseAll(batch.address, batch.port, key0, key1, first, count, batch.sourcePort);
    }

    private static void chooseAll(
            int[] address, int[] port, int key0, int key1, int first, int count, int[] sourcePort) {
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            sourcePort[i] = choose(address[i], port[i], key0, key1, first, count);
        }
    }

    private void chooseAllIpv6(ProbeBatch batch) {
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.sourcePort[i] =
                    ipv6SourcePort(batch.addressHigh[i], batch.addressLow[i], batch.port[i]);
        }
    }

    private static int choose(int address, int port, int key0, int key1, int first, int count) {
        return scale(Mix.mix32(Mix.mix32(address ^ key0) ^ port ^ key1), first, count);
    }

    /**
     * Only 32-bit operations, so that a vector holds twice as many. {@code hash * count >>> 32} is
     * put together from halves: with {@code count} at most 65536 nothing overflows an unsigned int.
     */
    private static int scale(int hash, int first, int count) {
        int low = ((hash & 0xFFFF) * count) >>> 16;
        return first + (((hash >>> 16) * count + low) >>> 16);
    }
}
