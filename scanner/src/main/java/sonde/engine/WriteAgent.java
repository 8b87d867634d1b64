// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.output.Outputs;
import sonde.record.RecordRing;
import sonde.stat.Counter;
import sonde.stat.Counters;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes records from the receivers' rings and owns every output. What is written is flushed as soon
 * as the rings are empty, so that a pipe's reader sees each result at once, and at least every
 * second under load.
 */
final class WriteAgent implements Agent {

    private static final int RECORDS_PER_TURN = 1024;
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final List<RecordRing> rings;
    private final Outputs outputs;
    private final ScanListener listener;
    private final Counters counters;
    private boolean unflushed;
    private long flushedAtNanos = System.nanoTime();

    WriteAgent(List<RecordRing> rings, Outputs outputs, ScanListener listener, Counters counters) {
        this.rings = rings;
        this.outputs = outputs;
        this.listener = listener;
        this.counters = counters;
    }

    @Override
    public String role() {
        return "write";
    }

    @Override
    public int doWork() throws IOException {
        int count = 0;
        boolean isMore = false;
        for (int i = 0; i < rings.size(); i++) {
            int taken = drain(rings.get(i));
            isMore |= taken == RECORDS_PER_TURN;
            count += taken;
        }
        counters.add(Counter.RECORDS_WRITTEN, count);
        unflushed |= count > 0;
        long now = System.nanoTime();
        if (unflushed && (!isMore || now - flushedAtNanos > FLUSH_NANOS)) {
            listener.onResults(outputs::flush);
            unflushed = false;
            flushedAtNanos = now;
        }
        return count;
    }

    private int drain(RecordRing ring) throws IOException {
        int count = 0;
        for (var next = ring.poll(); next != null; next = ring.poll()) {
            outputs.write(next);
            if (++count == RECORDS_PER_TURN) {
                break;
            }
        }
        return count;
    }

    @Override
    public void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }

    @Override
    public boolean isDone() {
        return false;
    }

    @Override
    public void finish() throws IOException {
        listener.onResults(outputs::close);
    }
}
