// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

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

import sonde.wire.IpFamily;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Frames a microsecond, so in millions a second: writing alone, writing in the pieces that a link
 * of 64 slots asks for, and all stages from targets to frames.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(ProbeBatch.CAPACITY)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameWriterBench {

    private static final int SOURCE_ADDRESS = 0xC6120001;
    private static final int PIECE = 64;

    @Param({"64", "128", "2048"})
    int strideBytes;

    @Param({"true", "false"})
    boolean isEthernet;

    private final ProbeBatch batch = new ProbeBatch();
    private final CookieKey key = new CookieKey(1, 2);
    private final Cookies cookies = new Cookies(key);
    private final SourceAddresses sourceAddresses =
            new SourceAddresses(SOURCE_ADDRESS, SOURCE_ADDRESS, key);
    private final SourcePorts sourcePorts = new SourcePorts(40000, 59999, key);
    private MemorySegment memory = MemorySegment.NULL;
    private FrameWriter writer;

    @Setup
    public void makeTargets() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.address[i] = random.nextInt();
            batch.port[i] = random.nextInt(65536);
        }
        batch.count = ProbeBatch.CAPACITY;
        sourceAddresses.fill(batch);
        sourcePorts.fill(batch);
        cookies.fill(batch);
        ProbeTemplate template =
                isEthernet ? ProbeTemplate.ethernet(1, 2, 64) : ProbeTemplate.ip(64);
        writer = ProbeKind.TCP.writer(template, IpFamily.IPV4, ProbeDetails.SYN, key);
        memory = Arena.global().allocate((long) ProbeBatch.CAPACITY * strideBytes, 64);
    }

    @Benchmark
    public MemorySegment write() {
        writer.write(batch, 0, ProbeBatch.CAPACITY, memory, 0, strideBytes);
        return memory;
    }

    @Benchmark
    public MemorySegment writeInPieces() {
        for (int from = 0; from < ProbeBatch.CAPACITY; from += PIECE) {
            writer.write(batch, from, PIECE, memory, (long) from * strideBytes, strideBytes);
        }
        return memory;
    }

    @Benchmark
    public MemorySegment fromTargetsToFrames() {
        sourceAddresses.fill(batch);
        sourcePorts.fill(batch);
        cookies.fill(batch);
        writer.write(batch, 0, ProbeBatch.CAPACITY, memory, 0, strideBytes);
        return memory;
    }
}
