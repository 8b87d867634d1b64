// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import org.jspecify.annotations.Nullable;

import sonde.bpf.BpfException;
import sonde.bpf.BpfLink;
import sonde.bpf.BpfMap;
import sonde.bpf.LiveArea;
import sonde.bpf.LoadedProgram;
import sonde.bpf.SteeringProgram;
import sonde.bpf.SteeringTable;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.packet.Device;
import sonde.link.packet.MessageSink;
import sonde.link.packet.RingSource;
import sonde.link.xdp.XdpLink.Attachment;
import sonde.link.xdp.XdpLink.Mode;
import sonde.link.xdp.XdpLink.Tuning;
import sonde.sys.Bpf;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Rtnetlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/** The steps in which an {@link XdpLink} is opened. Used once; acquires into its resources. */
final class XdpOpening {

    /** All receive rings together, in descriptors: 128 MiB of frame memory. */
    private static final int RINGS_SIZE_MAX = 1 << 16;

    /** 16 ms at a million answers a second: the time until the receiver's code is compiled. */
    static final int RING_SIZE_MAX = 1 << 14;

    /** A ring of fewer descriptors overflows before its agent is awake. */
    private static final int RING_SIZE_MIN = 1 << 11;

    /** Slots of a sink: 2 ms at a million frames a second. A power of two. */
    private static final int TRANSMIT_CHUNK_COUNT = 2048;

    /** What drivers take that renegotiate the link when a program comes, and some more. */
    private static final long CARRIER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Mode mode;
    private final LinkRequest request;
    private final IntToLongFunction features;
    private final Tuning tuning;
    private final Resources resources;
    private final Arena arena;
    private final CallState state;

    @SuppressWarnings("MustBeClosedChecker") // the resources close the arena
    XdpOpening(
            Mode mode,
            LinkRequest request,
            IntToLongFunction features,
            Tuning tuning,
            Resources resources) {
        this.features = features;
        this.mode = mode;
        this.request = request;
        this.tuning = tuning;
        this.resources = resources;
        arena = Arena.ofShared();
        resources.add(arena::close);
        state = CallState.confined(arena);
    }

    /**
     * Opens everything. The program is attached before there are sockets, because some drivers lose
     * their queues' sockets when a program comes; until then all frames go to the host.
     */
    XdpLink open() throws LinkException {
        Device device = Device.find(state, request.interfaceName());
        device.requireEthernet(mode.linkName());
        Queues queues = Queues.of(state, device);
        SteeringTable table = SteeringTable.create(state);
        resources.add(table::close);
        table.set(request.rules());
        BpfMap map = BpfMap.sockets(state, "sonde_sockets", queues.receiveCount());
        resources.add(map::close);
        LiveArea live = mode == Mode.LIVE ? openLiveArea() : null;
        LoadedProgram program = load(table, map, live, device);
        Attachment attachment = attach(program, device);
        awaitCarrier(device);
        if (live != null) {
            LiveCheck.requireFeature(mode.linkName(), device, features);
        }
        List<XskSocket> sockets = openSockets(device, queues, attachment, map);
        List<FrameSource> sources = openSources(device, sockets);
        List<FrameSink> sinks = new ArrayList<>();
        if (live == null) {
            openXskSinks(sinks, sockets, xskSinkCount(queues));
        } else {
            openLiveSinks(sinks, program, live, device);
        }
        FrameSink control = MessageSink.openEthernet(arena, device, Link.CONTROL_FRAME_MAX_BYTES);
        resources.add(control::close);
        return new XdpLink(mode, sinks, sources, control, detail(attachment, sockets), resources);
    }

    private LiveArea openLiveArea() {
        int agentCount = Math.min(request.queues().transmit(), LiveArea.AGENTS_MAX);
        LiveArea live = LiveArea.create(state, agentCount, request.strideBytes());
        resources.add(live::close);
        return live;
    }

    private LoadedProgram load(
            SteeringTable table, BpfMap map, @Nullable LiveArea live, Device device) {
        LoadedProgram program =
                LoadedProgram.load(
                        state,
                        live == null
                                ? SteeringProgram.receiving(table, map)
                                : SteeringProgram.receivingAndTransmitting(
                                        table, map, live, device.index()));
        resources.add(program::close);
        return program;
    }

    /** Takes the first attachment that works; where another program is, none will. */
    private Attachment attach(LoadedProgram program, Device device) {
        BpfException refusal = null;
        for (Attachment attachment : tuning.attachments()) {
            int flags =
                    attachment == Attachment.NATIVE
                            ? Bpf.XDP_FLAGS_DRV_MODE
                            : Bpf.XDP_FLAGS_SKB_MODE;
            try {
                BpfLink link = BpfLink.attachXdp(state, program, device.index(), flags);
                resources.add(link::close);
                return attachment;
            } catch (BpfException e) {
                refusal = e;
                if (e.errno() == Errno.EBUSY || e.errno() == Errno.EEXIST) {
                    break;
                }
            }
        }
        throw refusal == null ? new IllegalArgumentException("no attachment given") : refusal;
    }

    /** For an interface that had one before. */
    private void awaitCarrier(Device device) {
        if ((device.flags() & Rtnetlink.IFF_RUNNING) != 0) {
            try (UpCheck check = new UpCheck(arena, device)) {
                check.awaitCarrier(CARRIER_NANOS);
            }
        }
    }

    private List<XskSocket> openSockets(
            Device device, Queues queues, Attachment attachment, BpfMap map) throws LinkException {
        int ringSize = Math.min(tuning.ringSizeMax(), ringSize(queues.receiveCount()));
        int transmitting = mode == Mode.LIVE ? 0 : xskSinkCount(queues);
        List<XskSocket> sockets = new ArrayList<>();
        for (int queue = 0; queue < queues.receiveCount(); queue++) {
            XskSocket.Shape shape =
                    new XskSocket.Shape(
                            ringSize,
                            queue < transmitting ? TRANSMIT_CHUNK_COUNT : 0,
                            attachment == Attachment.GENERIC);
            XskSocket socket = XskSocket.open(arena, state, mode.linkName(), device, queue, shape);
            resources.add(socket::close);
            sockets.add(socket);
        }
        for (XskSocket socket : sockets) {
            map.put(state, socket.queue(), socket.descriptor());
        }
        return sockets;
    }

    /** Each sink has the socket of a queue that both receives and transmits. */
    private int xskSinkCount(Queues queues) {
        int both = Math.min(queues.receiveCount(), queues.transmitCount());
        return Math.min(request.queues().transmit(), both);
    }

    /** Descriptors of one receive ring: 16384, or less where many queues share the memory. */
    static int ringSize(int queueCount) {
        int share = Integer.highestOneBit(Math.max(1, RINGS_SIZE_MAX / queueCount));
        return Math.clamp(share, RING_SIZE_MIN, RING_SIZE_MAX);
    }

    /** Deals the queues out; the first source hears what is left to the host as well. */
    private List<FrameSource> openSources(Device device, List<XskSocket> sockets) {
        int count = Math.min(request.queues().receive(), sockets.size());
        List<FrameSource> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<XskSocket> dealt = new ArrayList<>();
            for (int queue = i; queue < sockets.size(); queue += count) {
                dealt.add(sockets.get(queue));
            }
            RingSource host = i == 0 ? openHostSource(device) : null;
            sources.add(new XskSource(arena, dealt, host));
        }
        return sources;
    }

    private RingSource openHostSource(Device device) {
        RingSource source =
                RingSource.openEthernet(
                        arena, device, request.filter(), RingSource.RING_BYTES_DEFAULT);
        resources.add(source::close);
        if (request.hasMulticast()) {
            source.hearMulticast(device);
        }
        return source;
    }

    private void openXskSinks(List<FrameSink> sinks, List<XskSocket> sockets, int count) {
        for (int i = 0; i < count; i++) {
            XskSink sink = new XskSink(arena, sockets.get(i));
            resources.add(sink::close);
            sinks.add(sink);
        }
    }

    private void openLiveSinks(
            List<FrameSink> sinks, LoadedProgram program, LiveArea live, Device device)
            throws LinkException {
        MemorySegment areas = live.map(state, arena);
        for (int agent = 0; agent < live.agentCount(); agent++) {
            LiveSink sink = new LiveSink(arena, program, live, areas, agent, device);
            resources.add(sink::close);
            sinks.add(sink);
            if (agent == 0) {
                LiveCheck.run(mode.linkName(), device, sink);
            }
        }
    }

    private static String detail(Attachment attachment, List<XskSocket> sockets) {
        long direct = sockets.stream().filter(XskSocket::isZeroCopy).count();
        String copying =
                direct == sockets.size()
                        ? "zero copy"
                        : direct == 0 ? "copying" : direct + " of them with zero copy";
        String queues = sockets.size() == 1 ? "1 queue" : sockets.size() + " queues";
        return attachment.words() + ", " + queues + ", " + copying;
    }
}
