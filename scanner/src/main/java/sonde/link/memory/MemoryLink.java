// SPDX-License-Identifier: Apache-2.0
package sonde.link.memory;

import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A link that ends inside the process. Nothing reaches a wire. */
public final class MemoryLink implements Link {

    /** As {@code --link} has it. */
    public static final String NAME = "memory";

    private final Framing framing;

    /** A probe and room to spare. */
    private static final int PROBE_STRIDE_BYTES = 128;

    private final List<FrameSink> sinks;
    private final FrameSink control;
    private final FrameSource source;
    private final FrameQueue incoming;

    private MemoryLink(
            Framing framing, List<FrameSink> sinks, FrameSink control, FrameQueue incoming) {
        this.framing = framing;
        this.sinks = sinks;
        this.control = control;
        this.incoming = incoming;
        source = new MemorySource(incoming);
    }

    /**
     * A link that takes every frame and never has one: what the generator alone can do.
     *
     * @param sinkCount how many transmit queues it has
     */
    public static MemoryLink discarding(Framing framing, int sinkCount) {
        return discarding(framing, sinkCount, PROBE_STRIDE_BYTES);
    }

    /**
     * The same for longer frames.
     *
     * @param strideBytes the size of a slot, a power of two
     */
    public static MemoryLink discarding(Framing framing, int sinkCount, int strideBytes) {
        List<FrameSink> sinks = new ArrayList<>();
        for (int i = 0; i < sinkCount; i++) {
            sinks.add(new MemorySink(null, strideBytes));
        }
        return new MemoryLink(
                framing,
                List.copyOf(sinks),
                new MemorySink(null, CONTROL_FRAME_MAX_BYTES),
                new FrameQueue(1, () -> 0));
    }

    /**
     * A link whose frames go to a responder, and its answers to the source. The same frames in give
     * the same frames out, in the same order.
     *
     * @param capacityFrames how many answers may wait; further ones are dropped and counted
     * @param epochNanos when an answer is received, in nanoseconds since 1970-01-01 UTC
     */
    public static MemoryLink responding(
            Framing framing, Responder responder, int capacityFrames, LongSupplier epochNanos) {
        FrameQueue answers = new FrameQueue(capacityFrames, epochNanos);
        Responder.FrameTarget target =
                (memory, offset, lengthBytes) ->
                        responder.respond(memory, offset, lengthBytes, answers);
        return new MemoryLink(
                framing,
                List.of(new MemorySink(target, PROBE_STRIDE_BYTES)),
                new MemorySink(target, CONTROL_FRAME_MAX_BYTES),
                answers);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public List<FrameSink> sinks() {
        return sinks;
    }

    @Override
    public FrameSink control() {
        return control;
    }

    @Override
    public List<FrameSource> sources() {
        return List.of(source);
    }

    /** A frame that comes without having been asked for; from any thread. */
    public void deliver(MemorySegment memory, long offset, int lengthBytes) {
        incoming.put(memory, offset, lengthBytes);
    }

    @Override
    public void close() {
        sinks.forEach(FrameSink::close);
        control.close();
        source.close();
    }
}
