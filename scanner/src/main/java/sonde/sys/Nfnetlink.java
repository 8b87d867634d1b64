// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * Constants of netfilter's netlink: {@code linux/netlink.h}, {@code linux/netfilter.h}, {@code
 * linux/netfilter/nfnetlink.h}. A message's type is its subsystem, shifted left by 8, and the
 * subsystem's own type. What belongs together stands in one datagram between a begin and an end.
 */
public final class Nfnetlink {

    public static final int NETLINK_NETFILTER = 12;
    public static final int NFNETLINK_V0 = 0;
    public static final int NFNL_SUBSYS_NFTABLES = 10;
    public static final int NFNL_MSG_BATCH_BEGIN = 0x10;
    public static final int NFNL_MSG_BATCH_END = 0x11;

    /** Families of tables and of packets. */
    public static final int NFPROTO_INET = 1;

    public static final int NFPROTO_IPV4 = 2;
    public static final int NFPROTO_IPV6 = 10;

    /** Where packets for this host are looked at. */
    public static final int NF_INET_LOCAL_IN = 1;

    /** A place before those that firewalls use, {@code linux/netfilter_ipv4.h}. */
    public static final int NF_IP_PRI_RAW = -300;

    /** Verdicts. */
    public static final int NF_DROP = 0;

    public static final int NF_ACCEPT = 1;

    private Nfnetlink() {}
}
