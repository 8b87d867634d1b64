// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** With datagrams from a socket to itself over 127.0.0.1, which need no privileges. */
class SocketTest {

    private static final int LOOPBACK_ADDRESS = 0x7f000001;

    private final Arena arena = Arena.ofConfined();
    private final CallState state = CallState.confined(arena);
    private final MemorySegment length = arena.allocate(Integer.BYTES, Integer.BYTES);
    private final MemorySegment address = arena.allocate(SockaddrIn.SIZEOF, Integer.BYTES);
    private int fd;

    @BeforeEach
    void openOnLoopback() {
        fd = Socket.socket(state, Socket.AF_INET, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
        assertTrue(fd >= 0, () -> Errno.name(-fd));
        SockaddrIn.clear(address, 0);
        address.set(
                ValueLayout.JAVA_INT.withOrder(java.nio.ByteOrder.BIG_ENDIAN),
                SockaddrIn.SIN_ADDR_OFFSET,
                LOOPBACK_ADDRESS);
        assertEquals(0, Socket.bind(state, fd, address, (int) SockaddrIn.SIZEOF));
        length.set(ValueLayout.JAVA_INT, 0, (int) SockaddrIn.SIZEOF);
        assertEquals(0, Socket.getsockname(state, fd, address, length));
    }

    @AfterEach
    void close() {
        assertEquals(0, Socket.close(state, fd));
        arena.close();
    }

    @Test
    void sendsToAnAddressAndReceives() {
        MemorySegment data = arena.allocateFrom("ping");
        int addressLength = (int) SockaddrIn.SIZEOF;
        assertEquals(5, Socket.sendto(state, fd, data, 5, 0, address, addressLength));
        MemorySegment received = arena.allocate(16);
        assertEquals(5, Socket.recv(state, fd, received, 16, Socket.MSG_DONTWAIT));
        assertEquals("ping", received.getString(0));
    }

    @Test
    void sendsManyMessagesInOneCall() {
        assertEquals(0, Socket.connect(state, fd, address, (int) SockaddrIn.SIZEOF));
        MemorySegment data = arena.allocateFrom("abc");
        MemorySegment vectors = arena.allocate(3 * Iovec.SIZEOF, Long.BYTES);
        MemorySegment messages = arena.allocate(3 * Mmsghdr.SIZEOF, Long.BYTES);
        for (int i = 0; i < 3; i++) {
            Iovec.set(vectors, i * Iovec.SIZEOF, data.address() + i, 1);
            long vector = vectors.address() + i * Iovec.SIZEOF;
            Mmsghdr.set(messages, i * Mmsghdr.SIZEOF, vector, 0, 0);
        }
        assertEquals(3, Socket.sendmmsg(state, fd, messages, 3, 0));
        MemorySegment received = arena.allocate(16);
        for (char expected = 'a'; expected <= 'c'; expected++) {
            assertEquals(1, Socket.recv(state, fd, received, 16, Socket.MSG_DONTWAIT));
            assertEquals(expected, received.get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void anEmptySocketIsNoError() {
        MemorySegment received = arena.allocate(16);
        assertEquals(-Errno.EAGAIN, Socket.recv(state, fd, received, 16, Socket.MSG_DONTWAIT));
    }

    @Test
    void setsAndReadsOptions() {
        int level = Socket.SOL_SOCKET;
        assertEquals(0, Socket.setsockoptInt(state, fd, level, Socket.SO_RCVBUF, 8192));
        MemorySegment value = arena.allocate(Integer.BYTES, Integer.BYTES);
        length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
        assertEquals(0, Socket.getsockopt(state, fd, level, Socket.SO_RCVBUF, value, length));
        assertEquals(2 * 8192, value.get(ValueLayout.JAVA_INT, 0));
    }

    @Test
    void asksAboutInterfacesByName() {
        MemorySegment request = arena.allocate(Ifreq.SIZEOF, Long.BYTES);
        request.setString(0, "lo");
        assertEquals(0, Socket.ioctl(state, fd, Socket.SIOCGIFINDEX, request));
        assertTrue(request.get(ValueLayout.JAVA_INT, Ifreq.IFR_IFINDEX_OFFSET) > 0);
        request.setString(0, "no-such-if");
        assertEquals(-Errno.ENODEV, Socket.ioctl(state, fd, Socket.SIOCGIFINDEX, request));
    }

    @Test
    void aWrongDescriptorIsAnErrorNumber() {
        assertEquals(-Errno.EBADF, Socket.close(state, -1));
        assertEquals(-Errno.EBADF, Socket.recv(state, -1, address, 1, 0));
    }

    @Test
    void networkOrderPutsTheHighByteFirst() {
        MemorySegment memory = arena.allocate(2, 2);
        memory.set(ValueLayout.JAVA_SHORT, 0, Socket.networkOrder(0x0806));
        assertEquals(0x08, memory.get(ValueLayout.JAVA_BYTE, 0));
        assertEquals(0x06, memory.get(ValueLayout.JAVA_BYTE, 1));
    }
}
