// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.target.AddressRanges;
import sonde.wire.Ipv4Address;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Checks the source addresses that the user wants, {@code --source-ip}: they may be the host's own,
 * or others, which are then answered for while the scan runs. On loopback and tunnels nobody asks
 * by ARP; there an address of another's makes sense only if the other end has a route for it.
 */
final class SourceChoice {

    private static final String OPTION = "--source-ip ";
    private static final AddressRanges LOOPBACK = AddressRanges.of(0x7F00_0000, 0x7FFF_FFFF);

    private final HostNetwork host;
    private final NetInterface iface;

    SourceChoice(HostNetwork host, NetInterface iface) {
        this.host = host;
        this.iface = iface;
    }

    /**
     * Splits the addresses by who answers for them.
     *
     * @param wished one range
     * @param router {@code --router-ip}
     * @throws PathException when an address can't be a source
     */
    PathPlan.Source of(AddressRanges wished, OptionalInt router) throws PathException {
        AddressRanges own = own(wished);
        AddressRanges foreign = wished.minus(own);
        if (iface.kind() == NetInterface.Kind.LOOPBACK) {
            requireNone(
                    foreign, "is not an address of this host, and no other is reached through lo");
        } else {
            requireNone(wished.intersect(LOOPBACK), "is a loopback address, which leaves no host");
        }
        requireNoRouter(foreign, router);
        AddressRanges distant = foreign.minus(networks());
        boolean isHeard = iface.kind() == NetInterface.Kind.ETHERNET;
        return new PathPlan.Source(
                wished,
                asker(wished, own, distant),
                isHeard ? foreign : AddressRanges.NONE,
                distant);
    }

    /** Those that the host has. Refuses those that nobody can have. */
    private AddressRanges own(AddressRanges wished) throws PathException {
        AddressRanges.Builder own = AddressRanges.builder();
        for (NetInterface each : host.interfaces()) {
            for (NetInterface.Address address : each.addresses()) {
                own.add(address.address(), address.address());
            }
        }
        for (Map.Entry<Hop, AddressRanges> piece :
                Hop.split(host, wished, host.routes()).entrySet()) {
            if (piece.getKey().isOfNoHost()) {
                requireNone(piece.getValue(), "is no host's: " + piece.getKey().refusal());
            }
        }
        for (RouteTable.Interval interval : host.routes().flatten()) {
            Route route = interval.route();
            if (route != null && route.kind() == Route.Kind.LOCAL) {
                own.add(interval.first(), interval.last());
            }
        }
        return wished.intersect(own.build());
    }

    private static void requireNone(AddressRanges addresses, String what) throws PathException {
        if (addresses.size() > 0) {
            throw new PathException(
                    OPTION
                            + Ipv4Address.toText(addresses.first(0))
                            + " "
                            + what
                            + "; leave it out");
        }
    }

    private void requireNoRouter(AddressRanges foreign, OptionalInt router) throws PathException {
        AddressRanges.Builder routers = AddressRanges.builder();
        router.ifPresent(address -> routers.add(address, address));
        for (Route route : host.routes().routes()) {
            if (route.hasGateway()) {
                routers.add(route.gateway(), route.gateway());
            }
        }
        requireNone(foreign.intersect(routers.build()), "is a router's address");
    }

    /** The addresses that the interface has neighbours among. */
    private AddressRanges networks() {
        AddressRanges.Builder networks = AddressRanges.builder();
        for (NetInterface.Address own : iface.addresses()) {
            networks.add(own.first(), own.last());
        }
        for (RouteTable.Interval interval : host.routes().flatten()) {
            Route route = interval.route();
            if (route != null
                    && route.kind() == Route.Kind.UNICAST
                    && route.interfaceIndex() == iface.index()
                    && !route.hasGateway()) {
                networks.add(interval.first(), interval.last());
            }
        }
        return networks.build();
    }

    /**
     * From which address neighbours are asked: the first one, whose way here they learn thereby. A
     * neighbour may not believe one of another network, and is asked from the interface's address.
     */
    private int asker(AddressRanges wished, AddressRanges own, AddressRanges distant) {
        int first = wished.first(0);
        int ifaceAddress = iface.sourceFor(first);
        boolean isBelieved = own.contains(first) || !distant.contains(first);
        return isBelieved || ifaceAddress == 0 ? first : ifaceAddress;
    }
}
