// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Sockets: the calls of {@code sys/socket.h} and their constants. Every method returns a value of 0
 * or more, or {@code -errno}; none throws for what the kernel says.
 */
public final class Socket {

    /** Address families, {@code linux/socket.h}. */
    public static final int AF_INET = 2;

    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int AF_UNSPEC = 0;
    public static final int AF_XDP = 44;

    /** Socket types, {@code bits/socket_type.h}. */
    public static final int SOCK_DGRAM = 2;

    public static final int SOCK_RAW = 3;
    public static final int SOCK_CLOEXEC = 0x80000;

    /** Protocols of IP, {@code linux/in.h}. */
    public static final int IPPROTO_TCP = 6;

    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_SCTP = 132;
    public static final int IPPROTO_RAW = 255;

    /** Options of level {@link #IPPROTO_IP}, {@code linux/in.h}. */
    public static final int IPPROTO_IP = 0;

    public static final int IP_RECVERR = 11;

    /** Options of level {@link #IPPROTO_IPV6}, {@code linux/in6.h}. */
    public static final int IPPROTO_IPV6 = 41;

    public static final int IPV6_RECVERR = 25;

    /** Protocols of Ethernet, {@code linux/if_ether.h}. */
    public static final int ETH_P_IP = 0x0800;

    public static final int ETH_P_ARP = 0x0806;
    public static final int ETH_P_IPV6 = 0x86DD;

    /** A VLAN's tag, and the outer one of two: IEEE 802.1Q and 802.1ad. */
    public static final int ETH_P_8021Q = 0x8100;

    public static final int ETH_P_8021AD = 0x88A8;
    public static final int ETH_P_ALL = 0x0003;

    /** Options of level {@link #SOL_SOCKET}, {@code asm-generic/socket.h}. */
    public static final int SOL_SOCKET = 1;

    public static final int SO_ERROR = 4;
    public static final int SO_RCVBUF = 8;
    public static final int SO_RCVBUFFORCE = 33;
    public static final int SO_BINDTODEVICE = 25;
    public static final int SO_ATTACH_FILTER = 26;

    /** Options of level {@link #SOL_PACKET}, {@code linux/if_packet.h}. */
    public static final int SOL_PACKET = 263;

    public static final int PACKET_ADD_MEMBERSHIP = 1;
    public static final int PACKET_MR_ALLMULTI = 2;
    public static final int PACKET_RX_RING = 5;
    public static final int PACKET_STATISTICS = 6;
    public static final int PACKET_VERSION = 10;
    public static final int PACKET_TX_RING = 13;
    public static final int PACKET_FANOUT = 18;
    public static final int PACKET_FANOUT_HASH = 0;
    public static final int PACKET_QDISC_BYPASS = 20;
    public static final int PACKET_IGNORE_OUTGOING = 23;
    public static final int PACKET_OUTGOING = 4;
    public static final int TPACKET_V2 = 1;
    public static final int TPACKET_V3 = 2;

    /** Flags of the sending and receiving calls, {@code linux/socket.h}. */
    public static final int MSG_DONTWAIT = 0x40;

    public static final int MSG_PEEK = 0x02;
    public static final int MSG_TRUNC = 0x20;

    /** Requests of {@link #ioctl} about interfaces, {@code linux/sockios.h}. */
    public static final int SIOCGIFFLAGS = 0x8913;

    public static final int SIOCETHTOOL = 0x8946;
    public static final int SIOCGIFHWADDR = 0x8927;
    public static final int SIOCGIFINDEX = 0x8933;

    private Socket() {}

    /** {@code socket(2)}. Returns a file descriptor. */
    public static int socket(CallState state, int domain, int type, int protocol) {
        return (int) Linkage.syscall(state, Syscall.SOCKET, domain, type, protocol);
    }

    /** {@code bind(2)}. Returns 0. */
    public static int bind(CallState state, int fd, MemorySegment addr, int lengthBytes) {
        long address = Linkage.address(addr, lengthBytes);
        return (int) Linkage.syscall(state, Syscall.BIND, fd, address, lengthBytes);
    }

    /** {@code connect(2)}. Returns 0. */
    public static int connect(CallState state, int fd, MemorySegment addr, int lengthBytes) {
        long address = Linkage.address(addr, lengthBytes);
        return (int) Linkage.syscall(state, Syscall.CONNECT, fd, address, lengthBytes);
    }

    /** {@code getsockname(2)}; {@code lengthInOut} holds an int. Returns 0. */
    public static int getsockname(
            CallState state, int fd, MemorySegment addr, MemorySegment lengthInOut) {
        long address = Linkage.address(addr, lengthInOut.get(ValueLayout.JAVA_INT, 0));
        long length = Linkage.address(lengthInOut, Integer.BYTES);
        return (int) Linkage.syscall(state, Syscall.GETSOCKNAME, fd, address, length);
    }

    /** {@code setsockopt(2)}. Returns 0. */
    public static int setsockopt(
            CallState state, int fd, int level, int name, MemorySegment value, int lengthBytes) {
        long address = Linkage.address(value, lengthBytes);
        return (int)
                Linkage.syscall(
                        state, Syscall.SETSOCKOPT, fd, level, name, address, lengthBytes, 0);
    }

    /** {@code setsockopt(2)} of an option that is an int. Returns 0. */
    public static int setsockoptInt(CallState state, int fd, int level, int name, int value) {
        state.scratch().set(ValueLayout.JAVA_INT, 0, value);
        return setsockopt(state, fd, level, name, state.scratch(), Integer.BYTES);
    }

    /** {@code getsockopt(2)}; {@code lengthInOut} holds an int. Returns 0. */
    public static int getsockopt(
            CallState state,
            int fd,
            int level,
            int name,
            MemorySegment value,
            MemorySegment lengthInOut) {
        long address = Linkage.address(value, lengthInOut.get(ValueLayout.JAVA_INT, 0));
        long length = Linkage.address(lengthInOut, Integer.BYTES);
        return (int)
                Linkage.syscall(state, Syscall.GETSOCKOPT, fd, level, name, address, length, 0);
    }

    /** {@code sendto(2)}; {@code addr} may be {@link MemorySegment#NULL}. Returns bytes sent. */
    public static long sendto(
            CallState state,
            int fd,
            MemorySegment data,
            long lengthBytes,
            int flags,
            MemorySegment addr,
            int addrLength) {
        return Linkage.syscall(
                state,
                Syscall.SENDTO,
                fd,
                Linkage.address(data, lengthBytes),
                lengthBytes,
                flags,
                Linkage.address(addr, addrLength),
                addrLength);
    }

    /** {@code recv(2)}. Returns bytes received, 0 at the end of a stream. */
    public static long recv(
            CallState state, int fd, MemorySegment data, long lengthBytes, int flags) {
        long address = Linkage.address(data, lengthBytes);
        return Linkage.syscall(state, Syscall.RECVFROM, fd, address, lengthBytes, flags, 0, 0);
    }

    /** {@code sendmmsg(2)} of {@link Mmsghdr} entries. Returns how many were sent, 1 or more. */
    public static int sendmmsg(
            CallState state, int fd, MemorySegment messages, int count, int flags) {
        long address = Linkage.address(messages, count * Mmsghdr.SIZEOF);
        return (int) Linkage.syscall(state, Syscall.SENDMMSG, fd, address, count, flags, 0, 0);
    }

    /** {@code ioctl(2)} with a struct as argument. Returns 0 or what the request says. */
    public static int ioctl(CallState state, int fd, long request, MemorySegment argument) {
        long address = Linkage.address(argument, 0);
        return (int) Linkage.syscall(state, Syscall.IOCTL, fd, request, address);
    }

    /** {@code close(2)}. Returns 0; the descriptor is gone whatever it returns. */
    public static int close(CallState state, int fd) {
        return (int) Linkage.syscall(state, Syscall.CLOSE, fd, 0, 0);
    }

    /** A 16-bit value in network byte order, as socket addresses and protocols want it. */
    public static short networkOrder(int value) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? Short.reverseBytes((short) value)
                : (short) value;
    }
}
