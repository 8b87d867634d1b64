// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_PORT_FIRST;
import static sonde.link.TestFrames.OUR_PORT_LAST;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.ClassicProgram;
import sonde.link.FrameLinkContract;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkFar;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.QueueCounts;
import sonde.link.TestFilters;
import sonde.link.TestFrames;
import sonde.link.ip.IpLink;
import sonde.sys.Errno;
import sonde.sys.PrivateNetwork;

import java.util.List;

/** Over a pair of virtual Ethernet interfaces, whose other end is a link of the same kind. */
@ExtendWith(PrivateNetwork.class)
class PacketLinkTest extends FrameLinkContract {

    /** More blocks than a piece of a flood has frames, as the contract wants. */
    private static final int RING_BYTES = (FLOOD_PIECE_FRAMES + 2) * RingSource.BLOCK_BYTES;

    private static final int SMALL_RING_BYTES = 4 * RingSource.BLOCK_BYTES;
    private static final ClassicProgram FILTER =
            TestFilters.ethernet(OURS, OUR_PORT_FIRST, OUR_PORT_LAST);

    @Override
    protected Far open() throws Exception {
        PrivateNetwork.vethPair("near", "far");
        Link near = PacketLink.open(LinkRequest.of("near", FILTER), RING_BYTES);
        Link other =
                PacketLink.open(
                        LinkRequest.of("far", TestFilters.ethernet(THEIRS, 0, 65_535)), RING_BYTES);
        return new LinkFar(near, other);
    }

    @Test
    void arpRepliesToUsAreReceived() {
        far().send(List.of(TestFrames.arpReply()));
        assertFrames(List.of(TestFrames.arpReply()), Links.receive(far().link().source(), 1));
    }

    @Test
    void aFullRingDropsAndCounts() throws LinkException {
        try (Link small = PacketLink.open(LinkRequest.of("near", FILTER), SMALL_RING_BYTES)) {
            int total = 0;
            List<byte[]> batch = answers(0, 128);
            for (int i = 0; i < 200; i++) {
                far().send(batch);
                total += batch.size();
            }
            int received = Links.receive(small.source(), total).size();
            long dropped = small.source().droppedCount();
            assertTrue(dropped > 0, "nothing dropped of " + total);
            assertEquals(total, received + dropped);
            assertEquals(dropped, small.source().droppedCount(), "asked again");
        }
    }

    @Test
    void anInterfaceThatGoesDownRefusesFramesAndLetsTheReceiverSleep() {
        Link link = far().link();
        PrivateNetwork.ip("link set near down");
        Links.put(link.sink(), probes(0, 2));
        assertEquals(-Errno.ENETDOWN, link.sink().send(2, 54));
        Links.assertSleeps(link.source());
        PrivateNetwork.ip("link set near up");
        Links.send(link.sink(), probes(0, 2));
        far().send(answers(3, 1));
        assertFrames(answers(3, 1), Links.receive(link.source(), 1));
    }

    @Test
    void anInterfaceThatGoesAwayRefusesFramesAndLetsTheReceiverSleep() {
        Link link = far().link();
        PrivateNetwork.ip("link del near");
        Links.put(link.sink(), probes(0, 2));
        int rc = link.sink().send(2, 54);
        assertTrue(rc == -Errno.ENETDOWN || rc == -Errno.ENXIO, () -> Errno.name(-rc));
        Links.assertSleeps(link.source());
    }

    @Test
    void saysWhyItCannotOpen() {
        assertEquals("no interface named \"nix\"; list them with: ip link", refusal("nix"));
        assertEquals(
                "no interface named \"a-name-that-is-too-long\"; list them with: ip link",
                refusal("a-name-that-is-too-long"));
        assertEquals(
                "interface lo is down; bring it up with: ip link set dev lo up", refusal("lo"));
        PrivateNetwork.ip("link set lo up");
        assertEquals(
                "link \"packet\" can't use interface lo: it is loopback; use --link ip",
                refusal("lo"));
    }

    private static String refusal(String interfaceName) {
        Exception e =
                assertThrows(
                        LinkException.class,
                        () -> PacketLink.open(LinkRequest.of(interfaceName, FILTER), RING_BYTES));
        return String.valueOf(e.getMessage());
    }

    @Test
    void aRingIsWholeBlocks() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PacketLink.open(LinkRequest.of("near", FILTER), 100_000));
        assertThrows(
                IllegalArgumentException.class,
                () -> PacketLink.open(LinkRequest.of("near", FILTER), 0));
    }

    @Test
    void tellsItsNameAndFraming() {
        assertEquals("packet", far().link().name());
        assertEquals(Framing.ETHERNET, far().link().framing());
    }

    /** Each has a fan-out group of its own. */
    @Test
    void severalInterfacesHaveSeveralReceiversEach() throws LinkException {
        PrivateNetwork.ip("link set lo up");
        QueueCounts two = new QueueCounts(1, 2);
        for (String first : List.of("near", "far")) {
            LinkRequest request = LinkRequest.of(first, FILTER).withQueues(two);
            LinkRequest other = LinkRequest.of("lo", FILTER).withQueues(two);
            try (Link link = PacketLink.open(request, SMALL_RING_BYTES);
                    Link aside = IpLink.open(other, SMALL_RING_BYTES)) {
                assertEquals(2, link.sources().size());
                assertEquals(2, aside.sources().size());
            }
        }
    }
}
