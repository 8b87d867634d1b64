// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.sys.Ifaddrmsg;
import sonde.sys.Ifinfomsg;
import sonde.sys.Ndmsg;
import sonde.sys.Rtmsg;
import sonde.sys.Rtnetlink;
import sonde.sys.Socket;
import sonde.sys.SysException;
import sonde.wire.IpAddress;

import java.util.List;

/**
 * The network side of the host at one moment. Immutable; made by {@link #read()}, or of any data in
 * tests.
 *
 * @param interfaces by rising index
 * @param routes what goes where
 * @param neighbours the kernel's neighbour table
 */
public record HostNetwork(
        List<NetInterface> interfaces, RouteTable routes, List<Neighbour> neighbours) {

    public HostNetwork {
        interfaces =
                interfaces.stream()
                        .sorted((a, b) -> Integer.compare(a.index(), b.index()))
                        .toList();
        neighbours = List.copyOf(neighbours);
    }

    /**
     * Asks the kernel about the network namespace of the calling thread, both families at once: it
     * leaves out one that it doesn't have.
     *
     * @throws SysException when it does not tell
     */
    public static HostNetwork read() {
        try (NetlinkSocket socket = new NetlinkSocket(Rtnetlink.NETLINK_ROUTE)) {
            return read(socket);
        }
    }

    static HostNetwork read(Netlink.Exchange exchange) {
        Netlink netlink = new Netlink(exchange);
        var interfaces =
                netlink.dump(
                        Rtnetlink.RTM_GETLINK,
                        Rtnetlink.RTM_NEWLINK,
                        Socket.AF_UNSPEC,
                        Ifinfomsg.SIZEOF,
                        HostReader::readInterface);
        var addresses =
                netlink.dump(
                        Rtnetlink.RTM_GETADDR,
                        Rtnetlink.RTM_NEWADDR,
                        Socket.AF_UNSPEC,
                        Ifaddrmsg.SIZEOF,
                        HostReader::readAddress);
        var routes =
                netlink.dump(
                        Rtnetlink.RTM_GETROUTE,
                        Rtnetlink.RTM_NEWROUTE,
                        Socket.AF_UNSPEC,
                        Rtmsg.SIZEOF,
                        HostReader::readRoute);
        var neighbours =
                netlink.dump(
                        Rtnetlink.RTM_GETNEIGH,
                        Rtnetlink.RTM_NEWNEIGH,
                        Socket.AF_UNSPEC,
                        Ndmsg.SIZEOF,
                        HostReader::readNeighbour);
        return new HostNetwork(
                HostReader.withAddresses(interfaces, addresses), RouteTable.of(routes), neighbours);
    }

    /** The interface of that name, or null. */
    public @Nullable NetInterface interfaceNamed(String name) {
        for (NetInterface candidate : interfaces) {
            if (candidate.name().equals(name)) {
                return candidate;
            }
        }
        return null;
    }

    /** The interface of that index, or null. */
    public @Nullable NetInterface interfaceAt(int index) {
        for (NetInterface candidate : interfaces) {
            if (candidate.index() == index) {
                return candidate;
            }
        }
        return null;
    }

    /** Whether packets to the address stay in this host. */
    public boolean isOwnAddress(IpAddress address) {
        for (NetInterface candidate : interfaces) {
            if (candidate.hasAddress(address)) {
                return true;
            }
        }
        Route route = routes.lookup(address);
        return route != null && route.kind() == Route.Kind.LOCAL;
    }

    /**
     * The Ethernet address that the kernel knows of a neighbour, or {@link NetInterface#NO_MAC}.
     */
    public long knownMac(int interfaceIndex, IpAddress address) {
        for (Neighbour neighbour : neighbours) {
            if (neighbour.interfaceIndex() == interfaceIndex
                    && neighbour.address().equals(address)
                    && neighbour.isUsable()) {
                return neighbour.mac();
            }
        }
        return NetInterface.NO_MAC;
    }

    /** Interfaces, routes and routers as a text of several lines, for {@code --iflist}. */
    public String describe() {
        return HostDescription.of(this);
    }
}
