// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.address;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.ClassicAssembler;
import sonde.clock.NanoClock;
import sonde.link.FrameBatch;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.SinkOutlet;
import sonde.link.packet.PacketLink;
import sonde.sys.PrivateNetwork;
import sonde.target.AddressSet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.ParsedFrame;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Neighbour discovery with the kernel at the other end of a link. Needs root. */
@ExtendWith(PrivateNetwork.class)
class NdpNamespaceTest {

    private static final long NEAR_MAC = 0x0200_0000_0001L;
    private static final long FAR_MAC = 0x0200_0000_0002L;
    private static final int RING_BYTES = 1 << 22;
    private static final String SPARE = "2001:db8::77";

    @BeforeEach
    void connect() {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.ip("link set near address 02:00:00:00:00:01");
        PrivateNetwork.ip("link set far address 02:00:00:00:00:02");
        PrivateNetwork.ip("-6 addr add fe80::1/64 dev near nodad");
        PrivateNetwork.ip("-6 addr add fe80::2/64 dev far nodad");
        PrivateNetwork.ip("-6 addr add 2001:db8::2/64 dev far nodad");
    }

    private static Link near() throws LinkException {
        var all = new ClassicAssembler().pass(65_535).assemble();
        return PacketLink.open(LinkRequest.of("near", all), RING_BYTES);
    }

    private static PathPlan path(HostNetwork host) throws PathException {
        PathWishes wishes =
                new PathWishes(
                        List.of("near"),
                        PathWishes.NONE.sourceAddresses(),
                        PathWishes.NONE.ipv6SourceAddresses(),
                        OptionalInt.empty(),
                        null,
                        OptionalLong.empty());
        return Paths.plan(host, Hosts.set("fe80::9"), wishes).getFirst();
    }

    @Test
    void asksTheKernelForItsEthernetAddress() throws Exception {
        HostNetwork host = HostNetwork.read();
        PathPlan path = path(host);
        assertEquals(NEAR_MAC, path.iface().mac());
        try (Link near = near()) {
            RouterResolver resolver =
                    new RouterResolver(path, near.control(), near.source(), NanoClock.SYSTEM);
            assertEquals(FAR_MAC, resolver.resolve(host, address("2001:db8::2")));
            assertEquals(FAR_MAC, resolver.resolve(host, address("fe80::2")));
            String message =
                    assertThrows(PathException.class, () -> resolver.resolve(host, address(SPARE)))
                            .getMessage();
            assertTrue(
                    String.valueOf(message)
                            .startsWith("router 2001:db8::77 on near does not answer neighbour"),
                    message);
        }
    }

    @Test
    void findsAddressesInUse() throws Exception {
        PathPlan path = path(HostNetwork.read());
        try (Link near = near()) {
            SpareCheck check =
                    new SpareCheck(path.iface(), near.control(), near.source(), NanoClock.SYSTEM);
            check.requireFree(Hosts.set("2001:db8::77 2001:db8::78"));
            AddressSet taken = Hosts.set("2001:db8::/126");
            assertEquals(
                    "--source-ip 2001:db8::2 is in use by 02:00:00:00:00:02; choose one that nobody"
                            + " has",
                    assertThrows(PathException.class, () -> check.requireFree(taken)).getMessage());
        }
    }

    @Test
    void isBelievedByTheKernel() throws Exception {
        try (Link near = near();
                SinkOutlet outlet = new SinkOutlet(PacketLink.openSink("near"));
                DatagramSocket socket = new DatagramSocket()) {
            NdpResponder responder =
                    new NdpResponder(Hosts.set(SPARE).ipv6(), NEAR_MAC, outlet, NanoClock.SYSTEM);
            send(socket);
            assertTrue(answersWithin(near, responder), "the kernel did not ask");
            String known = PrivateNetwork.ip("-6 neigh show dev far");
            for (int i = 0; i < 100 && !known.contains("REACHABLE"); i++) {
                known = PrivateNetwork.ip("-6 neigh show dev far");
            }
            assertTrue(known.contains(SPARE + " lladdr 02:00:00:00:00:01"), known);
            assertTrue(known.contains("REACHABLE"), known);
        }
    }

    private static void send(DatagramSocket socket) throws IOException {
        IpAddress spare = address(SPARE);
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes).putLong(spare.high()).putLong(spare.low());
        InetAddress to = Inet6Address.getByAddress(bytes);
        socket.send(new DatagramPacket(new byte[1], 1, to, 9));
    }

    /** Listens until a solicitation was answered, at most five seconds. */
    private static boolean answersWithin(Link near, NdpResponder responder) {
        FrameBatch batch = new FrameBatch();
        ParsedFrame parsed = new ParsedFrame();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() - deadline < 0) {
            if (near.source().receive(batch) == 0) {
                near.source().await(TimeUnit.MILLISECONDS.toNanos(100));
                continue;
            }
            for (int i = 0; i < batch.count; i++) {
                FrameKind kind =
                        FrameParser.parse(
                                batch.memory,
                                batch.offset[i],
                                batch.lengthBytes[i],
                                Framing.ETHERNET.headerLengthBytes(),
                                parsed);
                if (kind == FrameKind.ICMPV6 && responder.take(batch.memory, parsed)) {
                    return true;
                }
            }
        }
        return false;
    }
}
