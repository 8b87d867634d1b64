// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * A file descriptor that reads and writes whole frames (AF_PACKET, packet(7)) or whole IP packets
 * (a tun device, Documentation/networking/tuntap.rst). Deliberately apart from the program's own
 * code, which it is there to judge.
 */
@SuppressWarnings("restricted")
final class RawDevice {

    private static final int FRAME_BYTES_MAX = 2048;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short ETH_P_IP_BIG_ENDIAN = 0x0008;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;

    /** Room for all probes of a test while answers are being written. */
    private static final int RECEIVE_BUFFER_BYTES = 16 << 20;

    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454CAL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final short IFF_TAP_NO_PI = 0x1002;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS_OFFSET = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            function(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle IF_NAMETOINDEX =
            function("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle SETNS =
            function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle OPEN =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                    Linker.Option.firstVariadicArg(2));

    private final int fd;

    /** One for each direction: a relay reads in one thread and writes in another. */
    private final MemorySegment read = Arena.global().allocate(FRAME_BYTES_MAX);

    private final MemorySegment written = Arena.global().allocate(FRAME_BYTES_MAX);

    private RawDevice(int fd) {
        this.fd = fd;
    }

    /** Opens an interface for IPv4 in Ethernet frames. */
    static RawDevice packet(String link) throws Throwable {
        Arena arena = Arena.global();
        int fd = (int) SOCKET.invokeExact(AF_PACKET, SOCK_RAW, (int) ETH_P_IP_BIG_ENDIAN);
        MemorySegment size = arena.allocateFrom(JAVA_INT, RECEIVE_BUFFER_BYTES);
        check(
                "size the receive buffer",
                (int) SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_RCVBUFFORCE, size, 4));
        int index = (int) IF_NAMETOINDEX.invokeExact(arena.allocateFrom(link));
        MemorySegment address = arena.allocate(SOCKADDR_LL_BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(JAVA_SHORT, 2, ETH_P_IP_BIG_ENDIAN);
        address.set(JAVA_INT, 4, index);
        check("bind to " + link, (int) BIND.invokeExact(fd, address, SOCKADDR_LL_BYTES));
        return new RawDevice(fd);
    }

    /** Makes a tun device, which goes away with this process. */
    static RawDevice tun(String name) throws Throwable {
        return make(name, IFF_TUN_NO_PI);
    }

    /** Makes a tap device, which carries whole frames, tags and all. */
    static RawDevice tap(String name) throws Throwable {
        return make(name, IFF_TAP_NO_PI);
    }

    /** Has this thread make its further devices in another namespace (setns(2)). */
    static void enterNamespace(String name) throws Throwable {
        MemorySegment path = Arena.global().allocateFrom("/run/netns/" + name);
        int fd = (int) OPEN.invokeExact(path, 0);
        check("open namespace " + name, fd);
        check("enter namespace " + name, (int) SETNS.invokeExact(fd, CLONE_NEWNET));
    }

    private static RawDevice make(String name, short flags) throws Throwable {
        Arena arena = Arena.global();
        int fd = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), O_RDWR);
        check("open /dev/net/tun", fd);
        MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
        MemorySegment.copy(
                name.getBytes(StandardCharsets.US_ASCII), 0, request, JAVA_BYTE, 0, name.length());
        request.set(JAVA_SHORT, IFREQ_FLAGS_OFFSET, flags);
        check("make " + name, (int) IOCTL.invokeExact(fd, TUNSETIFF, request));
        return new RawDevice(fd);
    }

    /** Waits for the next frame; a device that is down for the moment gives an empty one. */
    byte[] read() throws Throwable {
        long length = (long) READ.invokeExact(fd, read, (long) FRAME_BYTES_MAX);
        return read.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE);
    }

    /** Sends a frame; one that the kernel refuses is lost, as on any wire. */
    void write(byte[] frame) throws Throwable {
        MemorySegment.copy(frame, 0, written, JAVA_BYTE, 0, frame.length);
        long ignored = (long) WRITE.invokeExact(fd, written, (long) frame.length);
    }

    private static void check(String what, int result) {
        if (result < 0) {
            throw new IllegalStateException("can't " + what);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature);
    }
}
