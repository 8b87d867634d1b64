// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Poll;
import sonde.sys.PollFd;
import sonde.sys.Socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until one of some sockets can be read. Used by the receive agent that owns them.
 *
 * <p>An interface that goes down makes its sockets ready without a frame: that must not turn
 * waiting into spinning.
 */
public final class SocketPoll {

    private final int[] descriptors;
    private final MemorySegment pollFds;
    private final MemorySegment error;
    private final MemorySegment errorLength;

    /** Over open sockets; at least one. */
    public SocketPoll(Arena arena, int... descriptors) {
        this.descriptors = descriptors.clone();
        pollFds = arena.allocate(descriptors.length * PollFd.SIZEOF, Integer.BYTES);
        error = arena.allocate(Integer.BYTES, Integer.BYTES);
        errorLength = arena.allocate(Integer.BYTES, Integer.BYTES);
    }

    /**
     * Waits until a frame may be there or the time is over.
     *
     * @param timeoutNanos how long at most, in nanoseconds
     */
    public void await(CallState state, long timeoutNanos) {
        for (int i = 0; i < descriptors.length; i++) {
            PollFd.set(pollFds, i * PollFd.SIZEOF, descriptors[i], Poll.POLLIN);
        }
        int ready = Poll.ppoll(state, pollFds, descriptors.length, Math.max(0, timeoutNanos));
        if (ready == 0 || ready == -Errno.EINTR) {
            return;
        }
        boolean isFailing = ready < 0;
        for (int i = 0; i < descriptors.length; i++) {
            if (ready < 0 || (PollFd.revents(pollFds, i * PollFd.SIZEOF) & ~Poll.POLLIN) != 0) {
                takeError(state, descriptors[i]);
                isFailing = true;
            }
        }
        if (isFailing) {
            LockSupport.parkNanos(timeoutNanos);
        }
    }

    /** Reading a socket's error clears it. */
    private void takeError(CallState state, int fd) {
        errorLength.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
        Socket.getsockopt(state, fd, Socket.SOL_SOCKET, Socket.SO_ERROR, error, errorLength);
    }
}
