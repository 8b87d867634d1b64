// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.IpFamily;

/** The registry of probes: one line a kind. */
public enum ProbeKind {
    /** TCP without payload: mostly a SYN, to which open ports answer SYN-ACK, closed ones RST. */
    TCP("tcp", 6, (template, family, details, key) -> new TcpSynWriter(template, key)),
    /** UDP with a payload that makes the service answer. */
    UDP("udp", 17, ProbeKind::none),
    /** An INIT of SCTP (RFC 9260 section 3.3.2). */
    SCTP("sctp", 132, ProbeKind::none),
    /** An echo request of ICMP, or of ICMPv6 for IPv6. */
    ICMP_ECHO("icmp-echo", 1, ProbeKind::none),
    /** A timestamp request of ICMP; IPv4 alone has it. */
    ICMP_TIMESTAMP("icmp-timestamp", 1, ProbeKind::none),
    /** A packet of whatever protocol, whose number is the probe's port. */
    IP_PROTOCOL("ip-protocol", 0, ProbeKind::none),
    /** An ARP request; IPv4 over Ethernet alone has it. */
    ARP("arp", 0, ProbeKind::none);

    private final String label;
    private final int cookieDomain;

    // Without state; the interface can't say so to the checker.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Maker maker;

    ProbeKind(String label, int cookieDomain, Maker maker) {
        this.label = label;
        this.cookieDomain = cookieDomain;
        this.maker = maker;
    }

    private static FrameWriter none(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        throw new UnsupportedOperationException();
    }

    /** The name shown to the user. */
    public String label() {
        return label;
    }

    /** What {@link Cookies} of this kind are made with. */
    public int cookieDomain() {
        return cookieDomain;
    }

    /** A writer of frames of this kind, for one thread. */
    public FrameWriter writer(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        return maker.make(template, family, details, key);
    }

    /** Makes the writer of a kind. */
    private interface Maker {
        FrameWriter make(
                ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key);
    }
}
