// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.datagram.DatagramReaders;
import sonde.clock.RoundTripEstimator;
import sonde.clock.SendTimes;
import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;
import sonde.output.OutputException;
import sonde.probe.udp.UdpPayload;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.reply.Answer;
import sonde.reply.AnswerBatch;
import sonde.reply.AnswerReader;
import sonde.reply.Classifier;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.ParsedFrame;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns frames into records: each is parsed once, proofs are checked, repeats dropped, and what is
 * left goes to the writer's ring. Keeps no state for a probe.
 *
 * <p>Answers to SYNs over IPv4 are checked a batch at a time, all others one by one.
 */
final class ReceiveAgent implements Agent {

    /** In place of a protocol: what the payloads of a UDP port were answered with. */
    private static final int PAYLOAD_KEY = Protocol.values().length;

    /** In place of a status: which payload. */
    private static final Status[] MARKS = Status.values();

    private static final long DROPS_READ_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FrameSource source;
    private final int ipOffsetBytes;
    private final @Nullable Classifier classifier;
    private final AnswerReader reader;
    private final Deduplicator deduplicator;
    private final NeighbourTalk neighbours;
    private final RoundTripEstimator roundTrips;
    private final @Nullable SendTimes sendTimes;
    private final Set<Status> shown;
    private final Handover handover;
    private final AtomicReference<@Nullable IOException> recordingFailure;
    private final Counters counters;
    private final @Nullable Talker talker;
    private final @Nullable AliasWatch aliases;
    private final SnapshotTaker snapshots;

    private final FrameBatch batch = new FrameBatch();
    private final ParsedFrame frame = new ParsedFrame();
    private final AnswerBatch answers = new AnswerBatch();
    private final Answer answer = new Answer();
    private final boolean[] isFirst = new boolean[AnswerBatch.CAPACITY];
    private boolean reportsRawUdp;
    private boolean leavesUnfinished;
    private long nowNanos;
    private long dropsReadAtNanos = System.nanoTime();

    /**
     * @param ipOffsetBytes where frames of this link have their IP header
     * @param classifier for answers to SYNs over IPv4, or null where there are no such probes
     * @param reader for all other answers
     * @param deduplicator may be shared with other receive agents
     * @param neighbours takes what neighbours say and ask
     * @param sendTimes when probes were sent, or null where records go without
     * @param shown the statuses that are reported
     * @param handover the way to the writer
     * @param recordingFailure why received frames can't be recorded any more, once that is so
     * @param talker talks to open ports, or null if they are only reported
     * @param aliases finds aliased prefixes, or null where nobody looks for them
     * @param targets what is probed
     */
    ReceiveAgent(
            FrameSource source,
            int ipOffsetBytes,
            @Nullable Classifier classifier,
            AnswerReader reader,
            Deduplicator deduplicator,
            NeighbourTalk neighbours,
            RoundTripEstimator roundTrips,
            @Nullable SendTimes sendTimes,
            Set<Status> shown,
            Handover handover,
            AtomicReference<@Nullable IOException> recordingFailure,
            Counters counters,
            @Nullable Talker talker,
            @Nullable AliasWatch aliases,
            ProbedGrids targets) {
        this.source = source;
        this.ipOffsetBytes = ipOffsetBytes;
        this.classifier = classifier;
        this.reader = reader;
        this.deduplicator = deduplicator;
        this.neighbours = neighbours;
        this.roundTrips = roundTrips;
        this.sendTimes = sendTimes;
        this.shown = shown.isEmpty() ? EnumSet.noneOf(Status.class) : EnumSet.copyOf(shown);
        this.handover = handover;
        this.recordingFailure = recordingFailure;
        this.counters = counters;
        this.talker = talker;
        this.aliases = aliases;
        snapshots = new SnapshotTaker(targets, talker, aliases);
    }

    /** Whether UDP answers are also reported as they came; to be said before the agent runs. */
    void reportRawUdp(boolean reports) {
        reportsRawUdp = reports;
    }

    /**
     * Has conversations that are broken off report nothing, as a resumed scan has them anew: half
     * an answer reported would stand for the whole. To be said before the agent runs.
     */
    void leaveUnfinished() {
        leavesUnfinished = true;
    }

    /** What is not finished; asked for from any thread. */
    SnapshotTaker snapshots() {
        return snapshots;
    }

    @Override
    public String role() {
        return "receive";
    }

    @Override
    public int doWork() throws ScanException {
        snapshots.notice();
        int count = source.receive(batch);
        requireRecording();
        nowNanos = System.nanoTime();
        answers.count = 0;
        for (int i = 0; i < count; i++) {
            parse(i);
        }
        if (classifier != null && answers.count > 0) {
            takeAnswers(classifier);
        }
        if (count > 0) {
            handover.batchDone();
        }
        counters.add(Counter.FRAMES_RECEIVED, count);
        if (aliases != null && aliases.isBusy()) {
            aliases.tick(nowNanos);
        }
        if (nowNanos - dropsReadAtNanos > DROPS_READ_NANOS) {
            readDrops(nowNanos);
        }
        snapshots.batchDone(count);
        return talker == null ? count : count + talker.doWork();
    }

    @Override
    public void rest() {
        source.await(
                talker == null
                        ? AgentRunner.REST_NANOS_MAX
                        : Math.min(AgentRunner.REST_NANOS_MAX, talker.nanosUntilWork()));
    }

    @Override
    public boolean isDone() {
        return false;
    }

    @Override
    public void finish() {
        snapshots.finish();
        if (aliases != null) {
            aliases.finish();
        }
        if (leavesUnfinished) {
            handover.shut();
        }
        if (talker != null) {
            talker.finish();
        }
        readDrops(System.nanoTime());
    }

    private void requireRecording() throws ScanException {
        IOException failure = recordingFailure.get();
        if (failure != null) {
            throw new ScanException(
                    OutputException.isFull(failure)
                            ? ScanException.Cause.DISK_FULL
                            : ScanException.Cause.OUTPUT,
                    "--pcap: received frames can't be written ("
                            + failure.getMessage()
                            + "); free some space",
                    failure);
        }
    }

    private void readDrops(long now) {
        counters.set(Counter.FRAMES_DROPPED, source.droppedCount(DropReason.RING_FULL));
        counters.set(Counter.FRAMES_STARVED, source.droppedCount(DropReason.NO_BUFFER));
        counters.set(Counter.FRAMES_UNFIT, source.droppedCount(DropReason.UNFIT));
        dropsReadAtNanos = now;
    }

    private void parse(int i) {
        FrameKind kind =
                FrameParser.parse(
                        batch.memory, batch.offset[i], batch.lengthBytes[i], ipOffsetBytes, frame);
        switch (kind) {
            case TCP -> takeSegment(i);
            case ARP, ICMPV6 -> {
                boolean isNeighbours = neighbours.take(batch.memory, kind, frame);
                if (!takeOther(i, kind)) {
                    counters.add(
                            isNeighbours ? Counter.FRAMES_NEIGHBOUR : Counter.FRAMES_FOREIGN, 1);
                }
            }
            case UDP, ICMP, SCTP, IP -> {
                if (!takeOther(i, kind)) {
                    counters.add(Counter.FRAMES_FOREIGN, 1);
                }
            }
            case MALFORMED -> counters.add(Counter.FRAMES_MALFORMED, 1);
            case FRAGMENT, OTHER -> counters.add(Counter.FRAMES_FOREIGN, 1);
        }
    }

    private void takeSegment(int i) {
        if (talker != null && talker.take(batch.memory, frame)) {
            counters.add(Counter.FRAMES_TALK, 1);
            return;
        }
        boolean mayAnswer = talker == null || talker.isOfTarget(frame) || isOfTest();
        if (mayAnswer
                && classifier != null
                && !frame.isIpv6
                && classifier.collect(frame, batch.epochNanos[i], answers)) {
            answers.frame[answers.count - 1] = i;
        } else if (!mayAnswer || !takeOther(i, FrameKind.TCP)) {
            counters.add(Counter.FRAMES_FOREIGN, 1);
            if (talker != null) {
                probeAgainIfHeld(talker, i);
            }
        }
    }

    private void probeAgainIfHeld(Talker who, int i) {
        int before = who.oldConnection(frame);
        if (before != Talker.NONE && isFirstOfItsKind(before)) {
            who.probeAgain(batch.memory, batch.offset[i], frame);
        }
    }

    /**
     * Whether the frame's target has not answered yet, and was probed again only so often. Two
     * statuses that no answer of TCP has stand for the first and the second time.
     */
    private boolean isFirstOfItsKind(int before) {
        Status mark = before == 0 ? Status.UNFILTERED : Status.UP;
        long high = frame.sourceHigh;
        long low = frame.sourceLow;
        int tcp = Protocol.TCP.ordinal();
        synchronized (deduplicator) {
            return !deduplicator.has(high, low, tcp, frame.sourcePort, Status.OPEN)
                    && deduplicator.isFirst(high, low, tcp, frame.sourcePort, mark);
        }
    }

    /** Whether a frame comes from an address that is probed to find an aliased prefix. */
    private boolean isOfTest() {
        return aliases != null && frame.isIpv6 && aliases.isTest(frame.sourceHigh, frame.sourceLow);
    }

    private void takeAnswers(Classifier prover) {
        int collected = answers.count;
        prover.prove(answers);
        int ours = answers.count;
        counters.add(Counter.FRAMES_FOREIGN, collected - ours);
        counters.add(Counter.ANSWERS_OURS, ours);
        findFirsts(ours);
        for (int i = 0; i < ours; i++) {
            if (isFirst[i]) {
                takeAnswer(i);
            } else {
                counters.add(Counter.ANSWERS_DUPLICATE, 1);
            }
        }
    }

    /** Other receive agents may share the deduplicator. */
    private void findFirsts(int count) {
        int tcp = Protocol.TCP.ordinal();
        synchronized (deduplicator) {
            for (int i = 0; i < count; i++) {
                isFirst[i] =
                        deduplicator.isFirst(
                                answers.address[i],
                                tcp,
                                answers.port[i],
                                Classifier.statusOf(answers.tcpFlags[i]));
            }
        }
    }

    private void takeAnswer(int i) {
        Status status = Classifier.statusOf(answers.tcpFlags[i]);
        roundTrips.noteAnswered(answers.cookie[i], nowNanos);
        if (!count(status)) {
            return;
        }
        handover.put(
                answers.epochNanos[i],
                answers.address[i],
                Protocol.TCP.ordinal(),
                answers.port[i],
                status.ordinal(),
                answers.tcpFlags[i],
                answers.ttl[i],
                rttMicros(answers.cookie[i]));
        if (status == Status.OPEN && talker != null) {
            talkTo(talker, answers.frame[i]);
        }
    }

    private int rttMicros(int cookie) {
        return sendTimes == null ? Evidence.UNKNOWN : sendTimes.rttMicros(cookie, nowNanos);
    }

    /** Counts a first answer, and says whether it is to be shown. */
    private boolean count(Status status) {
        boolean isShown = shown.contains(status);
        Counter counter =
                switch (status) {
                    case OPEN -> Counter.ANSWERS_OPEN;
                    case CLOSED -> Counter.ANSWERS_CLOSED;
                    case FILTERED -> Counter.ANSWERS_FILTERED;
                    case UNFILTERED -> Counter.ANSWERS_UNFILTERED;
                    case UP -> Counter.ANSWERS_UP;
                };
        counters.add(isShown ? counter : Counter.ANSWERS_HIDDEN, 1);
        return isShown;
    }

    /** The batch of answers has no more than what all need, so the frame is read again. */
    private void talkTo(Talker who, int i) {
        FrameParser.parse(
                batch.memory, batch.offset[i], batch.lengthBytes[i], ipOffsetBytes, frame);
        who.open(batch.memory, batch.offset[i], frame);
    }

    /** Takes a frame if it is an answer to a probe. */
    private boolean takeOther(int i, FrameKind kind) {
        if (!reader.read(batch.memory, kind, frame, answer)) {
            return false;
        }
        counters.add(Counter.ANSWERS_OURS, 1);
        if (aliases != null && isForTestAlone(aliases)) {
            counters.add(Counter.ANSWERS_HIDDEN, 1);
            return true;
        }
        boolean first;
        synchronized (deduplicator) {
            first =
                    deduplicator.isFirst(
                            answer.addressHigh,
                            answer.addressLow,
                            answer.protocol.ordinal(),
                            answer.port,
                            answer.status);
        }
        if (first) {
            roundTrips.noteAnswered(answer.cookie, nowNanos);
            if (count(answer.status)) {
                report(i);
            }
        } else {
            counters.add(Counter.ANSWERS_DUPLICATE, 1);
        }
        UdpPayload payload = answer.payload;
        if (payload != null && answer.payloadLengthBytes > 0 && isFirstOfItsPayload()) {
            reportSaid(batch.epochNanos[i], payload);
        }
        return true;
    }

    /** Has tests of prefixes see the answer, and says whether nothing else is to. */
    private boolean isForTestAlone(AliasWatch watch) {
        boolean isAlone = watch.isOfTestAlone(answer);
        if (answer.status == Status.OPEN) {
            watch.answered(answer.addressHigh, answer.addressLow);
        }
        return isAlone;
    }

    /** A port that was sent several payloads may answer each with something else. */
    private boolean isFirstOfItsPayload() {
        Status mark = MARKS[Math.min(answer.variant, MARKS.length - 1)];
        synchronized (deduplicator) {
            return deduplicator.isFirst(
                    answer.addressHigh, answer.addressLow, PAYLOAD_KEY, answer.port, mark);
        }
    }

    private void reportSaid(long epochNanos, UdpPayload payload) {
        byte[] said =
                batch.memory
                        .asSlice(answer.payloadOffset, answer.payloadLengthBytes)
                        .toArray(ValueLayout.JAVA_BYTE);
        IpAddress address = new IpAddress(answer.addressHigh, answer.addressLow);
        Evidence evidence = answer.evidence(rttMicros(answer.cookie));
        List<Banner> banners =
                reportsRawUdp
                        ? DatagramReaders.readRaw(payload.name(), answer.port, said)
                        : DatagramReaders.read(payload.name(), answer.port, said);
        for (Banner banner : banners) {
            counters.add(Counter.BANNERS, 1);
            handover.put(record(epochNanos, address, evidence, banner));
        }
    }

    private void report(int i) {
        long epochNanos = batch.epochNanos[i];
        IpAddress address = new IpAddress(answer.addressHigh, answer.addressLow);
        Evidence evidence = answer.evidence(rttMicros(answer.cookie));
        ScanRecord found = record(epochNanos, address, evidence, null);
        if (!isReported(found, i)) {
            return;
        }
        if (talker != null && answer.protocol == Protocol.TCP && answer.status == Status.OPEN) {
            talkTo(talker, i);
        }
    }

    /**
     * Reports a record, unless it is one of an aliased prefix.
     *
     * @return whether there is more to learn of its target
     */
    private boolean isReported(ScanRecord found, int i) {
        AliasWatch.Verdict verdict = AliasWatch.Verdict.REPORT;
        if (aliases != null && frame.isIpv6 && found.status() == Status.OPEN) {
            long mac = ipOffsetBytes == 0 ? 0 : Ethernet.sourceMac(batch.memory, batch.offset[i]);
            verdict = aliases.look(found, mac, nowNanos);
        }
        switch (verdict) {
            case REPORT -> handover.put(found);
            case HOLD -> {}
            case DROP -> {
                counters.add(Counter.ANSWERS_OPEN, -1);
                counters.add(Counter.ANSWERS_HIDDEN, 1);
            }
        }
        return verdict != AliasWatch.Verdict.DROP;
    }

    private ScanRecord record(
            long epochNanos, IpAddress address, Evidence evidence, @Nullable Banner banner) {
        return new ScanRecord(
                epochNanos, address, answer.protocol, answer.port, answer.status, evidence, banner);
    }
}
