// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.bpf.ClassicProgram;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Rtnetlink;
import sonde.sys.Socket;
import sonde.sys.SysException;

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

        /**
         * Loopback has Ethernet headers too, but takes no frame from here: it would be a martian.
         */
        @Override
        public void require(Device device) throws LinkException {
            if (device.hardwareType() != Rtnetlink.ARPHRD_ETHER) {
                boolean isLoopback = device.hardwareType() == Rtnetlink.ARPHRD_LOOPBACK;
                throw LinkException.wrongLink(
                        device.name(),
                        NAME,
                        isLoopback ? "it is loopback" : "its frames are not Ethernet",
                        "ip");
            }
        }

        @Override
        public FrameSource openSource(Arena arena, Device device) {
            return RingSource.openEthernet(arena, device, filter, ringBytes);
        }

        @Override
        public FrameSink openSink(Arena arena, Device device) {
            CallState state = CallState.confined(arena);
            String detail = "interface " + device.name();
            int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC;
            int fd = Socket.socket(state, Socket.AF_PACKET, type, 0);
            Errno.check("socket", fd, detail);
            try {
                RingSource.bind(state, fd, device, 0, detail);
            } catch (SysException e) {
                Socket.close(state, fd);
                throw e;
            }
            // Past the queueing discipline, which would only delay; a kernel without the option
            // sends too.
            Socket.setsockoptInt(state, fd, Socket.SOL_PACKET, Socket.PACKET_QDISC_BYPASS, 1);
            return MessageSink.overBound(arena, fd);
        }
    }
}
