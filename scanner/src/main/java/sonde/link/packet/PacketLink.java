// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.bpf.ClassicProgram;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;

import java.lang.foreign.Arena;

/** Whole Ethernet frames, out and in by AF_PACKET. */
public final class PacketLink {

    /** As {@code --link} has it. */
    public static final String NAME = "packet";

    private PacketLink() {}

    /** Opens with a receive ring of the default size. */
    public static Link open(String interfaceName, ClassicProgram filter) throws LinkException {
        return open(interfaceName, filter, RingSource.RING_BYTES_DEFAULT);
    }

    /**
     * Opens an Ethernet interface that is up.
     *
     * @param filter what the source lets through
     * @param ringBytes memory for received frames, a multiple of {@link RingSource#BLOCK_BYTES}
     */
    public static Link open(String interfaceName, ClassicProgram filter, int ringBytes)
            throws LinkException {
        return SocketLink.open(new EthernetKind(filter, ringBytes), interfaceName);
    }

    private record EthernetKind(ClassicProgram filter, int ringBytes) implements SocketLink.Kind {

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
        public FrameSource openSource(Arena arena, Device device) {
            return RingSource.openEthernet(arena, device, filter, ringBytes);
        }

        @Override
        public FrameSink openSink(Arena arena, Device device) {
            return MessageSink.openEthernet(arena, device);
        }
    }
}
