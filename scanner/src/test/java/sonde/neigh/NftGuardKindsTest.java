// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.AddressSpan;
import sonde.bpf.AnswerFilter;
import sonde.bpf.AnswerScope;
import sonde.bpf.SteeringRule;
import sonde.link.Ipv6Frames;
import sonde.link.Link;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.TestFrames;
import sonde.link.ip.IpLink;
import sonde.link.packet.RingSource;
import sonde.sys.PrivateNetwork;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/** The guard beside TCP over IPv4: datagrams and IPv6, to ports of the host where nobody is. */
@ExtendWith(PrivateNetwork.class)
class NftGuardKindsTest {

    private static final int RING_BYTES = 4 * RingSource.BLOCK_BYTES;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int SCTP = 132;
    private static final int PORT = 40_000;
    private static final IpAddress OURS6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress THEIRS6 = IpAddress.parse("2001:db8:1::9");

    @BeforeEach
    void setUp() {
        PrivateNetwork.ip("link set lo up");
        PrivateNetwork.ip("addr add 198.18.0.1/32 dev lo");
        PrivateNetwork.ip("addr add 198.19.255.1/32 dev lo");
        PrivateNetwork.ipv6Address("2001:db8::1/128", "lo");
        PrivateNetwork.ipv6Address("2001:db8:1::9/128", "lo");
        // Every complaint counts here.
        PrivateNetwork.run("sysctl -qw net.ipv4.icmp_ratelimit=0");
        PrivateNetwork.run("sysctl -qw net.ipv6.icmp.ratelimit=0");
    }

    /** Hears what the host says to them. */
    private static Link theirs() throws Exception {
        AnswerScope scope =
                AnswerScope.of(
                                List.of(
                                        SteeringRule.tcp(THEIRS, 0, 65_535),
                                        new SteeringRule(
                                                AddressSpan.one(THEIRS6.high(), THEIRS6.low()),
                                                0,
                                                65_535,
                                                SteeringRule.TCP)))
                        .withIcmp();
        return IpLink.open(LinkRequest.of("lo", AnswerFilter.ip(scope)), RING_BYTES);
    }

    private static byte[] datagram(int port) {
        byte[] packet = TestFrames.tcp(THEIRS, OURS, 53, port, 0, 0, 0);
        MemorySegment memory = MemorySegment.ofArray(packet);
        Ipv4.setProtocol(memory, 0, UDP);
        Ipv4.fillChecksum(memory, 0);
        ByteBuffer.wrap(packet).putShort(24, (short) 20).putShort(26, (short) 0);
        return packet;
    }

    private static NftRule ipv6(int protocol) {
        return new NftRule(OURS6, OURS6, PORT, PORT, protocol);
    }

    @Test
    void dropsDatagramsThatTheHostWouldComplainOf() throws Exception {
        NftRule rule = new NftRule(IpAddress.ofIpv4(OURS), IpAddress.ofIpv4(OURS), PORT, PORT, UDP);
        try (Link link = theirs();
                NftGuard guard = NftGuard.open(List.of(rule, ipv6(UDP)))) {
            assertEquals(0, guard.table().indexOf("sonde-"));
            Links.send(link.sink(), List.of(datagram(PORT), datagram(PORT + 1)));
            List<byte[]> complaints = Links.receive(link.source(), 1);
            assertEquals(PORT + 1, ByteBuffer.wrap(complaints.getFirst()).getShort(50) & 0xffff);
            Links.send(
                    link.sink(),
                    List.of(
                            Ipv6Frames.udp(THEIRS6, OURS6, 53, PORT, 4),
                            Ipv6Frames.udp(THEIRS6, OURS6, 53, PORT + 1, 4)));
            complaints = Links.receive(link.source(), 1);
            assertEquals(PORT + 1, ByteBuffer.wrap(complaints.getFirst()).getShort(90) & 0xffff);
        }
    }

    @Test
    void dropsAnswersByIpv6AndPassesBareSyns() throws Exception {
        try (Link link = theirs();
                NftGuard guard = NftGuard.open(List.of(ipv6(SCTP), ipv6(TCP)))) {
            assertEquals(0, guard.table().indexOf("sonde-"));
            int answer = Tcp.SYN | Tcp.ACK;
            Links.send(
                    link.sink(),
                    List.of(
                            Ipv6Frames.tcp(THEIRS6, OURS6, 80, PORT, answer),
                            Ipv6Frames.tcp(THEIRS6, OURS6, 81, PORT, Tcp.SYN),
                            Ipv6Frames.tcp(THEIRS6, OURS6, 82, PORT + 1, answer)));
            List<byte[]> resets = Links.receive(link.source(), 2);
            assertEquals(2, resets.size());
            assertEquals(81, ByteBuffer.wrap(resets.get(0)).getShort(42));
            assertEquals(82, ByteBuffer.wrap(resets.get(1)).getShort(42));
        }
    }

    @Test
    void refusesRulesThatNoPacketMatches() {
        IpAddress ipv4 = IpAddress.ofIpv4(OURS);
        assertThrows(IllegalArgumentException.class, () -> new NftRule(OURS6, ipv4, 1, 2, TCP));
        assertThrows(IllegalArgumentException.class, () -> new NftRule(THEIRS6, OURS6, 1, 2, TCP));
        assertThrows(IllegalArgumentException.class, () -> new NftRule(ipv4, ipv4, 2, 1, TCP));
        assertThrows(IllegalArgumentException.class, () -> new NftRule(ipv4, ipv4, 1, 2, 58));
        assertThrows(IllegalArgumentException.class, () -> NftBatch.of(1, "t", List.of()));
    }
}
