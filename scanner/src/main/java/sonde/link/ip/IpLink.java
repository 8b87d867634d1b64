// SPDX-License-Identifier: Apache-2.0
package sonde.link.ip;

import sonde.bpf.ClassicProgram;
import sonde.link.FrameSink;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.QueueCounts;
import sonde.link.packet.Device;
import sonde.link.packet.MessageSink;
import sonde.link.packet.RingSource;
import sonde.link.packet.SocketLink;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Rtnetlink;
import sonde.sys.Socket;
import sonde.sys.SysException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * IPv4 packets: out by a raw IP socket, which leaves the next hop and the link header to the
 * kernel, and in by AF_PACKET from the IP header on. Serves loopback, tunnels, and any other
 * interface.
 *
 * <p>The kernel fills in the total length and the header checksum of what is sent. It takes a
 * target that no route of the interface covers to be on the link, and refuses single packets: to a
 * broadcast address by {@code -EACCES}, to what a firewall forbids by {@code -EPERM}.
 */
public final class IpLink {

    /** As {@code --link} has it. */
    public static final String NAME = "ip";

    private IpLink() {}

    /**
     * Opens an interface that is up.
     *
     * @param filter what the sources let through
     */
    public static Link open(String interfaceName, ClassicProgram filter, QueueCounts queues)
            throws LinkException {
        return SocketLink.open(
                new IpKind(filter, RingSource.RING_BYTES_DEFAULT), interfaceName, queues);
    }

    /**
     * Opens with one queue each way.
     *
     * @param ringBytes memory for received packets, a multiple of {@link RingSource#BLOCK_BYTES}
     */
    public static Link open(String interfaceName, ClassicProgram filter, int ringBytes)
            throws LinkException {
        return SocketLink.open(new IpKind(filter, ringBytes), interfaceName, QueueCounts.ONE);
    }

    private record IpKind(ClassicProgram filter, int ringBytes) implements SocketLink.Kind {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Framing framing() {
            return Framing.IP;
        }

        @Override
        public void require(Device device) {}

        @Override
        public RingSource openSource(Arena arena, Device device) {
            return RingSource.openIp(arena, device, filter, ringBytes);
        }

        @Override
        public FrameSink openSink(Arena arena, Device device, int strideBytes) {
            CallState state = CallState.confined(arena);
            String detail = "interface " + device.name();
            int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC;
            int fd = Socket.socket(state, Socket.AF_INET, type, Socket.IPPROTO_RAW);
            Errno.check("socket", fd, detail);
            try {
                // Bound to loopback, the kernel takes the host's other addresses for foreign ones,
                // and its closed ports stay silent; unbound, its routes lead there anyway.
                if (device.hardwareType() != Rtnetlink.ARPHRD_LOOPBACK) {
                    bindToDevice(state, fd, device, detail);
                }
                // Without it the kernel hides a full device queue, and packets would be lost
                // unseen.
                int rc = Socket.setsockoptInt(state, fd, Socket.IPPROTO_IP, Socket.IP_RECVERR, 1);
                Errno.check("setsockopt(IP_RECVERR)", rc, detail);
                return MessageSink.overRawIp(arena, fd, strideBytes);
            } catch (SysException e) {
                Socket.close(state, fd);
                throw e;
            }
        }

        private static void bindToDevice(CallState state, int fd, Device device, String detail) {
            byte[] name = device.name().getBytes(StandardCharsets.UTF_8);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_BYTE, name);
                int rc =
                        Socket.setsockopt(
                                state,
                                fd,
                                Socket.SOL_SOCKET,
                                Socket.SO_BINDTODEVICE,
                                value,
                                name.length);
                Errno.check("setsockopt(SO_BINDTODEVICE)", rc, detail);
            }
        }
    }
}
