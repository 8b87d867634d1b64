// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_MAC;
import static sonde.link.TestFrames.OUR_PORT_FIRST;
import static sonde.link.TestFrames.OUR_PORT_LAST;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.AnswerFilter;
import sonde.bpf.AnswerScope;
import sonde.bpf.SteeringRule;
import sonde.link.FrameLinkContract;
import sonde.link.FrameSink;
import sonde.link.Framing;
import sonde.link.Link;
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
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What a VLAN's link does whatever its tags: over a pair of virtual Ethernet interfaces, whose
 * other end plays a switch: it takes tags off and puts them on by itself.
 */
@ExtendWith(PrivateNetwork.class)
abstract class VlanLinkContract extends FrameLinkContract {

    /** More blocks than a piece of a flood has frames, as the contract wants. */
    private static final int RING_BYTES = (FLOOD_PIECE_FRAMES + 2) * RingSource.BLOCK_BYTES;

    private static final int ADDRESSES_BYTES = 12;

    /** Where a frame without IP options has the flags of TCP. */
    private static final int FLAGS_OFFSET = 47;

    private final VlanTags tags;

    VlanLinkContract(VlanTags tags) {
        this.tags = tags;
    }

    @Override
    protected Far open() throws Exception {
        PrivateNetwork.vethPair("near", "far");
        AnswerScope theirs =
                AnswerScope.of(List.of(SteeringRule.tcp(THEIRS, 0, 65_535)))
                        .withQuestions()
                        .inVlan(tags.ids());
        LinkRequest request = LinkRequest.of("far", AnswerFilter.ethernet(theirs));
        return new TrunkFar(openNear(tags.ids()), PacketLink.open(request, RING_BYTES), tags);
    }

    /** A far side that knows the tags; the kernel takes off the outer one that comes in. */
    private record TrunkFar(Link link, Link trunk, VlanTags tags) implements Far {

        @Override
        public void send(List<byte[]> frames) {
            Links.send(trunk.sink(), frames.stream().map(this::tagged).toList());
        }

        private byte[] tagged(byte[] frame) {
            ByteBuffer tagged = ByteBuffer.allocate(frame.length + 4 * tags.ids().size());
            tagged.put(frame, 0, ADDRESSES_BYTES);
            int type = tags.outerType();
            for (int id : tags.ids()) {
                tagged.putShort((short) type).putShort((short) (0x2000 | id));
                type = 0x8100;
            }
            tagged.put(frame, ADDRESSES_BYTES, frame.length - ADDRESSES_BYTES);
            return tagged.array();
        }

        @Override
        public List<byte[]> receive(int count) {
            return Links.receive(trunk.source(), count).stream().map(this::untagged).toList();
        }

        private byte[] untagged(byte[] frame) {
            int inlineBytes = 4 * (tags.ids().size() - 1);
            if (inlineBytes > 0) {
                int tag = ByteBuffer.wrap(frame).getInt(ADDRESSES_BYTES);
                assertEquals(0x8100 << 16 | tags.ids().getLast(), tag, "the inner tag");
            }
            ByteBuffer untagged = ByteBuffer.allocate(frame.length - inlineBytes);
            int rest = ADDRESSES_BYTES + inlineBytes;
            untagged.put(frame, 0, ADDRESSES_BYTES).put(frame, rest, frame.length - rest);
            return untagged.array();
        }

        @Override
        public void close() {
            link.close();
            trunk.close();
        }
    }

    @Override
    protected int slotLossBytes() {
        return tags.lengthBytes();
    }

    final Link openNear(List<Integer> ids) throws Exception {
        AnswerScope scope =
                AnswerScope.of(List.of(SteeringRule.tcp(OURS, OUR_PORT_FIRST, OUR_PORT_LAST)))
                        .withAsker(OURS)
                        .inVlan(ids);
        LinkRequest request = LinkRequest.of("near", AnswerFilter.ethernet(scope));
        return VlanLink.open(request, new VlanTags(tags.outerType(), ids), RING_BYTES);
    }

    /** The switch has a port outside of the VLAN, and a host of the kernel's own is at that. */
    @Test
    void theKernelBehindAnswersQuestionsAndProbes() throws Exception {
        PrivateNetwork.vethPair("port", "host");
        PrivateNetwork.ip("link set host address 02:00:00:00:00:02");
        PrivateNetwork.ip("addr add 198.18.0.1/15 dev host");
        PrivateNetwork.ip("neigh add 198.19.255.1 lladdr 02:00:00:00:00:01 dev host nud permanent");
        LinkRequest request = LinkRequest.of("port", TestFilters.ethernet(OURS, 0, 65_535));
        try (Link port = PacketLink.open(request, RING_BYTES)) {
            Link link = far().link();
            byte[] question = new byte[Arp.FRAME_LENGTH_BYTES];
            Arp.writeRequest(MemorySegment.ofArray(question), 0, OUR_MAC, OURS, THEIRS);
            Links.send(link.control(), List.of(question));
            Links.send(port.sink(), far().receive(1));
            far().send(Links.receive(port.source(), 1));
            byte[] reply = Links.receive(link.source(), 1).getFirst();
            assertEquals(Ethernet.TYPE_ARP, Ethernet.type(MemorySegment.ofArray(reply), 0));

            Links.send(link.sink(), probes(0, 2));
            Links.send(port.sink(), far().receive(2));
            far().send(Links.receive(port.source(), 2));
            List<byte[]> resets = Links.receive(link.source(), 2);
            assertEquals(2, resets.size());
            for (byte[] reset : resets) {
                assertEquals(Tcp.RST | Tcp.ACK, reset[FLAGS_OFFSET]);
            }
        }
    }

    /** By the kernel's own interfaces, one in the other, where it has them. */
    @Test
    void theKernelsVlanHearsUs() {
        String protocol = tags.outerType() == VlanTags.TYPE_SERVICE ? " proto 802.1ad" : "";
        String parent = "far";
        for (int id : tags.ids()) {
            String name = parent + '.' + id;
            try {
                PrivateNetwork.ip(
                        "link add link "
                                + parent
                                + " name "
                                + name
                                + " type vlan"
                                + protocol
                                + " id "
                                + id);
            } catch (AssertionError e) {
                Assumptions.abort("needs VLAN interfaces, which this kernel doesn't have");
            }
            PrivateNetwork.ip("link set " + name + " addrgenmode none");
            PrivateNetwork.ip("link set " + name + " up");
            parent = name;
            protocol = "";
        }
        PrivateNetwork.ip("link set " + parent + " address 02:00:00:00:00:02");
        PrivateNetwork.ip("addr add 198.18.0.1/15 dev " + parent);
        PrivateNetwork.ip(
                "neigh add 198.19.255.1 lladdr 02:00:00:00:00:01 dev " + parent + " nud permanent");
        Links.send(far().link().sink(), probes(0, 2));
        assertEquals(2, Links.receive(far().link().source(), 2).size());
    }

    @Test
    void otherVlansAreNotHeard() throws Exception {
        List<Integer> others =
                tags.ids().stream()
                        .map(id -> id.equals(tags.ids().getLast()) ? id + 1 : id)
                        .toList();
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
        // Beside the interface's MTU of 1500 the kernel allows for one tag, but for a provider's.
        int tagged = tags.outerType() == VlanTags.TYPE_SERVICE ? 1_514 : 1_518;
        int length = tagged - tags.lengthBytes();
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
