// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import org.jspecify.annotations.Nullable;

import sonde.bpf.ClassicProgram;
import sonde.bpf.SteeringRule;
import sonde.link.FrameSink;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.QueueCounts;
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
     *
     * @param filter what the sources let through
     * @param rules which of that the host's stack must not see
     */
    public static Link open(
            String interfaceName,
            ClassicProgram filter,
            List<SteeringRule> rules,
            QueueCounts queues)
            throws LinkException {
        return SocketLink.open(
                new EthernetKind(filter, RingSource.RING_BYTES_DEFAULT, rules),
                interfaceName,
                queues);
    }

    /**
     * Opens with one queue each way, leaving the host's stack alone.
     *
     * @param filter what the source lets through
     * @param ringBytes memory for received frames, a multiple of {@link RingSource#BLOCK_BYTES}
     */
    public static Link open(String interfaceName, ClassicProgram filter, int ringBytes)
            throws LinkException {
        return SocketLink.open(
                new EthernetKind(filter, ringBytes, List.of()), interfaceName, QueueCounts.ONE);
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

    private record EthernetKind(ClassicProgram filter, int ringBytes, List<SteeringRule> rules)
            implements SocketLink.Kind {

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
        public RingSource openSource(Arena arena, Device device) {
            return RingSource.openEthernet(arena, device, filter, ringBytes);
        }

        @Override
        public FrameSink openSink(Arena arena, Device device, int strideBytes) {
            return MessageSink.openEthernet(arena, device, strideBytes);
        }

        @Override
        public @Nullable AnswerGuard openGuard(Device device) {
            return rules.isEmpty() ? null : AnswerGuard.open(device, rules);
        }
    }
}
