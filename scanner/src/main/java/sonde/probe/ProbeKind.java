// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.IpFamily;
import sonde.wire.IpProtocol;

/** The registry of probes: one line a kind. */
public enum ProbeKind {
    /** TCP without payload: mostly a SYN, to which open ports answer SYN-ACK, closed ones RST. */
    TCP("tcp", IpProtocol.TCP, ProbeKind::tcp),
    /** UDP with a payload that makes the service answer. */
    UDP("udp", IpProtocol.UDP, ProbeKind::udp),
    /** An INIT of SCTP (RFC 9260 section 3.3.2). */
    SCTP("sctp", IpProtocol.SCTP, ProbeKind::sctp),
    /** An echo request of ICMP, or of ICMPv6 for IPv6. */
    ICMP_ECHO("icmp-echo", IpProtocol.ICMP, ProbeKind::echo),
    /** A timestamp request of ICMP; IPv4 alone has it. */
    ICMP_TIMESTAMP("icmp-timestamp", IpProtocol.ICMP, ProbeKind::timestamp),
    /** A packet of whatever protocol, whose number is the probe's port, 0 to 255. */
    IP_PROTOCOL("ip-protocol", 0, ProbeKind::protocol),
    /** An ARP request; IPv4 over Ethernet alone has it. */
    ARP("arp", 0, (template, family, details, key) -> new ArpWriter(template));

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

    /** The name shown to the user. */
    public String label() {
        return label;
    }

    /** What {@link Cookies} of this kind are made with. */
    public int cookieDomain() {
        return cookieDomain;
    }

    /** Whether there are probes of this kind to addresses of a family. */
    public boolean supports(IpFamily family) {
        return family == IpFamily.IPV4 || (this != ICMP_TIMESTAMP && this != ARP);
    }

    /**
     * A writer of frames of this kind, for one thread.
     *
     * @throws IllegalArgumentException if this kind has no probes to the family, or none without an
     *     Ethernet header
     */
    public FrameWriter writer(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        if (!supports(family)) {
            throw new IllegalArgumentException(label + " has no probes to " + family);
        }
        return maker.make(template, family, details, key);
    }

    private static FrameWriter tcp(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        int flags = details.tcpFlags();
        TcpOptions options = details.tcpOptions();
        return family == IpFamily.IPV4
                ? new TcpIpv4Writer(template, flags, options, key)
                : new PacketWriter(
                        template, family, new TcpBody(flags, options, TcpBody.MSS_IPV6), key);
    }

    private static FrameWriter udp(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        PacketBody body = new UdpBody(details.payloads(), details.variant());
        return new PacketWriter(template, family, body, key);
    }

    private static FrameWriter sctp(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        return new PacketWriter(template, family, new SctpInitBody(), key);
    }

    private static FrameWriter echo(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        PacketBody body = IcmpBody.echo(family == IpFamily.IPV6);
        return new PacketWriter(template, family, body, key);
    }

    private static FrameWriter timestamp(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        return new PacketWriter(template, family, IcmpBody.timestamp(), key);
    }

    private static FrameWriter protocol(
            ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key) {
        return new PacketWriter(template, family, new ProtocolBody(family), key);
    }

    /** Makes the writer of a kind. */
    private interface Maker {
        FrameWriter make(
                ProbeTemplate template, IpFamily family, ProbeDetails details, CookieKey key);
    }
}
