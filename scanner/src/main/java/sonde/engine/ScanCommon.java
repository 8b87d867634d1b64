// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.Checkpoint;
import sonde.clock.RoundTripEstimator;
import sonde.clock.SendTimes;
import sonde.probe.CookieKey;
import sonde.probe.SourcePorts;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.TargetGrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What all routes of one running scan share. Made and asked by the thread that opens the scan. */
final class ScanCommon {

    /** Above this rate, noting every probe would cost more than it tells. */
    private static final double SEND_TIMES_MAX_PPS = 1_000_000;

    final ScanPlan plan;
    final ScanListener listener;
    final CookieKey key;
    final SourcePorts sourcePorts;
    final ProbedGrids targets;
    final Deduplicator deduplicator;
    final RoundTripEstimator roundTrips = new RoundTripEstimator();

    /** Null where it goes too fast for round-trip times in records, or nowhere. */
    final @Nullable SendTimes sendTimes;

    final AtomicReference<@Nullable IOException> recordingFailure = new AtomicReference<>();
    private final List<Counters> counters = new ArrayList<>();
    private int agentCount;

    ScanCommon(ScanPlan plan, ScanListener listener) {
        this.plan = plan;
        this.listener = listener;
        ScanPlan.Keeping keeping = plan.keeping();
        Checkpoint resumed = keeping == null ? null : keeping.resumed();
        key = resumed == null ? CookieKey.random() : new CookieKey(resumed.key0(), resumed.key1());
        sourcePorts = new SourcePorts(plan.source().portFirst(), plan.source().portLast(), key);
        targets = new ProbedGrids(plan.order().space(), plan.probings());
        deduplicator =
                Deduplicator.forTargets(
                        plan.order().space().size(),
                        plan.order().space().grids().stream().anyMatch(TargetGrid::isIpv6),
                        key.derive("deduplicator"));
        sendTimes =
                plan.routes().isEmpty() || plan.pace().ratePps() > SEND_TIMES_MAX_PPS
                        ? null
                        : new SendTimes(plan.pace().ratePps());
    }

    /** Counters of one more agent. */
    Counters newCounters() {
        Counters own = new Counters();
        counters.add(own);
        return own;
    }

    /** A counter, summed over all agents. */
    long count(Counter counter) {
        long sum = 0;
        for (Counters own : counters) {
            sum += own.get(counter);
        }
        return sum;
    }

    /** The processor of the next agent, in the order of the user's list. */
    int nextProcessor() {
        List<Integer> processors = plan.agents().processors();
        return processors.isEmpty()
                ? AgentRunner.ANY_PROCESSOR
                : processors.get(agentCount++ % processors.size());
    }
}
