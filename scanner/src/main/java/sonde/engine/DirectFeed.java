// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeBatch;
import sonde.stat.Counter;
import sonde.stat.Counters;

/**
 * Hands out the stream's probes as they come: for scans in which every frame has the same next hop.
 */
final class DirectFeed implements ProbeFeed {

    private final ProbeStream stream;
    private final ProbeStages stages;
    private final Counters counters;
    private final PassSpacing spacing = new PassSpacing();
    private long batchCursor;

    DirectFeed(ProbeStream stream, ProbeStages stages, Counters counters) {
        this.stream = stream;
        this.stages = stages;
        this.counters = counters;
        this.batchCursor = stream.cursor();
    }

    @Override
    public void fill(ProbeBatch batch, long nowNanos, int leave) {
        batchCursor = stream.cursor();
        batch.count = 0;
        if (stream.isAtEnd() || !spacing.mayBegin(stream.pass(), nowNanos)) {
            return;
        }
        int count = stream.fill(batch);
        stages.complete(batch);
        counters.add(Counter.PROBES_MADE, count);
    }

    @Override
    public boolean isAtEnd() {
        return stream.isAtEnd();
    }

    @Override
    public long cursor(int taken) {
        return stream.isInOrder() ? batchCursor + taken : batchCursor;
    }
}
