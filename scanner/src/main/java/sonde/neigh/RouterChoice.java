// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The routers that the user wants, {@code --router-ip} and {@code --router-mac}. */
final class RouterChoice {

    /**
     * A router that targets of one family are sent to.
     *
     * @param gateway its address, or {@link PathPlan.ViaGateway#UNKNOWN}
     */
    record Router(NetInterface iface, IpAddress gateway) {

        /**
         * Whether targets are sent to it that would go to another. One whose Ethernet address is
         * all that is known takes the place of the other's Ethernet address only.
         */
        boolean replacesThatOf(Hop hop) {
            return !gateway.equals(PathPlan.ViaGateway.UNKNOWN)
                    && hop.gateway() != null
                    && hop.leavesBy(iface);
        }
    }

    private final HostNetwork host;
    private final PathWishes wishes;

    RouterChoice(HostNetwork host, PathWishes wishes) {
        this.host = host;
        this.wishes = wishes;
    }

    /** The interfaces that the routers named by their addresses belong to. */
    List<NetInterface> interfaces() throws PathException {
        Set<NetInterface> found = new LinkedHashSet<>();
        for (boolean isIpv4 : new boolean[] {true, false}) {
            IpAddress router = wishes.router(isIpv4);
            if (router != null) {
                Route route = host.routes().lookup(router);
                NetInterface iface =
                        route == null ? null : host.interfaceAt(route.interfaceIndex());
                if (iface == null) {
                    throw notOnLink(router, "of this host");
                }
                found.add(iface);
            }
        }
        return List.copyOf(found);
    }

    /**
     * The router for targets of a family, or null when there is no wish.
     *
     * @param chosen the interfaces that may be used; none only if no router is named
     */
    @Nullable Router of(boolean isIpv4, List<NetInterface> chosen) throws PathException {
        IpAddress named = wishes.router(isIpv4);
        if (named == null && (wishes.routerMac().isEmpty() || chosen.isEmpty())) {
            return null;
        }
        NetInterface iface = chosen.getFirst();
        for (NetInterface each : chosen) {
            if (named != null && isOnLink(named, each)) {
                iface = each;
                break;
            }
        }
        if (iface.kind() != NetInterface.Kind.ETHERNET) {
            throw new PathException(
                    "there are no routers to choose from on "
                            + iface.name()
                            + ", which carries IP packets without Ethernet headers;"
                            + " leave out --router-ip and --router-mac");
        }
        if (named != null && !isOnLink(named, iface)) {
            throw notOnLink(named, "of interface " + iface.name());
        }
        return new Router(iface, named == null ? PathPlan.ViaGateway.UNKNOWN : named);
    }

    private boolean isOnLink(IpAddress router, NetInterface iface) {
        Route route = Paths.routesThrough(host, List.of(iface)).lookup(router);
        return route != null
                && route.kind() == Route.Kind.UNICAST
                && route.interfaceIndex() == iface.index()
                && !route.hasGateway();
    }

    private static PathException notOnLink(IpAddress router, String owner) {
        return new PathException(
                "--router-ip "
                        + router.toText()
                        + " is not in a network "
                        + owner
                        + "; give a router that is, or its Ethernet address with --router-mac");
    }
}
