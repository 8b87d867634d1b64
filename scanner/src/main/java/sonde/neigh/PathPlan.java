// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.wire.IpAddress;

import java.util.List;

/**
 * The way out of the host by one interface, that {@link Paths} decided on. Every target address is
 * in exactly one part of the plan of one interface.
 *
 * @param iface the interface that probes leave by
 * @param ipv4Source the addresses that IPv4 probes come from, or null when there are none
 * @param ipv6Source the addresses that IPv6 probes come from, or null when there are none
 * @param onLink targets that are their own next hop; on a link without Ethernet headers, all that
 *     go out
 * @param viaGateway targets behind routers
 * @param elsewhere targets that the routes send out by interfaces without a plan: not probed
 * @param unroutable targets that can't be probed
 */
public record PathPlan(
        NetInterface iface,
        @Nullable Source ipv4Source,
        @Nullable Ipv6Source ipv6Source,
        AddressSet onLink,
        List<ViaGateway> viaGateway,
        List<Elsewhere> elsewhere,
        List<Unroutable> unroutable) {

    /**
     * Where IPv4 probes come from.
     *
     * @param addresses one range
     * @param asker the address that neighbours are asked from
     * @param spare those that nobody answers ARP for but Sonde: not the host's; none on a link
     *     without Ethernet headers
     * @param distant those that are in no network of the interface, so that answers need a route
     *     here
     */
    public record Source(
            AddressRanges addresses, int asker, AddressRanges spare, AddressRanges distant) {

        /** An address of the host. */
        public static Source own(int address) {
            AddressRanges only = AddressRanges.of(address, address);
            return new Source(only, address, AddressRanges.NONE, AddressRanges.NONE);
        }
    }

    /**
     * Where IPv6 probes come from.
     *
     * @param addresses one range
     * @param asker the address that neighbours are asked from
     * @param spare those that nobody answers solicitations for but Sonde: not the host's; none on a
     *     link without Ethernet headers
     */
    public record Ipv6Source(Ipv6Ranges addresses, IpAddress asker, Ipv6Ranges spare) {

        /** An address of the host. */
        public static Ipv6Source own(IpAddress address, IpAddress asker) {
            return new Ipv6Source(Ipv6Ranges.of(address, address), asker, Ipv6Ranges.NONE);
        }
    }

    /**
     * Targets behind one router.
     *
     * @param gateway the router's address, which may be of the other family (RFC 8950), or {@link
     *     #UNKNOWN}
     */
    public record ViaGateway(IpAddress gateway, AddressSet targets) {

        /** In place of the address of a router that is known by {@code --router-mac} only. */
        public static final IpAddress UNKNOWN = IpAddress.ofIpv4(0);
    }

    /** Targets behind another interface. */
    public record Elsewhere(String interfaceName, AddressSet targets) {}

    /**
     * Targets that can't be probed.
     *
     * @param reason a phrase, such as "no route"
     */
    public record Unroutable(String reason, AddressSet targets) {}

    public PathPlan {
        viaGateway = List.copyOf(viaGateway);
        elsewhere = List.copyOf(elsewhere);
        unroutable = List.copyOf(unroutable);
    }

    /** Whether frames need the Ethernet address of their next hop. */
    public boolean needsNeighbours() {
        return iface.kind() == NetInterface.Kind.ETHERNET;
    }

    /** All targets that are probed. */
    public AddressSet probed() {
        AddressSetBuilder all = new AddressSetBuilder().addAll(onLink);
        for (ViaGateway via : viaGateway) {
            all.addAll(via.targets());
        }
        return all.build();
    }
}
