// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

class PollTest {

    private final Arena arena = Arena.ofConfined();
    private final CallState state = CallState.confined(arena);
    private final MemorySegment pollFd = arena.allocate(PollFd.SIZEOF, Integer.BYTES);
    private int fd;

    @BeforeEach
    void open() {
        fd = Socket.socket(state, Socket.AF_INET, Socket.SOCK_DGRAM, 0);
    }

    @AfterEach
    void close() {
        Socket.close(state, fd);
        arena.close();
    }

    @Test
    void saysWhatIsReady() {
        PollFd.set(pollFd, 0, fd, Poll.POLLIN | Poll.POLLOUT);
        assertEquals(1, Poll.poll(state, pollFd, 1, 1000));
        assertEquals(Poll.POLLOUT, PollFd.revents(pollFd, 0));
    }

    @Test
    void endsWithTheTimeout() {
        PollFd.set(pollFd, 0, fd, Poll.POLLIN);
        long start = System.nanoTime();
        assertEquals(0, Poll.ppoll(state, pollFd, 1, 2_000_000));
        assertTrue(System.nanoTime() - start >= 2_000_000);
        assertEquals(0, Poll.poll(state, pollFd, 1, 0));
    }

    @Test
    void aClosedDescriptorIsMarked() {
        PollFd.set(pollFd, 0, 1 << 20, Poll.POLLIN);
        assertEquals(1, Poll.poll(state, pollFd, 1, 1000));
        assertEquals(Poll.POLLNVAL, PollFd.revents(pollFd, 0));
    }
}
