// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.bpf.ClassicProgram;
import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Mman;
import sonde.sys.PacketMreq;
import sonde.sys.SockFprog;
import sonde.sys.SockaddrLl;
import sonde.sys.Socket;
import sonde.sys.SysException;
import sonde.sys.TpacketReq3;
import sonde.sys.TpacketStats;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Frames of one interface, through an AF_PACKET socket with a TPACKET_V3 ring and a filter. Owned
 * by one receive agent.
 *
 * <p>The socket is bound last: before that it has no protocol and receives nothing, so that the
 * ring never holds a frame which the filter has not passed.
 */
public final class RingSource implements FrameSource {

    /**
     * 128 KiB: room for the longest frame there is, and for some 900 answers. Smaller blocks make a
     * longer wait harmless: with few frames every retired block holds little, and the ring lasts
     * for blocks times the retire time.
     */
    public static final int BLOCK_BYTES = 1 << 17;

    /** 16 MiB: 0.1 s at a million answers a second, 0.5 s at a thousand. */
    public static final int RING_BYTES_DEFAULT = 1 << 24;

    /** The most a frame may wait in a block that does not fill, in milliseconds. */
    private static final int RETIRE_MILLIS = 4;

    /** Only the ring's proportions depend on it: a TPACKET_V3 frame takes what it needs. */
    private static final int FRAME_BYTES = 2048;

    /** Of the option's value, the low half is the group and the high half how it shares. */
    private static final int FANOUT_GROUP_MASK = 0xFFFF;

    /** Odd, and far enough for the next interface not to meet the next process. */
    private static final int FANOUT_GROUP_STEP = 0x9E37;

    private static final int FANOUT_TYPE_SHIFT = 16;

    private final CallState state;
    private final BlockRing ring;
    private final SocketPoll poll;
    private final MemorySegment option;
    private final MemorySegment optionLength;

    private int fd;
    private long droppedCount;

    private RingSource(Arena arena, CallState state, int fd, BlockRing ring) {
        this.state = state;
        this.fd = fd;
        this.ring = ring;
        poll = new SocketPoll(arena, fd);
        option = arena.allocate(TpacketStats.SIZEOF, Integer.BYTES);
        optionLength = arena.allocate(Integer.BYTES, Integer.BYTES);
    }

    /** Frames with their Ethernet header. */
    public static RingSource openEthernet(
            Arena arena, Device device, ClassicProgram filter, int ringBytes) {
        return open(arena, device, Socket.SOCK_RAW, filter, ringBytes);
    }

    /** Packets from their IP header on, whatever precedes it on this interface. */
    public static RingSource openIp(
            Arena arena, Device device, ClassicProgram filter, int ringBytes) {
        return open(arena, device, Socket.SOCK_DGRAM, filter, ringBytes);
    }

    private static RingSource open(
            Arena arena, Device device, int type, ClassicProgram filter, int ringBytes) {
        if (ringBytes < BLOCK_BYTES || ringBytes % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "ring of " + ringBytes + " bytes, must be a multiple of " + BLOCK_BYTES);
        }
        CallState state = CallState.confined(arena);
        String detail = "interface " + device.name();
        int fd = Socket.socket(state, Socket.AF_PACKET, type | Socket.SOCK_CLOEXEC, 0);
        Errno.check("socket", fd, detail);
        try {
            attachFilter(state, fd, filter, detail);
            BlockRing ring = map(arena, state, fd, ringBytes, detail);
            // Since Linux 4.20; the filter drops them on older ones.
            Socket.setsockoptInt(state, fd, Socket.SOL_PACKET, Socket.PACKET_IGNORE_OUTGOING, 1);
            bind(state, fd, device, Socket.ETH_P_ALL, detail);
            return new RingSource(arena, state, fd, ring);
        } catch (SysException e) {
            Socket.close(state, fd);
            throw e;
        }
    }

    /**
     * Shares what comes in with all sources of this process that do so on the same interface: each
     * gets the flows that the kernel's hash gives it.
     */
    void share(CallState callState, Device device) {
        // The kernel wants another group for each interface of the network namespace.
        long pid = ProcessHandle.current().pid();
        int group = (int) (pid + (long) device.index() * FANOUT_GROUP_STEP) & FANOUT_GROUP_MASK;
        int rc =
                Socket.setsockoptInt(
                        callState,
                        fd,
                        Socket.SOL_PACKET,
                        Socket.PACKET_FANOUT,
                        group | Socket.PACKET_FANOUT_HASH << FANOUT_TYPE_SHIFT);
        Errno.check("setsockopt(PACKET_FANOUT)", rc, "interface " + device.name());
    }

    /**
     * Has the interface let all multicast frames through for as long as this source is open; of
     * itself it does so for groups that the host is in.
     */
    public void hearMulticast(Device device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment membership = arena.allocate(PacketMreq.SIZEOF, Integer.BYTES);
            PacketMreq.set(membership, 0, device.index(), Socket.PACKET_MR_ALLMULTI);
            int rc =
                    Socket.setsockopt(
                            state,
                            fd,
                            Socket.SOL_PACKET,
                            Socket.PACKET_ADD_MEMBERSHIP,
                            membership,
                            (int) PacketMreq.SIZEOF);
            Errno.check("setsockopt(PACKET_ADD_MEMBERSHIP)", rc, "interface " + device.name());
        }
    }

    /** Binds a packet socket to an interface; with protocol 0 it can send and receives nothing. */
    static void bind(CallState state, int fd, Device device, int protocol, String detail) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SockaddrLl.SIZEOF, Integer.BYTES);
            SockaddrLl.set(address, 0, protocol, device.index());
            Errno.check("bind", Socket.bind(state, fd, address, (int) SockaddrLl.SIZEOF), detail);
        }
    }

    private static void attachFilter(
            CallState state, int fd, ClassicProgram filter, String detail) {
        try (Arena arena = Arena.ofConfined()) {
            int rc =
                    Socket.setsockopt(
                            state,
                            fd,
                            Socket.SOL_SOCKET,
                            Socket.SO_ATTACH_FILTER,
                            filter.toSockFprog(arena),
                            (int) SockFprog.SIZEOF);
            Errno.check("setsockopt(SO_ATTACH_FILTER)", rc, detail);
        }
    }

    private static BlockRing map(
            Arena arena, CallState state, int fd, int ringBytes, String detail) {
        int version = Socket.TPACKET_V3;
        int rc = Socket.setsockoptInt(state, fd, Socket.SOL_PACKET, Socket.PACKET_VERSION, version);
        Errno.check("setsockopt(PACKET_VERSION)", rc, detail);
        int blockCount = ringBytes / BLOCK_BYTES;
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment shape = scratch.allocate(TpacketReq3.SIZEOF, Integer.BYTES);
            TpacketReq3.set(shape, 0, BLOCK_BYTES, blockCount, FRAME_BYTES, RETIRE_MILLIS);
            rc =
                    Socket.setsockopt(
                            state,
                            fd,
                            Socket.SOL_PACKET,
                            Socket.PACKET_RX_RING,
                            shape,
                            (int) TpacketReq3.SIZEOF);
            Errno.check("setsockopt(PACKET_RX_RING)", rc, detail);
        }
        int protection = Mman.PROT_READ | Mman.PROT_WRITE;
        long address = Mman.mmap(state, ringBytes, protection, Mman.MAP_SHARED, fd, 0);
        Errno.check("mmap", address, detail);
        return new BlockRing(Mman.mapped(address, ringBytes, arena), BLOCK_BYTES, blockCount);
    }

    @Override
    public int receive(FrameBatch batch) {
        return ring.receive(batch);
    }

    @Override
    public void await(long timeoutNanos) {
        poll.await(state, timeoutNanos);
    }

    /** The socket, for waiting on it together with others. */
    public int descriptor() {
        return fd;
    }

    /** Reading the kernel's counter resets it, so it is added up here. */
    @Override
    public long droppedCount(DropReason reason) {
        if (reason != DropReason.RING_FULL) {
            return 0;
        }
        optionLength.set(ValueLayout.JAVA_INT, 0, (int) TpacketStats.SIZEOF);
        int rc =
                Socket.getsockopt(
                        state,
                        fd,
                        Socket.SOL_PACKET,
                        Socket.PACKET_STATISTICS,
                        option,
                        optionLength);
        if (rc == 0) {
            droppedCount +=
                    Integer.toUnsignedLong(
                            option.get(ValueLayout.JAVA_INT, TpacketStats.TP_DROPS_OFFSET));
        }
        return droppedCount + ring.lostCount();
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(state, fd);
            fd = -1;
        }
    }
}
