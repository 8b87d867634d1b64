// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.util.List;

/** Well-formed frames with an Ethernet header, one for each way through the parsers. */
final class FrameSamples {

    static final String UDP = "0035 c350 000c 0000 61626364";
    static final String ECHO_REPLY = "0000 0000 1234 5678";
    static final String ECHO_REPLY_V6 = "8100 0000 1234 5678";
    static final String INIT_ACK =
            "0050 c350 cafebabe 00000000 0200 0014 00000007 00010000 000a 000a 00000001";
    static final String RST = "0050 c350 00000001 00000002 5014 0000 0000 0000";

    private FrameSamples() {}

    static List<byte[]> all() {
        return List.of(
                Golden.frame("arp-reply"),
                ipv4(IpProtocol.UDP, UDP),
                ipv4(IpProtocol.ICMP, ECHO_REPLY),
                ipv4(IpProtocol.SCTP, INIT_ACK),
                ipv4(47, "00000800"),
                ipv6(IpProtocol.TCP, RST),
                ipv6(IpProtocol.UDP, UDP),
                ipv6(IpProtocol.ICMPV6, ECHO_REPLY_V6),
                ipv6(IpProtocol.SCTP, INIT_ACK),
                ipv6(IpProtocol.HOP_BY_HOP, "3c00 0502 0000 0100" + "0600 0104 00000000" + RST),
                ipv6(IpProtocol.FRAGMENT, "1100 0000 00000007" + UDP),
                tagged(),
                errorIpv4("0303 0000 00000000", IpProtocol.UDP, "c350 0035 000c 0000 61626364"),
                errorIpv4("0b00 0000 00000000", IpProtocol.TCP, "c350 0050 deadbeef"),
                errorIpv6("0104 0000 00000000", IpProtocol.UDP, "c350 0035 000c 0000 61626364"),
                errorIpv6(
                        "0401 0000 00000028",
                        IpProtocol.SCTP,
                        "c350 0050 00000000 00000000 0100 0014 cafebabe 00010000"));
    }

    static byte[] ipv4(int protocol, String body) {
        byte[] bytes = new FrameBuilder().hex(body).build();
        return new FrameBuilder()
                .ethernet(Ethernet.TYPE_IPV4)
                .ipv4(protocol, bytes.length)
                .bytes(bytes)
                .build();
    }

    static byte[] ipv6(int nextHeader, String body) {
        byte[] bytes = new FrameBuilder().hex(body).build();
        return new FrameBuilder()
                .ethernet(Ethernet.TYPE_IPV6)
                .ipv6(nextHeader, bytes.length)
                .bytes(bytes)
                .build();
    }

    /** A datagram behind a provider's and a customer's tag. */
    private static byte[] tagged() {
        return new FrameBuilder()
                .ethernet(Ethernet.TYPE_SERVICE_VLAN)
                .vlan(0x2064, Ethernet.TYPE_VLAN)
                .vlan(5, Ethernet.TYPE_IPV6)
                .ipv6(IpProtocol.UDP, 12)
                .hex(UDP)
                .build();
    }

    /** An error about a packet of which {@code quote} is what stood behind the IP header. */
    static byte[] errorIpv4(String icmpHeader, int protocol, String quote) {
        byte[] bytes = new FrameBuilder().hex(quote).build();
        byte[] body =
                new FrameBuilder()
                        .hex(icmpHeader)
                        .ipv4(protocol, bytes.length)
                        .bytes(bytes)
                        .build();
        return new FrameBuilder()
                .ethernet(Ethernet.TYPE_IPV4)
                .ipv4(IpProtocol.ICMP, body.length)
                .bytes(body)
                .build();
    }

    static byte[] errorIpv6(String icmpHeader, int nextHeader, String quote) {
        byte[] bytes = new FrameBuilder().hex(quote).build();
        byte[] body =
                new FrameBuilder()
                        .hex(icmpHeader)
                        .ipv6(nextHeader, bytes.length)
                        .bytes(bytes)
                        .build();
        return new FrameBuilder()
                .ethernet(Ethernet.TYPE_IPV6)
                .ipv6(IpProtocol.ICMPV6, body.length)
                .bytes(body)
                .build();
    }
}
