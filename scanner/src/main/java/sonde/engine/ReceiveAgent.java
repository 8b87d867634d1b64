// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.clock.RoundTripEstimator;
import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;
import sonde.neigh.ArpResponder;
import sonde.neigh.NeighbourTable;
import sonde.record.Protocol;
import sonde.record.Status;
import sonde.reply.AnswerBatch;
import sonde.reply.Classifier;
import sonde.reply.Deduplicator;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.wire.Arp;
import sonde.wire.FrameParser;
import sonde.wire.ParsedFrame;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns frames into records: each is parsed once, cookies are checked a batch at a time, repeats
 * dropped, and what is left goes to the writer's ring. Keeps no state for a probe.
 */
final class ReceiveAgent implements Agent {

    private static final long DROPS_READ_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FrameSource source;
    private final int ipOffsetBytes;
    private final Classifier classifier;
    private final Deduplicator deduplicator;
    private final @Nullable NeighbourTable neighbours;
    private final @Nullable ArpResponder responder;
    private final RoundTripEstimator roundTrips;
    private final boolean showClosed;
    private final Handover handover;
    private final AtomicReference<@Nullable IOException> recordingFailure;
    private final Counters counters;
    private final @Nullable Talker talker;

    private final FrameBatch batch = new FrameBatch();
    private final ParsedFrame frame = new ParsedFrame();
    private final AnswerBatch answers = new AnswerBatch();
    private final boolean[] isFirst = new boolean[AnswerBatch.CAPACITY];
    private long dropsReadAtNanos = System.nanoTime();

    /**
     * @param ipOffsetBytes where frames of this link have their IP header
     * @param deduplicator may be shared with other receive agents
     * @param neighbours learns who answers ARP, or null where nobody is asked
     * @param responder answers ARP requests for source addresses that the host does not have, or
     *     null where it has them
     * @param handover the way to the writer
     * @param recordingFailure why received frames can't be recorded any more, once that is so
     * @param talker talks to open ports, or null if they are only reported
     */
    ReceiveAgent(
            FrameSource source,
            int ipOffsetBytes,
            Classifier classifier,
            Deduplicator deduplicator,
            @Nullable NeighbourTable neighbours,
            @Nullable ArpResponder responder,
            RoundTripEstimator roundTrips,
            boolean showClosed,
            Handover handover,
            AtomicReference<@Nullable IOException> recordingFailure,
            Counters counters,
            @Nullable Talker talker) {
        this.source = source;
        this.ipOffsetBytes = ipOffsetBytes;
        this.classifier = classifier;
        this.deduplicator = deduplicator;
        this.neighbours = neighbours;
        this.responder = responder;
        this.roundTrips = roundTrips;
        this.showClosed = showClosed;
        this.handover = handover;
        this.recordingFailure = recordingFailure;
        this.counters = counters;
        this.talker = talker;
    }

    @Override
    public String role() {
        return "receive";
    }

    @Override
    public int doWork() throws ScanException {
        int count = source.receive(batch);
        requireRecording();
        long now = System.nanoTime();
        answers.count = 0;
        for (int i = 0; i < count; i++) {
            parse(i);
        }
        if (answers.count > 0) {
            takeAnswers(now);
        }
        counters.add(Counter.FRAMES_RECEIVED, count);
        if (now - dropsReadAtNanos > DROPS_READ_NANOS) {
            readDrops(now);
        }
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
        if (talker != null) {
            talker.finish();
        }
        readDrops(System.nanoTime());
    }

    private void requireRecording() throws ScanException {
        IOException failure = recordingFailure.get();
        if (failure != null) {
            throw new ScanException(
                    ScanException.Cause.OUTPUT,
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
        switch (FrameParser.parse(
                batch.memory, batch.offset[i], batch.lengthBytes[i], ipOffsetBytes, frame)) {
            case TCP -> takeSegment(i);
            case ARP -> takeArp();
            case MALFORMED -> counters.add(Counter.FRAMES_MALFORMED, 1);
            case UDP, ICMP, ICMPV6, SCTP, IP, FRAGMENT, OTHER ->
                    counters.add(Counter.FRAMES_FOREIGN, 1);
        }
    }

    private void takeSegment(int i) {
        if (talker != null && talker.take(batch.memory, frame)) {
            counters.add(Counter.FRAMES_TALK, 1);
        } else if ((talker == null || talker.isOfTarget(frame))
                && classifier.collect(frame, batch.epochNanos[i], answers)) {
            answers.frame[answers.count - 1] = i;
        } else {
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
        Status mark = before == 0 ? Status.FILTERED : Status.UP;
        synchronized (deduplicator) {
            return !deduplicator.has(frame.sourceAddress, frame.sourcePort, Status.OPEN)
                    && deduplicator.isFirst(frame.sourceAddress, frame.sourcePort, mark);
        }
    }

    private void takeArp() {
        if (Arp.operation(batch.memory, frame.arpOffset) == Arp.REPLY) {
            if (neighbours != null) {
                neighbours.learn(
                        Arp.senderAddress(batch.memory, frame.arpOffset),
                        Arp.senderMac(batch.memory, frame.arpOffset));
            }
        } else if (responder != null && responder.take(batch.memory, frame.arpOffset)) {
            counters.add(Counter.NEIGHBOURS_ANSWERED, 1);
        }
        counters.add(Counter.FRAMES_NEIGHBOUR, 1);
    }

    private void takeAnswers(long now) {
        int collected = answers.count;
        classifier.prove(answers);
        int ours = answers.count;
        counters.add(Counter.FRAMES_FOREIGN, collected - ours);
        counters.add(Counter.ANSWERS_OURS, ours);
        findFirsts(ours);
        for (int i = 0; i < ours; i++) {
            if (isFirst[i]) {
                takeAnswer(i, now);
            } else {
                counters.add(Counter.ANSWERS_DUPLICATE, 1);
            }
        }
        handover.batchDone();
    }

    /** Other receive agents may share the deduplicator. */
    private void findFirsts(int count) {
        synchronized (deduplicator) {
            for (int i = 0; i < count; i++) {
                isFirst[i] =
                        deduplicator.isFirst(
                                answers.address[i],
                                answers.port[i],
                                Classifier.statusOf(answers.tcpFlags[i]));
            }
        }
    }

    private void takeAnswer(int i, long now) {
        Status status = Classifier.statusOf(answers.tcpFlags[i]);
        roundTrips.noteAnswered(answers.cookie[i], now);
        if (status == Status.OPEN) {
            counters.add(Counter.ANSWERS_OPEN, 1);
            report(i, status);
            if (talker != null) {
                talkTo(talker, answers.frame[i]);
            }
        } else if (showClosed) {
            counters.add(Counter.ANSWERS_CLOSED, 1);
            report(i, status);
        } else {
            counters.add(Counter.ANSWERS_HIDDEN, 1);
        }
    }

    /** The batch of answers has no more than what all need, so the frame is read again. */
    private void talkTo(Talker who, int i) {
        FrameParser.parse(
                batch.memory, batch.offset[i], batch.lengthBytes[i], ipOffsetBytes, frame);
        who.open(batch.memory, batch.offset[i], frame);
    }

    private void report(int i, Status status) {
        handover.put(
                answers.epochNanos[i],
                answers.address[i],
                Protocol.TCP.ordinal(),
                answers.port[i],
                status.ordinal(),
                answers.tcpFlags[i],
                answers.ttl[i]);
    }
}
