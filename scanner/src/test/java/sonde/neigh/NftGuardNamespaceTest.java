// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_PORT_FIRST;
import static sonde.link.TestFrames.OUR_PORT_LAST;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.ClassicProgram;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.TestFilters;
import sonde.link.TestFrames;
import sonde.link.ip.IpLink;
import sonde.link.packet.PacketLink;
import sonde.link.packet.RingSource;
import sonde.sys.PrivateNetwork;
import sonde.wire.Tcp;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The host's real TCP, with and without the guard, in front of raw sockets. */
@ExtendWith(PrivateNetwork.class)
class NftGuardNamespaceTest {

    private static final int RING_BYTES = 4 * RingSource.BLOCK_BYTES;
    private static final ClassicProgram FILTER =
            TestFilters.ip(OURS, OUR_PORT_FIRST, OUR_PORT_LAST);

    private static final int LOOPBACK = 0x7F000001;
    private static final int SERVER_PORT = 8080;

    /** Where a packet without IP options has the ports and flags of TCP. */
    private static final int SOURCE_PORT_OFFSET = 20;

    private static final int DESTINATION_PORT_OFFSET = 22;
    private static final int FLAGS_OFFSET = 33;

    @BeforeEach
    void setUp() {
        PrivateNetwork.ip("link set lo up");
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.ip("link set near address 02:00:00:00:00:01");
        PrivateNetwork.ip("addr add 198.19.255.1/15 dev near");
        PrivateNetwork.ip("neigh add 198.18.0.1 lladdr 02:00:00:00:00:02 dev near nud permanent");
        // The server's repeated answers would be answered in their turn.
        PrivateNetwork.run("sysctl -qw net.ipv4.tcp_synack_retries=0");
    }

    private static Link far() throws Exception {
        return PacketLink.open(
                LinkRequest.of("far", TestFilters.ethernet(THEIRS, 0, 65_535)), RING_BYTES);
    }

    private static NftGuard guard(int address) throws NftException {
        return NftGuard.open(List.of(NftRule.tcp(address, address, OUR_PORT_FIRST, OUR_PORT_LAST)));
    }

    private static int port(byte[] packet, int offset) {
        return (packet[offset] & 0xFF) << 8 | packet[offset + 1] & 0xFF;
    }

    /** What comes to the far side next is a reset of that answer's connection. */
    private static void assertNextIsReset(Link far, byte[] answer) {
        List<byte[]> received = Links.receive(far.source(), 1);
        assertEquals(1, received.size(), "nothing came");
        byte[] packet = TestFrames.packetOf(received.getFirst());
        assertEquals(Tcp.RST, packet[FLAGS_OFFSET]);
        assertEquals(
                port(TestFrames.packetOf(answer), DESTINATION_PORT_OFFSET),
                port(packet, SOURCE_PORT_OFFSET));
    }

    private static byte[] answer(int number) {
        return TestFrames.answer(Framing.ETHERNET, number);
    }

    @Test
    void withoutItTheHostAnswersWithReset() throws Exception {
        try (Link far = far();
                Link near = IpLink.open(LinkRequest.of("near", FILTER), RING_BYTES)) {
            Links.send(far.sink(), List.of(answer(3)));
            assertEquals(1, Links.receive(near.source(), 1).size());
            assertNextIsReset(far, answer(3));
        }
    }

    @Test
    void withItWeHearTheAnswerAndTheHostDoesNot() throws Exception {
        try (Link far = far();
                Link near = IpLink.open(LinkRequest.of("near", FILTER), RING_BYTES)) {
            byte[] probe = TestFrames.probe(Framing.IP, 3);
            try (NftGuard guard = guard(OURS)) {
                assertTrue(guard.table().startsWith("sonde-"), guard.table());
                Links.send(near.sink(), List.of(probe));
                List<byte[]> sent = Links.receive(far.source(), 1);
                assertEquals(1, sent.size(), "our own probe left");
                assertEquals(
                        port(probe, SOURCE_PORT_OFFSET),
                        port(TestFrames.packetOf(sent.getFirst()), SOURCE_PORT_OFFSET));
                Links.send(far.sink(), List.of(answer(3)));
                assertArrayEquals(
                        TestFrames.packetOf(answer(3)), Links.receive(near.source(), 1).getFirst());
            }
            // Had the host heard the first answer, its reset would come before the second one's.
            Links.send(far.sink(), List.of(answer(4)));
            assertNextIsReset(far, answer(4));
        }
    }

    @Test
    void guardsTheGivenAddressesAndPortsAlone() throws Exception {
        try (Link far = far();
                NftGuard guard =
                        NftGuard.open(
                                List.of(
                                        NftRule.tcp(
                                                OURS, OURS, OUR_PORT_FIRST, OUR_PORT_FIRST + 3)));
                NftGuard other =
                        NftGuard.open(List.of(NftRule.tcp(OURS + 1, OURS + 9, 1, 65_535)))) {
            assertFalse(guard.table().equals(other.table()), guard.table());
            Links.send(far.sink(), List.of(answer(0)));
            Links.send(far.sink(), List.of(answer(3)));
            Links.send(far.sink(), List.of(answer(4)));
            assertNextIsReset(far, answer(4));
        }
    }

    @Test
    void aLocalServersAnswerIsHeardAndNotReset() throws Exception {
        ClassicProgram ours = TestFilters.ip(LOOPBACK, OUR_PORT_FIRST, OUR_PORT_LAST);
        ClassicProgram theirs = TestFilters.ip(LOOPBACK, SERVER_PORT, SERVER_PORT);
        try (ServerSocket server = listen(SERVER_PORT);
                Link link = IpLink.open(LinkRequest.of("lo", ours), RING_BYTES);
                Link tap = IpLink.open(LinkRequest.of("lo", theirs), RING_BYTES)) {
            assertTrue(server.isBound());
            try (NftGuard guard = guard(LOOPBACK)) {
                assertFalse(guard.table().isEmpty());
                Links.send(link.sink(), List.of(localProbe(1, SERVER_PORT)));
                byte[] answer = Links.receive(link.source(), 1).getFirst();
                assertEquals(Tcp.SYN | Tcp.ACK, answer[FLAGS_OFFSET]);
            }
            Links.send(link.sink(), List.of(localProbe(2, SERVER_PORT)));
            List<byte[]> heard = Links.receive(tap.source(), 3);
            assertEquals(
                    List.of(Tcp.SYN, Tcp.SYN, Tcp.RST),
                    heard.stream().map(packet -> (int) packet[FLAGS_OFFSET]).toList());
            assertEquals(OUR_PORT_FIRST + 2, port(heard.getLast(), SOURCE_PORT_OFFSET));
        }
    }

    @Test
    void probesToOurOwnPortsStillFindThemClosed() throws Exception {
        ClassicProgram ours = TestFilters.ip(LOOPBACK, OUR_PORT_FIRST, OUR_PORT_FIRST);
        try (Link link = IpLink.open(LinkRequest.of("lo", ours), RING_BYTES);
                NftGuard guard = guard(LOOPBACK)) {
            assertFalse(guard.table().isEmpty());
            Links.send(link.sink(), List.of(localProbe(0, OUR_PORT_FIRST + 7)));
            byte[] answer = Links.receive(link.source(), 1).getFirst();
            assertEquals(Tcp.RST | Tcp.ACK, answer[FLAGS_OFFSET]);
            assertEquals(OUR_PORT_FIRST + 7, port(answer, SOURCE_PORT_OFFSET));
        }
    }

    private static byte[] localProbe(int number, int port) {
        return TestFrames.tcp(
                LOOPBACK, LOOPBACK, OUR_PORT_FIRST + number, port, number, 0, Tcp.SYN);
    }

    @Test
    void connectionsOfTheHostGoOn() throws Exception {
        byte[] said = "hello".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        try (ServerSocket server = listen(SERVER_PORT);
                Socket client = new Socket(InetAddress.getByName("127.0.0.1"), SERVER_PORT);
                Socket accepted = server.accept();
                NftGuard guard = guard(LOOPBACK)) {
            assertFalse(guard.table().isEmpty());
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    accepted.getOutputStream().write(said);
                                    accepted.shutdownOutput();
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            try (InputStream in = client.getInputStream()) {
                assertArrayEquals(said, in.readAllBytes());
            }
            writer.join();
        }
    }

    private static ServerSocket listen(int port) throws Exception {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        return server;
    }

    @Test
    void theTableIsThereWhileItIsOpen() throws Exception {
        assertEquals("", PrivateNetwork.run("nft list ruleset"));
        try (NftGuard guard = guard(OURS)) {
            String rules = PrivateNetwork.run("nft list ruleset");
            assertTrue(rules.contains("table inet " + guard.table()), rules);
            assertTrue(rules.contains("flags owner"), rules);
            assertTrue(rules.contains("hook input priority raw"), rules);
            assertTrue(rules.contains("ip daddr 198.19.255.1-198.19.255.1"), rules);
            assertTrue(rules.contains("tcp dport 40000-40255"), rules);
            assertTrue(rules.contains("drop"), rules);
            PrivateNetwork.run("nft flush ruleset");
            assertEquals(rules, PrivateNetwork.run("nft list ruleset"));
        }
        assertEquals("", PrivateNetwork.run("nft list ruleset"));
    }
}
