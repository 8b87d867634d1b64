// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.util.Arrays;
import java.util.Objects;

/**
 * Every port on every address of a set of IPv6 addresses, numbered as in {@link Ipv4Grid}.
 * Immutable; any thread may use it.
 */
public final class Ipv6Grid implements TargetGrid {

    private final Ipv6Ranges addresses;
    private final PortRanges ports;
    private final int portCount;
    private final long size;

    /**
     * {@code floor((2^64 - 1) / portCount)}. The upper half of its product with x, which is below
     * 2^62, is the quotient of x or one less.
     */
    private final long reciprocal;

    /** Null with one range of addresses or none. */
    private final @Nullable Ipv6Lookup lookup;

    private Ipv6Grid(Ipv6Ranges addresses, PortRanges ports) {
        this.addresses = addresses;
        this.ports = ports;
        portCount = Math.max(1, ports.size());
        if (addresses.size() > TargetSpace.SIZE_MAX / portCount) {
            throw new ArithmeticException(tooMany(addresses, portCount));
        }
        size = addresses.size() * portCount;
        reciprocal = Long.divideUnsigned(-1, portCount);
        lookup = addresses.rangeCount() > 1 ? new Ipv6Lookup(addresses.table()) : null;
    }

    private static String tooMany(Ipv6Ranges addresses, int portCount) {
        String first = addresses.first(0).toText();
        return "more than 2^62 targets: the IPv6 addresses from "
                + first
                + " on, by "
                + portCount
                + (portCount == 1 ? " port" : " ports")
                + "; give longer prefixes or fewer ports";
    }

    /**
     * Every port on every address. Without ports it is the addresses alone.
     *
     * @throws ArithmeticException if it has more than {@link TargetSpace#SIZE_MAX} targets
     */
    public static Ipv6Grid of(Ipv6Ranges addresses, PortRanges ports) {
        return new Ipv6Grid(addresses, ports);
    }

    public Ipv6Ranges addresses() {
        return addresses;
    }

    @Override
    public boolean isIpv6() {
        return true;
    }

    @Override
    public PortRanges ports() {
        return ports;
    }

    @Override
    public long size() {
        return size;
    }

    /**
     * The address of a target.
     *
     * @param index 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if it is outside
     */
    public IpAddress addressOf(long index) {
        return addresses.addressAt(Objects.checkIndex(index, size) / portCount);
    }

    /**
     * The port of a target; 0 in a grid without ports.
     *
     * @param index 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if it is outside
     */
    public int portOf(long index) {
        int rank = (int) (Objects.checkIndex(index, size) % portCount);
        return hasPorts() ? ports.portAt(rank) : 0;
    }

    /** The index of a target, or -1 if it is none. Without ports, the port is not looked at. */
    public long indexOf(long high, long low, int port) {
        long addressRank = addresses.rankOf(high, low);
        int portRank = hasPorts() ? ports.rankOf(port) : 0;
        return addressRank < 0 || portRank < 0 ? -1 : addressRank * portCount + portRank;
    }

    /**
     * Turns indexes into targets; {@link #addressOf} and {@link #portOf} are its scalar twins. Hot
     * path: allocates nothing.
     *
     * @param index each 0 to {@code size() - 1}
     * @param high receives the upper halves of the addresses
     * @param low receives the lower halves
     * @param port receives the ports
     * @param count how many elements there are; those behind are left alone
     */
    public void resolve(long[] index, long[] high, long[] low, int[] port, int count) {
        if (portCount == 1) {
            System.arraycopy(index, 0, low, 0, count);
            Arrays.fill(port, 0, count, hasPorts() ? ports.portAt(0) : 0);
        } else {
            divide(index, low, port, count);
            ports.resolve(port, count);
        }
        // Now low holds ranks.
        if (lookup != null) {
            lookup.resolve(high, low, count);
        } else if (size > 0) {
            addAll(high, low, count);
        }
    }

    private void divide(long[] number, long[] quotient, int[] remainder, int count) {
        for (int i = 0; i < count; i++) {
            long estimate = Math.unsignedMultiplyHigh(number[i], reciprocal);
            long rest = number[i] - estimate * portCount;
            // All ones where the estimate is right, else 0.
            long isRight = (rest - portCount) >> 63;
            quotient[i] = estimate + 1 + isRight;
            remainder[i] = (int) (rest - (portCount & ~isRight));
        }
    }

    private void addAll(long[] high, long[] low, int count) {
        long firstHigh = addresses.table().firstHigh(0);
        long firstLow = addresses.table().firstLow(0);
        for (int i = 0; i < count; i++) {
            long sum = firstLow + low[i];
            high[i] = firstHigh + Ipv6Lookup.carry(sum, firstLow);
            low[i] = sum;
        }
    }

    @Override
    public long fingerprint() {
        return Fingerprint.add(addresses.fingerprint(), ports.fingerprint());
    }
}
