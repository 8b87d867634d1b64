// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeBatch;
import sonde.probe.ProbeKind;
import sonde.record.Banner;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.reply.ProbedTargets;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.Ipv6Ranges;
import sonde.tcp.SegmentRing;
import sonde.wire.IpAddress;

import java.nio.charset.StandardCharsets;

/** The receive agent's side of {@link AliasWatch}: writes its probes, reports what it found. */
final class AliasProbes implements AliasWatch.Prober {

    private final ScanPlan plan;
    private final ProbedTargets targets;
    private final ProbeStages stages;
    private final SegmentRing ring;
    private final boolean hasEthernet;
    private final Handover handover;
    private final Counters counters;
    private final Runnable wakeTransmitter;
    private final ProbeBatch batch = new ProbeBatch();

    /**
     * @param targets what the scan probes
     * @param stages this agent's own
     * @param ring takes the frames
     * @param hasEthernet whether frames carry their next hop's Ethernet address
     */
    AliasProbes(
            ScanPlan plan,
            ProbedTargets targets,
            ProbeStages stages,
            SegmentRing ring,
            boolean hasEthernet,
            Handover handover,
            Counters counters,
            Runnable wakeTransmitter) {
        this.plan = plan;
        this.targets = targets;
        this.stages = stages;
        this.ring = ring;
        this.hasEthernet = hasEthernet;
        this.handover = handover;
        this.counters = counters;
        this.wakeTransmitter = wakeTransmitter;
    }

    @Override
    public void probe(IpAddress address, ScanRecord like, long mac) {
        int grid = gridOf(like.protocol());
        if (grid < 0 || !ring.hasRoom()) {
            return;
        }
        batch.grid = grid;
        batch.isIpv6 = true;
        batch.count = 1;
        batch.addressHigh[0] = address.high();
        batch.addressLow[0] = address.low();
        batch.port[0] = like.port();
        stages.complete(batch);
        long offset = ring.reserve();
        stages.write(batch, 0, 1, ring.memory(), offset, SegmentRing.SLOT_BYTES);
        if (hasEthernet) {
            stages.setDestinationMac(ring.memory(), offset, mac);
        }
        ring.commit(stages.lengthBytes(batch, 0));
        wakeTransmitter.run();
    }

    static ProbeKind kindOf(Protocol protocol) {
        return switch (protocol) {
            case TCP -> ProbeKind.TCP;
            case UDP -> ProbeKind.UDP;
            case SCTP -> ProbeKind.SCTP;
            case ICMP, ICMPV6 -> ProbeKind.ICMP_ECHO;
            case IP -> ProbeKind.IP_PROTOCOL;
            case ARP -> ProbeKind.ARP;
        };
    }

    private int gridOf(Protocol protocol) {
        ProbeKind kind = kindOf(protocol);
        for (int i = 0; i < plan.probings().size(); i++) {
            if (plan.probings().get(i).kind() == kind
                    && plan.order().space().grids().get(i).isIpv6()) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean isAllowed(IpAddress address) {
        Ipv6Ranges excluded = plan.order().excluded();
        return !excluded.contains(address.high(), address.low());
    }

    @Override
    public boolean isTarget(Protocol protocol, long high, long low, int port) {
        return targets.has(kindOf(protocol), high, low, port);
    }

    @Override
    public void release(ScanRecord held) {
        handover.put(held);
    }

    @Override
    public void drop(ScanRecord held) {
        counters.add(Counter.ANSWERS_OPEN, -1);
        counters.add(Counter.ANSWERS_HIDDEN, 1);
    }

    @Override
    public void aliased(IpAddress first, int lengthBits, ScanRecord like) {
        String text = first.toText() + '/' + lengthBits + " answers at every address";
        counters.add(Counter.BANNERS, 1);
        counters.add(Counter.PREFIXES_ALIASED, 1);
        handover.put(
                new ScanRecord(
                        like.epochNanos(),
                        first,
                        like.protocol(),
                        like.port(),
                        like.status(),
                        like.evidence(),
                        new Banner(
                                Service.ALIAS,
                                Recognition.BEHAVIOUR,
                                text.getBytes(StandardCharsets.US_ASCII))));
    }
}
