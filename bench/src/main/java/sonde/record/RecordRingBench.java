// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

import java.util.concurrent.TimeUnit;

/**
 * Records a microsecond, so in millions a second, through the ring: put in and taken out by one
 * thread, which is what it costs, and from one thread to another, which is what it carries.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(RecordRingBench.BATCH)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordRingBench {

    /** Records an invocation: as many as a receive agent may find in one batch of frames. */
    static final int BATCH = 256;

    /** As many slots as a scan's ring has. */
    private static final int SLOTS = 1 << 15;

    private static final long EPOCH_NANOS = 1_795_465_782_000_000_000L;
    private static final int ADDRESS = 0xC6120001;
    private static final int RTT_MICROS = 250;
    private static final int TTL = 57;
    private static final int SYN_ACK = 0x12;

    /** A ring between two threads. */
    @State(Scope.Group)
    public static class Between {
        private final RecordRing ring = new RecordRing(SLOTS);
    }

    /** A ring within one thread. */
    @State(Scope.Thread)
    public static class Within {
        private final RecordRing ring = new RecordRing(SLOTS);
    }

    private static boolean offer(RecordRing ring, int port) {
        return ring.offer(
                EPOCH_NANOS + port,
                ADDRESS,
                Protocol.TCP.ordinal(),
                port,
                Status.OPEN.ordinal(),
                SYN_ACK,
                TTL,
                RTT_MICROS);
    }

    @Benchmark
    public int offerAndDrain(Within within, Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            offer(within.ring, i);
        }
        return within.ring.drain(hole::consume, BATCH);
    }

    /** One that finds the ring full tries again, as the receive agent does. */
    @Benchmark
    @Group("between")
    @GroupThreads(1)
    public void offer(Between between, Control control) {
        for (int i = 0; i < BATCH; i++) {
            while (!offer(between.ring, i) && !control.stopMeasurement) {
                Thread.onSpinWait();
            }
        }
    }

    /** The other side; a whole batch is what counts as one invocation. */
    @Benchmark
    @Group("between")
    @GroupThreads(1)
    public void drain(Between between, Blackhole hole, Control control) {
        int taken = 0;
        while (taken < BATCH && !control.stopMeasurement) {
            taken += between.ring.drain(hole::consume, BATCH - taken);
        }
    }
}
