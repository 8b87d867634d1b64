// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.sys.Genetlink;
import sonde.sys.SysException;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What the drivers of this host's interfaces say they can do for XDP: generic netlink family {@code
 * netdev}, since Linux 6.3 ({@code Documentation/netlink/specs/netdev.yaml}). It may change while
 * an interface runs: many drivers send redirected frames only while an XDP program is attached.
 */
public final class XdpFeatures {

    /** The kernel does not say. */
    public static final long UNKNOWN = -1;

    private static final String FAMILY = "netdev";

    private record Device(int index, long features) {}

    private XdpFeatures() {}

    /**
     * The {@code NETDEV_XDP_ACT_…} bits of an interface, or {@link #UNKNOWN}. Asked anew each time.
     *
     * @param interfaceIndex the kernel's number of the interface
     */
    public static long of(int interfaceIndex) {
        try (NetlinkSocket socket = new NetlinkSocket(Genetlink.NETLINK_GENERIC)) {
            return of(socket, interfaceIndex);
        } catch (SysException e) {
            return UNKNOWN;
        }
    }

    static long of(Netlink.Exchange exchange, int interfaceIndex) {
        Netlink netlink = new Netlink(exchange);
        List<Integer> family =
                netlink.dump(
                        Genetlink.GENL_ID_CTRL,
                        Genetlink.GENL_ID_CTRL,
                        Genetlink.CTRL_CMD_GETFAMILY,
                        Genetlink.GENL_HDRLEN,
                        XdpFeatures::readFamily);
        if (family.isEmpty()) {
            return UNKNOWN;
        }
        List<Device> devices =
                netlink.dump(
                        family.getFirst(),
                        family.getFirst(),
                        Genetlink.NETDEV_CMD_DEV_GET,
                        Genetlink.GENL_HDRLEN,
                        XdpFeatures::readDevice);
        for (Device device : devices) {
            if (device.index() == interfaceIndex) {
                return device.features();
            }
        }
        return UNKNOWN;
    }

    private static @Nullable Integer readFamily(MemorySegment body) {
        int id = 0;
        String name = "";
        Attributes attributes = new Attributes(body, Genetlink.GENL_HDRLEN);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Genetlink.CTRL_ATTR_FAMILY_ID -> id = attributes.shortValue(0);
                case Genetlink.CTRL_ATTR_FAMILY_NAME -> name = attributes.textValue();
                default -> {}
            }
        }
        return id != 0 && name.equals(FAMILY) ? id : null;
    }

    private static @Nullable Device readDevice(MemorySegment body) {
        int index = 0;
        long features = UNKNOWN;
        Attributes attributes = new Attributes(body, Genetlink.GENL_HDRLEN);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Genetlink.NETDEV_A_DEV_IFINDEX -> index = attributes.intValue(0);
                case Genetlink.NETDEV_A_DEV_XDP_FEATURES ->
                        features = attributes.longValue(UNKNOWN);
                default -> {}
            }
        }
        return index == 0 ? null : new Device(index, features);
    }
}
