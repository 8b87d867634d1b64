// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import org.jspecify.annotations.Nullable;

import sonde.bpf.SteeringRule;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.QueueCounts;
import sonde.link.StackGuard;
import sonde.sys.CallState;
import sonde.sys.SysException;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A link of sockets, one a queue, and one arena for the memory of all. Opened and closed by the
 * engine, which closes it only after all agents have stopped: the memory is unmapped with it.
 *
 * <p>Several receive sockets share what comes in by flow, so that all answers of a target reach the
 * same one.
 */
public final class SocketLink implements Link {

    private final Kind kind;
    private final Arena arena;
    private final List<FrameSource> sources = new ArrayList<>();
    private final List<FrameSink> sinks = new ArrayList<>();
    private @Nullable FrameSink control;
    private @Nullable AnswerGuard guard;
    private boolean isClosed;

    @SuppressWarnings("MustBeClosedChecker") // the link closes the arena
    private SocketLink(Kind kind) {
        this.kind = kind;
        arena = Arena.ofShared();
    }

    /** What tells one link of this kind from another. Openings may throw {@link SysException}. */
    public interface Kind {

        /** As {@code --link} has it. */
        String name();

        Framing framing();

        /** Refuses an interface that the link can't serve. */
        void require(Device device) throws LinkException;

        RingSource openSource(Arena arena, Device device, LinkRequest request);

        FrameSink openSink(Arena arena, Device device, int strideBytes);

        /** Keeps our answers from the host's stack, where that can be done; else null. */
        default @Nullable AnswerGuard openGuard(Device device, List<SteeringRule> rules) {
            return null;
        }
    }

    /** Opens all sockets on an interface that is up, or none. */
    public static Link open(Kind kind, LinkRequest request) throws LinkException {
        SocketLink link = new SocketLink(kind);
        boolean isOpen = false;
        try {
            link.open(request);
            isOpen = true;
            return link;
        } catch (SysException e) {
            throw LinkException.of(kind.name(), request.interfaceName(), e);
        } finally {
            if (!isOpen) {
                link.close();
            }
        }
    }

    private void open(LinkRequest request) throws LinkException {
        QueueCounts queues = request.queues();
        CallState state = CallState.confined(arena);
        Device device = Device.find(state, request.interfaceName());
        kind.require(device);
        for (int i = 0; i < queues.receive(); i++) {
            RingSource source = kind.openSource(arena, device, request);
            sources.add(source);
            if (queues.receive() > 1) {
                source.share(state, device);
            }
        }
        for (int i = 0; i < queues.transmit(); i++) {
            sinks.add(kind.openSink(arena, device, request.strideBytes()));
        }
        control = kind.openSink(arena, device, CONTROL_FRAME_MAX_BYTES);
        guard = request.rules().isEmpty() ? null : kind.openGuard(device, request.rules());
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public Framing framing() {
        return kind.framing();
    }

    @Override
    public List<FrameSink> sinks() {
        return sinks;
    }

    @Override
    public List<FrameSource> sources() {
        return sources;
    }

    @Override
    public FrameSink control() {
        return Objects.requireNonNull(control);
    }

    @Override
    public StackGuard stackGuard() {
        return guard == null ? StackGuard.NONE : guard.state();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            if (guard != null) {
                guard.close();
            }
            sinks.forEach(FrameSink::close);
            if (control != null) {
                control.close();
            }
            sources.forEach(FrameSource::close);
            arena.close();
        }
    }
}
