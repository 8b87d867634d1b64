// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.link.packet.Device;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Ifreq;
import sonde.sys.Rtnetlink;
import sonde.sys.Socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether an interface is up, asked again and again by one thread. For a sink whose frames the
 * kernel takes either way, and drops when the interface is down.
 */
final class UpCheck implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final CallState state;
    private final MemorySegment request;
    private int fd;

    UpCheck(Arena arena, Device device) {
        state = CallState.confined(arena);
        request = arena.allocate(Ifreq.SIZEOF, Long.BYTES);
        request.setString(Ifreq.IFR_NAME_OFFSET, device.name(), StandardCharsets.UTF_8);
        fd = Socket.socket(state, Socket.AF_INET, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
        Errno.check("socket", fd, "interface " + device.name());
    }

    /** Returns 0 when it is up, {@code -ENETDOWN} when it is down, or why nobody knows. */
    int check() {
        int flags = flags();
        return flags < 0 ? flags : (flags & Rtnetlink.IFF_UP) == 0 ? -Errno.ENETDOWN : 0;
    }

    /**
     * Waits until it has a carrier again: some cards start anew when a program comes, which takes
     * them a second or two.
     *
     * @param timeoutNanos how long at most
     */
    void awaitCarrier(long timeoutNanos) {
        long start = System.nanoTime();
        int flags = flags();
        while (flags >= 0
                && (flags & Rtnetlink.IFF_RUNNING) == 0
                && System.nanoTime() - start < timeoutNanos) {
            LockSupport.parkNanos(PAUSE_NANOS);
            flags = flags();
        }
    }

    /** The interface's {@code IFF_…}, or {@code -errno}. */
    private int flags() {
        int rc = Socket.ioctl(state, fd, Socket.SIOCGIFFLAGS, request);
        return rc < 0 ? rc : request.get(ValueLayout.JAVA_SHORT, Ifreq.IFR_FLAGS_OFFSET) & 0xFFFF;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(new CallState(), fd);
            fd = -1;
        }
    }
}
