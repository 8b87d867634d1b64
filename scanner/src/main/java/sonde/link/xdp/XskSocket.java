// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import org.jspecify.annotations.Nullable;

import sonde.link.LinkException;
import sonde.link.packet.Device;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Mman;
import sonde.sys.SockaddrXdp;
import sonde.sys.Socket;
import sonde.sys.SysException;
import sonde.sys.Xdp;
import sonde.sys.XdpDesc;
import sonde.sys.XdpMmapOffsets;
import sonde.sys.XdpOptions;
import sonde.sys.XdpRingOffset;
import sonde.sys.XdpUmemReg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One AF_XDP socket on one queue of an interface: frame memory, rings, and how the kernel moves
 * frames. Opened and closed with the link. Its receive half (receive and fill ring) belongs to one
 * receive agent, its transmit half (transmit and completion ring) to one transmit agent; they share
 * nothing but the descriptor.
 */
final class XskSocket implements AutoCloseable {

    /** Another process's socket leaves its queue some 10 ms after it was closed. */
    private static final long BIND_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long BIND_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The kernel wants a completion ring of every socket; a power of two. */
    private static final int UNUSED_RING_SIZE = 2;

    /** Frames a call may send in copy mode where the kernel lets that be chosen. */
    private static final int TRANSMIT_BUDGET = 2048;

    private final int queue;
    private final Umem umem;
    private final ProducerRing fill;
    private final ConsumerRing receive;
    private final @Nullable ProducerRing transmit;
    private final @Nullable ConsumerRing completion;
    private final boolean isZeroCopy;

    private int fd;

    /**
     * How a socket is to be.
     *
     * @param receiveChunkCount memory for received frames, in chunks, and so the size of its rings;
     *     a power of two
     * @param transmitChunkCount likewise for frames to send, or 0 for a socket that only receives
     * @param isCopyOnly never let the device reach into the memory: for generic XDP, whose frames
     *     come by another way than the device's
     */
    record Shape(int receiveChunkCount, int transmitChunkCount, boolean isCopyOnly) {}

    /** Of parts that are ready. */
    XskSocket(
            int fd,
            int queue,
            Umem umem,
            ProducerRing fill,
            ConsumerRing receive,
            @Nullable ProducerRing transmit,
            @Nullable ConsumerRing completion,
            boolean isZeroCopy) {
        this.fd = fd;
        this.queue = queue;
        this.umem = umem;
        this.fill = fill;
        this.receive = receive;
        this.transmit = transmit;
        this.completion = completion;
        this.isZeroCopy = isZeroCopy;
    }

    /**
     * Opens a socket and binds it, its fill ring full. Throws {@link SysException} for what the
     * kernel refuses without a reason of its own.
     *
     * @param linkName for messages
     * @param queue the interface's queue, from 0
     */
    static XskSocket open(
            Arena arena, CallState state, String linkName, Device device, int queue, Shape shape)
            throws LinkException {
        String detail = "interface " + device.name() + ", queue " + queue;
        int fd = Socket.socket(state, Socket.AF_XDP, Socket.SOCK_RAW | Socket.SOCK_CLOEXEC, 0);
        Errno.check("socket(AF_XDP)", fd, detail);
        boolean isOpen = false;
        try {
            Opening opening = new Opening(arena, state, fd, detail);
            XskSocket socket = opening.socket(linkName, device, queue, shape);
            isOpen = true;
            return socket;
        } finally {
            if (!isOpen) {
                Socket.close(state, fd);
            }
        }
    }

    int descriptor() {
        return fd;
    }

    int queue() {
        return queue;
    }

    Umem umem() {
        return umem;
    }

    ProducerRing fill() {
        return fill;
    }

    ConsumerRing receive() {
        return receive;
    }

    /** Only of a socket with transmit chunks. */
    ProducerRing transmit() {
        return Objects.requireNonNull(transmit);
    }

    /** Only of a socket with transmit chunks. */
    ConsumerRing completion() {
        return Objects.requireNonNull(completion);
    }

    /** Whether the device reads and writes the frame memory itself. */
    boolean isZeroCopy() {
        return isZeroCopy;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(new CallState(), fd);
            fd = -1;
        }
    }

    /** The steps of opening, in the order the kernel wants them. */
    private record Opening(Arena arena, CallState state, int fd, String detail) {

        XskSocket socket(String linkName, Device device, int queue, Shape shape)
                throws LinkException {
            int receiveCount = shape.receiveChunkCount();
            int transmitCount = shape.transmitChunkCount();
            Umem umem = Umem.map(arena, state, receiveCount, transmitCount, detail);
            register(umem, linkName, device);
            size(Xdp.XDP_UMEM_FILL_RING, receiveCount);
            size(Xdp.XDP_UMEM_COMPLETION_RING, Math.max(transmitCount, UNUSED_RING_SIZE));
            size(Xdp.XDP_RX_RING, receiveCount);
            if (transmitCount > 0) {
                size(Xdp.XDP_TX_RING, transmitCount);
                // Kernels that don't know it send 32 a call; so the answer does not matter.
                Socket.setsockoptInt(
                        state,
                        fd,
                        Xdp.SOL_XDP,
                        Xdp.XDP_MAX_TX_SKB_BUDGET,
                        Math.min(TRANSMIT_BUDGET, transmitCount));
            }
            MemorySegment offsets = offsets();
            ProducerRing fill = new ProducerRing(map(offsets, Ring.FILL, receiveCount));
            ConsumerRing receive = new ConsumerRing(map(offsets, Ring.RECEIVE, receiveCount));
            ProducerRing transmit = null;
            ConsumerRing completion = null;
            if (transmitCount > 0) {
                transmit = new ProducerRing(map(offsets, Ring.TRANSMIT, transmitCount));
                completion = new ConsumerRing(map(offsets, Ring.COMPLETION, transmitCount));
            }
            fillUp(fill);
            bind(linkName, device, queue, shape.isCopyOnly());
            return new XskSocket(
                    fd, queue, umem, fill, receive, transmit, completion, isZeroCopy());
        }

        private void register(Umem umem, String linkName, Device device) throws LinkException {
            MemorySegment request = arena.allocate(XdpUmemReg.SIZEOF, Long.BYTES);
            XdpUmemReg.set(request, 0, umem.memory(), Umem.CHUNK_BYTES);
            int length = (int) XdpUmemReg.SIZEOF;
            int rc = Socket.setsockopt(state, fd, Xdp.SOL_XDP, Xdp.XDP_UMEM_REG, request, length);
            if (rc == -Errno.ENOBUFS) {
                throw LinkException.unavailable(
                        linkName, device.name(), lockedMemoryReason(umem.memory().byteSize()));
            }
            Errno.check("setsockopt(XDP_UMEM_REG)", rc, detail);
        }

        private void size(int ring, int entryCount) {
            int rc = Socket.setsockoptInt(state, fd, Xdp.SOL_XDP, ring, entryCount);
            Errno.check("setsockopt(XDP ring " + ring + ")", rc, detail);
        }

        private MemorySegment offsets() {
            MemorySegment offsets = arena.allocate(XdpMmapOffsets.SIZEOF, Long.BYTES);
            MemorySegment length = arena.allocate(Integer.BYTES, Integer.BYTES);
            length.set(ValueLayout.JAVA_INT, 0, (int) XdpMmapOffsets.SIZEOF);
            int rc =
                    Socket.getsockopt(
                            state, fd, Xdp.SOL_XDP, Xdp.XDP_MMAP_OFFSETS, offsets, length);
            if (rc == 0 && length.get(ValueLayout.JAVA_INT, 0) < XdpMmapOffsets.SIZEOF) {
                // Before Linux 5.4 rings had no flags.
                rc = -Errno.ENOPROTOOPT;
            }
            Errno.check("getsockopt(XDP_MMAP_OFFSETS)", rc, detail);
            return offsets;
        }

        private RingMemory map(MemorySegment offsets, Ring ring, int size) {
            long base = ring.offset;
            long entries = word(offsets, base + XdpRingOffset.DESC_OFFSET);
            long lengthBytes = entries + (long) size * ring.entryBytes;
            int flags = Mman.MAP_SHARED | Mman.MAP_POPULATE;
            int protection = Mman.PROT_READ | Mman.PROT_WRITE;
            long address = Mman.mmap(state, lengthBytes, protection, flags, fd, ring.pageOffset);
            Errno.check("mmap", address, detail);
            return new RingMemory(
                    Mman.mapped(address, lengthBytes, arena),
                    word(offsets, base + XdpRingOffset.PRODUCER_OFFSET),
                    word(offsets, base + XdpRingOffset.CONSUMER_OFFSET),
                    word(offsets, base + XdpRingOffset.FLAGS_OFFSET),
                    entries,
                    ring.entryBytes,
                    size);
        }

        private static long word(MemorySegment memory, long offset) {
            return memory.get(ValueLayout.JAVA_LONG, offset);
        }

        /** Before binding, since a driver may ask for all of its memory then. */
        private static void fillUp(ProducerRing fill) {
            int count = fill.reserve(fill.size());
            for (int i = 0; i < count; i++) {
                long chunk = (long) i * Umem.CHUNK_BYTES;
                fill.memory().set(ValueLayout.JAVA_LONG, fill.entryOffset(i), chunk);
            }
            fill.submit(count);
        }

        /**
         * Without {@link Xdp#XDP_COPY} the kernel takes zero copy where driver and queue can, else
         * copies.
         */
        private void bind(String linkName, Device device, int queue, boolean isCopyOnly)
                throws LinkException {
            MemorySegment address = arena.allocate(SockaddrXdp.SIZEOF, Integer.BYTES);
            int flags = Xdp.XDP_USE_NEED_WAKEUP | (isCopyOnly ? Xdp.XDP_COPY : 0);
            SockaddrXdp.set(address, 0, flags, device.index(), queue);
            long start = System.nanoTime();
            int rc = Socket.bind(state, fd, address, (int) SockaddrXdp.SIZEOF);
            while (rc == -Errno.EBUSY && System.nanoTime() - start < BIND_PATIENCE_NANOS) {
                LockSupport.parkNanos(BIND_PAUSE_NANOS);
                rc = Socket.bind(state, fd, address, (int) SockaddrXdp.SIZEOF);
            }
            if (rc == -Errno.EBUSY) {
                throw LinkException.unavailable(
                        linkName,
                        device.name(),
                        "another AF_XDP socket has its queue " + queue + "; end its program");
            }
            Errno.check("bind", rc, detail);
        }

        private boolean isZeroCopy() {
            MemorySegment options = arena.allocate(XdpOptions.SIZEOF, Integer.BYTES);
            MemorySegment length = arena.allocate(Integer.BYTES, Integer.BYTES);
            length.set(ValueLayout.JAVA_INT, 0, (int) XdpOptions.SIZEOF);
            int rc = Socket.getsockopt(state, fd, Xdp.SOL_XDP, Xdp.XDP_OPTIONS, options, length);
            Errno.check("getsockopt(XDP_OPTIONS)", rc, detail);
            int flags = options.get(ValueLayout.JAVA_INT, XdpOptions.FLAGS_OFFSET);
            return (flags & XdpOptions.XDP_OPTIONS_ZEROCOPY) != 0;
        }
    }

    /** The kernel counts frame memory as locked, and says no more than ENOBUFS. */
    static String lockedMemoryReason(long lengthBytes) {
        long mebibytes = Math.ceilDiv(lengthBytes, 1L << 20);
        return "more locked memory needed than allowed ("
                + mebibytes
                + " MiB a queue); raise it with ulimit -l, or give CAP_IPC_LOCK";
    }

    /** Which ring, where its offsets stand, how it is mapped. */
    private enum Ring {
        RECEIVE(XdpMmapOffsets.RX_OFFSET, Xdp.XDP_PGOFF_RX_RING, (int) XdpDesc.SIZEOF),
        TRANSMIT(XdpMmapOffsets.TX_OFFSET, Xdp.XDP_PGOFF_TX_RING, (int) XdpDesc.SIZEOF),
        FILL(XdpMmapOffsets.FR_OFFSET, Xdp.XDP_UMEM_PGOFF_FILL_RING, Long.BYTES),
        COMPLETION(XdpMmapOffsets.CR_OFFSET, Xdp.XDP_UMEM_PGOFF_COMPLETION_RING, Long.BYTES);

        private final long offset;
        private final long pageOffset;
        private final int entryBytes;

        Ring(long offset, long pageOffset, int entryBytes) {
            this.offset = offset;
            this.pageOffset = pageOffset;
            this.entryBytes = entryBytes;
        }
    }
}
