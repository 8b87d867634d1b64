// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import sonde.link.Allocations;
import sonde.link.FrameSink;
import sonde.sys.Errno;

import java.lang.foreign.Arena;

/**
 * Without a socket: what a sink does when the kernel refuses everything. The rest is in the
 * contract of the links.
 */
class MessageSinkTest {

    private static final int NO_SOCKET = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final FrameSink sink =
            MessageSink.overBound(arena, NO_SOCKET, MessageSink.PROBE_STRIDE_BYTES);

    @AfterEach
    void close() {
        sink.close();
        arena.close();
    }

    @Test
    void refusalKeepsTheFrames() {
        assertEquals(8, sink.reserve(8));
        long offset = sink.reservedOffset();
        assertEquals(-Errno.EBADF, sink.send(8, 54));
        assertEquals(8, sink.reserve(8));
        assertEquals(offset, sink.reservedOffset());
    }

    @Test
    void aClosedSinkSendsNothing() {
        sink.close();
        sink.reserve(1);
        assertEquals(-Errno.EBADF, sink.send(1, 54));
    }

    @Test
    void mistakesOfTheCallerAreFound() {
        assertThrows(AssertionError.class, () -> sink.reserve(0));
        assertThrows(AssertionError.class, () -> sink.reserve(sink.slotCountMax() + 1));
        sink.reserve(3);
        assertThrows(AssertionError.class, () -> sink.send(4, 54));
        assertThrows(AssertionError.class, () -> sink.send(3, sink.slotStrideBytes() + 1));
        assertThrows(AssertionError.class, () -> sink.send(0, 54));
    }

    @Test
    void sendingAllocatesNothing() {
        FrameSink addressed =
                MessageSink.overRawIp(
                        arena, NO_SOCKET, NO_SOCKET, 1, MessageSink.PROBE_STRIDE_BYTES);
        for (FrameSink each : new FrameSink[] {sink, addressed}) {
            Allocations.assertNone(
                    20_000,
                    () -> {
                        each.reserve(64);
                        if (each.send(64, 54) != -Errno.EBADF) {
                            throw new AssertionError();
                        }
                    });
        }
    }
}
