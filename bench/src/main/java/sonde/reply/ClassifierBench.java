// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

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

import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.record.Status;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Ipv4;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Received frames a microsecond, so in millions a second: parsed; parsed and the cookie checked;
 * that and duplicates dropped. Once frame by frame, and once a batch at a time, as the receive
 * agent does it. 16384 answers of different targets lie 2048 bytes apart, three of ten open.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassifierBench {

    private static final int FRAMES = 16384;
    private static final int STRIDE = 2048;
    private static final int FRAME_LENGTH_BYTES = 54;
    private static final int SOURCE_ADDRESS = 0xC6120001;

    /** The ordinal of a protocol. */
    private static final int TCP = 0;

    private final CookieKey key = new CookieKey(1, 2);
    private final Cookies cookies = new Cookies(key);
    private final SourcePorts sourcePorts = new SourcePorts(40000, 59999, key);
    private final Classifier classifier =
            new Classifier(
                    cookies, sourcePorts, new SourceAddresses(SOURCE_ADDRESS, SOURCE_ADDRESS, key));
    private final Deduplicator small = Deduplicator.forTargets(65536, false, 1);
    private final Deduplicator full = Deduplicator.forTargets(Long.MAX_VALUE, false, 1);
    private final ParsedFrame parsed = new ParsedFrame();
    private final Answer answer = new Answer();
    private final AnswerBatch answers = new AnswerBatch();
    private MemorySegment memory = MemorySegment.NULL;
    private int nextAddress;

    @Setup
    public void makeAnswers() {
        memory = Arena.global().allocate((long) FRAMES * STRIDE, 64);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < FRAMES; i++) {
            writeAnswer((long) i * STRIDE, random);
        }
        for (int i = 0; i < Deduplicator.ENTRIES_MAX * 2; i++) {
            full.isFirst(nextAddress++, TCP, 80, Status.OPEN);
        }
    }

    private void writeAnswer(long offset, SplittableRandom random) {
        int address = random.nextInt();
        int port = random.nextInt(65536);
        int sourcePort = sourcePorts.sourcePort(address, port);
        long ip = offset + Ethernet.HEADER_LENGTH_BYTES;
        long tcp = ip + Ipv4.HEADER_LENGTH_BYTES;
        Ethernet.write(memory, offset, 1, 2, Ethernet.TYPE_IPV4);
        Ipv4.setHeaderLengthBytes(memory, ip, Ipv4.HEADER_LENGTH_BYTES);
        Ipv4.setTotalLengthBytes(memory, ip, FRAME_LENGTH_BYTES - Ethernet.HEADER_LENGTH_BYTES);
        Ipv4.setTtl(memory, ip, 57);
        Ipv4.setProtocol(memory, ip, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(memory, ip, address);
        Ipv4.setDestination(memory, ip, SOURCE_ADDRESS);
        Tcp.setSourcePort(memory, tcp, port);
        Tcp.setDestinationPort(memory, tcp, sourcePort);
        int cookie = cookies.cookie(address, port, SOURCE_ADDRESS, sourcePort);
        Tcp.setAcknowledgment(memory, tcp, cookie + 1);
        Tcp.setHeaderLengthBytes(memory, tcp, Tcp.HEADER_LENGTH_BYTES);
        boolean isOpen = random.nextInt(10) < 3;
        Tcp.setFlags(memory, tcp, isOpen ? Tcp.SYN | Tcp.ACK : Tcp.RST | Tcp.ACK);
    }

    private boolean isTcp(int frame) {
        long offset = (long) frame * STRIDE;
        FrameKind kind =
                FrameParser.parse(
                        memory, offset, FRAME_LENGTH_BYTES, Ethernet.HEADER_LENGTH_BYTES, parsed);
        return kind == FrameKind.TCP;
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long parse() {
        long sum = 0;
        for (int i = 0; i < FRAMES; i++) {
            sum += isTcp(i) ? parsed.acknowledgment : 0;
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int parseAndClassify() {
        int ours = 0;
        for (int i = 0; i < FRAMES; i++) {
            if (isTcp(i) && classifier.classify(parsed, answer) != AnswerKind.FOREIGN) {
                ours++;
            }
        }
        return ours;
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int parseAndClassifyAndDeduplicate() {
        int firsts = 0;
        for (int i = 0; i < FRAMES; i++) {
            if (isTcp(i)
                    && classifier.classify(parsed, answer) != AnswerKind.FOREIGN
                    && small.isFirst((int) answer.addressLow, TCP, answer.port, answer.status)) {
                firsts++;
            }
        }
        return firsts;
    }

    /**
     * Leaves the answers among {@link AnswerBatch#CAPACITY} frames from this one on in the batch.
     */
    private void collectAndProve(int first) {
        answers.count = 0;
        for (int i = first; i < first + AnswerBatch.CAPACITY; i++) {
            if (isTcp(i)) {
                classifier.collect(parsed, 0, answers);
            }
        }
        classifier.prove(answers);
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int parseAndProve() {
        int ours = 0;
        for (int first = 0; first < FRAMES; first += AnswerBatch.CAPACITY) {
            collectAndProve(first);
            ours += answers.count;
        }
        return ours;
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int parseAndProveAndDeduplicate() {
        int firsts = 0;
        for (int first = 0; first < FRAMES; first += AnswerBatch.CAPACITY) {
            collectAndProve(first);
            for (int i = 0; i < answers.count; i++) {
                Status status = Classifier.statusOf(answers.tcpFlags[i]);
                if (small.isFirst(answers.address[i], TCP, answers.port[i], status)) {
                    firsts++;
                }
            }
        }
        return firsts;
    }

    /** The worst case: a table of 32 MiB long since full, and every answer a new one. */
    @Benchmark
    public boolean firstAnswersIntoAFullTable() {
        return full.isFirst(nextAddress++, TCP, 80, Status.OPEN);
    }
}
