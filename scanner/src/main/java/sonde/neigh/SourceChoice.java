// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4Address;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Checks the IPv4 source addresses that the user wants, {@code --source-ip}: they may be the host's
 * own, or others, which are then answered for while the scan runs. On loopback and tunnels nobody
 * asks by ARP; there an address of another's makes sense only if the other end has a route for it.
 */
final class SourceChoice {

    private static final String OPTION = "--source-ip ";
    private static final String NO_HOST = "is no host's: ";

    /** Longer prefixes leave no room for an address of the network itself (RFC 3021). */
    private static final int PREFIX_WITH_NETWORK_MAX = Prefixes.IPV4_BITS + 30;

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
        requireHosts(wished, own, foreign.intersect(routers(router)));
        if (iface.kind() == NetInterface.Kind.LOOPBACK) {
            if (foreign.size() > 0) {
                throw new PathException(
                        OPTION
                                + Ipv4Address.toText(foreign.first(0))
                                + " is not an address of this host, and no other is reached"
                                + " through lo; leave it out");
            }
        } else {
            refuse(
                    wished.intersect(LOOPBACK),
                    "is a loopback address, which leaves no host",
                    wished.minus(LOOPBACK));
        }
        AddressRanges distant = foreign.minus(networks());
        boolean isHeard = iface.kind() == NetInterface.Kind.ETHERNET;
        return new PathPlan.Source(
                wished,
                asker(wished, own, distant),
                isHeard ? foreign : AddressRanges.NONE,
                distant);
    }

    /** Those that the host has. */
    private AddressRanges own(AddressRanges wished) {
        AddressSetBuilder own = new AddressSetBuilder();
        for (NetInterface each : host.interfaces()) {
            each.addresses().forEach(address -> own.add(address.address()));
        }
        RouteIntervals intervals = host.routes().intervals();
        for (int i = 0; i < intervals.count(); i++) {
            Route route = intervals.route(i);
            if (route != null && route.kind() == Route.Kind.LOCAL) {
                own.add(intervals.first(i), intervals.last(i));
            }
        }
        return wished.intersect(own.build().ipv4());
    }

    /** Refuses those that nobody can have, or routers have. */
    private void requireHosts(AddressRanges wished, AddressRanges own, AddressRanges routers)
            throws PathException {
        Map<Hop, AddressSet> pieces = Hop.split(host, AddressSet.of(wished), host.routes());
        AddressRanges networks = wished.intersect(networkAddresses()).minus(own);
        AddressRanges usable = wished.minus(networks).minus(routers);
        for (Map.Entry<Hop, AddressSet> piece : pieces.entrySet()) {
            if (piece.getKey().isOfNoHost()) {
                usable = usable.minus(piece.getValue().ipv4());
            }
        }
        for (Map.Entry<Hop, AddressSet> piece : pieces.entrySet()) {
            if (piece.getKey().isOfNoHost()) {
                refuse(piece.getValue().ipv4(), NO_HOST + piece.getKey().refusal(), usable);
            }
        }
        refuse(networks, NO_HOST + "address of the network itself", usable);
        refuse(routers, "is a router's address", usable);
    }

    /** The lowest addresses of the host's networks. */
    private AddressRanges networkAddresses() {
        AddressSetBuilder networks = new AddressSetBuilder();
        for (NetInterface each : host.interfaces()) {
            for (NetInterface.Address address : each.addresses()) {
                if (address.prefixLength() <= PREFIX_WITH_NETWORK_MAX) {
                    networks.add(address.first());
                }
            }
        }
        return networks.build().ipv4();
    }

    /**
     * Refuses addresses, if there are any.
     *
     * @param usable what is left of the range without them
     */
    private static void refuse(AddressRanges unfit, String what, AddressRanges usable)
            throws PathException {
        if (unfit.size() > 0) {
            String remedy = usable.size() == 0 ? "another address" : widest(usable);
            throw new PathException(
                    OPTION + Ipv4Address.toText(unfit.first(0)) + " " + what + "; give " + remedy,
                    true);
        }
    }

    private static String widest(AddressRanges ranges) {
        int widest = 0;
        for (int i = 1; i < ranges.rangeCount(); i++) {
            if (width(ranges, i) > width(ranges, widest)) {
                widest = i;
            }
        }
        String first = Ipv4Address.toText(ranges.first(widest));
        return width(ranges, widest) == 0
                ? first
                : first + '-' + Ipv4Address.toText(ranges.last(widest));
    }

    private static long width(AddressRanges ranges, int i) {
        return Integer.toUnsignedLong(ranges.last(i) - ranges.first(i));
    }

    private AddressRanges routers(OptionalInt router) {
        AddressSetBuilder routers = new AddressSetBuilder();
        router.ifPresent(address -> routers.add(IpAddress.ofIpv4(address)));
        for (Route route : host.routes().routes()) {
            IpAddress gateway = route.gateway();
            if (gateway != null) {
                routers.add(gateway);
            }
        }
        return routers.build().ipv4();
    }

    /** The addresses that the interface has neighbours among. */
    private AddressRanges networks() {
        AddressSetBuilder networks = new AddressSetBuilder();
        for (NetInterface.Address own : iface.addresses()) {
            networks.add(own.first(), own.last());
        }
        RouteIntervals intervals = host.routes().intervals();
        for (int i = 0; i < intervals.count(); i++) {
            Route route = intervals.route(i);
            if (route != null
                    && route.kind() == Route.Kind.UNICAST
                    && route.interfaceIndex() == iface.index()
                    && !route.hasGateway()) {
                networks.add(intervals.first(i), intervals.last(i));
            }
        }
        return networks.build().ipv4();
    }

    /**
     * From which address neighbours are asked: the first one, whose way here they learn thereby. A
     * neighbour may not believe one of another network, and is asked from the interface's address.
     */
    private int asker(AddressRanges wished, AddressRanges own, AddressRanges distant) {
        int first = wished.first(0);
        IpAddress ifaceAddress = iface.ipv4SourceFor(IpAddress.ofIpv4(first));
        boolean isBelieved = own.contains(first) || !distant.contains(first);
        return isBelieved || ifaceAddress == null ? first : ifaceAddress.ipv4();
    }
}
