// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

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

import sonde.clock.NanoClock;
import sonde.wire.Ethernet;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * Conversations a millisecond, so in thousands a second: handshake, a request of 100 bytes, an
 * answer of 1000, close; three segments in and three out. 4096 at a time, among 100,000 places.
 * {@code -prof gc} shows that nothing is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@OperationsPerInvocation(TcpMachineBench.CONVERSATIONS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TcpMachineBench {

    static final int CONVERSATIONS = 4096;

    private static final int PLACES = 100_000;
    private static final int STRIDE = 2048;
    private static final int BATCH = 256;
    private static final int REQUEST_BYTES = 100;
    private static final int ANSWER_BYTES = 1000;
    private static final int ISS = 1000;
    private static final int IRS = 2000;
    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    /** Asks, hears the answer, closes. */
    private static final class Asker implements Application {

        private final byte[] request = new byte[REQUEST_BYTES];

        @Override
        public void onOpen(Connection connection) {
            connection.send(request, 0, REQUEST_BYTES);
        }

        @Override
        public void onInput(Connection connection) {
            connection.input();
            connection.consume(connection.inputLength());
            connection.close();
        }

        @Override
        public void onTimer(Connection connection) {}

        @Override
        public void onClose(Connection connection, CloseReason reason) {}
    }

    private final SegmentRing ring = new SegmentRing();
    private final IpSegmentWriter writer =
            new IpSegmentWriter(
                    Ethernet.HEADER_LENGTH_BYTES,
                    1,
                    64,
                    (high, low, port, localHigh, localLow, localPort) -> 0);
    private final TcpMachine machine =
            new TcpMachine(
                    new TcpConfig(PLACES, TIMEOUT_NANOS, 65_536, 64L << 20, 64),
                    ring,
                    new Asker(),
                    NanoClock.SYSTEM,
                    writer);
    private final ParsedFrame parsed = new ParsedFrame();
    private final MemorySegment frames =
            Arena.ofAuto().allocate((long) CONVERSATIONS * 3 * STRIDE, 64);
    private final int[] lengths = new int[3 * CONVERSATIONS];
    private final MemorySegment taken = Arena.ofAuto().allocate(STRIDE, 64);

    @Setup
    public void makeFrames() {
        OutgoingSegment segment = new OutgoingSegment();
        for (int i = 0; i < CONVERSATIONS; i++) {
            segment.tuple.localLow = IpAddress.IPV4_MAPPED | 0xC613_0000L + i;
            segment.tuple.remoteLow = IpAddress.IPV4_MAPPED | 0xC612_0001L;
            segment.tuple.setPorts(40_000 + i, 80);
            segment.window = 65_535;
            segment.sequence = IRS;
            segment.acknowledgment = ISS;
            segment.flags = Tcp.SYN | Tcp.ACK;
            segment.mss = Mss.MAX;
            segment.payloadLengthBytes = 0;
            put(i, segment);
            segment.sequence = IRS + 1;
            segment.acknowledgment = ISS + REQUEST_BYTES;
            segment.flags = Tcp.ACK | Tcp.PSH;
            segment.mss = 0;
            segment.payloadLengthBytes = ANSWER_BYTES;
            put(CONVERSATIONS + i, segment);
            segment.sequence = IRS + 1 + ANSWER_BYTES;
            segment.acknowledgment = ISS + REQUEST_BYTES + 1;
            segment.flags = Tcp.ACK | Tcp.FIN;
            segment.payloadLengthBytes = 0;
            put(2 * CONVERSATIONS + i, segment);
        }
    }

    private void put(int at, OutgoingSegment segment) {
        lengths[at] = writer.write(frames, (long) at * STRIDE, segment);
    }

    @Benchmark
    public long conversations() {
        for (int at = 0; at < 3 * CONVERSATIONS; at++) {
            FrameParser.parse(
                    frames, (long) at * STRIDE, lengths[at], Ethernet.HEADER_LENGTH_BYTES, parsed);
            if (machine.isMine(parsed)) {
                machine.onSegment(frames, parsed);
            } else {
                machine.open(frames, parsed, 2);
            }
            if (at % BATCH == BATCH - 1) {
                machine.batchDone();
                machine.runTimers();
                drain();
            }
        }
        if (machine.openCount() != 0) {
            throw new IllegalStateException(machine.openCount() + " conversations not closed");
        }
        return machine.counts().get(TcpCount.SEGMENTS_SENT);
    }

    private void drain() {
        while (ring.peekLength() != 0) {
            ring.copyTo(taken, 0);
            ring.release();
        }
    }
}
