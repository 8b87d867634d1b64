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

import sonde.record.SampleRecords;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Records a second through each format, to a device that takes everything and to a file: a million
 * records of as many hosts, made on the way as the writer thread gets them, and flushed as often as
 * it does.
 *
 * <p>The file lies in the directory of {@code java.io.tmpdir} and begins anew each million; give it
 * a tmpfs ({@code -jvmArgsAppend -Djava.io.tmpdir=/dev/shm}) to leave the disk out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class OutputBench {

    private static final int RECORDS = 1_000_000;

    /** Records between two flushes. */
    private static final int BATCH = 1024;

    @Param OutputFormat format;

    @Param SampleRecords.Content content;

    @Param({"/dev/null", "file"})
    String destination;

    private SampleRecords records;
    private Path file;
    private RecordWriter writer;

    @Setup
    public void makeRecords() {
        records = new SampleRecords(content);
    }

    @Setup(Level.Invocation)
    public void open() throws IOException {
        boolean isFile = destination.equals("file");
        file = Files.createTempFile("sonde-bench", null);
        OutputSettings.Run run = new OutputSettings.Run("0", "", 0, List.of());
        writer =
                format.open(
                        isFile ? file.toString() : destination, OutputSettings.plain(run), null);
    }

    @TearDown(Level.Invocation)
    public void close() throws IOException {
        writer.close();
        Files.delete(file);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void write() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            writer.write(records.next());
            if (i % BATCH == BATCH - 1) {
                writer.flush();
            }
        }
        writer.flush();
    }
}
