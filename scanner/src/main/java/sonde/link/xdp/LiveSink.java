// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import org.jspecify.annotations.Nullable;

import sonde.bpf.LiveArea;
import sonde.bpf.LoadedProgram;
import sonde.link.FrameSink;
import sonde.link.packet.Device;
import sonde.sys.CallState;
import sonde.sys.Errno;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sends live frames: one call has the kernel make frames, and the XDP program fill each from the
 * next slot of this sink's area and send it. Owned by one transmit agent.
 *
 * <p>When the call returns, all frames have been made, so every slot is free again. Frames that the
 * interface then drops, it counts itself ({@code tx_dropped}); one that is down drops them all
 * without a word, so that is asked for before each call.
 */
final class LiveSink implements FrameSink {

    private final CallState state;
    private final LoadedProgram program;
    private final Arena arena;
    private final int agent;
    private final MemorySegment area;
    private final int strideBytes;
    private final UpCheck upCheck;

    /** What is ready to be called with, by frame length. */
    private final @Nullable MemorySegment[] prepared;

    /** How many frames the program has taken so far. */
    private long next;

    private int reserved;

    /**
     * @param areas the mapped {@link LiveArea}
     * @param agent whose part of it, from 0
     */
    LiveSink(
            Arena arena,
            LoadedProgram program,
            LiveArea live,
            MemorySegment areas,
            int agent,
            Device device) {
        this.arena = arena;
        this.program = program;
        this.agent = agent;
        state = CallState.confined(arena);
        strideBytes = live.strideBytes();
        area = areas.asSlice(live.areaOffset(agent), LiveArea.areaBytes(strideBytes));
        prepared = new MemorySegment[strideBytes + 1];
        upCheck = new UpCheck(arena, device);
        next = taken();
    }

    @Override
    public MemorySegment memory() {
        return area;
    }

    @Override
    public int slotStrideBytes() {
        return strideBytes;
    }

    @Override
    public int slotCountMax() {
        return LiveArea.SLOTS;
    }

    @Override
    public int reserve(int slotCount) {
        assert slotCount > 0 && slotCount <= LiveArea.SLOTS : slotCount;
        reserved = Math.min(slotCount, LiveArea.SLOTS - slot());
        return reserved;
    }

    @Override
    public long reservedOffset() {
        return LiveArea.SLOTS_OFFSET + (long) slot() * strideBytes;
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        assert frameCount > 0 && frameCount <= reserved : frameCount + " of " + reserved;
        assert frameLengthBytes > 0 && frameLengthBytes <= strideBytes : frameLengthBytes;
        reserved = 0;
        int down = upCheck.check();
        if (down < 0) {
            return down;
        }
        int rc = program.testRunLive(state, prepared(frameLengthBytes), frameCount);
        long before = next;
        next = taken();
        int sent = (int) (next - before);
        if (sent > 0) {
            return sent;
        }
        return rc < 0 ? rc : -Errno.EIO;
    }

    /** Begins at slot 0 again, so that the first reservation can be whole. */
    void rewind() {
        next = 0;
        area.set(ValueLayout.JAVA_LONG, LiveArea.NEXT_OFFSET, next);
    }

    private MemorySegment prepared(int frameLengthBytes) {
        MemorySegment attr = prepared[frameLengthBytes];
        if (attr == null) {
            attr = program.prepareLive(arena, agent, frameLengthBytes);
            prepared[frameLengthBytes] = attr;
        }
        return attr;
    }

    private int slot() {
        return (int) (next & (LiveArea.SLOTS - 1));
    }

    private long taken() {
        return area.get(ValueLayout.JAVA_LONG, LiveArea.NEXT_OFFSET);
    }

    @Override
    public void close() {
        upCheck.close();
    }
}
