// SPDX-License-Identifier: Apache-2.0
package sonde.link.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_MAC;
import static sonde.link.TestFrames.OUR_PORT_FIRST;
import static sonde.link.TestFrames.OUR_PORT_LAST;
import static sonde.link.TestFrames.THEIRS;
import static sonde.link.TestFrames.THEIR_MAC;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.ClassicProgram;
import sonde.link.FrameLinkContract;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.TestFilters;
import sonde.link.TestFrames;
import sonde.link.packet.PacketLink;
import sonde.link.packet.RingSource;
import sonde.sys.Errno;
import sonde.sys.PrivateNetwork;
import sonde.wire.Tcp;

import java.util.List;

/**
 * Over a pair of virtual Ethernet interfaces, whose other end sees whole frames. Our end has a
 * route and neighbours but no address, so that the kernel answers nothing.
 */
@ExtendWith(PrivateNetwork.class)
class IpLinkTest extends FrameLinkContract {

    /** More blocks than a piece of a flood has frames, as the contract wants. */
    private static final int RING_BYTES = (FLOOD_PIECE_FRAMES + 2) * RingSource.BLOCK_BYTES;

    private static final int BROADCAST = 0xC612FFFF;
    private static final ClassicProgram FILTER =
            TestFilters.ip(OURS, OUR_PORT_FIRST, OUR_PORT_LAST);

    @Override
    protected Far open() throws Exception {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.ip("link set near address 02:00:00:00:00:01");
        PrivateNetwork.ip("route add 198.18.0.0/15 dev near");
        for (String address : List.of("198.18.0.1", "198.19.255.1")) {
            PrivateNetwork.ip(
                    "neigh add " + address + " lladdr 02:00:00:00:00:02 dev near nud permanent");
        }
        Link near = IpLink.open(LinkRequest.of("near", FILTER), RING_BYTES);
        Link other =
                PacketLink.open(
                        LinkRequest.of("far", TestFilters.ethernet(THEIRS, 0, 65_535)), RING_BYTES);
        return new EthernetFar(near, other);
    }

    /** A far side that puts Ethernet headers on and takes them off. */
    private record EthernetFar(Link link, Link other) implements Far {

        @Override
        public void send(List<byte[]> packets) {
            Links.send(
                    other.sink(),
                    packets.stream()
                            .map(packet ->
                                    TestFrames.framed(Framing.ETHERNET, packet, OUR_MAC, THEIR_MAC))
                            .toList());
        }

        @Override
        public List<byte[]> receive(int count) {
            return Links.receive(other.source(), count).stream().map(TestFrames::packetOf).toList();
        }

        @Override
        public void close() {
            link.close();
            other.close();
        }
    }

    @Test
    void aRefusedPacketStopsTheBatchAndCanBePassedOver() {
        PrivateNetwork.ip("route add broadcast 198.18.255.255 dev near table local");
        Link link = far().link();
        byte[] refused = TestFrames.tcp(OURS, BROADCAST, OUR_PORT_FIRST, 80, 7, 0, Tcp.SYN);
        List<byte[]> probes = probes(0, 4);
        Links.put(
                link.sink(),
                List.of(probes.get(0), probes.get(1), refused, probes.get(2), probes.get(3)));
        assertEquals(2, link.sink().send(5, refused.length));

        assertEquals(3, link.sink().reserve(3));
        assertEquals(-Errno.EACCES, link.sink().send(3, refused.length));

        // The frame refused is still the first of the next reservation: write another over it.
        Links.send(link.sink(), probes.subList(2, 4));
        assertFrames(probes, far().receive(4));
    }

    @Test
    void serversOnLoopbackAnswerOnce() throws Exception {
        PrivateNetwork.ip("link set lo up");
        PrivateNetwork.ip("addr add 198.18.0.1/32 dev lo");
        PrivateNetwork.ip("addr add 198.19.255.1/32 dev lo");
        try (Link link = IpLink.open(LinkRequest.of("lo", FILTER), RING_BYTES)) {
            // Nobody listens: the kernel answers with RST.
            Links.send(link.sink(), probes(0, 3));
            List<byte[]> received = Links.receive(link.source(), 3);
            assertEquals(3, received.size());
            for (int i = 0; i < 3; i++) {
                assertEquals(0x45, received.get(i)[0], "frames begin with the IP header");
                assertEquals(Tcp.RST | Tcp.ACK, received.get(i)[33]);
                assertEquals(i + 1, received.get(i)[31], "acknowledgment");
            }
            assertEquals(0, link.source().receive(new sonde.link.FrameBatch()));
        }
    }

    @Test
    void saysWhyItCannotOpen() {
        Exception e =
                assertThrows(
                        LinkException.class,
                        () -> IpLink.open(LinkRequest.of("nix", FILTER), RING_BYTES));
        assertEquals("no interface named \"nix\"; list them with: ip link", e.getMessage());
    }

    @Test
    void tellsItsNameAndFraming() {
        assertEquals("ip", far().link().name());
        assertEquals(Framing.IP, far().link().framing());
    }
}
