// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.bpf.AddressSpan;
import sonde.bpf.AnswerFilter;
import sonde.bpf.AnswerScope;
import sonde.bpf.ClassicProgram;
import sonde.bpf.SteeringRule;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.QueueCounts;
import sonde.link.ip.IpLink;
import sonde.link.memory.MemoryLink;
import sonde.link.packet.PacketLink;
import sonde.link.vlan.VlanLink;
import sonde.link.vlan.VlanTags;
import sonde.link.xdp.XdpLink;
import sonde.neigh.PathPlan;
import sonde.neigh.XdpFeatures;
import sonde.probe.ProbeKind;
import sonde.target.Ipv4Grid;
import sonde.target.Ipv6Grid;
import sonde.target.PortRanges;
import sonde.target.TargetGrid;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The ways onto one interface, the fastest first. Each is tried in turn; the first that opens is
 * taken, and why the ones before it did not is kept for the user.
 */
final class LinkLadder {

    private final Link link;
    private final String passedOver;

    private LinkLadder(Link link, String passedOver) {
        this.link = link;
        this.passedOver = passedOver;
    }

    /** What goes nowhere. */
    static LinkLadder offline(ScanPlan plan, int frameLengthMaxBytes) {
        int strideBytes = Math.max(64, Integer.highestOneBit(frameLengthMaxBytes - 1) << 1);
        return new LinkLadder(
                MemoryLink.discarding(Framing.ETHERNET, plan.agents().transmit(), strideBytes), "");
    }

    /**
     * Opens the first link of a route that can be.
     *
     * @param frameLengthMaxBytes the longest probe's frame, with an Ethernet header
     * @param hasOneLength whether all have that length
     * @throws LinkException the last one's, when none can
     */
    static LinkLadder open(
            ScanPlan plan, ScanPlan.Route route, int frameLengthMaxBytes, boolean hasOneLength)
            throws LinkException {
        LinkLadderRung rung = new LinkLadderRung(plan, route, frameLengthMaxBytes, hasOneLength);
        List<String> names = route.linkNames();
        StringBuilder passedOver = new StringBuilder();
        for (String name : names.subList(0, names.size() - 1)) {
            try {
                return new LinkLadder(rung.open(name), passedOver.toString());
            } catch (LinkException e) {
                passedOver.append(passedOver.isEmpty() ? "" : "; ");
                passedOver.append(name).append(": ").append(e.reason());
            }
        }
        return new LinkLadder(rung.open(names.getLast()), passedOver.toString());
    }

    /** 802.1Q for one tag; two are QinQ, whose outer tag is a service tag (IEEE 802.1ad). */
    static VlanTags tags(List<Integer> ids) {
        return ids.size() == 1
                ? VlanTags.of(ids.getFirst())
                : new VlanTags(VlanTags.TYPE_SERVICE, ids);
    }

    Link link() {
        return link;
    }

    /** Why faster links were not taken, {@code name: reason; name: reason}; null if none was. */
    @Nullable String passedOver() {
        return passedOver.isEmpty() ? null : passedOver;
    }

    /** Opens links by their names, all for the same probes. */
    private record LinkLadderRung(
            ScanPlan plan, ScanPlan.Route route, int frameLengthMaxBytes, boolean hasOneLength) {

        Link open(String name) throws LinkException {
            String iface = route.path().iface().name();
            AnswerScope scope = scope();
            boolean isIp = name.equals(IpLink.NAME);
            ClassicProgram filter = isIp ? AnswerFilter.ip(scope) : AnswerFilter.ethernet(scope);
            LinkRequest request =
                    new LinkRequest(
                            iface,
                            filter,
                            !name.equals(PacketLink.NAME) || RstGuard.mayBeTheLinks(plan)
                                    ? scope.ported()
                                    : List.of(),
                            new QueueCounts(plan.agents().transmit(), plan.agents().receive()),
                            isIp
                                    ? frameLengthMaxBytes - Ethernet.HEADER_LENGTH_BYTES
                                    : frameLengthMaxBytes,
                            hasOneLength,
                            scope.hasQuestions() && scope.hasAdvertisements());
            return switch (name) {
                case XdpLink.LIVE_NAME -> {
                    requireUntagged(name, iface);
                    yield XdpLink.open(XdpLink.Mode.LIVE, request, XdpFeatures::of);
                }
                case XdpLink.NAME -> {
                    requireUntagged(name, iface);
                    yield XdpLink.open(XdpLink.Mode.AF_XDP, request, XdpFeatures::of);
                }
                case PacketLink.NAME ->
                        route.vlans().isEmpty()
                                ? PacketLink.open(request)
                                : VlanLink.open(request, tags(route.vlans()));
                case IpLink.NAME -> IpLink.open(request);
                default -> throw new IllegalArgumentException("no link " + name);
            };
        }

        private void requireUntagged(String name, String iface) throws LinkException {
            if (!route.vlans().isEmpty()) {
                throw LinkException.unavailable(name, iface, VlanLink.ONLY_PACKET);
            }
        }

        /** Which frames may be answers, or questions that we have to answer. */
        private AnswerScope scope() {
            List<AddressSpan> ours = ours();
            AnswerScope scope = AnswerScope.of(rules(ours)).withOurs(ours).withIcmp();
            scope = scope.withProtocols(protocols());
            PathPlan path = route.path();
            PathPlan.Source ipv4 = path.ipv4Source();
            PathPlan.Ipv6Source ipv6 = path.ipv6Source();
            if (ipv4 != null) {
                scope = scope.withAsker(ipv4.asker());
            }
            if (ipv6 != null) {
                scope = scope.withAdvertisements();
            }
            boolean hasSpare =
                    (ipv4 != null && ipv4.spare().size() > 0)
                            || (ipv6 != null && ipv6.spare().size() > 0);
            // In a VLAN of ours the host answers for none of its addresses.
            boolean mustAnswer = hasSpare || !route.vlans().isEmpty();
            scope = mustAnswer ? scope.withQuestions() : scope;
            return scope.inVlan(route.vlans());
        }

        private List<AddressSpan> ours() {
            ScanPlan.Source source = route.source();
            List<AddressSpan> ours = new ArrayList<>();
            if (source.hasIpv4()) {
                ours.add(AddressSpan.ipv4(source.addressFirst(), source.addressLast()));
            }
            IpAddress first = source.ipv6First();
            IpAddress last = source.ipv6Last();
            if (first != null && last != null) {
                ours.add(new AddressSpan(first.high(), first.low(), last.high(), last.low()));
            }
            return ours;
        }

        private List<SteeringRule> rules(List<AddressSpan> ours) {
            List<SteeringRule> rules = new ArrayList<>();
            for (AddressSpan span : ours) {
                addRule(rules, span, ProbeKind.TCP, SteeringRule.TCP);
                addRule(rules, span, ProbeKind.UDP, SteeringRule.UDP);
                addRule(rules, span, ProbeKind.SCTP, SteeringRule.SCTP);
            }
            return rules;
        }

        private void addRule(
                List<SteeringRule> rules, AddressSpan span, ProbeKind kind, int protocol) {
            for (int i = 0; i < plan.probings().size(); i++) {
                TargetGrid grid = plan.order().space().grids().get(i);
                if (plan.probings().get(i).kind() == kind && grid.isIpv6() != span.isIpv4()) {
                    ScanPlan.Source source = route.source();
                    rules.add(
                            new SteeringRule(
                                    span, source.portFirst(), source.portLast(), protocol));
                    return;
                }
            }
        }

        /** Those of which whole packets are answers. */
        private BitSet protocols() {
            BitSet numbers = new BitSet();
            for (int i = 0; i < plan.probings().size(); i++) {
                if (plan.probings().get(i).kind() == ProbeKind.IP_PROTOCOL) {
                    PortRanges ports =
                            switch (plan.order().space().grids().get(i)) {
                                case Ipv4Grid ipv4 -> ipv4.ports();
                                case Ipv6Grid ipv6 -> ipv6.ports();
                            };
                    for (int rank = 0; rank < ports.size(); rank++) {
                        numbers.set(ports.portAt(rank));
                    }
                }
            }
            return numbers;
        }
    }
}
