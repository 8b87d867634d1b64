// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.link.FrameSink;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Mman;
import sonde.sys.Socket;
import sonde.sys.TpacketReq3;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A PACKET_TX_RING, for comparison only: slots shared with the kernel, each with a status that says
 * whose it is.
 *
 * <p>Version 2 has the status at 0, the length at 4 and the frame at 32; version 3 has them at 20,
 * 12 and 48 ({@code linux/if_packet.h}).
 */
final class TransmitRing implements FrameSink {

    private static final int SLOT_BYTES = 128;
    private static final int SLOT_COUNT = 1024;
    private static final int RING_BYTES = SLOT_BYTES * SLOT_COUNT;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int TP_STATUS_AVAILABLE = 0;
    private static final int TP_STATUS_SEND_REQUEST = 1;
    private static final int TPACKET_REQ_BYTES = 16;
    private static final VarHandle STATUS = ValueLayout.JAVA_INT.varHandle();

    private final CallState state;
    private final MemorySegment ring;
    private final int statusOffset;
    private final int lengthOffset;
    private final int frameOffset;
    private int fd;
    private int next;

    TransmitRing(Arena arena, int fd, int version) {
        this.fd = fd;
        boolean isV2 = version == Socket.TPACKET_V2;
        statusOffset = isV2 ? 0 : 20;
        lengthOffset = isV2 ? 4 : 16;
        frameOffset = isV2 ? 32 : 48;
        state = CallState.confined(arena);
        int level = Socket.SOL_PACKET;
        int rc = Socket.setsockoptInt(state, fd, level, Socket.PACKET_VERSION, version);
        Errno.check("setsockopt(PACKET_VERSION)", rc, "ring");
        MemorySegment shape = arena.allocate(TpacketReq3.SIZEOF, Integer.BYTES);
        TpacketReq3.set(shape, 0, BLOCK_BYTES, RING_BYTES / BLOCK_BYTES, SLOT_BYTES, 0);
        int shapeBytes = isV2 ? TPACKET_REQ_BYTES : (int) TpacketReq3.SIZEOF;
        rc = Socket.setsockopt(state, fd, level, Socket.PACKET_TX_RING, shape, shapeBytes);
        Errno.check("setsockopt(PACKET_TX_RING)", rc, "ring");
        int protection = Mman.PROT_READ | Mman.PROT_WRITE;
        long address = Mman.mmap(state, RING_BYTES, protection, Mman.MAP_SHARED, fd, 0);
        Errno.check("mmap", address, "ring");
        ring = Mman.mapped(address, RING_BYTES, arena);
    }

    @Override
    public MemorySegment memory() {
        return ring;
    }

    @Override
    public int slotStrideBytes() {
        return SLOT_BYTES;
    }

    @Override
    public int slotCountMax() {
        return SLOT_COUNT;
    }

    @Override
    public int reserve(int slotCount) {
        int free = 0;
        int most = Math.min(slotCount, SLOT_COUNT - next);
        while (free < most && status(next + free) == TP_STATUS_AVAILABLE) {
            free++;
        }
        return free;
    }

    private int status(int slot) {
        return (int) STATUS.getAcquire(ring, (long) slot * SLOT_BYTES + statusOffset);
    }

    @Override
    public long reservedOffset() {
        return (long) next * SLOT_BYTES + frameOffset;
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        for (int i = next; i < next + frameCount; i++) {
            long slot = (long) i * SLOT_BYTES;
            ring.set(ValueLayout.JAVA_INT, slot + lengthOffset, frameLengthBytes);
            STATUS.setRelease(ring, slot + statusOffset, TP_STATUS_SEND_REQUEST);
        }
        next = (next + frameCount) % SLOT_COUNT;
        int flags = Socket.MSG_DONTWAIT;
        MemorySegment none = MemorySegment.NULL;
        Socket.sendto(state, fd, none, 0, flags, none, 0);
        return frameCount;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(state, fd);
            fd = -1;
        }
    }
}
