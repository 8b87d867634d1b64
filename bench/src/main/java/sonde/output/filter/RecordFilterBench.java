// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

import sonde.record.Banner;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Records a second through expressions; every fourth record has a banner of 120 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordFilterBench {

    private static final int RECORDS = 1024;

    @Param({
        "port==443 && service==\"http\"",
        "ip in 198.18.0.0/16,10.0.0.0/8 and port in 80,443,8000-8100",
        "reason == 'syn-ack'",
        "banner ~ nginx",
        "banner =~ '(?i)server: nginx'"
    })
    String expression = "";

    private final ScanRecord[] records = new ScanRecord[RECORDS];
    private RecordFilter filter;

    @Setup
    public void makeRecords() throws FilterSyntaxException {
        filter = RecordFilter.parse(expression);
        String text = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
        byte[] said = (text + "X-Padding: 0123456789\r\n".repeat(3)).getBytes(US_ASCII);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RECORDS; i++) {
            Banner banner = new Banner(Service.HTTP, Recognition.ANSWER, said);
            records[i] =
                    new ScanRecord(
                            1_795_465_782_000_000_000L + i,
                            random.nextInt(),
                            Protocol.TCP,
                            random.nextBoolean() ? 443 : random.nextInt(65536),
                            Status.OPEN,
                            0x12,
                            random.nextInt(30, 64),
                            i % 4 == 0 ? banner : null);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int test() {
        int passed = 0;
        for (ScanRecord record : records) {
            passed += filter.test(record) ? 1 : 0;
        }
        return passed;
    }
}
