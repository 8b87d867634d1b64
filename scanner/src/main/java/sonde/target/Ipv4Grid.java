// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Every port on every address of a set, numbered: with {@code p} ports, the target of address rank
 * {@code a} and port rank {@code q} has the index {@code a * p + q}. A space may do without ports,
 * for lists of addresses; then its targets' port is 0.
 *
 * <p>The transmitter turns indexes into targets, a batch at a time ({@link #resolve}); a receiver
 * may ask whether an answer comes from a target ({@link #indexOf}). Immutable; any thread may use
 * it.
 */
public final class Ipv4Grid implements TargetGrid {

    /** How many indexes {@link #resolve} takes at once; the length of its arrays. */
    public static final int BATCH = 256;

    private final AddressRanges addresses;
    private final PortRanges ports;
    private final int portCount;

    /** At most 2^32 addresses by 2^16 ports. */
    private final long size;

    /** Null with one port or none. */
    private final @Nullable Division division;

    /** Null with one range of addresses or none. */
    private final @Nullable AddressLookup lookup;

    private final boolean hasPortGaps;

    private Ipv4Grid(AddressRanges addresses, PortRanges ports) {
        this.addresses = addresses;
        this.ports = ports;
        this.portCount = Math.max(1, ports.size());
        this.size = addresses.size() * portCount;
        this.division = portCount > 1 && size > 0 ? new Division(portCount, size) : null;
        this.lookup = addresses.rangeCount() > 1 ? new AddressLookup(addresses) : null;
        this.hasPortGaps = ports.rangeCount() > 1;
    }

    /** Every port on every address. Without ports it is the addresses alone. */
    public static Ipv4Grid of(AddressRanges addresses, PortRanges ports) {
        return new Ipv4Grid(addresses, ports);
    }

    /** The addresses of the grid. */
    public AddressRanges addresses() {
        return addresses;
    }

    @Override
    public boolean isIpv6() {
        return false;
    }

    /** The ports of the grid. */
    @Override
    public PortRanges ports() {
        return ports;
    }

    /** How many targets there are, 0 to 2^48. */
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
    public int addressOf(long index) {
        return addresses.addressAt(Objects.checkIndex(index, size) / portCount);
    }

    /**
     * The port of a target; 0 in a space without ports.
     *
     * @param index 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if it is outside
     */
    public int portOf(long index) {
        int rank = (int) (Objects.checkIndex(index, size) % portCount);
        return hasPorts() ? ports.portAt(rank) : 0;
    }

    /**
     * The index of a target, or -1 if it is none. In a space without ports, the port is not looked
     * at.
     */
    public long indexOf(int address, int port) {
        long addressRank = addresses.rankOf(address);
        int portRank = hasPorts() ? ports.rankOf(port) : 0;
        return addressRank < 0 || portRank < 0 ? -1 : addressRank * portCount + portRank;
    }

    /**
     * Turns indexes into targets; {@link #addressOf} and {@link #portOf} are its scalar twins. Hot
     * path: allocates nothing.
     *
     * @param index each 0 to {@code size() - 1}; elements from {@code count} on may hold anything
     * @param address receives the addresses
     * @param port receives the ports
     * @param count 0 to {@link #BATCH}
     */
    public void resolve(long[] index, int[] address, int[] port, int count) {
        if (division == null) {
            narrow(index, address);
            fill(port, hasPorts() ? ports.portAt(0) : 0);
        } else {
            division.divide(index, address, port);
            if (hasPortGaps) {
                ports.resolve(port, count);
            } else {
                addAll(port, ports.portAt(0));
            }
        }
        // Now address holds ranks, unsigned.
        if (lookup != null) {
            lookup.resolve(address, count);
        } else if (size > 0) {
            addAll(address, addresses.first(0));
        }
    }

    private static void narrow(long[] from, int[] to) {
        for (int i = 0; i < BATCH; i++) {
            to[i] = (int) from[i];
        }
    }

    private static void fill(int[] into, int value) {
        for (int i = 0; i < BATCH; i++) {
            into[i] = value;
        }
    }

    private static void addAll(int[] rank, int first) {
        for (int i = 0; i < BATCH; i++) {
            rank[i] += first;
        }
    }

    /** A number that two spaces share only if they are equal, but for a chance of 2^-64. */
    @Override
    public long fingerprint() {
        return Fingerprint.add(addresses.fingerprint(), ports.fingerprint());
    }
}
