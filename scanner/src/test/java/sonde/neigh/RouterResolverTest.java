// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.neigh.Hosts.ip;

import org.junit.jupiter.api.Test;

import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.memory.MemoryLink;
import sonde.link.memory.Responder;
import sonde.neigh.NetInterface.Kind;
import sonde.sys.Errno;
import sonde.sys.Rtnetlink;
import sonde.target.AddressSet;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

class RouterResolverTest {

    private static final long MILLI = 1_000_000L;
    private static final long ROUTER_MAC = 0x0200_0000_00FFL;
    private static final int ROUTER = ip("198.18.0.1");
    private static final int OWN = ip("198.18.0.2");
    private static final NetInterface ETH0 = Hosts.iface(2, "eth0", Kind.ETHERNET, "198.18.0.2/24");
    private static final HostNetwork HOST = Hosts.host(List.of(ETH0));

    private static final PathPlan PATH =
            new PathPlan(
                    ETH0,
                    PathPlan.Source.own(OWN),
                    null,
                    AddressSet.NONE,
                    List.of(),
                    List.of(),
                    List.of());

    private final List<Long> askedAtMillis = new ArrayList<>();
    private long nowNanos = Long.MAX_VALUE - 500 * MILLI; // The clock may overflow.
    private final long startNanos = nowNanos;

    /** Waiting is what makes the time pass. */
    private class PassingTime implements FrameSource {
        private final FrameSource source;

        PassingTime(FrameSource source) {
            this.source = source;
        }

        @Override
        public int receive(FrameBatch batch) {
            return source.receive(batch);
        }

        @Override
        public void await(long timeoutNanos) {
            assertTrue(timeoutNanos > 0);
            nowNanos += Math.min(timeoutNanos, 100 * MILLI);
        }

        @Override
        public long droppedCount(DropReason reason) {
            return 0;
        }

        @Override
        public void close() {}
    }

    private long resolve(HostNetwork host, Responder responder) throws PathException {
        Responder noting =
                (memory, offset, length, answers) -> {
                    askedAtMillis.add((nowNanos - startNanos) / MILLI);
                    responder.respond(memory, offset, length, answers);
                };
        try (MemoryLink link = MemoryLink.responding(Framing.ETHERNET, noting, 64, () -> 0)) {
            return new RouterResolver(
                            PATH, link.sink(), new PassingTime(link.source()), () -> nowNanos)
                    .resolve(host, IpAddress.ofIpv4(ROUTER));
        }
    }

    private static void reply(
            Responder.FrameTarget answers, long mac, int from, long toMac, int operation) {
        MemorySegment frame = MemorySegment.ofArray(new byte[60]);
        Arp.writeReply(frame, 0, mac, from, toMac, OWN);
        Arp.setOperation(frame, Ethernet.HEADER_LENGTH_BYTES, operation);
        answers.put(frame, 0, 60);
    }

    private static void silent(
            MemorySegment memory, long offset, int lengthBytes, Responder.FrameTarget answers) {}

    @Test
    void takesTheKernelsWordFirst() throws PathException {
        HostNetwork host =
                new HostNetwork(
                        List.of(ETH0),
                        RouteTable.of(List.of()),
                        List.of(
                                new Neighbour(
                                        2,
                                        IpAddress.ofIpv4(ROUTER),
                                        ROUTER_MAC,
                                        Rtnetlink.NUD_STALE)));
        assertEquals(ROUTER_MAC, resolve(host, RouterResolverTest::silent));
        assertEquals(List.of(), askedAtMillis);
    }

    @Test
    void asksTheRouter() throws PathException {
        Responder router =
                (memory, offset, length, answers) -> {
                    assertEquals(Arp.FRAME_LENGTH_BYTES, length);
                    assertEquals(Ethernet.BROADCAST_MAC, Ethernet.destinationMac(memory, offset));
                    assertEquals(ETH0.mac(), Ethernet.sourceMac(memory, offset));
                    long arp = offset + Ethernet.HEADER_LENGTH_BYTES;
                    assertEquals(Arp.REQUEST, Arp.operation(memory, arp));
                    assertEquals(OWN, Arp.senderAddress(memory, arp));
                    assertEquals(ROUTER, Arp.targetAddress(memory, arp));
                    reply(answers, ROUTER_MAC, ROUTER, ETH0.mac(), Arp.REPLY);
                };
        assertEquals(ROUTER_MAC, resolve(HOST, router));
        assertEquals(List.of(0L), askedAtMillis);
    }

    @Test
    void passesOverEverythingElse() throws PathException {
        Responder crowd =
                (memory, offset, length, answers) -> {
                    answers.put(MemorySegment.ofArray(new byte[5]), 0, 5);
                    answers.put(MemorySegment.ofArray(new byte[60]), 0, 60);
                    reply(answers, 0x66, ip("198.18.0.3"), ETH0.mac(), Arp.REPLY);
                    reply(answers, 0x67, ROUTER, ETH0.mac() + 1, Arp.REPLY);
                    reply(answers, 0x68, ROUTER, ETH0.mac(), Arp.REQUEST);
                    reply(answers, Ethernet.BROADCAST_MAC, ROUTER, ETH0.mac(), Arp.REPLY);
                    reply(answers, 0, ROUTER, ETH0.mac(), Arp.REPLY);
                    reply(answers, ROUTER_MAC, ROUTER, ETH0.mac(), Arp.REPLY);
                };
        assertEquals(ROUTER_MAC, resolve(HOST, crowd));
    }

    @Test
    void asksIpv6RoutersBySolicitation() throws PathException {
        IpAddress router = Hosts.address("fe80::1");
        IpAddress own = Hosts.address("fe80::2");
        Responder answering =
                (memory, offset, length, answers) -> {
                    assertEquals(Ndp.FRAME_LENGTH_MAX_BYTES, length);
                    assertEquals(0x3333_FF00_0001L, Ethernet.destinationMac(memory, offset));
                    advertise(answers, 0x66, Hosts.address("fe80::3"), own, Ndp.SOLICITED);
                    advertise(answers, 0x67, router, own, Ndp.OVERRIDE);
                    advertise(answers, Ethernet.BROADCAST_MAC, router, own, Ndp.SOLICITED);
                    advertise(answers, ROUTER_MAC, router, own, Ndp.SOLICITED);
                };
        PathPlan path =
                new PathPlan(
                        ETH0,
                        null,
                        PathPlan.Ipv6Source.own(Hosts.address("2001:db8::2"), own),
                        AddressSet.NONE,
                        List.of(),
                        List.of(),
                        List.of());
        try (MemoryLink link = MemoryLink.responding(Framing.ETHERNET, answering, 64, () -> 0)) {
            FrameSource source = new PassingTime(link.source());
            assertEquals(
                    ROUTER_MAC,
                    new RouterResolver(path, link.sink(), source, () -> nowNanos)
                            .resolve(HOST, router));
        }
    }

    private static void advertise(
            Responder.FrameTarget answers, long mac, IpAddress from, IpAddress to, int flags) {
        MemorySegment frame = MemorySegment.ofArray(new byte[Ndp.FRAME_LENGTH_MAX_BYTES]);
        int length =
                Ndp.writeAdvertisement(
                        frame,
                        0,
                        mac,
                        ETH0.mac(),
                        from.high(),
                        from.low(),
                        to.high(),
                        to.low(),
                        flags);
        answers.put(frame, 0, length);
    }

    @Test
    void asksAgainWhenTheQuestionIsLost() throws PathException {
        Responder deaf =
                (memory, offset, length, answers) -> {
                    if (askedAtMillis.size() == 3) {
                        reply(answers, ROUTER_MAC, ROUTER, ETH0.mac(), Arp.REPLY);
                    }
                };
        assertEquals(ROUTER_MAC, resolve(HOST, deaf));
        assertEquals(List.of(0L, 300L, 800L), askedAtMillis);
    }

    @Test
    void givesUpAfterFiveQuestions() {
        String message =
                assertThrows(PathException.class, () -> resolve(HOST, RouterResolverTest::silent))
                        .getMessage();
        assertEquals(List.of(0L, 300L, 800L, 1500L, 2500L), askedAtMillis);
        assertEquals(3500, (nowNanos - startNanos) / MILLI);
        assertEquals(
                "router 198.18.0.1 on eth0 does not answer ARP; name another with --router-ip, or"
                        + " give its Ethernet address with --router-mac",
                message);
    }

    @Test
    void endsAlthoughOtherFramesNeverStop() {
        try (MemoryLink link = MemoryLink.discarding(Framing.ETHERNET, 1)) {
            FrameSource flood =
                    new PassingTime(link.source()) {
                        @Override
                        public int receive(FrameBatch batch) {
                            nowNanos += MILLI;
                            batch.count = 0;
                            return 1;
                        }
                    };
            var resolver = new RouterResolver(PATH, link.sink(), flood, () -> nowNanos);
            assertThrows(
                    PathException.class, () -> resolver.resolve(HOST, IpAddress.ofIpv4(ROUTER)));
        }
    }

    /** A queue that never takes a frame. */
    private record RefusingSink(int reservable, int rc) implements FrameSink {
        private static final MemorySegment MEMORY = MemorySegment.ofArray(new byte[64]);

        @Override
        public MemorySegment memory() {
            return MEMORY;
        }

        @Override
        public int slotStrideBytes() {
            return 64;
        }

        @Override
        public int slotCountMax() {
            return 1;
        }

        @Override
        public int reserve(int slotCount) {
            return reservable;
        }

        @Override
        public long reservedOffset() {
            return 0;
        }

        @Override
        public int send(int frameCount, int frameLengthBytes) {
            return rc;
        }

        @Override
        public void close() {}
    }

    private String refusal(FrameSink sink) {
        try (MemoryLink link = MemoryLink.discarding(Framing.ETHERNET, 1)) {
            var resolver =
                    new RouterResolver(PATH, sink, new PassingTime(link.source()), () -> nowNanos);
            return String.valueOf(
                    assertThrows(
                                    PathException.class,
                                    () -> resolver.resolve(HOST, IpAddress.ofIpv4(ROUTER)))
                            .getMessage());
        }
    }

    @Test
    void goesOnWhileTheKernelHasNoRoomAndStopsWhenTheLinkIsGone() {
        assertTrue(refusal(new RefusingSink(0, 0)).contains("does not answer ARP"));
        assertTrue(refusal(new RefusingSink(1, -Errno.ENOBUFS)).contains("does not answer ARP"));
        assertTrue(refusal(new RefusingSink(1, -Errno.ENETDOWN)).contains("network is down"));
    }
}
