// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Cookies and source ports a microsecond, so in millions a second: a batch at a time and one by
 * one.
 *
 * <p>{@code -jvmArgsAppend -XX:-UseSuperWord} is the proof that the batch is vector code: it then
 * falls below one by one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(ProbeBatch.CAPACITY)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CookieBench {

    private static final int SOURCE_ADDRESS = 0xC6120001;

    private final ProbeBatch batch = new ProbeBatch();
    private final CookieKey key = new CookieKey(1, 2);
    private final Cookies cookies = new Cookies(key);
    private final SourcePorts sourcePorts = new SourcePorts(40000, 59999, key);

    private final SourceAddresses one = new SourceAddresses(SOURCE_ADDRESS, SOURCE_ADDRESS, key);
    private final SourceAddresses many =
            new SourceAddresses(SOURCE_ADDRESS, SOURCE_ADDRESS + 254, key);

    @Setup
    public void makeTargets() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.address[i] = random.nextInt();
            batch.port[i] = random.nextInt(65536);
        }
        batch.count = ProbeBatch.CAPACITY;
    }

    @Benchmark
    public ProbeBatch cookiesBatch() {
        cookies.fill(batch);
        return batch;
    }

    @Benchmark
    public ProbeBatch cookiesScalar() {
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.cookie[i] =
                    cookies.cookie(
                            batch.address[i], batch.port[i], SOURCE_ADDRESS, batch.sourcePort[i]);
        }
        return batch;
    }

    @Benchmark
    public ProbeBatch oneSourceAddressBatch() {
        one.fill(batch);
        return batch;
    }

    @Benchmark
    public ProbeBatch sourceAddressesBatch() {
        many.fill(batch);
        return batch;
    }

    @Benchmark
    public ProbeBatch sourcePortsBatch() {
        sourcePorts.fill(batch);
        return batch;
    }
}
