// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.Cookies;
import sonde.probe.ProbeBatch;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.stat.Counter;
import sonde.stat.Counters;

/**
 * Hands out the stream's probes as they come: for scans in which every frame has the same next hop.
 */
final class DirectFeed implements ProbeFeed {

    private final ProbeStream stream;
    private final SourceAddresses sourceAddresses;
    private final SourcePorts sourcePorts;
    private final Cookies cookies;
    private final Counters counters;
    private final PassSpacing spacing = new PassSpacing();
    private long batchCursor;

    DirectFeed(
            ProbeStream stream,
            SourceAddresses sourceAddresses,
            SourcePorts sourcePorts,
            Cookies cookies,
            Counters counters) {
        this.stream = stream;
        this.sourceAddresses = sourceAddresses;
        this.sourcePorts = sourcePorts;
        this.cookies = cookies;
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
        sourceAddresses.fill(batch);
        sourcePorts.fill(batch);
        cookies.fill(batch);
        counters.add(Counter.PROBES_MADE, count);
    }

    @Override
    public boolean isAtEnd() {
        return stream.isAtEnd();
    }

    @Override
    public long cursor(int taken) {
        return batchCursor + taken;
    }
}
