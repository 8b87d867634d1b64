// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.sys.CallState;
import sonde.sys.SysException;

import java.lang.foreign.Arena;
import java.util.List;

/**
 * A link of two sockets, one to send and one to receive, and one arena for the memory of both.
 * Opened and closed by the engine, which closes it only after both agents have stopped: the memory
 * is unmapped with it.
 */
public final class SocketLink implements Link {

    private final String name;
    private final Framing framing;
    private final Arena arena;
    private final FrameSource source;
    private final FrameSink sink;
    private boolean isClosed;

    private SocketLink(
            String name, Framing framing, Arena arena, FrameSource source, FrameSink sink) {
        this.name = name;
        this.framing = framing;
        this.arena = arena;
        this.source = source;
        this.sink = sink;
    }

    /**
     * What tells one link of this kind from another. Both openings may throw {@link SysException}.
     */
    public interface Kind {

        /** As {@code --link} has it. */
        String name();

        Framing framing();

        /** Refuses an interface that the link can't serve. */
        void require(Device device) throws LinkException;

        FrameSource openSource(Arena arena, Device device);

        FrameSink openSink(Arena arena, Device device);
    }

    /** Opens both sockets on an interface that is up, or none. */
    @SuppressWarnings("MustBeClosedChecker") // the link closes the arena, or the failure here does
    public static Link open(Kind kind, String interfaceName) throws LinkException {
        Arena arena = Arena.ofShared();
        boolean isOpen = false;
        try {
            Device device = Device.find(CallState.confined(arena), interfaceName);
            kind.require(device);
            FrameSource source = kind.openSource(arena, device);
            try {
                FrameSink sink = kind.openSink(arena, device);
                isOpen = true;
                return new SocketLink(kind.name(), kind.framing(), arena, source, sink);
            } finally {
                if (!isOpen) {
                    source.close();
                }
            }
        } catch (SysException e) {
            throw LinkException.of(kind.name(), interfaceName, e);
        } finally {
            if (!isOpen) {
                arena.close();
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public List<FrameSink> sinks() {
        return List.of(sink);
    }

    @Override
    public List<FrameSource> sources() {
        return List.of(source);
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            sink.close();
            source.close();
            arena.close();
        }
    }
}
