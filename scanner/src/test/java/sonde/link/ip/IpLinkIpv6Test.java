// SPDX-License-Identifier: Apache-2.0
package sonde.link.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.AddressSpan;
import sonde.bpf.AnswerFilter;
import sonde.bpf.AnswerScope;
import sonde.bpf.ClassicProgram;
import sonde.bpf.SteeringRule;
import sonde.link.Ipv6Frames;
import sonde.link.Link;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.TestFrames;
import sonde.link.packet.RingSource;
import sonde.sys.Errno;
import sonde.sys.PrivateNetwork;
import sonde.wire.IpAddress;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.List;

/** Packets of both versions in one batch, on loopback and into a tunnel. */
@ExtendWith(PrivateNetwork.class)
class IpLinkIpv6Test {

    private static final int RING_BYTES = 4 * RingSource.BLOCK_BYTES;
    private static final IpAddress OURS = IpAddress.parse("2001:db8::1");
    private static final IpAddress THEIRS = IpAddress.parse("2001:db8:1::9");
    private static final int PORT = 40_000;
    private static final int SYN_BYTES = 60;
    private static final int UNREACHABLE = 1;

    private static final ClassicProgram FILTER =
            AnswerFilter.ip(
                    AnswerScope.of(
                                    List.of(
                                            SteeringRule.tcp(TestFrames.OURS, PORT, PORT + 255),
                                            new SteeringRule(
                                                    AddressSpan.one(OURS.high(), OURS.low()),
                                                    PORT,
                                                    PORT,
                                                    SteeringRule.TCP)))
                            .withIcmp());

    @BeforeEach
    void setUp() {
        PrivateNetwork.ip("link set lo up");
        PrivateNetwork.ip("addr add 198.18.0.1/32 dev lo");
        PrivateNetwork.ip("addr add 198.19.255.1/32 dev lo");
        PrivateNetwork.ipv6Address("2001:db8::1/128", "lo");
    }

    private static byte[] ipv4(int number) {
        return TestFrames.probe(sonde.link.Framing.IP, number);
    }

    private static byte[] syn(IpAddress destination) {
        return Ipv6Frames.tcp(OURS, destination, PORT, 80, Tcp.SYN);
    }

    private static int[] lengths(List<byte[]> packets) {
        return packets.stream().mapToInt(packet -> packet.length).toArray();
    }

    @Test
    void loopbackAnswersBothVersionsInOrder() throws Exception {
        PrivateNetwork.ipv6Address("2001:db8:1::9/128", "lo");
        try (Link link = IpLink.open(LinkRequest.of("lo", FILTER), RING_BYTES)) {
            byte[] datagram = Ipv6Frames.udp(OURS, THEIRS, PORT, 53, 11);
            List<byte[]> probes =
                    List.of(ipv4(0), ipv4(1), syn(THEIRS), datagram, ipv4(2), syn(THEIRS));
            Links.put(link.sink(), probes);
            assertEquals(6, link.sink().send(6, lengths(probes)));
            List<byte[]> answers = Links.receive(link.source(), 6);
            List<Integer> kinds = new ArrayList<>();
            for (byte[] answer : answers) {
                boolean isIpv4 = answer[0] >> 4 == 4;
                // The flags of TCP, or the next header of IPv6.
                kinds.add(isIpv4 ? answer[33] : answer[6] == 6 ? 600 + answer[53] : answer[6]);
            }
            int reset = Tcp.RST | Tcp.ACK;
            assertEquals(List.of(reset, reset, 600 + reset, 58, reset, 600 + reset), kinds);
            assertEquals(UNREACHABLE, answers.get(3)[40], "port unreachable");
        }
    }

    @Test
    void aPacketWithoutARouteStopsTheBatchAndCanBePassedOver() throws Exception {
        PrivateNetwork.ipv6Address("2001:db8:1::9/128", "lo");
        IpAddress nowhere = IpAddress.parse("2001:db8:ffff::1");
        try (Link link = IpLink.open(LinkRequest.of("lo", FILTER), RING_BYTES)) {
            Links.put(link.sink(), List.of(syn(THEIRS), syn(nowhere), syn(THEIRS)));
            int rc = link.sink().send(3, SYN_BYTES);
            assertEquals(1, rc, () -> Errno.name(-rc));
            assertEquals(2, link.sink().reserve(2));
            assertEquals(-Errno.ENETUNREACH, link.sink().send(2, SYN_BYTES));
            Links.send(link.sink(), List.of(syn(THEIRS)));
            assertEquals(2, Links.receive(link.source(), 2).size());
        }
    }

    @Test
    void aTunnelTakesBothVersions() throws Exception {
        PrivateNetwork.ip("tuntap add tun0 mode tun");
        PrivateNetwork.ip("link set tun0 addrgenmode none");
        PrivateNetwork.ip("link set tun0 up");
        PrivateNetwork.ip("route add 198.18.0.0/15 dev tun0");
        PrivateNetwork.ip("route add 2001:db8:1::/64 dev tun0");
        try (Link link = IpLink.open(LinkRequest.of("tun0", FILTER), RING_BYTES)) {
            Links.put(link.sink(), List.of(syn(THEIRS), syn(THEIRS)));
            int rc = link.sink().send(2, SYN_BYTES);
            assertEquals(2, rc, () -> Errno.name(-rc));
        }
    }
}
