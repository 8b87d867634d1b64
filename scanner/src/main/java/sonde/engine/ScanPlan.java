// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointException;
import sonde.checkpoint.CheckpointFile;
import sonde.neigh.HostNetwork;
import sonde.neigh.PathPlan;
import sonde.output.OutputSettings;
import sonde.permute.Shard;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.target.Ipv4Grid;
import sonde.target.Ipv6Grid;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4Address;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A scan, resolved and immutable: everything that {@link Scan} needs to run it, and to run it
 * again.
 *
 * @param order what is probed, in which order, from where to where
 * @param probings what each grid of the target space is probed with
 * @param pace how fast, how often, and how long to listen
 * @param routes how probes leave this host, one for each interface; empty when they don't ({@code
 *     --offline})
 * @param source what probes say of their sender: the first route's
 * @param guard what is to keep this host's TCP from resetting our connections; null where no
 *     connections are made, and the link does as it is used to
 * @param agents how many threads carry it, and where they run
 * @param results what is reported, and where
 * @param talks how open ports are talked to; null when they are not
 * @param keeping how the scan is kept, so that it can be taken up again; null when it is not
 */
public record ScanPlan(
        Order order,
        List<Probing> probings,
        Pace pace,
        List<Route> routes,
        Source source,
        ScanOptions.@Nullable GuardMode guard,
        Agents agents,
        Results results,
        @Nullable Talks talks,
        @Nullable Keeping keeping) {

    public ScanPlan {
        probings = List.copyOf(probings);
        routes = List.copyOf(routes);
    }

    /**
     * The plan in one line, for the user.
     *
     * @param linkTexts the link in use on each interface
     */
    public String describe(List<String> linkTexts) {
        StringBuilder text = new StringBuilder();
        appendTargets(text);
        if (order.shard().count() > 1) {
            text.append(", shard ")
                    .append(order.shard().index() + 1)
                    .append('/')
                    .append(order.shard().count());
        }
        text.append(", ").append(rate()).append(" packets/s");
        if (routes.isEmpty()) {
            return text.append(", offline: nothing is sent").toString();
        }
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            text.append(", link ").append(linkTexts.get(i)).append(" on ");
            text.append(route.path().iface().name());
            text.append(", from ").append(route.source().addressText());
            text.append(i == 0 ? ':' + source.portText() : "");
        }
        return text.toString();
    }

    /** Addresses by family, and behind them what each is probed with. */
    private void appendTargets(StringBuilder text) {
        TargetSpace space = order.space();
        text.append(space.size()).append(space.size() == 1 ? " target (" : " targets (");
        appendAddresses(text, false);
        appendAddresses(text, true);
        text.append(" × ");
        boolean isSyn = probings.stream().allMatch(probing -> probing.kind() == ProbeKind.TCP);
        int start = text.length();
        for (ProbeKind kind : ProbeKind.values()) {
            int grid = firstOf(kind);
            if (grid < 0) {
                continue;
            }
            text.append(text.length() > start ? ", " : "");
            TargetGrid targets = space.grids().get(grid);
            if (!targets.hasPorts()) {
                text.append(kind.label());
                continue;
            }
            int ports = targets.ports().size();
            text.append(ports).append(isSyn ? "" : ' ' + kind.label());
            text.append(ports == 1 ? " port" : " ports");
            int payloads = payloadsMax(kind);
            text.append(payloads > 1 ? " with up to " + payloads + " payloads" : "");
        }
        text.append(')');
    }

    private void appendAddresses(StringBuilder text, boolean isIpv6) {
        long most = 0;
        for (TargetGrid grid : order.space().grids()) {
            if (grid.isIpv6() == isIpv6) {
                long count =
                        switch (grid) {
                            case Ipv4Grid ipv4 -> ipv4.addresses().size();
                            case Ipv6Grid ipv6 -> ipv6.addresses().size();
                        };
                most = Math.max(most, count);
            }
        }
        if (most > 0) {
            text.append(text.charAt(text.length() - 1) == '(' ? "" : " and ").append(most);
            text.append(isIpv6 ? " IPv6" : "").append(most == 1 ? " address" : " addresses");
        }
    }

    private int firstOf(ProbeKind kind) {
        for (int i = 0; i < probings.size(); i++) {
            if (probings.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    private int payloadsMax(ProbeKind kind) {
        int most = 0;
        for (Probing probing : probings) {
            if (probing.kind() == kind) {
                most = Math.max(most, probing.details().variant() + 1);
            }
        }
        return most;
    }

    private String rate() {
        double rate = pace.ratePps();
        return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
    }

    /** How one grid of targets is probed. */
    public record Probing(ProbeKind kind, ProbeDetails details) {}

    /**
     * What is probed, in which order.
     *
     * @param space the target space
     * @param seed fixes the permutation
     * @param shard the part of the positions that is this scan's
     * @param retries how many passes follow the first
     * @param first the first cursor (see {@link ProbeStream})
     * @param end the cursor behind the last one
     * @param excluded what must not be probed, whatever for
     * @param again indexes of targets that are probed once more before the first cursor's
     * @param isEndless whether each pass has an order of its own, and there is always another
     */
    public record Order(
            TargetSpace space,
            long seed,
            Shard shard,
            int retries,
            long first,
            long end,
            Ipv6Ranges excluded,
            List<Long> again,
            boolean isEndless) {

        /** How many probes that is. */
        long probeCount() {
            return end - first + again.size();
        }
    }

    /**
     * How fast.
     *
     * @param ratePps packets a second, counting everything that is sent
     * @param waitNanos how long to listen after the last probe; {@link Long#MAX_VALUE} for ever
     * @param waitAuto whether to stop listening once the last possible answer is overdue
     */
    public record Pace(double ratePps, long waitNanos, boolean waitAuto) {}

    /**
     * How probes leave this host by one interface.
     *
     * @param linkNames the links to be tried, in this order, as {@code --link} has them
     * @param host the host's network as it was when the plan was made
     * @param path interface, source addresses and next hops
     * @param sourceMac the Ethernet address probes come from, low 48 bits
     * @param routerMac the one given by the user, or -1 to ask
     * @param source what probes say of their sender
     * @param share the part of the rate that is this interface's, above 0, up to 1
     * @param vlans the VLAN tags of all frames, the outer one first; mostly none
     */
    public record Route(
            List<String> linkNames,
            HostNetwork host,
            PathPlan path,
            long sourceMac,
            long routerMac,
            Source source,
            double share,
            List<Integer> vlans) {}

    /**
     * What probes say of their sender.
     *
     * @param addressFirst first source address, IPv4 in host order; 0 if there is none
     * @param addressLast last source address
     * @param ipv6First first IPv6 source address; null if there is none
     * @param ipv6Last last one
     * @param portFirst first source port
     * @param portLast last source port
     * @param ttl time to live, 1 to 255
     */
    public record Source(
            int addressFirst,
            int addressLast,
            @Nullable IpAddress ipv6First,
            @Nullable IpAddress ipv6Last,
            int portFirst,
            int portLast,
            int ttl) {

        boolean hasIpv4() {
            return addressFirst != 0;
        }

        /** The addresses, for the user. */
        String addressText() {
            StringBuilder text = new StringBuilder();
            if (hasIpv4()) {
                text.append(Ipv4Address.toText(addressFirst));
                text.append(
                        addressLast == addressFirst ? "" : '-' + Ipv4Address.toText(addressLast));
            }
            if (ipv6First != null && ipv6Last != null) {
                text.append(text.isEmpty() ? "[" : " and [").append(ipv6First.toText());
                text.append(ipv6First.equals(ipv6Last) ? "" : '-' + ipv6Last.toText()).append(']');
            }
            return text.toString();
        }

        String portText() {
            return portFirst + (portLast > portFirst ? "-" + portLast : "");
        }
    }

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
     * @param shown the statuses that are reported
     * @param outputs formats and destinations
     * @param settings what the outputs have in common
     * @param pcapFile where received frames are recorded, or null
     * @param packetTrace whether every packet is shown
     * @param checksAliases whether aliased prefixes are looked for
     * @param filter what is written of what is found
     */
    public record Results(
            Set<Status> shown,
            List<ScanOptions.Output> outputs,
            OutputSettings settings,
            @Nullable Path pcapFile,
            boolean packetTrace,
            boolean checksAliases,
            Predicate<ScanRecord> filter) {}

    /**
     * How a scan is kept while it runs.
     *
     * @param file where its checkpoints go
     * @param isWished whether the user named that place; else the scan goes on without when it
     *     can't be written
     * @param options the options of the scan, as a configuration file
     * @param resumed the checkpoint from which the scan goes on; null where it begins
     */
    public record Keeping(
            CheckpointFile file, boolean isWished, String options, @Nullable Checkpoint resumed) {}

    /** Where the scan's checkpoints are to go; null if it is not kept. */
    public @Nullable Path checkpoint() {
        return keeping == null ? null : keeping.file().path();
    }

    /**
     * The same scan from its last checkpoint on.
     *
     * @throws CheckpointException if that can't be read
     */
    public ScanPlan from(CheckpointFile file) throws CheckpointException {
        Checkpoint checkpoint = file.read();
        Order rest =
                new Order(
                        order.space(),
                        order.seed(),
                        order.shard(),
                        order.retries(),
                        Math.min(checkpoint.cursor(), order.end()),
                        order.end(),
                        order.excluded(),
                        checkpoint.pending(),
                        order.isEndless());
        Keeping kept = Objects.requireNonNull(keeping);
        return new ScanPlan(
                rest,
                probings,
                pace,
                routes,
                source,
                guard,
                agents,
                results,
                talks,
                new Keeping(file, true, kept.options(), checkpoint));
    }
}
