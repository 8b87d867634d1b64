// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * Constants of routing netlink: {@code linux/netlink.h}, {@code linux/rtnetlink.h} and what they
 * include.
 */
public final class Rtnetlink {

    public static final int NETLINK_ROUTE = 0;

    /** Message types. */
    public static final int NLMSG_NOOP = 1;

    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int NLMSG_OVERRUN = 4;
    public static final int RTM_NEWLINK = 16;
    public static final int RTM_GETLINK = 18;
    public static final int RTM_NEWADDR = 20;
    public static final int RTM_GETADDR = 22;
    public static final int RTM_NEWROUTE = 24;
    public static final int RTM_GETROUTE = 26;
    public static final int RTM_NEWNEIGH = 28;
    public static final int RTM_GETNEIGH = 30;

    /** Message flags. */
    public static final int NLM_F_REQUEST = 0x1;

    public static final int NLM_F_MULTI = 0x2;
    public static final int NLM_F_ACK = 0x4;
    public static final int NLM_F_DUMP_INTR = 0x10;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;

    /** What is left of an attribute type without its two flags. */
    public static final int NLA_TYPE_MASK = ~0xc000;

    /** The flag of an attribute with attributes in it. */
    public static final int NLA_F_NESTED = 0x8000;

    /** Attributes of an interface. */
    public static final int IFLA_ADDRESS = 1;

    public static final int IFLA_IFNAME = 3;
    public static final int IFLA_MTU = 4;
    public static final int IFLA_LINK = 5;
    public static final int IFLA_OPERSTATE = 16;
    public static final int IFLA_LINKINFO = 18;
    public static final int IFLA_INFO_KIND = 1;
    public static final int IFLA_CARRIER_CHANGES = 35;

    /** Flags of an interface, {@code linux/if.h}. */
    public static final int IFF_UP = 0x1;

    public static final int IFF_BROADCAST = 0x2;
    public static final int IFF_LOOPBACK = 0x8;
    public static final int IFF_POINTOPOINT = 0x10;
    public static final int IFF_RUNNING = 0x40;
    public static final int IFF_NOARP = 0x80;
    public static final int IFF_LOWER_UP = 0x10000;

    /** Hardware types, {@code linux/if_arp.h}. */
    public static final int ARPHRD_ETHER = 1;

    public static final int ARPHRD_PPP = 512;
    public static final int ARPHRD_TUNNEL = 768;
    public static final int ARPHRD_LOOPBACK = 772;
    public static final int ARPHRD_SIT = 776;
    public static final int ARPHRD_IPGRE = 778;
    public static final int ARPHRD_RAWIP = 519;
    public static final int ARPHRD_NONE = 0xfffe;

    /** Attributes and flags of an address. */
    public static final int IFA_ADDRESS = 1;

    public static final int IFA_LOCAL = 2;
    public static final int IFA_FLAGS = 8;
    public static final int IFA_F_SECONDARY = 0x1;

    /** Attributes, tables, types and flags of a route. */
    public static final int RTA_DST = 1;

    public static final int RTA_SRC = 2;
    public static final int RTA_IIF = 3;
    public static final int RTA_OIF = 4;
    public static final int RTA_GATEWAY = 5;
    public static final int RTA_PRIORITY = 6;
    public static final int RTA_PREFSRC = 7;
    public static final int RTA_METRICS = 8;
    public static final int RTA_MULTIPATH = 9;
    public static final int RTA_TABLE = 15;
    public static final int RTA_VIA = 18;
    public static final int RT_TABLE_MAIN = 254;
    public static final int RT_TABLE_LOCAL = 255;
    public static final int RTN_UNICAST = 1;
    public static final int RTN_LOCAL = 2;
    public static final int RTN_BROADCAST = 3;
    public static final int RTN_MULTICAST = 5;
    public static final int RTN_BLACKHOLE = 6;
    public static final int RTN_UNREACHABLE = 7;
    public static final int RTN_PROHIBIT = 8;
    public static final int RT_SCOPE_UNIVERSE = 0;
    public static final int RT_SCOPE_LINK = 253;
    public static final int RT_SCOPE_HOST = 254;
    public static final int RTM_F_LOOKUP_TABLE = 0x1000;

    /** Attributes and states of a neighbour. */
    public static final int NDA_DST = 1;

    public static final int NDA_LLADDR = 2;
    public static final int NUD_INCOMPLETE = 0x01;
    public static final int NUD_REACHABLE = 0x02;
    public static final int NUD_STALE = 0x04;
    public static final int NUD_DELAY = 0x08;
    public static final int NUD_PROBE = 0x10;
    public static final int NUD_FAILED = 0x20;
    public static final int NUD_NOARP = 0x40;
    public static final int NUD_PERMANENT = 0x80;

    private Rtnetlink() {}
}
