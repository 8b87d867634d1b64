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

/**
 * Whether an interface is up, asked again and again by one thread. For a sink whose frames the
 * kernel takes either way, and drops when the interface is down.
 */
final class UpCheck implements AutoCloseable {

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
        int rc = Socket.ioctl(state, fd, Socket.SIOCGIFFLAGS, request);
        if (rc < 0) {
            return rc;
        }
        short flags = request.get(ValueLayout.JAVA_SHORT, Ifreq.IFR_FLAGS_OFFSET);
        return (flags & Rtnetlink.IFF_UP) == 0 ? -Errno.ENETDOWN : 0;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(new CallState(), fd);
            fd = -1;
        }
    }
}
