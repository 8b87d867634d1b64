// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.link.FrameSink;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Socket;
import sonde.sys.XdpDesc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends by AF_XDP: slot {@code i} is transmit chunk {@code i} of the socket. Owned by one transmit
 * agent, as is the socket's transmit half.
 *
 * <p>A frame handed over stands in the transmit ring until a system call, or the device, has taken
 * it; its slot is free again when the completion ring names it. So a frame counts as sent once it
 * stands in the ring, and {@link #flush} sees to it that none is left there. After a refusal that
 * is no lack of room, such as an interface gone down, nothing more is put into the ring.
 */
final class XskSink implements FrameSink {

    /** How many frames one call hands over at most; 32 to 2048 measured equal. */
    static final int BATCH_MAX = 64;

    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FLUSH_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final CallState state;
    private final XskSocket socket;
    private final ProducerRing transmit;
    private final ConsumerRing completion;
    private final MemorySegment memory;
    private final long slotsOffset;
    private final int slotCount;
    private final boolean[] isBusy;

    private int busyCount;
    private int first;
    private int reserved;
    private int refusal;
    private boolean isClosed;

    /** Over a socket with transmit chunks. */
    XskSink(Arena arena, XskSocket socket) {
        this.state = CallState.confined(arena);
        this.socket = socket;
        transmit = socket.transmit();
        completion = socket.completion();
        memory = socket.umem().memory();
        slotsOffset = socket.umem().transmitOffset();
        slotCount = socket.umem().transmitChunkCount();
        isBusy = new boolean[slotCount];
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public int slotStrideBytes() {
        return Umem.CHUNK_BYTES;
    }

    @Override
    public int slotCountMax() {
        return BATCH_MAX;
    }

    @Override
    public int reserve(int slotCountWanted) {
        assert slotCountWanted > 0 && slotCountWanted <= BATCH_MAX : slotCountWanted;
        takeCompletions();
        if (isBusy[first] && transmit.pending() > 0) {
            kick();
            takeCompletions();
        }
        int end = Math.min(slotCount, first + slotCountWanted);
        int slot = first;
        while (slot < end && !isBusy[slot]) {
            slot++;
        }
        reserved = slot - first;
        return reserved;
    }

    @Override
    public long reservedOffset() {
        return slotOffset(first);
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        assert frameLengthBytes > 0 && frameLengthBytes <= Umem.CHUNK_BYTES : frameLengthBytes;
        if (!hasRoom(frameCount)) {
            return refusal;
        }
        MemorySegment ring = transmit.memory();
        for (int i = 0; i < frameCount; i++) {
            XdpDesc.set(ring, transmit.entryOffset(i), slotOffset(first + i), frameLengthBytes);
        }
        return submit(frameCount);
    }

    @Override
    public int send(int frameCount, int[] frameLengthBytes) {
        if (!hasRoom(frameCount)) {
            return refusal;
        }
        MemorySegment ring = transmit.memory();
        for (int i = 0; i < frameCount; i++) {
            int length = frameLengthBytes[i];
            assert length > 0 && length <= Umem.CHUNK_BYTES : length;
            XdpDesc.set(ring, transmit.entryOffset(i), slotOffset(first + i), length);
        }
        return submit(frameCount);
    }

    /** Reserves entries of the ring, unless the kernel takes no more at all. */
    private boolean hasRoom(int frameCount) {
        assert frameCount > 0 && frameCount <= reserved : frameCount + " of " + reserved;
        if (refusal != 0 && kick() < 0) {
            return false;
        }
        // There are as many entries as slots, so there is room for all.
        int room = transmit.reserve(frameCount);
        assert room == frameCount : room + " of " + frameCount;
        return true;
    }

    private int submit(int frameCount) {
        Arrays.fill(isBusy, first, first + frameCount, true);
        busyCount += frameCount;
        transmit.submit(frameCount);
        first = first + frameCount == slotCount ? 0 : first + frameCount;
        reserved = 0;
        kick();
        return frameCount;
    }

    /**
     * Has the kernel take what stands in the ring, as far as it will now. What it leaves there goes
     * with a later call.
     *
     * @return 0, or {@code -errno} when it takes no more at all
     */
    private int kick() {
        if (socket.isZeroCopy() && !transmit.needsWakeup()) {
            refusal = 0;
            return 0;
        }
        int pendingBefore = Integer.MAX_VALUE;
        int pending = transmit.pending();
        int rc = -Errno.EAGAIN;
        // In copy mode older kernels take 32 frames a call, and a full device some of them.
        while (isNoRoom(rc) && pending < pendingBefore) {
            rc =
                    (int)
                            Socket.sendto(
                                    state,
                                    socket.descriptor(),
                                    MemorySegment.NULL,
                                    0,
                                    Socket.MSG_DONTWAIT,
                                    MemorySegment.NULL,
                                    0);
            pendingBefore = pending;
            pending = transmit.pending();
        }
        refusal = rc < 0 && !isNoRoom(rc) ? rc : 0;
        return refusal;
    }

    /** Not errors: the frame waits in the ring, or the device dropped it, which it counts. */
    private static boolean isNoRoom(int rc) {
        return rc == -Errno.EAGAIN
                || rc == -Errno.EBUSY
                || rc == -Errno.ENOBUFS
                || rc == -Errno.ENOMEM
                || rc == -Errno.EINTR;
    }

    /** The order in which frames complete is the device's affair, so each is read. */
    private void takeCompletions() {
        int count = completion.peek(slotCount);
        if (count == 0) {
            return;
        }
        MemorySegment ring = completion.memory();
        for (int i = 0; i < count; i++) {
            long address = ring.get(ValueLayout.JAVA_LONG, completion.entryOffset(i));
            int slot = (int) ((address - slotsOffset) / Umem.CHUNK_BYTES);
            assert isBusy[slot] : slot;
            isBusy[slot] = false;
        }
        completion.release(count);
        busyCount -= count;
    }

    private long slotOffset(int slot) {
        return slotsOffset + (long) slot * Umem.CHUNK_BYTES;
    }

    @Override
    public void flush() {
        long start = System.nanoTime();
        takeCompletions();
        while (busyCount > 0 && System.nanoTime() - start < FLUSH_NANOS) {
            if (transmit.pending() > 0 && kick() < 0) {
                return;
            }
            takeCompletions();
            if (busyCount > 0) {
                LockSupport.parkNanos(FLUSH_PAUSE_NANOS);
            }
        }
    }

    /** The socket is the link's, and is closed by it. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            flush();
        }
    }
}
