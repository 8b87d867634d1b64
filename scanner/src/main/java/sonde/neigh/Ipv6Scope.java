// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.wire.IpAddress;

/** How far IPv6 addresses reach (RFC 4007, RFC 6724 section 3.1). */
final class Ipv6Scope {

    /** RFC 4291 section 2.5.3. */
    static final IpAddress LOOPBACK = new IpAddress(0, 1);

    /** RFC 4291 section 2.5.2. */
    static final IpAddress UNSPECIFIED = new IpAddress(0, 0);

    /** ff00::/8, RFC 4291 section 2.7. */
    static final IpAddress MULTICAST_FIRST = new IpAddress(0xFF00L << 48, 0);

    static final IpAddress MULTICAST_LAST = new IpAddress(-1, -1);

    /** fe80::/10, RFC 4291 section 2.5.6. */
    private static final IpAddress LINK_LOCAL = new IpAddress(0xFE80L << 48, 0);

    private static final int LINK_LOCAL_PREFIX = 10;

    private Ipv6Scope() {}

    static boolean isLinkLocal(IpAddress address) {
        return Prefixes.common(address, LINK_LOCAL) >= LINK_LOCAL_PREFIX;
    }

    /** A number that grows with the reach of a unicast address; loopback counts as link-local. */
    static int of(IpAddress address) {
        return isLinkLocal(address) || address.equals(LOOPBACK) ? 2 : 14;
    }
}
