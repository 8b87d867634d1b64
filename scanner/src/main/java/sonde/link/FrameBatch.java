// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.lang.foreign.MemorySegment;

/**
 * Frames received together: where each lies, how long it is, when it came. Plain arrays, filled by
 * a {@link FrameSource} and read by one receive agent.
 */
public final class FrameBatch {

    /** How many frames a batch holds at most. */
    public static final int CAPACITY = 256;

    /** The memory in which all offsets of this batch lie. */
    public MemorySegment memory = MemorySegment.NULL;

    /**
     * Where frame {@code i} begins in {@link #memory}: at its link header, or at its IP header on a
     * raw IP link.
     */
    public final long[] offset = new long[CAPACITY];

    /** How many bytes of frame {@code i} were captured. */
    public final int[] lengthBytes = new int[CAPACITY];

    /** When frame {@code i} was received, in nanoseconds since 1970-01-01 UTC. */
    public final long[] epochNanos = new long[CAPACITY];

    /** How many entries of the arrays are in use. */
    public int count;
}
