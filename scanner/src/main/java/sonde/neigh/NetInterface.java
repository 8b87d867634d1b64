// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import java.util.List;

/**
 * A network interface.
 *
 * @param index its number, as the kernel counts
 * @param name at most 15 bytes, anything but slashes and spaces
 * @param kind what frames it carries
 * @param hardwareType ARPHRD_ number of {@code linux/if_arp.h}
 * @param mac its Ethernet address in the low 48 bits, or {@link #NO_MAC}
 * @param mtu longest packet in bytes
 * @param up whether the administrator switched it on (IFF_UP)
 * @param running whether there is a carrier (IFF_LOWER_UP)
 * @param addresses its IPv4 addresses in the kernel's order
 */
public record NetInterface(
        int index,
        String name,
        Kind kind,
        int hardwareType,
        long mac,
        int mtu,
        boolean up,
        boolean running,
        List<Address> addresses) {

    /** In place of an Ethernet address: there is none. */
    public static final long NO_MAC = -1;

    private static final int RT_SCOPE_UNIVERSE = 0;

    /** What frames an interface carries. */
    public enum Kind {
        /** Ethernet frames: next hops have Ethernet addresses. */
        ETHERNET,
        /** The host itself. */
        LOOPBACK,
        /**
         * IP packets without a link header, to the one other end: tun, WireGuard, PPP, IP tunnels.
         */
        RAW_IP,
        /** Something Sonde can't make frames for. */
        OTHER
    }

    /**
     * An IPv4 address of an interface.
     *
     * @param address the host's own address
     * @param peer the address of the other end, the same as {@code address} unless the link has
     *     just two ends
     * @param prefixLength 0 to 32, counted from {@code peer}
     * @param secondary whether another address of the same network comes first (IFA_F_SECONDARY)
     * @param scope RT_SCOPE_ number: 0 everywhere, 253 this link, 254 this host
     */
    public record Address(int address, int peer, int prefixLength, boolean secondary, int scope) {

        public Address {
            if (prefixLength < 0 || prefixLength > Integer.SIZE) {
                throw new IllegalArgumentException("prefix length " + prefixLength + ", not 0..32");
            }
        }

        /** The lowest address of the network. */
        int first() {
            return peer & Prefixes.mask(prefixLength);
        }

        /** The highest address of the network. */
        int last() {
            return peer | ~Prefixes.mask(prefixLength);
        }

        boolean contains(int other) {
            return (other & Prefixes.mask(prefixLength)) == first();
        }
    }

    public NetInterface {
        addresses = List.copyOf(addresses);
    }

    /** Whether the address is one of this interface's own. */
    public boolean hasAddress(int address) {
        for (Address own : addresses) {
            if (own.address() == address) {
                return true;
            }
        }
        return false;
    }

    /**
     * The address to speak to a neighbour from: the first primary one of the neighbour's network,
     * else the first primary one that is valid everywhere, else the first.
     *
     * @return the address, or 0 when there is none
     */
    int sourceFor(int neighbour) {
        int best = 0;
        int bestRank = Integer.MAX_VALUE;
        for (Address own : addresses) {
            int rank =
                    (own.secondary() ? 4 : 0)
                            + (own.contains(neighbour) ? 0 : 2)
                            + (own.scope() == RT_SCOPE_UNIVERSE ? 0 : 1);
            if (rank < bestRank) {
                best = own.address();
                bestRank = rank;
            }
        }
        return best;
    }
}
