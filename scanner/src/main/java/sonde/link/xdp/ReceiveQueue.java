// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.sys.CallState;
import sonde.sys.Socket;
import sonde.sys.Xdp;
import sonde.sys.XdpDesc;
import sonde.sys.XdpStatistics;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The receive half of one AF_XDP socket. Frames are delivered where the kernel put them; their
 * chunks go back to it by {@link #giveBack}. Owned by one receive agent.
 */
final class ReceiveQueue {

    private final XskSocket socket;
    private final MemorySegment frames;
    private final ConsumerRing receive;
    private final ProducerRing fill;
    private final long[] heldChunks = new long[FrameBatch.CAPACITY];
    private final MemorySegment statistics;
    private final MemorySegment statisticsLength;

    private int heldCount;

    ReceiveQueue(Arena arena, XskSocket socket) {
        this.socket = socket;
        frames = socket.umem().memory();
        receive = socket.receive();
        fill = socket.fill();
        statistics = arena.allocate(XdpStatistics.SIZEOF, Long.BYTES);
        statisticsLength = arena.allocate(Integer.BYTES, Integer.BYTES);
    }

    /**
     * Fills the batch, but for its times, once all chunks delivered before have been given back.
     *
     * @return how many frames the batch now holds
     */
    int receive(FrameBatch batch) {
        assert heldCount == 0 : heldCount;
        int count = receive.peek(FrameBatch.CAPACITY);
        if (count == 0) {
            return 0;
        }
        MemorySegment ring = receive.memory();
        for (int i = 0; i < count; i++) {
            long entry = receive.entryOffset(i);
            long address = XdpDesc.address(ring, entry);
            batch.offset[i] = address;
            batch.lengthBytes[i] = XdpDesc.lengthBytes(ring, entry);
            heldChunks[i] = Umem.chunkOffset(address);
        }
        receive.release(count);
        batch.memory = frames;
        batch.count = count;
        heldCount = count;
        return count;
    }

    /** Returns the chunks of the last batch to the kernel. */
    void giveBack(CallState state) {
        if (heldCount == 0) {
            return;
        }
        // There are as many entries as chunks, so there is room for all.
        int room = fill.reserve(heldCount);
        assert room == heldCount : room + " of " + heldCount;
        MemorySegment ring = fill.memory();
        for (int i = 0; i < heldCount; i++) {
            ring.set(ValueLayout.JAVA_LONG, fill.entryOffset(i), heldChunks[i]);
        }
        fill.submit(heldCount);
        heldCount = 0;
        if (socket.isZeroCopy() && fill.needsWakeup()) {
            Socket.recv(state, socket.descriptor(), MemorySegment.NULL, 0, Socket.MSG_DONTWAIT);
        }
    }

    /**
     * Frames dropped for one reason since the socket was opened. In copy mode the kernel counts a
     * frame for which it has no chunk both as dropped and as a failed look into the fill ring
     * ({@code __xsk_rcv} in {@code net/xdp/xsk.c}); here it counts once. In zero-copy mode the
     * latter are the driver's attempts.
     */
    long droppedCount(CallState state, DropReason reason) {
        readStatistics(state);
        long noBuffer = statistic(XdpStatistics.RX_FILL_RING_EMPTY_DESCS_OFFSET);
        return switch (reason) {
            case RING_FULL -> statistic(XdpStatistics.RX_RING_FULL_OFFSET);
            case NO_BUFFER -> noBuffer;
            case UNFIT -> {
                long dropped = statistic(XdpStatistics.RX_DROPPED_OFFSET);
                yield socket.isZeroCopy() ? dropped : Math.max(0, dropped - noBuffer);
            }
        };
    }

    /** A closed socket tells nothing, and what it told last stays. */
    private void readStatistics(CallState state) {
        statisticsLength.set(ValueLayout.JAVA_INT, 0, (int) XdpStatistics.SIZEOF);
        Socket.getsockopt(
                state,
                socket.descriptor(),
                Xdp.SOL_XDP,
                Xdp.XDP_STATISTICS,
                statistics,
                statisticsLength);
    }

    private long statistic(long offset) {
        return statistics.get(ValueLayout.JAVA_LONG, offset);
    }
}
