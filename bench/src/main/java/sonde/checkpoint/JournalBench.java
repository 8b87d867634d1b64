// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

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
import java.util.concurrent.TimeUnit;

/**
 * Records a second into a journal: a million of them, flushed as often as the writer thread does.
 * It lies in the directory of {@code java.io.tmpdir}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class JournalBench {

    private static final int RECORDS = 1_000_000;

    /** Records between two flushes. */
    private static final int BATCH = 1024;

    @Param SampleRecords.Content content;

    private SampleRecords records;
    private Path folder;
    private Path file;
    private Journal journal;

    @Setup
    public void makeRecords() {
        records = new SampleRecords(content);
    }

    @Setup(Level.Invocation)
    public void open() throws IOException {
        folder = Files.createTempDirectory("sonde-bench");
        file = folder.resolve("journal");
        journal = Journal.create(file);
    }

    @TearDown(Level.Invocation)
    public void close() throws IOException {
        journal.close();
        Files.delete(file);
        Files.delete(folder);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void append() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            journal.append(records.next());
            if (i % BATCH == BATCH - 1) {
                journal.flush();
            }
        }
        journal.flush();
    }
}
