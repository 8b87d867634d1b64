// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.lang.foreign.MemorySegment;

/**
 * Takes single frames from a receive agent that go out in answer to what it received. Used by that
 * agent alone; who sends them, and when, is the outlet's business.
 */
public interface FrameOutlet {

    /**
     * Takes a whole frame, which may change again when this returns.
     *
     * @param offset where the frame begins in {@code frame}, in bytes
     * @return whether there was room for it; if not, it is lost
     */
    boolean put(MemorySegment frame, long offset, int lengthBytes);
}
