// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.CallState;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where frames to send stand for {@link SteeringProgram}, which copies them into frames that the
 * kernel makes: a map with an area for each transmit agent.
 *
 * <pre>
 * byte            0        8                4096             4096 + stride
 *                 +--------+----------------+----------------+----------------+ .. +
 * area of agent 0 |  next  |    unused      |     slot 0     |     slot 1     |    |
 *                 +--------+----------------+----------------+----------------+ .. +
 * area of agent 1 |  next  |    unused      |     slot 0     |     slot 1     |    |
 *                 +--------+----------------+----------------+----------------+ .. +
 * </pre>
 *
 * <p>{@code next} counts the frames taken since the map was made; the next one taken is that of
 * slot {@code next} modulo {@link #SLOTS}. An agent writes frames into the slots from {@code next}
 * on, has so many sent by {@link LoadedProgram#testRunLive} and reads {@code next} after the call:
 * between calls, the area is its own. Only the program writes {@code next}.
 */
public final class LiveArea implements AutoCloseable {

    /** Agents at the most: metadata before a frame, which tells the agent, has up to 32 bytes. */
    public static final int AGENTS_MAX = 8;

    /** Slots of one agent: what one call may send. A power of two. */
    public static final int SLOTS = 4096;

    /** Where in an agent's area the 64-bit counter stands, in the machine's order. */
    public static final long NEXT_OFFSET = 0;

    /** Where in an agent's area slot 0 begins: on a page of its own. */
    public static final long SLOTS_OFFSET = 4096;

    public static final int STRIDE_BYTES_MIN = 64;
    public static final int STRIDE_BYTES_MAX = 2048;

    private static final int METADATA_BYTES_PER_AGENT = 4;

    private final BpfMap map;
    private final int agentCount;
    private final int strideBytes;

    private LiveArea(BpfMap map, int agentCount, int strideBytes) {
        this.map = map;
        this.agentCount = agentCount;
        this.strideBytes = strideBytes;
    }

    /**
     * Makes the map.
     *
     * @param agentCount 1 to {@link #AGENTS_MAX}
     * @param strideBytes from one slot to the next, the length of the longest frame: a power of two
     *     from {@link #STRIDE_BYTES_MIN} to {@link #STRIDE_BYTES_MAX}
     */
    public static LiveArea create(CallState state, int agentCount, int strideBytes) {
        if (agentCount < 1 || agentCount > AGENTS_MAX) {
            throw new IllegalArgumentException(agentCount + " agents, must be 1 to " + AGENTS_MAX);
        }
        if (Integer.bitCount(strideBytes) != 1
                || strideBytes < STRIDE_BYTES_MIN
                || strideBytes > STRIDE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "stride "
                            + strideBytes
                            + ", must be a power of two from "
                            + STRIDE_BYTES_MIN
                            + " to "
                            + STRIDE_BYTES_MAX);
        }
        int valueBytes = Math.toIntExact(agentCount * areaBytes(strideBytes));
        BpfMap map = BpfMap.array(state, "sonde_live", valueBytes, 1, true);
        return new LiveArea(map, agentCount, strideBytes);
    }

    /** The length of one agent's area: whole pages of 4096 bytes. */
    public static long areaBytes(int strideBytes) {
        return SLOTS_OFFSET + (long) SLOTS * strideBytes;
    }

    /** How an agent is told to the program. */
    static int metadataBytes(int agent) {
        if (agent < 0 || agent >= AGENTS_MAX) {
            throw new IllegalArgumentException("agent " + agent + ", must be below " + AGENTS_MAX);
        }
        return METADATA_BYTES_PER_AGENT * agent;
    }

    /** Where an agent's area begins in the map. */
    public long areaOffset(int agent) {
        return agent * areaBytes(strideBytes);
    }

    public int agentCount() {
        return agentCount;
    }

    public int strideBytes() {
        return strideBytes;
    }

    /** The areas as memory; closing the arena unmaps it. */
    public MemorySegment map(CallState state, Arena arena) {
        return map.map(state, arena);
    }

    /** The map, to be named in a program. */
    BpfMap bpfMap() {
        return map;
    }

    @Override
    public void close() {
        map.close();
    }
}
