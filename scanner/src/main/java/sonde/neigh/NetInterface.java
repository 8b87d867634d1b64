// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

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
 * @param addresses its addresses in the kernel's order, IPv4 first
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
     * An address of an interface.
     *
     * @param address the host's own address
     * @param peer the address of the other end, the same as {@code address} unless the link has
     *     just two ends
     * @param prefixLength 0 to 128, counted from {@code peer}; of IPv4, 96 to 128
     * @param secondary of IPv4, whether another address of the same network comes first
     *     (IFA_F_SECONDARY); of IPv6, whether it is temporary (IFA_F_TEMPORARY, the same flag)
     * @param deprecated whether nothing new is to come from it (IFA_F_DEPRECATED)
     * @param scope RT_SCOPE_ number: 0 everywhere, 253 this link, 254 this host
     */
    public record Address(
            IpAddress address,
            IpAddress peer,
            int prefixLength,
            boolean secondary,
            boolean deprecated,
            int scope) {

        public Address {
            Prefixes.require(prefixLength);
        }

        /** The lowest address of the network. */
        IpAddress first() {
            return Prefixes.first(peer, prefixLength);
        }

        /** The highest address of the network. */
        IpAddress last() {
            return Prefixes.last(peer, prefixLength);
        }

        boolean contains(IpAddress other) {
            return Prefixes.first(other, prefixLength).equals(first());
        }

        boolean isIpv4() {
            return address.isIpv4();
        }
    }

    public NetInterface {
        addresses = List.copyOf(addresses);
    }

    /** Whether the address is one of this interface's own. */
    public boolean hasAddress(IpAddress address) {
        for (Address own : addresses) {
            if (own.address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The IPv4 address to speak to a neighbour from: the first primary one of the neighbour's
     * network, else the first primary one that is valid everywhere, else the first.
     *
     * @return the address, or null when there is none
     */
    @Nullable IpAddress ipv4SourceFor(IpAddress neighbour) {
        IpAddress best = null;
        int bestRank = Integer.MAX_VALUE;
        for (Address own : addresses) {
            int rank =
                    (own.secondary() ? 4 : 0)
                            + (own.contains(neighbour) ? 0 : 2)
                            + (own.scope() == RT_SCOPE_UNIVERSE ? 0 : 1);
            if (own.isIpv4() && rank < bestRank) {
                best = own.address();
                bestRank = rank;
            }
        }
        return best;
    }

    /** The first link-local IPv6 address, or null. */
    @Nullable IpAddress linkLocal() {
        for (Address own : addresses) {
            if (Ipv6Scope.isLinkLocal(own.address())) {
                return own.address();
            }
        }
        return null;
    }
}
