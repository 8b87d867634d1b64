// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.bpf.AnswerFilter;
import sonde.bpf.ClassicProgram;
import sonde.bpf.SteeringRule;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.QueueCounts;
import sonde.link.ip.IpLink;
import sonde.link.memory.MemoryLink;
import sonde.link.packet.PacketLink;
import sonde.link.xdp.XdpLink;
import sonde.link.xdp.XdpRequest;
import sonde.neigh.PathPlan;
import sonde.neigh.XdpFeatures;

import java.util.List;
import java.util.Objects;

/**
 * The ways onto one interface, the fastest first. Each is tried in turn; the first that opens is
 * taken, and why the ones before it did not is kept for the user.
 */
final class LinkLadder {

    /** Every probe fits, in slots of one cache line. */
    private static final int FRAME_LENGTH_MAX = 64;

    private final Link link;
    private final String passedOver;

    private LinkLadder(Link link, String passedOver) {
        this.link = link;
        this.passedOver = passedOver;
    }

    /**
     * Opens the first link of the plan's route that can be.
     *
     * @throws LinkException the last one's, when none can
     */
    static LinkLadder open(ScanPlan plan) throws LinkException {
        ScanPlan.Route route = plan.route();
        if (route == null) {
            int sinks = plan.agents().transmit();
            return new LinkLadder(MemoryLink.discarding(Framing.ETHERNET, sinks), "");
        }
        List<String> names = route.linkNames();
        StringBuilder passedOver = new StringBuilder();
        for (String name : names.subList(0, names.size() - 1)) {
            try {
                return new LinkLadder(open(name, plan, route), passedOver.toString());
            } catch (LinkException e) {
                passedOver.append(passedOver.isEmpty() ? "" : "; ");
                passedOver.append(name).append(": ").append(e.reason());
            }
        }
        return new LinkLadder(open(names.getLast(), plan, route), passedOver.toString());
    }

    private static Link open(String name, ScanPlan plan, ScanPlan.Route route)
            throws LinkException {
        ScanPlan.Source source = plan.source();
        PathPlan path = route.path();
        PathPlan.Source asking = Objects.requireNonNull(path.ipv4Source());
        String iface = path.iface().name();
        SteeringRule ours =
                new SteeringRule(
                        source.addressFirst(),
                        source.addressLast(),
                        source.portFirst(),
                        source.portLast(),
                        SteeringRule.TCP);
        ClassicProgram filter =
                name.equals(IpLink.NAME)
                        ? AnswerFilter.ip(ours)
                        : AnswerFilter.ethernet(ours, asking.asker(), asking.spare().size() > 0);
        List<SteeringRule> rules = List.of(ours);
        QueueCounts queues = new QueueCounts(plan.agents().transmit(), plan.agents().receive());
        return switch (name) {
            case XdpLink.LIVE_NAME ->
                    XdpLink.open(XdpLink.Mode.LIVE, iface, request(filter, rules, queues));
            case XdpLink.NAME ->
                    XdpLink.open(XdpLink.Mode.AF_XDP, iface, request(filter, rules, queues));
            case PacketLink.NAME ->
                    PacketLink.open(
                            iface,
                            filter,
                            RstGuard.mayBeTheLinks(plan) ? rules : List.of(),
                            queues);
            case IpLink.NAME -> IpLink.open(iface, filter, queues);
            default -> throw new IllegalArgumentException("no link " + name);
        };
    }

    private static XdpRequest request(
            ClassicProgram filter, List<SteeringRule> rules, QueueCounts queues) {
        return new XdpRequest(rules, filter, queues, FRAME_LENGTH_MAX, XdpFeatures::of);
    }

    Link link() {
        return link;
    }

    /** Why faster links were not taken, {@code name: reason; name: reason}; null if none was. */
    @Nullable String passedOver() {
        return passedOver.isEmpty() ? null : passedOver;
    }
}
