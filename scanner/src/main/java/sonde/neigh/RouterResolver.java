// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.clock.NanoClock;
import sonde.link.FrameBatch;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.sys.Errno;
import sonde.wire.Arp;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Ipv4Address;
import sonde.wire.ParsedFrame;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * Finds the Ethernet address of a router before a scan: in the kernel's neighbour table, else by
 * asking it over the scan's own link. Runs on the thread that sets the scan up, before the agents
 * own the queues.
 */
public final class RouterResolver {

    /** How long each of the five questions waits for its answer. */
    private static final long[] WAIT_NANOS = {
        TimeUnit.MILLISECONDS.toNanos(300),
        TimeUnit.MILLISECONDS.toNanos(500),
        TimeUnit.MILLISECONDS.toNanos(700),
        TimeUnit.MILLISECONDS.toNanos(1000),
        TimeUnit.MILLISECONDS.toNanos(1000)
    };

    private final NetInterface iface;
    private final int sourceAddress;
    private final FrameSink sink;
    private final FrameSource source;
    private final NanoClock clock;
    private final FrameBatch batch = new FrameBatch();
    private final ParsedFrame parsed = new ParsedFrame();

    /**
     * @param iface the Ethernet interface that the link belongs to
     * @param sourceAddress the host's address to ask from
     */
    public RouterResolver(
            NetInterface iface,
            int sourceAddress,
            FrameSink sink,
            FrameSource source,
            NanoClock clock) {
        this.iface = iface;
        this.sourceAddress = sourceAddress;
        this.sink = sink;
        this.source = source;
        this.clock = clock;
    }

    /**
     * The Ethernet address of a router, in the low 48 bits. Takes up to 3.5 seconds.
     *
     * @param gateway the router's address; one known by {@code --router-mac} only is not to be
     *     asked for
     * @throws PathException when the router does not answer
     */
    public long resolve(HostNetwork host, int gateway) throws PathException {
        long known = host.knownMac(iface.index(), gateway);
        if (NeighbourTable.isStation(known)) {
            return known;
        }
        for (long waitNanos : WAIT_NANOS) {
            long deadlineNanos = clock.nanoTime() + waitNanos;
            ask(gateway);
            for (long left = waitNanos; left > 0; left = deadlineNanos - clock.nanoTime()) {
                if (source.receive(batch) == 0) {
                    source.await(left);
                    continue;
                }
                long mac = answerIn(batch, gateway);
                if (mac != NetInterface.NO_MAC) {
                    return mac;
                }
            }
        }
        throw new PathException(
                "router "
                        + Ipv4Address.toText(gateway)
                        + " on "
                        + iface.name()
                        + " does not answer ARP; name another with --router-ip, or give its"
                        + " Ethernet address with --router-mac");
    }

    /** Sends one question. When the kernel has no room for it just now, it counts as lost. */
    private void ask(int gateway) throws PathException {
        if (sink.reserve(1) == 0) {
            return;
        }
        int length =
                Arp.writeRequest(
                        sink.memory(), sink.reservedOffset(), iface.mac(), sourceAddress, gateway);
        int rc = sink.send(1, length);
        if (rc < 0 && rc != -Errno.EAGAIN && rc != -Errno.ENOBUFS) {
            throw new PathException(
                    "can't ask for router "
                            + Ipv4Address.toText(gateway)
                            + " on "
                            + iface.name()
                            + ": "
                            + Errno.describe(-rc));
        }
    }

    private long answerIn(FrameBatch frames, int gateway) {
        MemorySegment memory = frames.memory;
        for (int i = 0; i < frames.count; i++) {
            FrameKind kind =
                    FrameParser.parse(
                            memory,
                            frames.offset[i],
                            frames.lengthBytes[i],
                            Framing.ETHERNET.headerLengthBytes(),
                            parsed);
            if (kind == FrameKind.ARP
                    && Arp.operation(memory, parsed.arpOffset) == Arp.REPLY
                    && Arp.senderAddress(memory, parsed.arpOffset) == gateway
                    && Arp.targetMac(memory, parsed.arpOffset) == iface.mac()) {
                long mac = Arp.senderMac(memory, parsed.arpOffset);
                if (NeighbourTable.isStation(mac)) {
                    return mac;
                }
            }
        }
        return NetInterface.NO_MAC;
    }
}
