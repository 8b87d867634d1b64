// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.StackGuard;
import sonde.link.packet.PacketLink;
import sonde.link.packet.RingSource;

import java.util.List;

/**
 * A VLAN, by the packet link of an interface that carries it: what is sent is tagged, and the
 * filter lets that VLAN's frames through alone ({@link sonde.bpf.AnswerScope#inVlan}). The kernel
 * has taken the outer tag off a frame before it is received; an inner one is taken off here.
 *
 * <p>The host's stack is left alone: what comes for an address in this VLAN it hears only by an
 * interface of that VLAN, if it has one.
 */
public final class VlanLink implements Link {

    /** Why other links can't serve a VLAN, for {@link LinkException#unavailable}. */
    public static final String ONLY_PACKET =
            "it can't tell VLANs apart, whose tags many cards take off before it sees a frame";

    private static final StackGuard STACK_GUARD =
            new StackGuard("", "link " + PacketLink.NAME + " has none within a VLAN");

    private final Link link;
    private final List<FrameSink> sinks;
    private final List<FrameSource> sources;
    private final FrameSink control;

    /** Over a link that filters by the tags, or one that needn't; closing this closes it. */
    VlanLink(Link link, VlanTags tags) {
        this.link = link;
        sinks = link.sinks().stream().<FrameSink>map(sink -> new VlanSink(sink, tags)).toList();
        sources =
                tags.ids().size() == 1
                        ? link.sources()
                        : link.sources().stream().<FrameSource>map(VlanSource::new).toList();
        control = new VlanSink(link.control(), tags);
    }

    /**
     * Opens the packet link of an Ethernet interface that is up.
     *
     * @param request its filter knows the tags; its longest frame is without them, and its rules
     *     are passed over
     */
    public static Link open(LinkRequest request, VlanTags tags) throws LinkException {
        return open(request, tags, RingSource.RING_BYTES_DEFAULT);
    }

    /** The same with a receive ring of another size, as {@link PacketLink#open} has it. */
    static Link open(LinkRequest request, VlanTags tags, int ringBytes) throws LinkException {
        return new VlanLink(PacketLink.open(tagged(request, tags), ringBytes), tags);
    }

    /** As {@link PacketLink#openSink}, for frames in a VLAN. */
    public static FrameSink openSink(String interfaceName, VlanTags tags) throws LinkException {
        return new VlanSink(PacketLink.openSink(interfaceName), tags);
    }

    private static LinkRequest tagged(LinkRequest request, VlanTags tags) {
        return new LinkRequest(
                request.interfaceName(),
                request.filter(),
                List.of(),
                request.queues(),
                Math.min(
                        request.frameLengthMaxBytes() + tags.lengthBytes(),
                        CONTROL_FRAME_MAX_BYTES),
                request.hasOneLength(),
                request.hasMulticast());
    }

    @Override
    public String name() {
        return link.name();
    }

    @Override
    public Framing framing() {
        return link.framing();
    }

    @Override
    public List<FrameSink> sinks() {
        return sinks;
    }

    /** Its frames are shorter than others' by the length of the tags. */
    @Override
    public FrameSink control() {
        return control;
    }

    @Override
    public List<FrameSource> sources() {
        return sources;
    }

    @Override
    public String detail() {
        return link.detail();
    }

    @Override
    public StackGuard stackGuard() {
        return STACK_GUARD;
    }

    @Override
    public boolean mayDropUnseen() {
        return link.mayDropUnseen();
    }

    @Override
    public void close() {
        link.close();
    }
}
