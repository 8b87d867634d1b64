// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.clock.NanoClock;
import sonde.link.FrameBatch;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.sys.Errno;
import sonde.wire.Arp;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;
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
    private final int ipv4Asker;
    private final IpAddress ipv6Asker;
    private final FrameSink sink;
    private final FrameSource source;
    private final NanoClock clock;
    private final FrameBatch batch = new FrameBatch();
    private final ParsedFrame parsed = new ParsedFrame();

    /**
     * @param path whose routers are asked; its interface is an Ethernet interface, which the link
     *     belongs to
     */
    public RouterResolver(PathPlan path, FrameSink sink, FrameSource source, NanoClock clock) {
        this.iface = path.iface();
        this.ipv4Asker = ipv4Asker(path.ipv4Source());
        this.ipv6Asker = ipv6Asker(path);
        this.sink = sink;
        this.source = source;
        this.clock = clock;
    }

    private static int ipv4Asker(PathPlan.@Nullable Source source) {
        return source == null ? 0 : source.asker();
    }

    /** A router of IPv4 targets may have an IPv6 address, and so needs an asker that has one. */
    private static IpAddress ipv6Asker(PathPlan path) {
        PathPlan.Ipv6Source source = path.ipv6Source();
        IpAddress asker = source == null ? path.iface().linkLocal() : source.asker();
        return asker == null ? Ipv6Scope.UNSPECIFIED : asker;
    }

    /**
     * The Ethernet address of a router, in the low 48 bits. Takes up to 3.5 seconds.
     *
     * @param gateway the router's address; one known by {@code --router-mac} only is not to be
     *     asked for
     * @throws PathException when the router does not answer
     */
    public long resolve(HostNetwork host, IpAddress gateway) throws PathException {
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
                        + gateway.toText()
                        + " on "
                        + iface.name()
                        + (gateway.isIpv4()
                                ? " does not answer ARP"
                                : " does not answer neighbour solicitations")
                        + "; name another with --router-ip, or give its"
                        + " Ethernet address with --router-mac");
    }

    /** Sends one question. When the kernel has no room for it just now, it counts as lost. */
    private void ask(IpAddress gateway) throws PathException {
        if (sink.reserve(1) == 0) {
            return;
        }
        int length = write(sink.memory(), sink.reservedOffset(), gateway);
        int rc = sink.send(1, length);
        if (rc < 0 && rc != -Errno.EAGAIN && rc != -Errno.ENOBUFS) {
            throw new PathException(
                    "can't ask for router "
                            + gateway.toText()
                            + " on "
                            + iface.name()
                            + ": "
                            + Errno.describe(-rc));
        }
    }

    private int write(MemorySegment memory, long offset, IpAddress gateway) {
        return gateway.isIpv4()
                ? Arp.writeRequest(memory, offset, iface.mac(), ipv4Asker, gateway.ipv4())
                : Ndp.writeSolicitation(
                        memory,
                        offset,
                        iface.mac(),
                        ipv6Asker.high(),
                        ipv6Asker.low(),
                        gateway.high(),
                        gateway.low());
    }

    private long answerIn(FrameBatch frames, IpAddress gateway) {
        for (int i = 0; i < frames.count; i++) {
            FrameKind kind =
                    FrameParser.parse(
                            frames.memory,
                            frames.offset[i],
                            frames.lengthBytes[i],
                            Framing.ETHERNET.headerLengthBytes(),
                            parsed);
            long mac =
                    switch (kind) {
                        case ARP -> replyFrom(frames.memory, gateway);
                        case ICMPV6 -> advertisementOf(frames.memory, gateway);
                        default -> NetInterface.NO_MAC;
                    };
            if (NeighbourTable.isStation(mac)) {
                return mac;
            }
        }
        return NetInterface.NO_MAC;
    }

    private long replyFrom(MemorySegment memory, IpAddress gateway) {
        boolean isOurs =
                Arp.operation(memory, parsed.arpOffset) == Arp.REPLY
                        && gateway.isIpv4()
                        && Arp.senderAddress(memory, parsed.arpOffset) == gateway.ipv4()
                        && Arp.targetMac(memory, parsed.arpOffset) == iface.mac();
        return isOurs ? Arp.senderMac(memory, parsed.arpOffset) : NetInterface.NO_MAC;
    }

    private long advertisementOf(MemorySegment memory, IpAddress gateway) {
        boolean isOurs =
                Ndp.isAdvertisement(memory, parsed)
                        && (Ndp.flags(memory, parsed) & Ndp.SOLICITED) != 0
                        && Ndp.targetHigh(memory, parsed) == gateway.high()
                        && Ndp.targetLow(memory, parsed) == gateway.low();
        return isOurs
                ? Ndp.linkAddress(memory, parsed, Ndp.TARGET_LINK_ADDRESS)
                : NetInterface.NO_MAC;
    }
}
