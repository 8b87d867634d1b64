// SPDX-License-Identifier: Apache-2.0
package sonde.link.ip;

import sonde.link.FrameSink;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
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
 * IP packets of both versions: out by a raw IP socket a version, which leaves the next hop and the
 * link header to the kernel, and in by AF_PACKET from the IP header on. Serves loopback, tunnels,
 * and any other interface.
 *
 * <p>Of IPv4 the kernel fills in the total length and the header checksum of what is sent, and
 * takes a target that no route of the interface covers to be on the link. It refuses single
 * packets: to a broadcast address by {@code -EACCES}, to what a firewall forbids by {@code -EPERM},
 * to an IPv6 target without a route by {@code -ENETUNREACH}.
 */
public final class IpLink {

    /** As {@code --link} has it. */
    public static final String NAME = "ip";

    private IpLink() {}

    /** Opens an interface that is up. */
    public static Link open(LinkRequest request) throws LinkException {
        return open(request, RingSource.RING_BYTES_DEFAULT);
    }

    /**
     * The same with a receive ring of another size.
     *
     * @param ringBytes memory for received packets, a multiple of {@link RingSource#BLOCK_BYTES}
     */
    public static Link open(LinkRequest request, int ringBytes) throws LinkException {
        return SocketLink.open(new IpKind(ringBytes), request);
    }

    private record IpKind(int ringBytes) implements SocketLink.Kind {

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
        public RingSource openSource(Arena arena, Device device, LinkRequest request) {
            return RingSource.openIp(arena, device, request.filter(), ringBytes);
        }

        @Override
        public FrameSink openSink(Arena arena, Device device, int strideBytes) {
            CallState state = CallState.confined(arena);
            int ipv4 = openSocket(state, Socket.AF_INET, device);
            Errno.check("socket", ipv4, "interface " + device.name());
            try {
                int ipv6 = openSocket(state, Socket.AF_INET6, device);
                if (ipv6 != -Errno.EAFNOSUPPORT) {
                    Errno.check("socket", ipv6, "interface " + device.name());
                }
                return MessageSink.overRawIp(arena, ipv4, ipv6, device.index(), strideBytes);
            } catch (SysException e) {
                Socket.close(state, ipv4);
                throw e;
            }
        }

        /** Returns a socket that takes whole packets, or why the kernel gives none. */
        private static int openSocket(CallState state, int family, Device device) {
            String detail = "interface " + device.name();
            int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC;
            int fd = Socket.socket(state, family, type, Socket.IPPROTO_RAW);
            if (fd < 0) {
                return fd;
            }
            try {
                // Bound to loopback, the kernel takes the host's other addresses for foreign ones,
                // and its closed ports stay silent; unbound, its routes lead there anyway.
                if (device.hardwareType() != Rtnetlink.ARPHRD_LOOPBACK) {
                    bindToDevice(state, fd, device, detail);
                }
                // Without it the kernel hides a full device queue, and packets would be lost
                // unseen.
                int rc =
                        family == Socket.AF_INET
                                ? Socket.setsockoptInt(
                                        state, fd, Socket.IPPROTO_IP, Socket.IP_RECVERR, 1)
                                : Socket.setsockoptInt(
                                        state, fd, Socket.IPPROTO_IPV6, Socket.IPV6_RECVERR, 1);
                Errno.check("setsockopt(IP_RECVERR)", rc, detail);
                return fd;
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
