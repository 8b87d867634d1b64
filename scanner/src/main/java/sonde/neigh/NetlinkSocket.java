// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Poll;
import sonde.sys.PollFd;
import sonde.sys.Rtnetlink;
import sonde.sys.SockaddrNl;
import sonde.sys.Socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A netlink socket of the calling thread's network namespace. Opening and asking need no privilege.
 * Used by one thread.
 */
final class NetlinkSocket implements Netlink.Exchange {

    /**
     * What the kernel fills in one go when it may ({@code NLMSG_GOODSIZE} on large reads); grows
     * when need be.
     */
    private static final long BUFFER_LENGTH_BYTES = 32 * 1024;

    private static final int TIMEOUT_MILLIS = 5000;

    private final CallState state = new CallState();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment pollFd = arena.allocate(PollFd.SIZEOF, Long.BYTES);
    private final String what;
    private final int fd;
    private MemorySegment buffer = arena.allocate(BUFFER_LENGTH_BYTES, Long.BYTES);

    /**
     * @param protocol {@link Rtnetlink#NETLINK_ROUTE} or another that the kernel answers
     */
    NetlinkSocket(int protocol) {
        this(protocol, Netlink.WHAT);
    }

    /**
     * As above.
     *
     * @param what what every call is about, for messages
     */
    NetlinkSocket(int protocol, String what) {
        this.what = what;
        fd =
                (int)
                        Errno.check(
                                "socket",
                                Socket.socket(
                                        state,
                                        Socket.AF_NETLINK,
                                        Socket.SOCK_RAW | Socket.SOCK_CLOEXEC,
                                        protocol),
                                what);
        try {
            // Connected to the kernel (port 0), the socket takes messages from nobody else.
            MemorySegment kernel = arena.allocate(SockaddrNl.SIZEOF, Integer.BYTES);
            SockaddrNl.set(kernel, 0, 0, 0);
            Errno.check(
                    "connect", Socket.connect(state, fd, kernel, (int) SockaddrNl.SIZEOF), what);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void send(MemorySegment request) {
        MemorySegment copy = arena.allocate(request.byteSize(), Long.BYTES).copyFrom(request);
        long rc;
        do {
            rc = Socket.sendto(state, fd, copy, copy.byteSize(), 0, MemorySegment.NULL, 0);
        } while (rc == -Errno.EINTR);
        Errno.check("sendto", rc, what);
    }

    @Override
    public @Nullable MemorySegment receive() {
        int flags = Socket.MSG_PEEK | Socket.MSG_TRUNC;
        while (true) {
            if (!awaitReadable()) {
                return null;
            }
            // With these flags recv(2) says how long the datagram is and leaves it in place.
            long length = Socket.recv(state, fd, buffer, buffer.byteSize(), flags);
            if (length > buffer.byteSize()) {
                buffer = arena.allocate(Attributes.align(length), Long.BYTES);
            }
            if (length >= 0) {
                length = Socket.recv(state, fd, buffer, buffer.byteSize(), 0);
            }
            if (length != -Errno.EINTR && length != -Errno.EAGAIN) {
                return buffer.asSlice(0, Errno.check("recv", length, what));
            }
        }
    }

    private boolean awaitReadable() {
        PollFd.set(pollFd, 0, fd, Poll.POLLIN);
        int ready;
        do {
            ready = Poll.poll(state, pollFd, 1, TIMEOUT_MILLIS);
        } while (ready == -Errno.EINTR);
        return Errno.check("ppoll", ready, what) > 0;
    }

    @Override
    public void close() {
        Socket.close(state, fd);
    }
}
