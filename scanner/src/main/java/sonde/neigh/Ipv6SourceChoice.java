// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.Ipv6Ranges;
import sonde.wire.IpAddress;

/**
 * Chooses the IPv6 address that probes come from by RFC 6724 section 5, as the kernel does, or
 * checks those that the user wants, {@code --source-ip}.
 */
final class Ipv6SourceChoice {

    private static final String OPTION = "--source-ip ";

    /** fc00::/7, RFC 4193. */
    private static final IpAddress UNIQUE_LOCAL = new IpAddress(0xFC00L << 48, 0);

    private static final int UNIQUE_LOCAL_PREFIX = 7;

    private final HostNetwork host;
    private final NetInterface iface;

    Ipv6SourceChoice(HostNetwork host, NetInterface iface) {
        this.host = host;
        this.iface = iface;
    }

    /** The host's best address to reach a target from, or null when it has none to be answered. */
    @Nullable IpAddress best(IpAddress target) {
        if (iface.kind() == NetInterface.Kind.LOOPBACK) {
            return host.isOwnAddress(target) ? target : Ipv6Scope.LOOPBACK;
        }
        IpAddress best = null;
        int bestRank = Integer.MAX_VALUE;
        for (NetInterface each : host.interfaces()) {
            boolean isHere = each.index() == iface.index();
            for (NetInterface.Address own : each.addresses()) {
                int rank = rank(own, isHere, target);
                if (isCandidate(own.address(), isHere, target) && rank < bestRank) {
                    best = own.address();
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    /** Whether answers to the address come back here. */
    private static boolean isCandidate(IpAddress own, boolean isHere, IpAddress target) {
        return !own.isIpv4()
                && !own.equals(Ipv6Scope.LOOPBACK)
                && (isHere || !Ipv6Scope.isLinkLocal(own))
                && Ipv6Scope.of(own) >= Ipv6Scope.of(target);
    }

    /** Rules 2, 3, 5, 6, 7 and 8, the first in the highest bits; lower is better. */
    private static int rank(NetInterface.Address own, boolean isHere, IpAddress target) {
        IpAddress address = own.address();
        int common = Math.min(Prefixes.common(address, target), own.prefixLength());
        return (Ipv6Scope.of(address) == Ipv6Scope.of(target) ? 0 : 1 << 12)
                + (own.deprecated() ? 1 << 11 : 0)
                + (isHere ? 0 : 1 << 10)
                + (isUniqueLocal(address) == isUniqueLocal(target) ? 0 : 1 << 9)
                + (own.secondary() ? 1 << 8 : 0)
                + (Prefixes.BITS - common);
    }

    private static boolean isUniqueLocal(IpAddress address) {
        return Prefixes.common(address, UNIQUE_LOCAL) >= UNIQUE_LOCAL_PREFIX;
    }

    /** From which address neighbours are asked: they answer one of their own link for sure. */
    IpAddress asker(IpAddress source) {
        IpAddress linkLocal = iface.linkLocal();
        return linkLocal == null ? source : linkLocal;
    }

    /**
     * Splits the addresses by who answers for them.
     *
     * @param wished one range
     * @param router {@code --router-ip}, or null
     * @throws PathException when an address can't be a source
     */
    PathPlan.Ipv6Source of(Ipv6Ranges wished, @Nullable IpAddress router) throws PathException {
        Ipv6Ranges foreign = wished.minus(own());
        refuse(wished.intersect(groups()), "is no host's");
        refuse(foreign.intersect(routers(router)), "is a router's address");
        if (iface.kind() == NetInterface.Kind.LOOPBACK) {
            refuse(foreign, "is not an address of this host, and no other is reached through lo");
        } else {
            refuse(
                    wished.intersect(Ipv6Ranges.of(Ipv6Scope.LOOPBACK, Ipv6Scope.LOOPBACK)),
                    "is the loopback address, which leaves no host");
        }
        boolean isHeard = iface.kind() == NetInterface.Kind.ETHERNET;
        return new PathPlan.Ipv6Source(
                wished, asker(wished.first(0)), isHeard ? foreign : Ipv6Ranges.NONE);
    }

    private static Ipv6Ranges groups() {
        return Ipv6Ranges.builder()
                .add(Ipv6Scope.UNSPECIFIED, Ipv6Scope.UNSPECIFIED)
                .add(Ipv6Scope.MULTICAST_FIRST, Ipv6Scope.MULTICAST_LAST)
                .build();
    }

    /** Those that the host has. */
    private Ipv6Ranges own() {
        AddressSetBuilder own = new AddressSetBuilder();
        for (NetInterface each : host.interfaces()) {
            each.addresses().forEach(address -> own.add(address.address()));
        }
        for (Route route : host.routes().routes()) {
            if (route.kind() == Route.Kind.LOCAL) {
                own.add(route.destination(), route.last());
            }
        }
        return own.build().ipv6();
    }

    private Ipv6Ranges routers(@Nullable IpAddress wished) {
        AddressSetBuilder routers = new AddressSetBuilder();
        if (wished != null) {
            routers.add(wished);
        }
        for (Route route : host.routes().routes()) {
            IpAddress gateway = route.gateway();
            if (gateway != null) {
                routers.add(gateway);
            }
        }
        return routers.build().ipv6();
    }

    private static void refuse(Ipv6Ranges unfit, String what) throws PathException {
        if (unfit.rangeCount() > 0) {
            throw new PathException(
                    OPTION + unfit.first(0).toText() + " " + what + "; give another address", true);
        }
    }
}
