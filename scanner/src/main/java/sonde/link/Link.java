// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.util.List;

/**
 * A way onto the wire: one opened interface, or a stand-in for one. Transmitting and receiving are
 * independent; each queue belongs to the agent that uses it.
 */
public interface Link extends AutoCloseable {

    /** The longest frame of {@link #control}, in bytes: a full Ethernet one and room to spare. */
    int CONTROL_FRAME_MAX_BYTES = 2048;

    /** The name by which {@code --link} chooses it, such as {@code packet} or {@code xdp-live}. */
    String name();

    /** How frames of this link begin. */
    Framing framing();

    /** The transmit queues, one a transmit agent; at least one. */
    List<FrameSink> sinks();

    /**
     * The receive queues, one a receive agent; at least one. Together they hear all that the
     * interface hears.
     */
    List<FrameSource> sources();

    /**
     * Where frames of any content and length, up to {@link #CONTROL_FRAME_MAX_BYTES} less what the
     * link adds to them, go that are no probes: questions to neighbours, segments of conversations.
     * Used before the agents start, and then by the first transmit agent alone.
     */
    FrameSink control();

    /** The first transmit queue. */
    default FrameSink sink() {
        return sinks().getFirst();
    }

    /** The first receive queue. */
    default FrameSource source() {
        return sources().getFirst();
    }

    /**
     * What this opening of the link came to that its name does not say, such as the driver's mode;
     * empty if nothing.
     */
    default String detail() {
        return "";
    }

    /** What keeps the answers to our probes from the host's stack, if this link does. */
    default StackGuard stackGuard() {
        return StackGuard.NONE;
    }

    /**
     * Whether the interface may still drop a frame that {@link FrameSink#send} took, so that only
     * its own counters tell how many left.
     */
    default boolean mayDropUnseen() {
        return false;
    }

    /** Releases queues, sockets and memory, in reverse order of acquisition. */
    @Override
    void close();
}
