// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct nlmsghdr} of {@code linux/netlink.h}: what a netlink message begins with. */
public final class Nlmsghdr {

    public static final long SIZEOF = 16;
    public static final long NLMSG_LEN_OFFSET = 0;
    public static final long NLMSG_TYPE_OFFSET = 4;
    public static final long NLMSG_FLAGS_OFFSET = 6;
    public static final long NLMSG_SEQ_OFFSET = 8;
    public static final long NLMSG_PID_OFFSET = 12;

    private Nlmsghdr() {}
}
