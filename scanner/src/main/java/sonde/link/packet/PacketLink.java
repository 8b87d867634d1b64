// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.bpf.SteeringRule;
import sonde.link.FrameSink;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.sys.CallState;
import sonde.sys.SysException;

import java.lang.foreign.Arena;
import java.util.List;

/** Whole Ethernet frames, out and in by AF_PACKET. */
public final class PacketLink {

    /** As {@code --link} has it. */
    public static final String NAME = "packet";

    private PacketLink() {}

    /**
     * Opens an Ethernet interface that is up, and keeps our answers from the host's stack if that
     * can be done.
     */
    public static Link open(LinkRequest request) throws LinkException {
        return open(request, RingSource.RING_BYTES_DEFAULT);
    }

    /**
     * The same with a receive ring of another size.
     *
     * @param ringBytes memory for received frames, a multiple of {@link RingSource#BLOCK_BYTES}
     */
    public static Link open(LinkRequest request, int ringBytes) throws LinkException {
        return SocketLink.open(new EthernetKind(ringBytes), request);
    }

    /** Opens a sink alone, for frames that are few and no probes; closing it leaves nothing. */
    public static FrameSink openSink(String interfaceName) throws LinkException {
        // Its memory goes when nobody has it any more: there is no link to close it with.
        Arena arena = Arena.ofAuto();
        try {
            Device device = Device.find(CallState.confined(arena), interfaceName);
            device.requireEthernet(NAME);
            return MessageSink.openEthernet(arena, device, MessageSink.PROBE_STRIDE_BYTES);
        } catch (SysException e) {
            throw LinkException.of(NAME, interfaceName, e);
        }
    }

    private record EthernetKind(int ringBytes) implements SocketLink.Kind {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Framing framing() {
            return Framing.ETHERNET;
        }

        @Override
        public void require(Device device) throws LinkException {
            device.requireEthernet(NAME);
        }

        @Override
        public RingSource openSource(Arena arena, Device device, LinkRequest request) {
            RingSource source = RingSource.openEthernet(arena, device, request.filter(), ringBytes);
            if (request.hasMulticast()) {
                source.hearMulticast(device);
            }
            return source;
        }

        @Override
        public FrameSink openSink(Arena arena, Device device, int strideBytes) {
            return MessageSink.openEthernet(arena, device, strideBytes);
        }

        @Override
        public AnswerGuard openGuard(Device device, List<SteeringRule> rules) {
            return AnswerGuard.open(device, rules);
        }
    }
}
