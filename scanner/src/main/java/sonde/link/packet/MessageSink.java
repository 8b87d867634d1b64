// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.link.FrameSink;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Iovec;
import sonde.sys.Mmsghdr;
import sonde.sys.SockaddrIn;
import sonde.sys.Socket;
import sonde.sys.SysException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Slots that are sent by {@code sendmmsg(2)}: message {@code i} always carries slot {@code i}, so
 * that a batch costs one call and no preparation. The kernel has copied a frame when the call
 * returns, so every slot is free again.
 *
 * <p>Owned by one transmit agent. Does not wait: a full socket buffer is {@code -EAGAIN}, a full
 * device {@code -ENOBUFS}.
 */
public final class MessageSink implements FrameSink {

    /** A probe and room to spare. */
    public static final int PROBE_STRIDE_BYTES = 128;

    private static final int VARIOUS = -1;

    /** Batches of 32 to 128 messages measured equal (bench/transmit-comparison.sh). */
    static final int SLOT_COUNT = 128;

    /** Where an IPv4 header holds the destination, in bytes. */
    private static final int DESTINATION_OFFSET = 16;

    private final CallState state;
    private final MemorySegment slots;
    private final MemorySegment messages;
    private final MemorySegment vectors;
    private final MemorySegment destinations;
    private final boolean isAddressed;
    private final int strideBytes;

    private int fd;
    private int first;
    private int reserved;
    private int lengthBytes;

    private MessageSink(Arena arena, int fd, boolean isAddressed, int strideBytes) {
        this.fd = fd;
        this.isAddressed = isAddressed;
        this.strideBytes = strideBytes;
        state = CallState.confined(arena);
        slots = arena.allocate((long) SLOT_COUNT * strideBytes, strideBytes);
        messages = arena.allocate(SLOT_COUNT * Mmsghdr.SIZEOF, Long.BYTES);
        vectors = arena.allocate(SLOT_COUNT * Iovec.SIZEOF, Long.BYTES);
        destinations =
                isAddressed
                        ? arena.allocate(SLOT_COUNT * SockaddrIn.SIZEOF, Long.BYTES)
                        : MemorySegment.NULL;
        for (int i = 0; i < SLOT_COUNT; i++) {
            long vector = i * Iovec.SIZEOF;
            long slot = slots.address() + (long) i * strideBytes;
            Iovec.set(vectors, vector, slot, 0);
            long name = 0;
            if (isAddressed) {
                SockaddrIn.clear(destinations, i * SockaddrIn.SIZEOF);
                name = destinations.address() + i * SockaddrIn.SIZEOF;
            }
            Mmsghdr.set(
                    messages,
                    i * Mmsghdr.SIZEOF,
                    vectors.address() + vector,
                    name,
                    isAddressed ? (int) SockaddrIn.SIZEOF : 0);
        }
    }

    /**
     * Opens an Ethernet interface for whole frames. Closing the sink closes its socket.
     *
     * @param strideBytes the size of a slot, a power of two
     */
    public static MessageSink openEthernet(Arena arena, Device device, int strideBytes) {
        CallState state = CallState.confined(arena);
        String detail = "interface " + device.name();
        int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC;
        int fd = Socket.socket(state, Socket.AF_PACKET, type, 0);
        Errno.check("socket", fd, detail);
        try {
            RingSource.bind(state, fd, device, 0, detail);
        } catch (SysException e) {
            Socket.close(state, fd);
            throw e;
        }
        // Past the queueing discipline, which would only delay; a kernel without the option sends
        // too.
        Socket.setsockoptInt(state, fd, Socket.SOL_PACKET, Socket.PACKET_QDISC_BYPASS, 1);
        return overBound(arena, fd, strideBytes);
    }

    /**
     * Over a socket bound to the interface that all frames leave by. Closing the sink closes it.
     *
     * @param strideBytes the size of a slot, a power of two
     */
    public static MessageSink overBound(Arena arena, int fd, int strideBytes) {
        return new MessageSink(arena, fd, false, strideBytes);
    }

    /**
     * Over a raw IP socket: the kernel wants each packet's destination apart, and gets the one in
     * its header.
     *
     * @param strideBytes the size of a slot, a power of two
     */
    public static MessageSink overRawIp(Arena arena, int fd, int strideBytes) {
        return new MessageSink(arena, fd, true, strideBytes);
    }

    @Override
    public MemorySegment memory() {
        return slots;
    }

    @Override
    public int slotStrideBytes() {
        return strideBytes;
    }

    @Override
    public int slotCountMax() {
        return SLOT_COUNT;
    }

    @Override
    public int reserve(int slotCount) {
        assert slotCount > 0 && slotCount <= SLOT_COUNT : slotCount;
        reserved = Math.min(slotCount, SLOT_COUNT - first);
        return reserved;
    }

    @Override
    public long reservedOffset() {
        return (long) first * strideBytes;
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        assert frameCount > 0 && frameCount <= reserved : frameCount + " of " + reserved;
        assert frameLengthBytes > 0 && frameLengthBytes <= strideBytes : frameLengthBytes;
        if (frameLengthBytes != lengthBytes) {
            setLength(frameLengthBytes);
        }
        return hand(frameCount);
    }

    @Override
    public int send(int frameCount, int[] frameLengthBytes) {
        assert frameCount > 0 && frameCount <= reserved : frameCount + " of " + reserved;
        for (int i = 0; i < frameCount; i++) {
            assert frameLengthBytes[i] > 0 && frameLengthBytes[i] <= strideBytes;
            Iovec.setLength(vectors, (first + i) * Iovec.SIZEOF, frameLengthBytes[i]);
        }
        lengthBytes = VARIOUS;
        return hand(frameCount);
    }

    private int hand(int frameCount) {
        if (isAddressed) {
            copyDestinations(first, frameCount);
        }
        MemorySegment batch = first == 0 ? messages : messages.asSlice(first * Mmsghdr.SIZEOF);
        int sent = Socket.sendmmsg(state, fd, batch, frameCount, Socket.MSG_DONTWAIT);
        reserved = 0;
        if (sent > 0) {
            first = sent == frameCount ? 0 : first + sent;
        }
        return sent;
    }

    private void setLength(int frameLengthBytes) {
        for (int i = 0; i < SLOT_COUNT; i++) {
            Iovec.setLength(vectors, i * Iovec.SIZEOF, frameLengthBytes);
        }
        lengthBytes = frameLengthBytes;
    }

    /** Both sides are in network byte order, so the bytes move as they are. */
    private void copyDestinations(int from, int count) {
        for (int i = from; i < from + count; i++) {
            int destination =
                    slots.get(ValueLayout.JAVA_INT, (long) i * strideBytes + DESTINATION_OFFSET);
            destinations.set(
                    ValueLayout.JAVA_INT,
                    i * SockaddrIn.SIZEOF + SockaddrIn.SIN_ADDR_OFFSET,
                    destination);
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(state, fd);
            fd = -1;
        }
    }
}
