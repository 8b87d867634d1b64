// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.Bpf;
import sonde.sys.BpfProgLoadAttr;
import sonde.sys.BpfRunAttr;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Socket;
import sonde.sys.XdpMd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A program that the kernel has verified and compiled. Lives until it is closed here and no link
 * uses it any more.
 */
public final class LoadedProgram implements AutoCloseable {

    /** Told to the kernel, which asks for another only where helpers are for the GPL alone. */
    private static final String LICENSE = "Apache-2.0";

    private static final int LOG_LEVEL = 1;
    private static final long LOG_BYTES = 65_536;

    /** Enough to say what is wrong: the verifier explains itself in its last lines. */
    private static final int LOG_LINES = 3;

    /** Frames that the kernel makes at a time; 64 is its own choice, 256 overflowed veth. */
    private static final int LIVE_BATCH = 64;

    private final String name;
    private int fd;

    private LoadedProgram(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    /**
     * Has the kernel verify and compile a program.
     *
     * @throws BpfException when it refuses; names the verifier's last words
     */
    public static LoadedProgram load(CallState state, Program program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(BpfProgLoadAttr.SIZEOF, Long.BYTES);
            BpfProgLoadAttr.set(
                    attr,
                    0,
                    program.type(),
                    program.expectedAttachType(),
                    program.name(),
                    program.toInstructions(arena),
                    program.length(),
                    arena.allocateFrom(LICENSE));
            int rc = Bpf.bpf(state, Bpf.BPF_PROG_LOAD, attr, BpfProgLoadAttr.SIZEOF);
            if (rc < 0) {
                throw refusal(state, attr, program.name(), -rc);
            }
            return new LoadedProgram(program.name(), rc);
        }
    }

    /** Loads again for the log, which costs too much to be written each time. */
    private static BpfException refusal(
            CallState state, MemorySegment attr, String name, int errno) {
        String what = "loading the program " + name;
        if (errno == Errno.EPERM) {
            return new BpfException(what, errno);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(LOG_BYTES);
            BpfProgLoadAttr.setLog(attr, 0, LOG_LEVEL, log);
            int rc = Bpf.bpf(state, Bpf.BPF_PROG_LOAD, attr, BpfProgLoadAttr.SIZEOF);
            if (rc >= 0) {
                Socket.close(state, rc);
            }
            String words = lastWords(log.getString(0));
            return words.isEmpty()
                    ? new BpfException(what, errno)
                    : new BpfException(what, errno, "the kernel's verifier says: " + words);
        }
    }

    /** The last lines of a verifier's log that are about the program, in one. */
    static String lastWords(String log) {
        List<String> lines =
                log.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !isStatistics(line))
                        .toList();
        int first = Math.max(0, lines.size() - LOG_LINES);
        return String.join(" / ", lines.subList(first, lines.size()));
    }

    private static boolean isStatistics(String line) {
        return line.startsWith("processed ")
                || line.startsWith("verification time ")
                || line.startsWith("stack depth ");
    }

    /** The file descriptor. */
    public int fd() {
        return fd;
    }

    /** What lists of loaded programs call it. */
    public String name() {
        return name;
    }

    /**
     * Runs the program once over a frame that goes nowhere, whatever it answers. For a program of
     * type XDP it came from the loopback interface.
     *
     * @param frame 14 bytes or more; afterwards, as the program left it
     * @return what the program returned
     */
    public int testRun(CallState state, byte[] frame) {
        return testRun(state, frame, MemorySegment.NULL);
    }

    /**
     * Runs a program of type XDP once, as {@link #testRun(CallState, byte[])} does, over a frame
     * that came from an interface, which is up and of the caller's network namespace.
     */
    public int testRun(CallState state, byte[] frame, int ingressIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocate(XdpMd.SIZEOF, Integer.BYTES);
            XdpMd.set(context, 0, ingressIndex, 0, frame.length);
            return testRun(state, frame, context);
        }
    }

    private int testRun(CallState state, byte[] frame, MemorySegment context) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
            MemorySegment attr = arena.allocate(BpfRunAttr.SIZEOF, Long.BYTES);
            BpfRunAttr.set(attr, 0, fd, memory);
            BpfRunAttr.setOutput(attr, 0, memory);
            BpfRunAttr.setContext(attr, 0, context);
            int rc = Bpf.bpf(state, Bpf.BPF_PROG_TEST_RUN, attr, BpfRunAttr.SIZEOF);
            BpfException.check("running the program " + name, rc);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, frame, 0, frame.length);
            return attr.get(ValueLayout.JAVA_INT, BpfRunAttr.RETVAL_OFFSET);
        }
    }

    /**
     * Prepares {@link #testRunLive} for a {@link SteeringProgram} with a live area.
     *
     * <p>The agent is told to the program by the size of the metadata before the frame, four bytes
     * times its number: the one thing that the kernel restores for each frame it makes, beside the
     * frame's length. All else in a frame is left from the last use of its page.
     *
     * @param arena must outlive all runs
     * @param agent whose frames to send, 0 or more
     * @param frameLengthBytes 14 or more; the same for all frames of a run
     */
    public MemorySegment prepareLive(Arena arena, int agent, int frameLengthBytes) {
        int metadataBytes = LiveArea.metadataBytes(agent);
        MemorySegment attr = arena.allocate(BpfRunAttr.SIZEOF, Long.BYTES);
        MemorySegment data = arena.allocate((long) metadataBytes + frameLengthBytes);
        BpfRunAttr.set(attr, 0, fd, data);
        BpfRunAttr.setLive(attr, 0, LIVE_BATCH);
        if (metadataBytes > 0) {
            MemorySegment context = arena.allocate(XdpMd.SIZEOF, Integer.BYTES);
            XdpMd.set(context, 0, 0, metadataBytes, frameLengthBytes);
            BpfRunAttr.setContext(attr, 0, context);
        }
        return attr;
    }

    /**
     * Runs the program over {@code frameCount} live frames: the kernel makes them, and does with
     * each what the program returns. On a virtual pair that took 10 to 20 us and 80 to 180 ns a
     * frame for a program that is attached to an interface, and 24 ms more for one that is not. How
     * many frames were made, the live area's counter says, also after {@code -EINTR}. Called by one
     * thread an agent at a time.
     *
     * @param prepared by {@link #prepareLive}
     * @return 0 or {@code -errno}
     */
    public int testRunLive(CallState state, MemorySegment prepared, int frameCount) {
        BpfRunAttr.setRepeat(prepared, 0, frameCount);
        return Bpf.bpf(state, Bpf.BPF_PROG_TEST_RUN, prepared, BpfRunAttr.SIZEOF);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(new CallState(), fd);
            fd = -1;
        }
    }
}
