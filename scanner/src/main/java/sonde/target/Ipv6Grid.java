// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.util.Objects;

/** A grid of IPv6 addresses; numbered as {@link Ipv4Grid}. Any thread may use it. */
public final class Ipv6Grid implements TargetGrid {

    private final Ipv6Ranges addresses;
    private final PortRanges ports;
    private final int portCount;
    private final long size;

    private Ipv6Grid(Ipv6Ranges addresses, PortRanges ports) {
        this.addresses = addresses;
        this.ports = ports;
        portCount = Math.max(1, ports.size());
        size = Math.multiplyExact(addresses.size(), (long) portCount);
    }

    /**
     * Every port on every address. Without ports it is the addresses alone.
     *
     * @throws ArithmeticException if it has more than 2^63-1 targets
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
    public boolean hasPorts() {
        return ports.size() > 0;
    }

    @Override
    public long size() {
        return size;
    }

    public IpAddress addressOf(long index) {
        return addresses.addressAt(Objects.checkIndex(index, size) / portCount);
    }

    public int portOf(long index) {
        return hasPorts() ? ports.portAt((int) (index % portCount)) : 0;
    }

    /** The index of a target, or -1 if it is none. Without ports, the port is not looked at. */
    public long indexOf(long high, long low, int port) {
        long addressRank = addresses.rankOf(high, low);
        int portRank = hasPorts() ? ports.rankOf(port) : 0;
        return addressRank < 0 || portRank < 0 ? -1 : addressRank * portCount + portRank;
    }

    /** Turns the first {@code count} indexes into targets. */
    public void resolve(long[] index, long[] high, long[] low, int[] port, int count) {
        for (int i = 0; i < count; i++) {
            IpAddress address = addressOf(index[i]);
            high[i] = address.high();
            low[i] = address.low();
            port[i] = portOf(index[i]);
        }
    }

    @Override
    public long fingerprint() {
        return Fingerprint.add(addresses.fingerprint(), ports.fingerprint());
    }
}
