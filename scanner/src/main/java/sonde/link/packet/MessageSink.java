// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import org.jspecify.annotations.Nullable;

import sonde.link.FrameSink;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Iovec;
import sonde.sys.Mmsghdr;
import sonde.sys.Socket;
import sonde.sys.SysException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

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

    private final CallState state;
    private final MemorySegment slots;
    private final MemorySegment messages;
    private final MemorySegment vectors;
    private final @Nullable Destinations destinations;
    private final int strideBytes;

    /** For IPv4 packets, or for all frames. */
    private int fd;

    /** For IPv6 packets; the same where all frames go one way, below 0 where there is none. */
    private int ipv6Fd;

    private int first;
    private int reserved;
    private int lengthBytes;

    private MessageSink(
            Arena arena, int fd, int ipv6Fd, @Nullable Destinations destinations, int strideBytes) {
        this.fd = fd;
        this.ipv6Fd = ipv6Fd;
        this.destinations = destinations;
        this.strideBytes = strideBytes;
        state = CallState.confined(arena);
        slots = arena.allocate((long) SLOT_COUNT * strideBytes, strideBytes);
        messages = arena.allocate(SLOT_COUNT * Mmsghdr.SIZEOF, Long.BYTES);
        vectors = arena.allocate(SLOT_COUNT * Iovec.SIZEOF, Long.BYTES);
        for (int i = 0; i < SLOT_COUNT; i++) {
            long vector = i * Iovec.SIZEOF;
            long slot = slots.address() + (long) i * strideBytes;
            Iovec.set(vectors, vector, slot, 0);
            Mmsghdr.set(
                    messages,
                    i * Mmsghdr.SIZEOF,
                    vectors.address() + vector,
                    destinations == null ? 0 : destinations.address(i),
                    destinations == null ? 0 : Destinations.initialLengthBytes());
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
        return new MessageSink(arena, fd, fd, null, strideBytes);
    }

    /**
     * Over raw IP sockets, one a family: packets of both may be mixed, and leave in their order.
     * Closing the sink closes both.
     *
     * @param ipv4Fd for IPv4 packets
     * @param ipv6Fd for IPv6 packets, which are refused by {@code -EAFNOSUPPORT} if it is below 0
     * @param scopeId the number of the interface by which link-local addresses are reached
     * @param strideBytes the size of a slot, a power of two
     */
    public static MessageSink overRawIp(
            Arena arena, int ipv4Fd, int ipv6Fd, int scopeId, int strideBytes) {
        Destinations destinations = new Destinations(arena, SLOT_COUNT, scopeId);
        return new MessageSink(arena, ipv4Fd, ipv6Fd, destinations, strideBytes);
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
        int sent =
                destinations == null
                        ? transmit(fd, first, frameCount)
                        : handByFamily(destinations, frameCount);
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

    /** Hands over one run of packets of one family after the other, until one is not all taken. */
    private int handByFamily(Destinations addresses, int frameCount) {
        int end = first + frameCount;
        int from = first;
        while (from < end) {
            boolean isIpv6 = Destinations.isIpv6(slots, (long) from * strideBytes);
            int to = from;
            while (to < end && Destinations.isIpv6(slots, (long) to * strideBytes) == isIpv6) {
                addresses.set(to, messages, slots, (long) to * strideBytes);
                to++;
            }
            int taken =
                    isIpv6 && ipv6Fd < 0
                            ? -Errno.EAFNOSUPPORT
                            : transmit(isIpv6 ? ipv6Fd : fd, from, to - from);
            if (taken < to - from) {
                int before = from - first;
                return taken < 0 ? before == 0 ? taken : before : before + taken;
            }
            from = to;
        }
        return frameCount;
    }

    private int transmit(int socket, int from, int count) {
        MemorySegment batch = from == 0 ? messages : messages.asSlice(from * Mmsghdr.SIZEOF);
        return Socket.sendmmsg(state, socket, batch, count, Socket.MSG_DONTWAIT);
    }

    @Override
    public void close() {
        if (ipv6Fd >= 0 && ipv6Fd != fd) {
            Socket.close(state, ipv6Fd);
        }
        ipv6Fd = -1;
        if (fd >= 0) {
            Socket.close(state, fd);
            fd = -1;
        }
    }
}
