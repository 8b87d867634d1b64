// SPDX-License-Identifier: Apache-2.0
package sonde.link;

/**
 * A way onto the wire: one opened interface, or a stand-in for one. Transmitting and receiving are
 * independent; each queue belongs to the agent that uses it.
 */
public interface Link extends AutoCloseable {

    /**
     * The name by which {@code --link} chooses it: {@code packet}, {@code ip} or {@code memory}.
     */
    String name();

    /** How frames of this link begin. */
    Framing framing();

    /** The transmit queue. */
    FrameSink sink();

    /** The receive queue. */
    FrameSource source();

    /** Releases queues, sockets and memory, in reverse order of acquisition. */
    @Override
    void close();
}
