// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_MAC;
import static sonde.link.TestFrames.OUR_PORT_FIRST;
import static sonde.link.TestFrames.OUR_PORT_LAST;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.AnswerFilter;
import sonde.bpf.AnswerScope;
import sonde.bpf.SteeringRule;
import sonde.link.FrameLinkContract;
import sonde.link.FrameSink;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkFar;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.TestFilters;
import sonde.link.TestFrames;
import sonde.link.packet.PacketLink;
import sonde.link.packet.RingSource;
import sonde.sys.PrivateNetwork;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * What a VLAN's link does whatever its tags: over a pair of virtual Ethernet interfaces, whose other
 * end has an interface of the kernel's own in that VLAN.
 */
@ExtendWith(PrivateNetwork.class)
abstract class VlanLinkContract extends FrameLinkContract {

    /** More blocks than a piece of a flood has frames, as the contract wants. */
    private static final int RING_BYTES = (FLOOD_PIECE_FRAMES + 2) * RingSource.BLOCK_BYTES;

    private final VlanTags tags;

    VlanLinkContract(VlanTags tags) {
        this.tags = tags;
    }

    /** Makes the kernel's interface in the VLAN, over {@code far}. */
    protected abstract String addInterface();

    @Override
    protected Far open() throws Exception {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.ip("link set far address 02:00:00:00:00:02");
        String name = addInterface();
        Link other =
                PacketLink.open(
                        LinkRequest.of(name, TestFilters.ethernet(THEIRS, 0, 65_535)), RING_BYTES);
        return new LinkFar(openNear(tags.ids()), other);
    }

    final Link openNear(List<Integer> ids) throws Exception {
        AnswerScope scope =
                AnswerScope.of(
                                List.of(
                                        SteeringRule.tcp(OURS, OUR_PORT_FIRST, OUR_PORT_LAST)))
                        .withAsker(OURS)
                        .inVlan(ids);
        LinkRequest request = LinkRequest.of("near", AnswerFilter.ethernet(scope));
        return VlanLink.open(request, new VlanTags(tags.outerType(), ids), RING_BYTES);
    }

    /** Adds an interface of a VLAN that is up and sends nothing of its own. */
    static void addVlan(String parent, String name, String protocol, int id) {
        PrivateNetwork.ip(
                "link add link " + parent + " name " + name + " type vlan proto " + protocol
                        + " id " + id);
        PrivateNetwork.ip("link set " + name + " addrgenmode none");
        PrivateNetwork.ip("link set " + name + " up");
    }

    @Test
    void theKernelBehindAnswersQuestionsAndProbes() {
        String name = PrivateNetwork.ip("-br link show type vlan up").lines()
                .map(line -> line.split("@")[0])
                .max((a, b) -> a.length() - b.length())
                .orElseThrow();
        PrivateNetwork.ip("addr add 198.18.0.1/15 dev " + name);
        PrivateNetwork.ip(
                "neigh add 198.19.255.1 lladdr 02:00:00:00:00:01 dev " + name + " nud permanent");
        byte[] request = new byte[Arp.FRAME_LENGTH_BYTES];
        Arp.writeRequest(MemorySegment.ofArray(request), 0, OUR_MAC, OURS, THEIRS);
        Link link = far().link();
        Links.send(link.control(), List.of(request));
        byte[] reply = Links.receive(link.source(), 1).getFirst();
        assertEquals(Ethernet.TYPE_ARP, Ethernet.type(MemorySegment.ofArray(reply), 0));
        Links.send(link.sink(), probes(0, 2));
        List<byte[]> resets = Links.receive(link.source(), 2);
        assertEquals(2, resets.size());
        for (byte[] reset : resets) {
            assertEquals(Tcp.RST | Tcp.ACK, reset[47]);
        }
    }

    @Test
    void otherVlansAreNotHeard() throws Exception {
        List<Integer> others =
                tags.ids().stream().map(id -> id == tags.ids().getLast() ? id + 1 : id).toList();
        try (Link other = openNear(others)) {
            far().send(answers(0, 3));
            assertFrames(answers(0, 3), Links.receive(far().link().source(), 3));
            assertFalse(other.source().receive(new sonde.link.FrameBatch()) > 0);
            Links.send(other.sink(), probes(0, 1));
            Links.send(far().link().sink(), probes(1, 1));
            assertFrames(probes(1, 1), far().receive(1));
        }
    }

    @Test
    void theLongestFrameFits() {
        FrameSink control = far().link().control();
        int length = 1_514;
        byte[] longest = TestFrames.probe(Framing.ETHERNET, 0, length - 54);
        Arrays.fill(longest, 54, length, (byte) 7);
        Links.send(control, List.of(longest));
        assertFrames(List.of(longest), far().receive(1));
    }

    @Test
    void aRefusalLeavesFramesAsTheyWere() {
        Link link = far().link();
        PrivateNetwork.ip("link set near down");
        Links.put(link.sink(), probes(0, 3));
        int rc = link.sink().send(3, probes(0, 1).getFirst().length);
        assertEquals(-sonde.sys.Errno.ENETDOWN, rc);
        PrivateNetwork.ip("link set near up");
        assertEquals(3, link.sink().reserve(3));
        assertEquals(3, link.sink().send(3, probes(0, 1).getFirst().length));
        assertFrames(probes(0, 3), far().receive(3));
    }
}
