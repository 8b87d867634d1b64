// SPDX-License-Identifier: Apache-2.0
package sonde.link.memory;

import java.lang.foreign.MemorySegment;

/** The far side of a link in memory: is given every frame sent, and answers as it likes. */
@FunctionalInterface
public interface Responder {

    /**
     * Called on the transmit agent's thread.
     *
     * @param memory holds the frame, for the time of the call
     * @param answers takes any number of frames
     */
    void respond(MemorySegment memory, long offset, int lengthBytes, FrameTarget answers);

    /** Something that takes frames, by copying them. */
    @FunctionalInterface
    interface FrameTarget {
        void put(MemorySegment memory, long offset, int lengthBytes);
    }
}
