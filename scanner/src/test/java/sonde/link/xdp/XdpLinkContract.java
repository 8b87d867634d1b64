// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_PORT_FIRST;
import static sonde.link.TestFrames.OUR_PORT_LAST;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.SteeringRule;
import sonde.link.Allocations;
import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameLinkContract;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkFar;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.QueueCounts;
import sonde.link.TestFilters;
import sonde.link.TestFrames;
import sonde.link.packet.PacketLink;
import sonde.link.packet.RingSource;
import sonde.link.xdp.XdpLink.Attachment;
import sonde.link.xdp.XdpLink.Mode;
import sonde.link.xdp.XdpLink.Tuning;
import sonde.sys.Errno;
import sonde.sys.PrivateNetwork;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What every way of opening the link does: over a pair of virtual Ethernet interfaces, whose other
 * end is a link of AF_PACKET.
 */
@ExtendWith(PrivateNetwork.class)
abstract class XdpLinkContract extends FrameLinkContract {

    private static final int UDP_PORT = 5_353;

    /** Most frames a far side sends at once. */
    private static final int FAR_BATCH = 128;

    private final Mode mode;
    private final Attachment attachment;

    XdpLinkContract(Mode mode, Attachment attachment) {
        this.mode = mode;
        this.attachment = attachment;
    }

    @Override
    protected Far open() throws Exception {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.ip("link set near address 02:00:00:00:00:01");
        PrivateNetwork.ip("link set far address 02:00:00:00:00:02");
        // Without it the other end of a veth takes no redirected frame.
        PrivateNetwork.run("ethtool -K far gro on");
        return new LinkFar(
                openNear(1),
                PacketLink.open(
                        LinkRequest.of("far", TestFilters.ethernet(THEIRS, 0, 65_535)),
                        RingSource.RING_BYTES_DEFAULT));
    }

    final Link openNear(int agentCount) throws LinkException {
        return openNear(agentCount, Tuning.of(mode).ringSizeMax());
    }

    private Link openNear(int agentCount, int ringSizeMax) throws LinkException {
        Tuning tuning = new Tuning(List.of(attachment), ringSizeMax);
        return XdpLink.open(mode, request("near", agentCount), index -> -1, tuning);
    }

    static LinkRequest request(String interfaceName, int agentCount) {
        return LinkRequest.of(
                        interfaceName, TestFilters.ethernet(OURS, OUR_PORT_FIRST, OUR_PORT_LAST))
                .withRules(List.of(SteeringRule.tcp(OURS, OUR_PORT_FIRST, OUR_PORT_LAST)))
                .withQueues(new QueueCounts(agentCount, agentCount));
    }

    @Test
    void tellsWhatItCameTo() {
        assertEquals(mode.linkName(), far().link().name());
        assertEquals(Framing.ETHERNET, far().link().framing());
        assertEquals(attachment.words() + ", 1 queue, copying", far().link().detail());
    }

    @Test
    void arpRepliesToUsAreReceived() {
        far().send(List.of(TestFrames.arpReply()));
        assertFrames(List.of(TestFrames.arpReply()), Links.receive(far().link().source(), 1));
    }

    @Test
    void questionsGoTheirOwnWay() {
        // A question's length differs from a probe's, and its content from all that is steered.
        byte[] probe = TestFrames.probe(Framing.ETHERNET, 7);
        Links.send(far().link().control(), List.of(probe));
        Links.send(far().link().sink(), probes(8, 1));
        List<byte[]> received = far().receive(2);
        assertArrayEquals(probe, received.getFirst());
        assertEquals(2, received.size());
    }

    @Test
    void theHostStillHearsWhatIsNotOurs() throws Exception {
        ownAddress();
        try (DatagramSocket socket =
                new DatagramSocket(UDP_PORT, InetAddress.getByName("198.19.255.1"))) {
            socket.setSoTimeout(3_000);
            far().send(List.of(datagram()));
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            assertEquals(4, packet.getLength());
            assertEquals("198.18.0.1", packet.getAddress().getHostAddress());
        }
    }

    @Test
    void theHostNeverAnswersAnAnswerUntilTheLinkIsClosed() throws Exception {
        ownAddress();
        far().send(answers(0, 5));
        assertFrames(answers(0, 5), Links.receive(far().link().source(), 5));
        // The host would have answered with RST before this probe.
        Links.send(far().link().control(), probes(1, 1));
        assertFrames(probes(1, 1), far().receive(1));
        far().link().close();
        assertFalse(PrivateNetwork.ip("link show dev near").contains("xdp"));
        far().send(answers(0, 1));
        byte[] reset = far().receive(1).getFirst();
        int flagsOffset = 14 + 20 + 13;
        assertEquals(0x04, reset[flagsOffset] & 0x04, "RST");
    }

    @Test
    void anotherProgramOnTheInterfaceIsNamed() {
        Exception e = assertThrows(LinkException.class, () -> openNear(1));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        "can't open link \"" + mode.linkName() + "\" on interface near: "),
                message);
        assertTrue(message.contains("another XDP program is attached there"), message);
        assertTrue(message.contains("ip link show"), message);
    }

    @Test
    void canBeOpenedAgainAtOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            far().link().close();
            Link again = openNear(1);
            try {
                far().send(answers(i, 1));
                assertFrames(answers(i, 1), Links.receive(again.source(), 1));
            } finally {
                again.close();
            }
        }
    }

    @Test
    void aFullRingDropsAndCounts() throws Exception {
        far().link().close();
        Link small = openNear(1, 256);
        try {
            int total = 0;
            for (int i = 0; i < 20; i++) {
                far().send(answers(0, FAR_BATCH));
                total += FAR_BATCH;
            }
            int received = Links.receive(small.source(), total).size();
            long dropped = small.source().droppedCount();
            assertTrue(dropped > 0, "nothing dropped of " + total);
            assertEquals(total, received + dropped);
            assertEquals(0, small.source().droppedCount(DropReason.UNFIT));
            assertEquals(dropped, small.source().droppedCount(), "asked again");
        } finally {
            small.close();
        }
    }

    @Test
    void manyFramesArriveWhateverTheBatch() {
        FrameSink sink = far().link().sink();
        int number = 0;
        int total = 3 * 4096;
        int seen = 0;
        while (number < total) {
            int slots = sink.reserve(Math.min(sink.slotCountMax(), 1 + number % 97));
            List<byte[]> frames = probes(number, Math.min(slots, total - number));
            Links.put(sink, frames);
            number += sink.send(frames.size(), 54);
            List<byte[]> received = far().receive(number - seen);
            assertFrames(probes(seen, number - seen), received);
            seen = number;
        }
        sink.flush();
        assertEquals(total, seen);
    }

    @Test
    void anInterfaceThatGoesDownRefusesFramesAndLetsTheReceiverSleep() {
        Link link = far().link();
        PrivateNetwork.ip("link set near down");
        int rc = 0;
        for (int i = 0; i < 3 && rc >= 0; i++) {
            Links.put(link.sink(), probes(0, 2));
            rc = link.sink().send(2, 54);
        }
        assertEquals(-Errno.ENETDOWN, rc);
        Links.assertSleeps(link.source());
    }

    @Test
    void anInterfaceThatGoesAwayRefusesFramesAndLetsTheReceiverSleep() {
        Link link = far().link();
        PrivateNetwork.ip("link del near");
        int rc = 0;
        for (int i = 0; i < 3 && rc >= 0; i++) {
            Links.put(link.sink(), probes(0, 2));
            rc = link.sink().send(2, 54);
        }
        int errno = -rc;
        assertTrue(
                errno == Errno.ENETDOWN || errno == Errno.ENXIO || errno == Errno.ENODEV,
                () -> Errno.name(errno));
        Links.assertSleeps(link.source());
    }

    @Test
    void sendingAndReceivingAllocateNothing() {
        FrameSink sink = far().link().sink();
        FrameSource source = far().link().source();
        FrameBatch batch = new FrameBatch();
        Allocations.assertNone(
                1_000,
                () -> {
                    sink.send(sink.reserve(32), 54);
                    source.await(1);
                    source.receive(batch);
                });
    }

    @Test
    void saysWhyItCannotOpen() {
        assertEquals("no interface named \"nix\"; list them with: ip link", refusal("nix"));
        PrivateNetwork.ip("link set lo up");
        assertEquals(
                "link \""
                        + mode.linkName()
                        + "\" can't use interface lo: it is loopback; use --link ip",
                refusal("lo"));
    }

    private String refusal(String interfaceName) {
        Exception e =
                assertThrows(
                        LinkException.class,
                        () -> XdpLink.open(mode, request(interfaceName, 1), index -> -1));
        return String.valueOf(e.getMessage());
    }

    /** Gives the host our address, and a way to theirs. */
    private static void ownAddress() {
        PrivateNetwork.ip("addr add 198.19.255.1/32 dev near");
        PrivateNetwork.ip("route add 198.18.0.1 dev near");
        PrivateNetwork.ip("neigh add 198.18.0.1 lladdr 02:00:00:00:00:02 dev near");
    }

    /** Four bytes over UDP from them to us, without checksum. */
    private static byte[] datagram() {
        byte[] packet = TestFrames.tcp(THEIRS, OURS, 1, 1, 0, 0, 0);
        byte[] frame =
                TestFrames.framed(
                        Framing.ETHERNET, packet, TestFrames.OUR_MAC, TestFrames.THEIR_MAC);
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        // From TCP with 20 bytes to UDP with 8 and 4: the header's checksum changes by as much.
        bytes.putShort(14 + 2, (short) (20 + 8 + 4));
        bytes.put(14 + 9, (byte) 17);
        int checksum = Short.toUnsignedInt(bytes.getShort(14 + 10)) - (17 - 6) + 8;
        bytes.putShort(14 + 10, (short) checksum);
        bytes.putShort(14 + 20, (short) UDP_PORT);
        bytes.putShort(14 + 22, (short) UDP_PORT);
        bytes.putShort(14 + 24, (short) (8 + 4));
        bytes.putShort(14 + 26, (short) 0);
        return frame;
    }
}
