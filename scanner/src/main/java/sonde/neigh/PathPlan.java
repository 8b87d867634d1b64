// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.target.AddressRanges;

import java.util.List;

/**
 * The way out of the host that {@link Paths} decided on. Every target address is in exactly one
 * part.
 *
 * @param iface the interface that probes leave by
 * @param source the addresses they come from
 * @param onLink targets that are their own next hop; on a link without Ethernet headers, all that
 *     go out
 * @param viaGateway targets behind routers
 * @param elsewhere targets that the routes send out by other interfaces: not probed
 * @param unroutable targets that can't be probed
 */
public record PathPlan(
        NetInterface iface,
        Source source,
        AddressRanges onLink,
        List<ViaGateway> viaGateway,
        List<Elsewhere> elsewhere,
        List<Unroutable> unroutable) {

    /**
     * Where probes come from.
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
     * Targets behind one router.
     *
     * @param gateway the router's address, or 0 when it is known by {@code --router-mac} only
     */
    public record ViaGateway(int gateway, AddressRanges targets) {}

    /** Targets behind another interface. */
    public record Elsewhere(String interfaceName, AddressRanges targets) {}

    /**
     * Targets that can't be probed.
     *
     * @param reason a phrase, such as "no route"
     */
    public record Unroutable(String reason, AddressRanges targets) {}

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
    public AddressRanges probed() {
        AddressRanges all = onLink;
        for (ViaGateway via : viaGateway) {
            all = all.union(via.targets());
        }
        return all;
    }
}
