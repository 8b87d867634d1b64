// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static sonde.tcp.ConnectionTable.EMIT_PROBE;
import static sonde.tcp.ConnectionTable.EMIT_SYN;
import static sonde.tcp.ConnectionTable.ENDING;
import static sonde.tcp.ConnectionTable.FIN_ACKED;
import static sonde.tcp.ConnectionTable.FIN_QUEUED;
import static sonde.tcp.ConnectionTable.FREE;
import static sonde.tcp.ConnectionTable.INPUT_ENDED;
import static sonde.tcp.ConnectionTable.NEVER;
import static sonde.tcp.ConnectionTable.OPEN;
import static sonde.tcp.ConnectionTable.PEER_FIN;
import static sonde.tcp.ConnectionTable.RESETTING;
import static sonde.tcp.ConnectionTable.SYN_SENT;

import sonde.clock.NanoClock;
import sonde.wire.ParsedFrame;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * TCP for many short connections, as their client: from a SYN-ACK that was checked elsewhere, or
 * from a SYN of its own, to the end. Used by one thread, the receive agent's, which passes in
 * segments, says when a batch of them is over, and calls for timers; the machine writes segments to
 * a ring, and calls the {@link Application}.
 *
 * <p>Assumptions and guarantees:
 *
 * <ol>
 *   <li>All state is allocated at the start: places by {@link TcpConfig#connectionsMax}, bytes by
 *       {@link TcpConfig#bufferBytes}. Where a place is missing, handshakes wait, in a queue that
 *       is bounded too; where a block is missing, segments are dropped, windows shrink and the peer
 *       repeats. Each such case is counted.
 *   <li>Segments are sent in {@link #batchDone} and {@link #runTimers} only. So a connection
 *       acknowledges once a batch, and with its data if it has some. A full ring loses nothing.
 *   <li>A connection is reset only by {@link Connection#abort} and when its time is over, and not
 *       even then without {@link TcpConfig#resets}. All others end by FIN, or silently if the peer
 *       has reset or is silent.
 *   <li>Segments of strangers change nothing: the checks are those of RFC 5961.
 * </ol>
 *
 * <p>What it leaves out: window scaling, timestamps, selective acknowledgments (our SYN does not
 * offer them), urgent data, ECN, simultaneous open, and TIME-WAIT, whose part {@link
 * ClosedConnections} plays.
 */
@SuppressWarnings("EnumOrdinal") // A reason's code lasts no longer than the process.
public final class TcpMachine {

    /** As many handshakes may wait at least. */
    static final int WAITING_MIN = 4096;

    /** R2 of RFC 9293 section 3.8.3, as a count. From a timeout of 1 s on this takes 123 s. */
    private static final int TRIES_MAX = 6;

    /** A SYN is repeated after 1, 2 and 4 s. */
    private static final int SYN_TRIES_MAX = 3;

    /** When to look again whether the ring has room. */
    private static final long RING_RETRY_NANOS = 1_000_000;

    /** The connections over which the fixed parts of {@link #stateBytesPerConnection} spread. */
    private static final int SAMPLE_CONNECTIONS = 10_000;

    private static final CloseReason[] REASONS = CloseReason.values();

    private final ConnectionTable table;
    private final SegmentRing out;
    private final Application application;
    private final long timeoutNanos;
    private final TcpCounts counts = new TcpCounts();
    private final SegmentReceiver receiver;
    private final SegmentSender sender;
    private final WaitingHandshakes waiting;
    private final ClosedConnections closed;
    private final ConnectionView view;
    private final FourTuple tuple = new FourTuple();

    /** Makes a machine whose table is hashed with a random key. */
    public TcpMachine(
            TcpConfig config,
            SegmentRing out,
            Application application,
            NanoClock clock,
            SegmentWriter writer) {
        this(config, out, application, clock, writer, randomKey());
    }

    TcpMachine(
            TcpConfig config,
            SegmentRing out,
            Application application,
            NanoClock clock,
            SegmentWriter writer,
            long hashKey) {
        table = new ConnectionTable(config, clock, hashKey);
        this.out = out;
        this.application = application;
        timeoutNanos = config.connectionTimeoutNanos();
        receiver = new SegmentReceiver(table, counts);
        sender = new SegmentSender(table, out, writer, counts, config);
        waiting = new WaitingHandshakes(waitingMax(config.connectionsMax()), hashKey);
        closed = new ClosedConnections(hashKey);
        view = new ConnectionView(table);
    }

    private static int waitingMax(int connectionsMax) {
        return Math.max(connectionsMax, WAITING_MIN);
    }

    /** From the kernel's random generator (urandom(4)), read as cookie keys are. */
    private static long randomKey() {
        try (InputStream urandom = new FileInputStream("/dev/urandom")) {
            return ByteBuffer.wrap(urandom.readNBytes(Long.BYTES)).getLong();
        } catch (IOException e) {
            throw new UncheckedIOException("no random numbers from /dev/urandom", e);
        }
    }

    /** What the arrays of a machine take for each connection, in bytes: waiting ones included. */
    public static int stateBytesPerConnection() {
        TcpConfig config =
                new TcpConfig(
                        SAMPLE_CONNECTIONS,
                        1,
                        TcpConfig.INPUT_MIN_BYTES,
                        TcpConfig.INPUT_MIN_BYTES,
                        1);
        long bytes =
                new ConnectionTable(config, () -> 0, 0).stateBytes()
                        + new WaitingHandshakes(SAMPLE_CONNECTIONS, 0).stateBytes();
        return (int) (bytes / SAMPLE_CONNECTIONS);
    }

    /**
     * Whether a segment is for {@link #onSegment}: there is a connection of its addresses and
     * ports, or one waits, or it repeats what the peer of a closed one has already said.
     */
    public boolean isMine(ParsedFrame frame) {
        tuple.setFrom(frame);
        return table.index.find(tuple) != FourTupleIndex.NONE
                || waiting.contains(tuple)
                || closed.covers(tuple, frame);
    }

    /** Takes in a segment; does nothing if it is not {@link #isMine}. */
    public void onSegment(MemorySegment memory, ParsedFrame frame) {
        tuple.setFrom(frame);
        int c = table.index.find(tuple);
        if (c == FourTupleIndex.NONE) {
            waiting.onSegment(tuple, frame);
            closed.answer(tuple, frame, sender);
            return;
        }
        counts.add(TcpCount.SEGMENTS_RECEIVED);
        boolean isAnswerToSyn = table.state[c] == SYN_SENT;
        int news = receiver.onSegment(c, memory, frame, table.now());
        if ((news & SegmentReceiver.RESET) != 0) {
            end(c, isAnswerToSyn ? CloseReason.REFUSED : finishedOr(c, CloseReason.RESET));
        } else {
            tell(c, news);
        }
    }

    /**
     * Opens a connection.
     *
     * @param synAck the peer's SYN-ACK, which must have proven itself
     * @param destinationMac where segments go, in the low 48 bits; unused without Ethernet
     * @return false if it has to wait for a place, or has been abandoned as too many wait
     */
    public boolean open(MemorySegment memory, ParsedFrame synAck, long destinationMac) {
        tuple.setFrom(synAck);
        if (table.index.find(tuple) != FourTupleIndex.NONE) {
            onSegment(memory, synAck);
            return true;
        }
        if (waiting.contains(tuple)) {
            return false;
        }
        int c = table.index.add(tuple);
        if (c == FourTupleIndex.NONE) {
            boolean waits = waiting.add(tuple, memory, synAck, destinationMac, table.now());
            counts.add(waits ? TcpCount.WAITED : TcpCount.ABANDONED);
            return false;
        }
        begin(c, OPEN, synAck.acknowledgment, destinationMac);
        int news = receiver.establish(c, memory, synAck);
        tell(c, news | SegmentReceiver.ESTABLISHED);
        return true;
    }

    private void begin(int c, byte state, int sequence, long mac) {
        table.begin(c, state, sequence, table.now() + timeoutNanos);
        table.mac[c] = mac;
        counts.add(TcpCount.OPENED);
        if (state == OPEN) {
            table.clearApplication(c);
        }
    }

    /** Calls the application for what has happened. */
    private void tell(int c, int news) {
        if ((news & SegmentReceiver.ESTABLISHED) != 0) {
            application.onOpen(view.at(c));
        }
        if ((news & SegmentReceiver.INPUT) != 0
                && table.state[c] == OPEN
                && !table.has(c, FIN_QUEUED)) {
            application.onInput(view.at(c));
        }
        table.arm(c);
    }

    /**
     * Writes a SYN back to where a segment came from, from another port of ours. No connection
     * belongs to it: what answers is for {@link #open}.
     *
     * @param frame the segment
     * @param localPort 0 to 65535
     * @param sequence our initial sequence number
     */
    public void probe(ParsedFrame frame, int localPort, int sequence, long destinationMac) {
        tuple.setFrom(frame);
        tuple.setPorts(frame.sourcePort, localPort);
        sender.probe(tuple, destinationMac, sequence);
    }

    /** The batch of segments passed in is over: sends what there is to send. */
    public void batchDone() {
        work(table.now());
    }

    /**
     * Does what is due now, and sends what there is to send.
     *
     * @return how many timers came and connections were looked at
     */
    public int runTimers() {
        long now = table.now();
        int done = 0;
        for (int c = table.pollTimer(now); c >= 0; c = table.pollTimer(now)) {
            fire(c, now);
            done++;
        }
        return done + work(now);
    }

    /** How long {@link #runTimers} has nothing to do; {@link Long#MAX_VALUE} for ever. */
    public long nanosUntilTimer() {
        if (table.queuedCount() > 0) {
            return out.hasRoom() ? 0 : RING_RETRY_NANOS;
        }
        if (waiting.size() > 0 && !table.index.isFull()) {
            return 0;
        }
        return table.nanosUntilTimer(table.now());
    }

    private void fire(int c, long now) {
        if (table.endAt[c] <= now) {
            if (table.has(c, FIN_QUEUED)) {
                end(c, CloseReason.FINISHED);
                return;
            }
            if (table.state[c] == SYN_SENT) {
                end(c, CloseReason.UNANSWERED);
                return;
            }
            timeOut(c);
        } else if (!out.hasTaken(table.ringCount[c])) {
            postpone(c, now);
        }
        if (table.retransmitAt[c] <= now && !repeat(c, now)) {
            return;
        }
        if (table.applicationAt[c] <= now) {
            table.applicationAt[c] = NEVER;
            application.onTimer(view.at(c));
        }
        table.arm(c);
    }

    /**
     * What has not left is not lost, and nobody can have answered it: at low rates that is long.
     */
    private void postpone(int c, long now) {
        long later = now + table.timeoutNanos(c);
        if (table.retransmitAt[c] <= now) {
            table.retransmitAt[c] = later;
        }
        if (table.applicationAt[c] <= now) {
            table.applicationAt[c] = later;
        }
    }

    private void timeOut(int c) {
        table.endAt[c] = NEVER;
        table.retransmitAt[c] = NEVER;
        table.applicationAt[c] = NEVER;
        if (table.state[c] == OPEN) {
            table.state[c] = RESETTING;
            table.endReason[c] = code(CloseReason.TIMED_OUT);
        }
        table.enqueue(c);
    }

    /** Retransmits what the peer did not acknowledge; false if that has been tried enough. */
    private boolean repeat(int c, long now) {
        if (!out.hasRoom()) {
            table.retransmitAt[c] = now + RING_RETRY_NANOS;
            return true;
        }
        boolean isSyn = table.state[c] == SYN_SENT;
        if (table.tries[c] >= (isSyn ? SYN_TRIES_MAX : TRIES_MAX)) {
            end(c, isSyn ? CloseReason.UNANSWERED : CloseReason.UNACKNOWLEDGED);
            return false;
        }
        table.tries[c]++;
        table.retransmitAt[c] = now + table.timeoutNanos(c);
        if (isSyn) {
            table.set(c, EMIT_SYN);
        } else {
            table.sndNxt[c] = table.sndUna[c];
            table.congestionWindow[c] = 1;
            table.duplicateAcks[c] = 0;
            table.measuredAt[c] = NEVER;
            if (table.sndWnd[c] == 0) {
                table.set(c, EMIT_PROBE);
            }
        }
        table.enqueue(c);
        return true;
    }

    private int work(long now) {
        int done = 0;
        do {
            done += sendQueued(now);
        } while (openWaiting(now));
        return done;
    }

    private int sendQueued(long now) {
        int done = 0;
        for (int left = table.queuedCount(); left > 0 && out.hasRoom(); left--) {
            int c = table.dequeue();
            if (table.state[c] == FREE) {
                continue;
            }
            done++;
            if (!sender.flush(c, now)) {
                table.enqueue(c);
            } else if (table.state[c] == RESETTING) {
                end(c, REASONS[table.endReason[c]]);
                continue;
            } else if (table.has(c, FIN_ACKED) && table.has(c, PEER_FIN)) {
                end(c, CloseReason.FINISHED);
                continue;
            }
            table.arm(c);
        }
        return done;
    }

    /** Gives free places to handshakes that wait; returns whether any got one. */
    private boolean openWaiting(long now) {
        boolean isAny = false;
        while (waiting.size() > 0 && !table.index.isFull()) {
            if (!waiting.poll(now)) {
                counts.add(TcpCount.ABANDONED);
                continue;
            }
            int c = table.index.add(waiting.tuple);
            begin(c, OPEN, waiting.acknowledgment, waiting.mac);
            table.establish(c, waiting.sequence, waiting.window, waiting.ttl, waiting.mss);
            tell(c, SegmentReceiver.ESTABLISHED);
            isAny = true;
        }
        return isAny;
    }

    private CloseReason finishedOr(int c, CloseReason reason) {
        return table.has(c, FIN_QUEUED) ? CloseReason.FINISHED : reason;
    }

    /** Ends a connection, or begins the one that the application asks for in its place. */
    private void end(int c, CloseReason reason) {
        boolean isTold = callOnClose(c, reason);
        if (reason == CloseReason.FINISHED) {
            table.index.load(c, tuple);
            closed.add(tuple, table.sndMax[c], table.rcvNxt[c], table.mac[c]);
        }
        table.end(c);
        while (isTold) {
            FourTuple next = view.nextTuple();
            if (!waiting.contains(next) && table.index.rename(c, next)) {
                begin(c, SYN_SENT, view.nextSequence(), table.mac[c]);
                table.set(c, EMIT_SYN);
                table.measuredAt[c] = table.now();
                table.retransmitAt[c] = table.now() + table.timeoutNanos(c);
                table.enqueue(c);
                table.arm(c);
                return;
            }
            // There is such a connection already, or one waits.
            table.inLength[c] = 0;
            isTold = callOnClose(c, CloseReason.UNANSWERED);
        }
        table.free(c);
    }

    /** Returns whether the application asks for another connection. */
    private boolean callOnClose(int c, CloseReason reason) {
        table.state[c] = ENDING;
        table.set(c, INPUT_ENDED);
        application.onClose(view.at(c), reason);
        return view.isReconnecting();
    }

    /** Ends all connections at the end of the program, without a segment. */
    public void abortAll() {
        while (waiting.size() > 0) {
            waiting.poll(table.now());
            counts.add(TcpCount.ABANDONED);
        }
        for (int c = 0; c < table.state.length; c++) {
            if (table.state[c] != FREE) {
                callOnClose(c, CloseReason.ABORTED);
                table.end(c);
                table.free(c);
            }
        }
    }

    /** Shows every connection, and the peer of each handshake that waits for a place. */
    public void forEach(Consumer<Connection> connections, Peers waitingPeers) {
        for (int c = 0; c < table.state.length; c++) {
            if (table.state[c] != FREE) {
                connections.accept(view.at(c));
            }
        }
        waiting.forEach(waitingPeers);
    }

    /** Connections in the table. */
    public int openCount() {
        return table.index.size();
    }

    /** Handshakes that wait for a place. */
    public int waitingCount() {
        return waiting.size();
    }

    /** Handshakes that found no place, not even to wait. */
    public long abandonedCount() {
        return counts.get(TcpCount.ABANDONED);
    }

    /** What has been counted; read by any thread. */
    public TcpCounts counts() {
        return counts;
    }

    static byte code(CloseReason reason) {
        return (byte) reason.ordinal();
    }

    /** Throws if the state contradicts itself; slow, for tests. */
    void checkInvariants() {
        TcpInvariants.check(table);
    }
}
