// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Poll;
import sonde.sys.PollFd;
import sonde.sys.PrivateNetwork;
import sonde.sys.SockaddrLl;
import sonde.sys.Socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** All that comes in by an interface, and a way to send by it, in the plainest way there is. */
final class Tap implements AutoCloseable {

    /** Long enough for the slowest machine; over only when a test fails. */
    private static final int WAIT_MILLIS = 5_000;

    private static final int BUFFER_BYTES = 8 << 20;
    private static final int FRAME_BYTES_MAX = 4096;

    private final Arena arena = Arena.ofShared();
    private final CallState state = CallState.confined(arena);
    private final MemorySegment buffer = arena.allocate(FRAME_BYTES_MAX);
    private final MemorySegment pollFd = arena.allocate(PollFd.SIZEOF, Integer.BYTES);
    private final int fd;

    Tap(String interfaceName) {
        int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC;
        fd = Socket.socket(state, Socket.AF_PACKET, type, 0);
        Errno.check("socket", fd, interfaceName);
        set(Socket.SOL_SOCKET, Socket.SO_RCVBUFFORCE, BUFFER_BYTES);
        set(Socket.SOL_PACKET, Socket.PACKET_IGNORE_OUTGOING, 1);
        MemorySegment address = arena.allocate(SockaddrLl.SIZEOF, Integer.BYTES);
        SockaddrLl.set(address, 0, Socket.ETH_P_ALL, index(interfaceName));
        Errno.check("bind", Socket.bind(state, fd, address, (int) SockaddrLl.SIZEOF), "tap");
    }

    private void set(int level, int option, int value) {
        Errno.check("setsockopt", Socket.setsockoptInt(state, fd, level, option, value), "tap");
    }

    /** The number of an interface in the namespace of the calling thread. */
    static int index(String interfaceName) {
        String line = PrivateNetwork.ip("-o link show dev " + interfaceName);
        return Integer.parseInt(line.substring(0, line.indexOf(':')));
    }

    void send(byte[] frame) {
        MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
        MemorySegment none = MemorySegment.NULL;
        long sent = Socket.sendto(state, fd, buffer, frame.length, 0, none, 0);
        assertEquals(frame.length, sent, "bytes sent");
    }

    /** The next frames that arrive: so many, or what there is when the time is over. */
    List<byte[]> receive(int count) {
        List<byte[]> frames = new ArrayList<>();
        while (frames.size() < count) {
            PollFd.set(pollFd, 0, fd, Poll.POLLIN);
            if (Poll.poll(state, pollFd, 1, WAIT_MILLIS) <= 0) {
                break;
            }
            int flags = Socket.MSG_DONTWAIT;
            long length = Socket.recv(state, fd, buffer, FRAME_BYTES_MAX, flags);
            if (length > 0) {
                frames.add(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return frames;
    }

    @Override
    public void close() {
        Socket.close(state, fd);
        arena.close();
    }
}
