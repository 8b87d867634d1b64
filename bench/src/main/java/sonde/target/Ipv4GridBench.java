// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Random indexes resolved to targets a second: a batch at a time, and one at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Ipv4GridBench {

    private static final int BATCH = Ipv4Grid.BATCH;
    private static final int BATCHES = 512;
    private static final long SEED = 7;

    @Param({"1", "100", "100000"})
    int ranges;

    @Param({"1", "100"})
    int ports;

    private final long[][] index = new long[BATCHES][BATCH];
    private final int[] address = new int[BATCH];
    private final int[] port = new int[BATCH];
    private Ipv4Grid space = Ipv4Grid.of(AddressRanges.NONE, PortRanges.NONE);
    private int next;

    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(SEED);
        AddressRanges.Builder addresses = AddressRanges.builder();
        long step = (1L << 32) / ranges;
        for (int i = 0; i < ranges; i++) {
            long first = i * step;
            addresses.add((int) first, (int) (first + random.nextLong(step / 4, step / 2)));
        }
        PortRanges.Builder chosen = PortRanges.builder();
        for (int i = 0; i < ports; i++) {
            int first = random.nextInt(1 << 16);
            chosen.add(first, first);
        }
        space = Ipv4Grid.of(addresses.build(), chosen.build());
        for (long[] batch : index) {
            for (int i = 0; i < BATCH; i++) {
                batch[i] = random.nextLong(space.size());
            }
        }
    }

    private long[] nextBatch() {
        next = next + 1 & BATCHES - 1;
        return index[next];
    }

    @Benchmark
    @OperationsPerInvocation(Ipv4Grid.BATCH)
    public int[] resolve() {
        space.resolve(nextBatch(), address, port, BATCH);
        return address;
    }

    @Benchmark
    @OperationsPerInvocation(Ipv4Grid.BATCH)
    public int[] scalar() {
        long[] batch = nextBatch();
        for (int i = 0; i < BATCH; i++) {
            address[i] = space.addressOf(batch[i]);
            port[i] = space.portOf(batch[i]);
        }
        return address;
    }
}
