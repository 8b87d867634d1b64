// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Records a second through each format, to a device that takes everything and to a file.
 *
 * <p>The file lies in the directory of {@code java.io.tmpdir} and begins anew each iteration; give
 * it a tmpfs ({@code -jvmArgsAppend -Djava.io.tmpdir=/dev/shm}) to leave the disk out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutputBench {

    private static final int RECORDS = 1024;

    @Param({"INTERACTIVE", "LIST", "JSON", "NDJSON"})
    OutputFormat format;

    @Param({"/dev/null", "file"})
    String destination;

    private final ScanRecord[] records = new ScanRecord[RECORDS];
    private Path file;
    private RecordWriter writer;

    @Setup
    public void makeRecords() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RECORDS; i++) {
            records[i] =
                    new ScanRecord(
                            1_795_465_782_000_000_000L + i,
                            random.nextInt(),
                            Protocol.TCP,
                            random.nextInt(65536),
                            Status.OPEN,
                            0x12,
                            random.nextInt(30, 64));
        }
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
        file = Files.createTempFile("sonde-bench", null);
        writer = format.open(
                        destination.equals("file") ? file.toString() : destination,
                        OutputSettings.plain(
                                new OutputSettings.Run("", "", 0, java.util.List.of())),
                        null);
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        writer.close();
        Files.delete(file);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void write() throws IOException {
        for (ScanRecord record : records) {
            writer.write(record);
        }
        writer.flush();
    }
}
