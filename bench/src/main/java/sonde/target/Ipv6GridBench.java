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

/**
 * Random indexes resolved to IPv6 targets a second, out of ranges of a few addresses each. Four
 * million ranges lie in a mapped file, the others in the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Ipv6GridBench {

    private static final int BATCH = 256;
    private static final int BATCHES = 512;
    private static final long SEED = 7;
    private static final long PREFIX = 0x2001_0DB8_0000_0000L;

    @Param({"1", "100", "100000", "4000000"})
    int ranges;

    @Param({"1", "100"})
    int ports;

    private final long[][] index = new long[BATCHES][BATCH];
    private final long[] high = new long[BATCH];
    private final long[] low = new long[BATCH];
    private final int[] port = new int[BATCH];
    private Ipv6Grid grid = Ipv6Grid.of(Ipv6Ranges.NONE, PortRanges.NONE);
    private int next;

    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(SEED);
        Ipv6Ranges.Builder addresses = Ipv6Ranges.builder();
        for (int i = 0; i < ranges; i++) {
            long first = random.nextLong(1L << 62);
            addresses.add(PREFIX + i, first, PREFIX + i, first + random.nextInt(4));
        }
        PortRanges.Builder chosen = PortRanges.builder();
        for (int i = 0; i < ports; i++) {
            int first = random.nextInt(1 << 16);
            chosen.add(first, first);
        }
        grid = Ipv6Grid.of(addresses.build(), chosen.build());
        for (long[] batch : index) {
            for (int i = 0; i < BATCH; i++) {
                batch[i] = random.nextLong(grid.size());
            }
        }
    }

    private long[] nextBatch() {
        next = next + 1 & BATCHES - 1;
        return index[next];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] resolve() {
        grid.resolve(nextBatch(), high, low, port, BATCH);
        return low;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] scalar() {
        long[] batch = nextBatch();
        for (int i = 0; i < BATCH; i++) {
            low[i] = grid.addressOf(batch[i]).low();
            port[i] = grid.portOf(batch[i]);
        }
        return low;
    }
}
