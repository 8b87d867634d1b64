// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.neigh.HostNetwork;
import sonde.neigh.PathPlan;
import sonde.permute.Shard;
import sonde.target.Ipv4Grid;
import sonde.target.TargetSpace;
import sonde.wire.Ipv4Address;

import java.nio.file.Path;
import java.util.List;

/**
 * A scan, resolved and immutable: everything that {@link Scan} needs to run it, and to run it
 * again.
 *
 * @param order what is probed, in which order, from where to where
 * @param pace how fast, how often, and how long to listen
 * @param route how probes leave this host; null when they don't ({@code --offline})
 * @param source what probes say of their sender
 * @param guard what is to keep this host's TCP from resetting our connections; null where no
 *     connections are made, and the link does as it is used to
 * @param agents how many threads carry it, and where they run
 * @param results what is reported, and where
 * @param talks how open ports are talked to; null when they are not
 */
public record ScanPlan(
        Order order,
        Pace pace,
        @Nullable Route route,
        Source source,
        ScanOptions.@Nullable GuardMode guard,
        Agents agents,
        Results results,
        @Nullable Talks talks) {

    /**
     * The plan in one line, for the user.
     *
     * @param linkText the link that is in use
     */
    public String describe(String linkText) {
        Ipv4Grid space = (Ipv4Grid) order.space().grids().getFirst();
        StringBuilder text = new StringBuilder();
        text.append(space.size()).append(space.size() == 1 ? " target (" : " targets (");
        text.append(space.addresses().size())
                .append(space.addresses().size() == 1 ? " address" : " addresses");
        text.append(" × ")
                .append(space.ports().size())
                .append(space.ports().size() == 1 ? " port)" : " ports)");
        if (order.shard().count() > 1) {
            text.append(", shard ")
                    .append(order.shard().index() + 1)
                    .append('/')
                    .append(order.shard().count());
        }
        text.append(", ").append(rate()).append(" packets/s");
        if (route == null) {
            return text.append(", offline: nothing is sent").toString();
        }
        text.append(", link ").append(linkText).append(" on ").append(route.path().iface().name());
        text.append(", from ").append(Ipv4Address.toText(source.addressFirst()));
        if (source.addressLast() != source.addressFirst()) {
            text.append('-').append(Ipv4Address.toText(source.addressLast()));
        }
        text.append(':').append(source.portFirst());
        if (source.portLast() > source.portFirst()) {
            text.append('-').append(source.portLast());
        }
        return text.toString();
    }

    private String rate() {
        double rate = pace.ratePps();
        return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
    }

    /**
     * What is probed, in which order.
     *
     * @param space the target space
     * @param seed fixes the permutation
     * @param shard the part of the positions that is this scan's
     * @param retries how many passes follow the first
     * @param first the first cursor (see {@link ProbeStream})
     * @param end the cursor behind the last one
     */
    public record Order(
            TargetSpace space, long seed, Shard shard, int retries, long first, long end) {}

    /**
     * How fast.
     *
     * @param ratePps packets a second, counting everything that is sent
     * @param waitNanos how long to listen after the last probe; {@link Long#MAX_VALUE} for ever
     * @param waitAuto whether to stop listening once the last possible answer is overdue
     */
    public record Pace(double ratePps, long waitNanos, boolean waitAuto) {}

    /**
     * How probes leave this host.
     *
     * @param linkNames the links to be tried, in this order, as {@code --link} has them
     * @param host the host's network as it was when the plan was made
     * @param path interface, source address and next hops
     * @param sourceMac the Ethernet address probes come from, low 48 bits
     * @param routerMac the one given by the user, or -1 to ask
     */
    public record Route(
            List<String> linkNames,
            HostNetwork host,
            PathPlan path,
            long sourceMac,
            long routerMac) {}

    /**
     * What probes say of their sender.
     *
     * @param addressFirst first source address, IPv4 in host order
     * @param addressLast last source address
     * @param portFirst first source port
     * @param portLast last source port
     * @param ttl time to live, 1 to 255
     */
    public record Source(int addressFirst, int addressLast, int portFirst, int portLast, int ttl) {}

    /**
     * How open ports are talked to.
     *
     * @param rules what is said, how often, and how long is waited
     * @param connectionsMax connections at once
     * @param connectionTimeoutNanos how long each may last
     */
    public record Talks(ConversationRules rules, int connectionsMax, long connectionTimeoutNanos) {

        private static final long BUFFER_PER_CONNECTION_BYTES = 2048;
        private static final long BUFFERS_MIN_BYTES = 1 << 22;
        private static final long BUFFERS_MAX_BYTES = 1 << 27;

        /** Memory for what all connections have received and not read, or sent in vain so far. */
        long bufferBytes() {
            return Math.clamp(
                    connectionsMax * BUFFER_PER_CONNECTION_BYTES,
                    BUFFERS_MIN_BYTES,
                    BUFFERS_MAX_BYTES);
        }
    }

    /**
     * Who carries a scan.
     *
     * @param transmit how many agents send, where the link has as many queues
     * @param receive how many agents receive, likewise
     * @param processors the ones they are bound to, transmit agents first, beginning anew at the
     *     end; empty for any
     */
    public record Agents(int transmit, int receive, List<Integer> processors) {}

    /**
     * What is reported, and where.
     *
     * @param showClosed whether closed ports are reported
     * @param outputs formats and destinations
     * @param pcapFile where received frames are recorded, or null
     * @param packetTrace whether every packet is shown
     */
    public record Results(
            boolean showClosed,
            List<ScanOptions.Output> outputs,
            @Nullable Path pcapFile,
            boolean packetTrace) {}
}
