// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

import sonde.record.Banner;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
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

    /** Different banners, ports and times to live. */
    private static final int VARIANTS = 1 << 12;

    /** Leads from one address to the next, through all of them: odd. */
    private static final int ADDRESS_STEP = 0x9E37_79B1;

    private static final int SYN_ACK = 0x12;

    /** What a certificate of 1 KiB says of its length, as DER. */
    private static final byte[] CERTIFICATE_HEAD = {0x30, (byte) 0x82, 0x03, (byte) 0xFC};

    private static final int CERTIFICATE_BYTES = 1024;

    /** What records say. */
    public enum Content {
        /** What a port's status is. */
        PLAIN,
        /** What a server said: a header of HTTP with some bytes to escape. */
        BANNER,
        /** A certificate. */
        CERTIFICATE
    }

    @Param OutputFormat format;

    @Param Content content;

    @Param({"/dev/null", "file"})
    String destination;

    private final int[] ports = new int[VARIANTS];
    private final int[] ttls = new int[VARIANTS];
    private final Banner[] banners = new Banner[VARIANTS];
    private int address;
    private Path file;
    private RecordWriter writer;

    @Setup
    public void makeVariants() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < VARIANTS; i++) {
            ports[i] = random.nextInt(1 << 16);
            ttls[i] = random.nextInt(30, 64);
            banners[i] =
                    switch (content) {
                        case PLAIN -> null;
                        case BANNER -> header(random);
                        case CERTIFICATE -> certificate(random);
                    };
        }
    }

    private static Banner header(SplittableRandom random) {
        String text =
                "HTTP/1.1 200 OK\r\nServer: nginx/1.22."
                        + random.nextInt(100)
                        + "\r\nDate: Mon, 23 Nov 2026 20:29:45 GMT\r\nContent-Type: text/html;"
                        + " charset=\"utf-8\"\r\nConnection: close\r\n\r\n";
        return new Banner(Service.HTTP, Recognition.ANSWER, text.getBytes(US_ASCII));
    }

    private static Banner certificate(SplittableRandom random) {
        byte[] der = new byte[CERTIFICATE_BYTES];
        random.nextBytes(der);
        System.arraycopy(CERTIFICATE_HEAD, 0, der, 0, CERTIFICATE_HEAD.length);
        return new Banner(Service.X509, Recognition.ANSWER, Base64.getEncoder().encode(der));
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
            writer.write(next(i % VARIANTS));
            if (i % BATCH == BATCH - 1) {
                writer.flush();
            }
        }
        writer.flush();
    }

    private ScanRecord next(int variant) {
        address += ADDRESS_STEP;
        return new ScanRecord(
                1_795_465_782_000_000_000L + variant,
                address,
                Protocol.TCP,
                ports[variant],
                Status.OPEN,
                SYN_ACK,
                ttls[variant],
                banners[variant]);
    }
}
