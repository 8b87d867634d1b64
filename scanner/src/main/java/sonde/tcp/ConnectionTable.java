// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import org.jspecify.annotations.Nullable;

import sonde.clock.NanoClock;
import sonde.clock.TimerWheel;

import java.util.Arrays;

/**
 * The state of all connections: an array a variable, a place a connection, all allocated at the
 * start. Names of variables are those of RFC 9293 section 3.3.1, sequence numbers unsigned 32-bit
 * numbers in an {@code int} that are compared by their difference.
 */
final class ConnectionTable {

    // States.
    static final byte FREE = 0;
    static final byte SYN_SENT = 1;

    /** All states between the handshake and the end; {@link #flags} tell them apart. */
    static final byte OPEN = 2;

    /** Our side gave up; RST waits for room in the ring. */
    static final byte RESETTING = 3;

    /** The application is being told of the end. */
    static final byte ENDING = 4;

    // Flags.
    static final int ACK_PENDING = 1;

    /** Our side has been closed: FIN stands behind the last byte of output. */
    static final int FIN_QUEUED = 1 << 1;

    static final int FIN_ACKED = 1 << 2;

    /** The peer's FIN has come, and everything before it. */
    static final int PEER_FIN = 1 << 3;

    /** {@link #peerFin} is known. */
    static final int PEER_FIN_SEEN = 1 << 4;

    static final int EMIT_SYN = 1 << 5;
    static final int EMIT_PROBE = 1 << 6;
    static final int EMIT_HEAD = 1 << 7;

    /** Stands in the queue of places that have something to send; outlasts the connection. */
    static final int QUEUED = 1 << 8;

    /** No more input will come. */
    static final int INPUT_ENDED = 1 << 9;

    /** No time set. */
    static final long NEVER = Long.MAX_VALUE;

    /** How exact timers are. */
    static final long TICK_NANOS = 1_000_000;

    /** Window and sequence space of one connection without window scaling (RFC 7323). */
    static final int WINDOW_MAX = 65535;

    /** RFC 6298 section 2.1. */
    static final int RTO_INITIAL_MICROS = 1_000_000;

    /** RFC 6298 section 2.5 allows a maximum of 60 s or more. */
    private static final long RTO_MAX_NANOS = 60_000_000_000L;

    /** Initial window in segments (RFC 6928). */
    static final byte CONGESTION_WINDOW_MAX = 10;

    final FourTupleIndex index;
    final BlockPool pool;
    final ByteQueues queues;
    final Reassembly reassembly;
    final int inputMaxBytes;

    final byte[] state;
    final int[] flags;
    final long[] mac;
    final byte[] endReason;

    // What we send.
    final int[] sndUna;
    final int[] sndNxt;

    /** One behind the last sequence number ever sent. */
    final int[] sndMax;

    final int[] sndWnd;
    final int[] sndWl1;
    final int[] sndWl2;
    final short[] mss;

    /** Bytes queued from {@link #sndUna} on, without FIN. */
    final int[] outLength;

    final byte[] congestionWindow;
    final byte[] duplicateAcks;

    /** Acknowledgments that segments out of place have had. */
    final byte[] vainAcks;

    // Its timing.
    final byte[] tries;
    final int[] rtoMicros;

    /** Smoothed round-trip time, or 0 before the first measurement. */
    final int[] srttMicros;

    final int[] rttvarMicros;

    /** The acknowledgment that ends the measurement begun at {@link #measuredAt}. */
    final int[] measuredSequence;

    final long[] measuredAt;

    /** How many frames the ring had been given with the last one of this connection. */
    final long[] ringCount;

    // What we receive.
    final int[] irs;
    final int[] rcvNxt;

    /** The right edge of the window last advertised. */
    final int[] rcvEdge;

    final int[] inLength;
    final int[] peerFin;

    /** Of the SYN-ACK: the time to live in the high half, the window in the low one. */
    final int[] synAck;

    // Times.
    final long[] retransmitAt;
    final long[] applicationAt;
    final long[] endAt;

    // The application's.
    final long[] words;
    final @Nullable Object[] attachments;

    private final TimerWheel wheel;
    private final NanoClock clock;
    private final long originNanos;

    /** Places with something to send, a ring. */
    private final int[] queued;

    private int queuedFirst;
    private int queuedCount;

    ConnectionTable(TcpConfig config, NanoClock clock, long hashKey) {
        int count = config.connectionsMax();
        index = new FourTupleIndex(count, hashKey);
        pool = new BlockPool(config.bufferBytes());
        queues = new ByteQueues(pool, 2 * count);
        reassembly = new Reassembly(queues, count);
        inputMaxBytes = config.inputMaxBytes();
        state = new byte[count];
        flags = new int[count];
        mac = new long[count];
        endReason = new byte[count];
        sndUna = new int[count];
        sndNxt = new int[count];
        sndMax = new int[count];
        sndWnd = new int[count];
        sndWl1 = new int[count];
        sndWl2 = new int[count];
        mss = new short[count];
        outLength = new int[count];
        congestionWindow = new byte[count];
        duplicateAcks = new byte[count];
        vainAcks = new byte[count];
        tries = new byte[count];
        rtoMicros = new int[count];
        srttMicros = new int[count];
        rttvarMicros = new int[count];
        measuredSequence = new int[count];
        measuredAt = new long[count];
        ringCount = new long[count];
        irs = new int[count];
        rcvNxt = new int[count];
        rcvEdge = new int[count];
        inLength = new int[count];
        peerFin = new int[count];
        synAck = new int[count];
        retransmitAt = new long[count];
        applicationAt = new long[count];
        endAt = new long[count];
        words = new long[count * Connection.WORD_COUNT];
        attachments = new Object[count];
        wheel = new TimerWheel(count, TICK_NANOS);
        this.clock = clock;
        originNanos = clock.nanoTime();
        queued = new int[count];
    }

    /** Nanoseconds since the table was made. */
    long now() {
        return clock.nanoTime() - originNanos;
    }

    int input(int c) {
        return 2 * c;
    }

    int output(int c) {
        return 2 * c + 1;
    }

    boolean has(int c, int flag) {
        return (flags[c] & flag) != 0;
    }

    void set(int c, int flag) {
        flags[c] |= flag;
    }

    void unset(int c, int flag) {
        flags[c] &= ~flag;
    }

    /** Sets all variables that a connection begins with, but for those of the peer. */
    void begin(int c, byte beginning, int iss, long endsAt) {
        state[c] = beginning;
        flags[c] &= QUEUED;
        sndUna[c] = iss;
        sndNxt[c] = iss;
        sndMax[c] = iss;
        sndWnd[c] = 0;
        mss[c] = Mss.DEFAULT;
        outLength[c] = 0;
        congestionWindow[c] = CONGESTION_WINDOW_MAX;
        duplicateAcks[c] = 0;
        vainAcks[c] = 0;
        tries[c] = 0;
        rtoMicros[c] = RTO_INITIAL_MICROS;
        srttMicros[c] = 0;
        rttvarMicros[c] = 0;
        measuredAt[c] = NEVER;
        ringCount[c] = 0;
        rcvNxt[c] = 0;
        rcvEdge[c] = 0;
        inLength[c] = 0;
        reassembly.clear(c);
        retransmitAt[c] = NEVER;
        applicationAt[c] = NEVER;
        endAt[c] = endsAt;
    }

    /** Takes over what the peer's SYN-ACK says; it acknowledges {@link #sndUna}. */
    void establish(int c, int sequence, int window, int ttl, int peerMss) {
        state[c] = OPEN;
        irs[c] = sequence;
        rcvNxt[c] = sequence + 1;
        rcvEdge[c] = sequence + 1;
        sndWnd[c] = window;
        sndWl1[c] = sequence;
        sndWl2[c] = sndUna[c];
        mss[c] = (short) peerMss;
        synAck[c] = ttl << 16 | window;
        askAck(c);
    }

    /** Gives back all memory and times of a connection; its place stays taken. */
    void end(int c) {
        queues.clear(input(c));
        queues.clear(output(c));
        wheel.cancel(c);
    }

    /** Gives the place back. */
    void free(int c) {
        state[c] = FREE;
        attachments[c] = null;
        index.remove(c);
    }

    void clearApplication(int c) {
        int from = c * Connection.WORD_COUNT;
        Arrays.fill(words, from, from + Connection.WORD_COUNT, 0);
        attachments[c] = null;
    }

    /** How much from {@link #rcvNxt} on is accepted, 0 to 65535; at least what was advertised. */
    int acceptWindow(int c) {
        if (has(c, PEER_FIN)) {
            return 0;
        }
        if (has(c, FIN_QUEUED)) {
            return Math.max(0, rcvEdge[c] - rcvNxt[c]);
        }
        return Math.min(WINDOW_MAX, inputMaxBytes - inLength[c]);
    }

    /**
     * The window to advertise, 0 to 65535. No connection is offered more than a quarter of the
     * blocks that are free, so that a short pool shows in all windows before it is empty; and
     * rather nothing than what is less than a segment.
     */
    int advertisedWindow(int c) {
        int window = acceptWindow(c);
        if (has(c, FIN_QUEUED)) {
            return window;
        }
        long share = (long) pool.freeCount() * BlockPool.BLOCK_BYTES / 4;
        return share >= window ? window : share < Mss.DEFAULT ? 0 : (int) share;
    }

    void askAck(int c) {
        set(c, ACK_PENDING);
        enqueue(c);
    }

    /** Has the place looked at when segments are sent next. */
    void enqueue(int c) {
        if (!has(c, QUEUED)) {
            set(c, QUEUED);
            int at = queuedFirst + queuedCount++;
            queued[at < queued.length ? at : at - queued.length] = c;
        }
    }

    int queuedCount() {
        return queuedCount;
    }

    /** The place that has waited longest to be looked at; perhaps it is free now. */
    int dequeue() {
        int c = queued[queuedFirst];
        queuedFirst = queuedFirst + 1 < queued.length ? queuedFirst + 1 : 0;
        queuedCount--;
        unset(c, QUEUED);
        return c;
    }

    /** How long to wait for an acknowledgment now. */
    long timeoutNanos(int c) {
        long doubled = (rtoMicros[c] * 1000L) << Math.min(tries[c], 16);
        return Math.min(RTO_MAX_NANOS, doubled);
    }

    /**
     * Sees to it that {@link #pollTimer} names the place when its first time comes. A time that has
     * moved back is noticed only when the old one comes, which costs less than to move it.
     */
    void arm(int c) {
        long due = Math.min(Math.min(retransmitAt[c], applicationAt[c]), endAt[c]);
        if (!wheel.isSet(c) || wheel.dueNanos(c) >= due + TICK_NANOS) {
            wheel.set(c, due);
        }
    }

    /** A place one of whose times may have come, or -1. */
    int pollTimer(long nowNanos) {
        return wheel.poll(nowNanos);
    }

    long nanosUntilTimer(long nowNanos) {
        return wheel.nanosUntilNext(nowNanos);
    }

    boolean hasTimer(int c) {
        return wheel.isSet(c);
    }

    /** What the arrays take, in bytes; bytes of input and output not counted. */
    long stateBytes() {
        int[][] ints = {
            flags,
            sndUna,
            sndNxt,
            sndMax,
            sndWnd,
            sndWl1,
            sndWl2,
            outLength,
            rtoMicros,
            srttMicros,
            rttvarMicros,
            measuredSequence,
            irs,
            rcvNxt,
            rcvEdge,
            inLength,
            peerFin,
            synAck,
            queued
        };
        long[][] longs = {mac, measuredAt, ringCount, retransmitAt, applicationAt, endAt, words};
        byte[][] bytes = {state, endReason, congestionWindow, duplicateAcks, vainAcks, tries};
        long sum = index.stateBytes() + queues.stateBytes() + reassembly.stateBytes();
        sum += wheel.stateBytes() + (long) mss.length * Short.BYTES;
        sum += (long) attachments.length * Long.BYTES;
        for (int[] each : ints) {
            sum += (long) each.length * Integer.BYTES;
        }
        for (long[] each : longs) {
            sum += (long) each.length * Long.BYTES;
        }
        for (byte[] each : bytes) {
            sum += each.length;
        }
        return sum;
    }
}
