// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * Constants of generic netlink and of its family {@code netdev}: {@code linux/genetlink.h}, {@code
 * linux/netdev.h}. A message is a netlink header, four bytes of {@code struct genlmsghdr} (the
 * command first), then attributes.
 */
public final class Genetlink {

    public static final int NETLINK_GENERIC = 16;

    /** Length of {@code struct genlmsghdr}. */
    public static final int GENL_HDRLEN = 4;

    /** The family of families: its id, its command and the attributes of a family. */
    public static final int GENL_ID_CTRL = 0x10;

    public static final int CTRL_CMD_GETFAMILY = 3;
    public static final int CTRL_ATTR_FAMILY_ID = 1;
    public static final int CTRL_ATTR_FAMILY_NAME = 2;

    /** The family {@code netdev}: its command and attributes of a device. */
    public static final int NETDEV_CMD_DEV_GET = 1;

    public static final int NETDEV_A_DEV_IFINDEX = 1;
    public static final int NETDEV_A_DEV_XDP_FEATURES = 3;

    /** What a device's driver can: send frames that an XDP program redirects to it. */
    public static final int NETDEV_XDP_ACT_NDO_XMIT = 1 << 2;

    /** And: let the card read and write the memory of AF_XDP sockets itself. */
    public static final int NETDEV_XDP_ACT_XSK_ZEROCOPY = 1 << 3;

    private Genetlink() {}
}
