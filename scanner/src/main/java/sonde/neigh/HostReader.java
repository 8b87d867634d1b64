// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import org.jspecify.annotations.Nullable;

import sonde.sys.Ifaddrmsg;
import sonde.sys.Ifinfomsg;
import sonde.sys.Ndmsg;
import sonde.sys.Rtmsg;
import sonde.sys.Rtnetlink;
import sonde.sys.Socket;
import sonde.wire.IpAddress;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes records of rtnetlink messages. A message that is too short for what it ought to be gives
 * nothing.
 */
final class HostReader {

    // linux/socket.h and linux/if_addr.h, beyond what sonde.sys names.
    private static final int AF_INET6 = 10;
    private static final int IFA_F_DADFAILED = 0x08;
    private static final int IFA_F_DEPRECATED = 0x20;
    private static final int IFA_F_TENTATIVE = 0x40;

    // linux/rtnetlink.h, beyond what sonde.sys names.
    private static final int RTA_ENCAP = 22;
    private static final int RT_TABLE_DEFAULT = 253;
    private static final int RTN_THROW = 9;
    private static final int RTN_ANYCAST = 4;
    private static final int RTM_F_CLONED = 0x200;
    private static final int RTNH_F_DEAD = 1;
    private static final int RTNH_F_ONLINK = 4;
    private static final int RTNH_F_LINKDOWN = 16;

    // struct rtnexthop { unsigned short len; unsigned char flags, hops; int ifindex; }, then its
    // attributes.
    private static final long RTNEXTHOP_SIZEOF = 8;
    private static final long RTNH_LEN_OFFSET = 0;
    private static final long RTNH_FLAGS_OFFSET = 2;
    private static final long RTNH_IFINDEX_OFFSET = 4;

    private HostReader() {}

    /** An address and the interface it belongs to. */
    record OwnedAddress(int interfaceIndex, NetInterface.Address address) {}

    /** One way out: of a route, or of several of a multipath route. */
    private record NextHop(
            int interfaceIndex,
            @Nullable IpAddress gateway,
            @Nullable IpAddress preferredSource,
            int flags,
            boolean supported) {

        boolean isDead() {
            return (flags & RTNH_F_DEAD) != 0;
        }

        NextHop from(@Nullable IpAddress source) {
            return new NextHop(interfaceIndex, gateway, source, flags, supported);
        }
    }

    /** RTM_NEWLINK; the interface comes without addresses. */
    static @Nullable NetInterface readInterface(MemorySegment body) {
        if (body.byteSize() < Ifinfomsg.SIZEOF) {
            return null;
        }
        int hardwareType =
                Short.toUnsignedInt(body.get(JAVA_SHORT_UNALIGNED, Ifinfomsg.IFI_TYPE_OFFSET));
        int index = body.get(JAVA_INT_UNALIGNED, Ifinfomsg.IFI_INDEX_OFFSET);
        int flags = body.get(JAVA_INT_UNALIGNED, Ifinfomsg.IFI_FLAGS_OFFSET);
        String name = "";
        long mac = NetInterface.NO_MAC;
        int mtu = 0;
        Attributes attributes = new Attributes(body, Ifinfomsg.SIZEOF);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFLA_IFNAME -> name = attributes.textValue();
                case Rtnetlink.IFLA_ADDRESS -> mac = attributes.macValue();
                case Rtnetlink.IFLA_MTU -> mtu = attributes.intValue(0);
                default -> {}
            }
        }
        NetInterface.Kind kind = kind(hardwareType);
        return new NetInterface(
                index,
                name,
                kind,
                hardwareType,
                kind == NetInterface.Kind.ETHERNET ? mac : NetInterface.NO_MAC,
                mtu,
                (flags & Rtnetlink.IFF_UP) != 0,
                (flags & Rtnetlink.IFF_LOWER_UP) != 0,
                List.of());
    }

    private static NetInterface.Kind kind(int hardwareType) {
        return switch (hardwareType) {
            case Rtnetlink.ARPHRD_ETHER -> NetInterface.Kind.ETHERNET;
            case Rtnetlink.ARPHRD_LOOPBACK -> NetInterface.Kind.LOOPBACK;
            case Rtnetlink.ARPHRD_NONE,
                    Rtnetlink.ARPHRD_PPP,
                    Rtnetlink.ARPHRD_RAWIP,
                    Rtnetlink.ARPHRD_TUNNEL,
                    Rtnetlink.ARPHRD_IPGRE ->
                    NetInterface.Kind.RAW_IP;
            default -> NetInterface.Kind.OTHER;
        };
    }

    /** How long a prefix of 0 means, by the family in the first byte; negative for others. */
    private static int prefixBase(MemorySegment body, long familyOffset) {
        return switch (unsignedByte(body, familyOffset)) {
            case Socket.AF_INET -> Prefixes.IPV4_BITS;
            case AF_INET6 -> 0;
            default -> -1;
        };
    }

    /** RTM_NEWADDR; null for what can't be used (yet). */
    static @Nullable OwnedAddress readAddress(MemorySegment body) {
        if (body.byteSize() < Ifaddrmsg.SIZEOF) {
            return null;
        }
        int base = prefixBase(body, Ifaddrmsg.IFA_FAMILY_OFFSET);
        int prefixLength = base + unsignedByte(body, Ifaddrmsg.IFA_PREFIXLEN_OFFSET);
        int flags = unsignedByte(body, Ifaddrmsg.IFA_FLAGS_OFFSET);
        int scope = unsignedByte(body, Ifaddrmsg.IFA_SCOPE_OFFSET);
        int index = body.get(JAVA_INT_UNALIGNED, Ifaddrmsg.IFA_INDEX_OFFSET);
        IpAddress local = null;
        IpAddress peer = null;
        Attributes attributes = new Attributes(body, Ifaddrmsg.SIZEOF);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFA_LOCAL -> local = attributes.addressValue();
                case Rtnetlink.IFA_ADDRESS -> peer = attributes.addressValue();
                case Rtnetlink.IFA_FLAGS -> flags = attributes.intValue(flags);
                default -> {}
            }
        }
        // Only on links with two ends do the two differ; some drivers give but one of them.
        IpAddress own = local == null ? peer : local;
        boolean isUsable = (flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) == 0;
        if (base < 0 || own == null || prefixLength > Prefixes.BITS || !isUsable) {
            return null;
        }
        return new OwnedAddress(
                index,
                new NetInterface.Address(
                        own,
                        peer == null ? own : peer,
                        prefixLength,
                        (flags & Rtnetlink.IFA_F_SECONDARY) != 0,
                        (flags & IFA_F_DEPRECATED) != 0,
                        scope));
    }

    /** RTM_NEWROUTE; null for what no probe of ours can take. */
    static @Nullable Route readRoute(MemorySegment body) {
        if (body.byteSize() < Rtmsg.SIZEOF) {
            return null;
        }
        int base = prefixBase(body, Rtmsg.RTM_FAMILY_OFFSET);
        int tableNumber = unsignedByte(body, Rtmsg.RTM_TABLE_OFFSET);
        int flags = body.get(JAVA_INT_UNALIGNED, Rtmsg.RTM_FLAGS_OFFSET);
        int prefixLength = base + unsignedByte(body, Rtmsg.RTM_DST_LEN_OFFSET);
        IpAddress destination = null;
        long metric = 0;
        NextHop several = null;
        Attributes attributes = new Attributes(body, Rtmsg.SIZEOF);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.RTA_DST -> destination = attributes.addressValue();
                case Rtnetlink.RTA_TABLE -> tableNumber = attributes.intValue(tableNumber);
                case Rtnetlink.RTA_PRIORITY ->
                        metric = Integer.toUnsignedLong(attributes.intValue(0));
                case Rtnetlink.RTA_MULTIPATH -> several = firstUsable(attributes.value());
                default -> {}
            }
        }
        if (destination == null) {
            destination = base == 0 ? Ipv6Scope.UNSPECIFIED : IpAddress.ofIpv4(0);
        }
        NextHop hop = nextHop(body, Rtmsg.SIZEOF, 0, flags);
        if (several != null) {
            hop = several.from(hop.preferredSource());
        }
        if (base < 0
                || isSpecial(body, flags)
                || prefixLength > Prefixes.BITS
                || (base == 0) == isAmongIpv4(destination, prefixLength)
                || hop.isDead()) {
            return null;
        }
        Route.Kind kind = kind(body, hop.supported());
        return new Route(
                table(tableNumber),
                kind,
                destination,
                prefixLength,
                metric,
                hop.interfaceIndex(),
                hop.gateway(),
                hop.preferredSource(),
                (hop.flags() & RTNH_F_ONLINK) != 0);
    }

    /**
     * Probes have a type of service of 0, which routes for another one do not serve; nor are there
     * routes by their source.
     */
    private static boolean isSpecial(MemorySegment body, int flags) {
        return unsignedByte(body, Rtmsg.RTM_TOS_OFFSET) != 0
                || unsignedByte(body, Rtmsg.RTM_SRC_LEN_OFFSET) != 0
                || (flags & RTM_F_CLONED) != 0;
    }

    /** IPv6's routes for mapped addresses are about packets that no wire carries. */
    private static boolean isAmongIpv4(IpAddress destination, int prefixLength) {
        return destination.isIpv4() && prefixLength >= Prefixes.IPV4_BITS;
    }

    private static Route.Table table(int number) {
        return switch (number) {
            case Rtnetlink.RT_TABLE_LOCAL -> Route.Table.LOCAL;
            case Rtnetlink.RT_TABLE_MAIN -> Route.Table.MAIN;
            case RT_TABLE_DEFAULT -> Route.Table.DEFAULT;
            default -> Route.Table.OTHER;
        };
    }

    private static Route.Kind kind(MemorySegment body, boolean supported) {
        return switch (unsignedByte(body, Rtmsg.RTM_TYPE_OFFSET)) {
            case Rtnetlink.RTN_UNICAST -> supported ? Route.Kind.UNICAST : Route.Kind.UNSUPPORTED;
            case Rtnetlink.RTN_LOCAL, RTN_ANYCAST -> Route.Kind.LOCAL;
            case Rtnetlink.RTN_BROADCAST -> Route.Kind.BROADCAST;
            case Rtnetlink.RTN_MULTICAST -> Route.Kind.MULTICAST;
            case Rtnetlink.RTN_UNREACHABLE -> Route.Kind.UNREACHABLE;
            case Rtnetlink.RTN_BLACKHOLE -> Route.Kind.BLACKHOLE;
            case Rtnetlink.RTN_PROHIBIT -> Route.Kind.PROHIBIT;
            case RTN_THROW -> Route.Kind.THROW;
            default -> Route.Kind.UNSUPPORTED;
        };
    }

    /** The way out that the attributes from {@code offset} on describe. */
    private static NextHop nextHop(
            MemorySegment message, long offset, int interfaceIndex, int flags) {
        int index = interfaceIndex;
        IpAddress gateway = null;
        IpAddress preferredSource = null;
        boolean supported = true;
        Attributes attributes = new Attributes(message, offset);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.RTA_OIF -> index = attributes.intValue(index);
                case Rtnetlink.RTA_GATEWAY -> gateway = attributes.addressValue();
                case Rtnetlink.RTA_VIA -> gateway = attributes.viaValue();
                case Rtnetlink.RTA_PREFSRC -> preferredSource = attributes.addressValue();
                case RTA_ENCAP -> supported = false;
                default -> {}
            }
        }
        return new NextHop(index, gateway, preferredSource, flags, supported);
    }

    /**
     * The best next hop of RTA_MULTIPATH, the first among equals; null when there is none at all.
     */
    private static @Nullable NextHop firstUsable(MemorySegment hops) {
        NextHop best = null;
        int bestRank = Integer.MAX_VALUE;
        long offset = 0;
        while (hops.byteSize() - offset >= RTNEXTHOP_SIZEOF) {
            int length =
                    Short.toUnsignedInt(hops.get(JAVA_SHORT_UNALIGNED, offset + RTNH_LEN_OFFSET));
            if (length < RTNEXTHOP_SIZEOF || length > hops.byteSize() - offset) {
                break;
            }
            NextHop hop =
                    nextHop(
                            hops.asSlice(offset, length),
                            RTNEXTHOP_SIZEOF,
                            hops.get(JAVA_INT_UNALIGNED, offset + RTNH_IFINDEX_OFFSET),
                            unsignedByte(hops, offset + RTNH_FLAGS_OFFSET));
            int rank =
                    (hop.isDead() ? 4 : 0)
                            + (hop.supported() ? 0 : 2)
                            + ((hop.flags() & RTNH_F_LINKDOWN) == 0 ? 0 : 1);
            if (rank < bestRank) {
                best = hop;
                bestRank = rank;
            }
            offset += Attributes.align(length);
        }
        return best;
    }

    /** RTM_NEWNEIGH. */
    static @Nullable Neighbour readNeighbour(MemorySegment body) {
        if (body.byteSize() < Ndmsg.SIZEOF || prefixBase(body, Ndmsg.NDM_FAMILY_OFFSET) < 0) {
            return null;
        }
        int index = body.get(JAVA_INT_UNALIGNED, Ndmsg.NDM_IFINDEX_OFFSET);
        int state = Short.toUnsignedInt(body.get(JAVA_SHORT_UNALIGNED, Ndmsg.NDM_STATE_OFFSET));
        IpAddress address = null;
        long mac = NetInterface.NO_MAC;
        Attributes attributes = new Attributes(body, Ndmsg.SIZEOF);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.NDA_DST -> address = attributes.addressValue();
                case Rtnetlink.NDA_LLADDR -> mac = attributes.macValue();
                default -> {}
            }
        }
        return address == null ? null : new Neighbour(index, address, mac, state);
    }

    private static int unsignedByte(MemorySegment body, long offset) {
        return Byte.toUnsignedInt(body.get(JAVA_BYTE, offset));
    }

    /** The interfaces with their addresses, both in the kernel's order: IPv4 before IPv6. */
    static List<NetInterface> withAddresses(
            List<NetInterface> interfaces, List<OwnedAddress> addresses) {
        List<NetInterface> complete = new ArrayList<>();
        for (NetInterface bare : interfaces) {
            List<NetInterface.Address> own = new ArrayList<>();
            for (OwnedAddress owned : addresses) {
                if (owned.interfaceIndex() == bare.index()) {
                    own.add(owned.address());
                }
            }
            complete.add(
                    new NetInterface(
                            bare.index(),
                            bare.name(),
                            bare.kind(),
                            bare.hardwareType(),
                            bare.mac(),
                            bare.mtu(),
                            bare.up(),
                            bare.running(),
                            own));
        }
        return complete;
    }
}
