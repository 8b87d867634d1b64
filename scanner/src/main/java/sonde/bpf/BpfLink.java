// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.Bpf;
import sonde.sys.BpfLinkCreateAttr;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A program attached to an interface. The link is a file descriptor: closing it detaches the
 * program, and so does the end of the process, however it ends.
 */
public final class BpfLink implements AutoCloseable {

    private int fd;

    private BpfLink(int fd) {
        this.fd = fd;
    }

    /**
     * Has a program of type XDP see every frame that comes in by an interface, before all else.
     *
     * @param xdpFlags {@code XDP_FLAGS_DRV_MODE} in the interface's driver, {@code
     *     XDP_FLAGS_SKB_MODE} behind it; 0 for the driver if it can
     * @throws BpfException when the kernel refuses: {@code EBUSY} and {@code EEXIST} for another
     *     program, {@code EOPNOTSUPP} when the driver can't
     */
    public static BpfLink attachXdp(
            CallState state, LoadedProgram program, int interfaceIndex, int xdpFlags) {
        return attach(state, program, interfaceIndex, Bpf.BPF_XDP, xdpFlags);
    }

    /**
     * Has a program of type SCHED_CLS see every frame that comes in by an interface, after taps and
     * before the network stack.
     *
     * @throws BpfException when the kernel refuses; {@code EINVAL} before Linux 6.6
     */
    public static BpfLink attachTcxIngress(
            CallState state, LoadedProgram program, int interfaceIndex) {
        return attach(state, program, interfaceIndex, Bpf.BPF_TCX_INGRESS, 0);
    }

    private static BpfLink attach(
            CallState state, LoadedProgram program, int interfaceIndex, int type, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(BpfLinkCreateAttr.SIZEOF, Long.BYTES);
            BpfLinkCreateAttr.set(attr, 0, program.fd(), interfaceIndex, type, flags);
            int rc = Bpf.bpf(state, Bpf.BPF_LINK_CREATE, attr, BpfLinkCreateAttr.SIZEOF);
            if (rc < 0) {
                throw refusal(program, interfaceIndex, -rc);
            }
            return new BpfLink(rc);
        }
    }

    private static BpfException refusal(LoadedProgram program, int interfaceIndex, int errno) {
        String what = "attaching the program " + program.name() + " to interface " + interfaceIndex;
        return switch (errno) {
            case Errno.EBUSY, Errno.EEXIST ->
                    new BpfException(
                            what,
                            errno,
                            "another XDP program is attached there: see it with ip link show");
            case Errno.EOPNOTSUPP ->
                    new BpfException(what, errno, "the interface's driver has no XDP");
            default -> new BpfException(what, errno);
        };
    }

    /** The file descriptor. */
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(new CallState(), fd);
            fd = -1;
        }
    }
}
