// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/**
 * Numbers of what IP carries (IANA, "Assigned Internet Protocol Numbers"), the same in IPv4's
 * protocol field and IPv6's next header.
 */
public final class IpProtocol {

    /** IPv6's hop-by-hop options (RFC 8200 section 4.3). */
    public static final int HOP_BY_HOP = 0;

    /** ICMP, with IPv4 alone (RFC 792). */
    public static final int ICMP = 1;

    public static final int TCP = 6;
    public static final int UDP = 17;

    /** IPv6's routing header (RFC 8200 section 4.4). */
    public static final int ROUTING = 43;

    /** IPv6's fragment header (RFC 8200 section 4.5). */
    public static final int FRAGMENT = 44;

    /** The authentication header (RFC 4302). */
    public static final int AUTHENTICATION = 51;

    /** ICMPv6, with IPv6 alone (RFC 4443). */
    public static final int ICMPV6 = 58;

    /** IPv6's destination options (RFC 8200 section 4.6). */
    public static final int DESTINATION_OPTIONS = 60;

    /** SCTP (RFC 9260). */
    public static final int SCTP = 132;

    private IpProtocol() {}
}
