// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

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

import java.util.concurrent.TimeUnit;

/** Indexes a second: a batch at a time, and one at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PermutationBench {

    private static final long SEED = 42;

    /**
     * All ports of all addresses, one port of all addresses, and a small scan that needs cycle
     * walking.
     */
    @Param({"281474976710656", "4294967296", "1000003"})
    long size;

    /** Four are too few; what they would save. */
    @Param({"4", "6"})
    int rounds;

    private final long[] index = new long[Permutation.BATCH];
    private Permutation permutation = Permutation.of(1, SEED);
    private long position;

    @Setup
    public void setUp() {
        permutation = Permutation.of(size, SEED, rounds);
    }

    private long nextPosition() {
        position += Permutation.BATCH;
        if (position + Permutation.BATCH > size) {
            position = 0;
        }
        return position;
    }

    @Benchmark
    @OperationsPerInvocation(Permutation.BATCH)
    public long[] fill() {
        permutation.fill(nextPosition(), 1, index, Permutation.BATCH);
        return index;
    }

    @Benchmark
    @OperationsPerInvocation(Permutation.BATCH)
    public long[] shuffle() {
        long first = nextPosition();
        for (int i = 0; i < Permutation.BATCH; i++) {
            index[i] = permutation.shuffle(first + i);
        }
        return index;
    }
}
