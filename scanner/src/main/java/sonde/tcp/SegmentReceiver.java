// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static sonde.tcp.ConnectionTable.EMIT_HEAD;
import static sonde.tcp.ConnectionTable.EMIT_SYN;
import static sonde.tcp.ConnectionTable.FIN_ACKED;
import static sonde.tcp.ConnectionTable.FIN_QUEUED;
import static sonde.tcp.ConnectionTable.NEVER;
import static sonde.tcp.ConnectionTable.OPEN;
import static sonde.tcp.ConnectionTable.PEER_FIN;
import static sonde.tcp.ConnectionTable.PEER_FIN_SEEN;
import static sonde.tcp.ConnectionTable.SYN_SENT;

import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/**
 * Applies a segment to its connection, in the order of RFC 9293 section 3.10.7, with the checks of
 * RFC 5961 against segments of others. It changes the table and calls nobody; what the application
 * is to hear of, it returns.
 */
final class SegmentReceiver {

    /** What happened: bits. */
    static final int NOTHING = 0;

    static final int INPUT = 1;
    static final int ESTABLISHED = 1 << 1;
    static final int RESET = 1 << 2;

    /** A peer that answers probes of its closed window stays at this back-off: 16 times. */
    private static final byte PERSIST_TRIES_MAX = 4;

    /** RFC 5681 section 3.2. */
    private static final int DUPLICATE_ACKS_MAX = 3;

    /** Acknowledgments a second that segments out of place may cost, RFC 5961 section 7. */
    private static final int CHALLENGES_MAX = 1000;

    /**
     * The same for the whole of a connection: far more than a lossy way makes necessary, and an end
     * to two sides that correct each other.
     */
    private static final int VAIN_ACKS_MAX = 100;

    private static final long SECOND_NANOS = 1_000_000_000;

    /** RFC 6298 allows less than its 1 s; Linux has 200 ms (TCP_RTO_MIN, net/tcp.h). */
    private static final int RTO_MIN_MICROS = 200_000;

    private static final int RTO_MAX_MICROS = 60_000_000;

    private final ConnectionTable table;
    private final TcpCounts counts;
    private long challengesSince;
    private int challenges;

    SegmentReceiver(ConnectionTable table, TcpCounts counts) {
        this.table = table;
        this.counts = counts;
    }

    int onSegment(int c, MemorySegment memory, ParsedFrame frame, long now) {
        return switch (table.state[c]) {
            case SYN_SENT -> onAnswerToSyn(c, memory, frame, now);
            case OPEN -> onOpen(c, memory, frame, now);
            default -> NOTHING;
        };
    }

    private int onAnswerToSyn(int c, MemorySegment memory, ParsedFrame frame, long now) {
        if ((frame.tcpFlags & Tcp.ACK) == 0 || frame.acknowledgment != table.sndUna[c] + 1) {
            counts.add(TcpCount.ACK_INVALID);
            return NOTHING;
        }
        if ((frame.tcpFlags & Tcp.RST) != 0) {
            return RESET;
        }
        if ((frame.tcpFlags & Tcp.SYN) == 0) {
            return NOTHING;
        }
        if (table.tries[c] == 0) {
            measure(c, now - table.measuredAt[c]);
        }
        table.measuredAt[c] = NEVER;
        table.unset(c, EMIT_SYN);
        table.sndUna[c] = frame.acknowledgment;
        table.sndNxt[c] = frame.acknowledgment;
        table.sndMax[c] = frame.acknowledgment;
        table.tries[c] = 0;
        table.retransmitAt[c] = NEVER;
        return ESTABLISHED | establish(c, memory, frame);
    }

    /** Takes over the peer's SYN-ACK and the data that came with it. */
    int establish(int c, MemorySegment memory, ParsedFrame synAck) {
        table.establish(c, synAck.sequence, synAck.window, synAck.ttl, Mss.of(memory, synAck));
        boolean fin = (synAck.tcpFlags & Tcp.FIN) != 0;
        return takeData(c, memory, synAck, synAck.sequence + 1, fin);
    }

    private int onOpen(int c, MemorySegment memory, ParsedFrame frame, long now) {
        int ahead = frame.sequence - table.rcvNxt[c];
        int window = table.acceptWindow(c);
        if ((frame.tcpFlags & Tcp.RST) != 0) {
            return onReset(c, ahead, window, now);
        }
        if ((frame.tcpFlags & Tcp.SYN) != 0) {
            onSyn(c, frame, now);
            return NOTHING;
        }
        if ((frame.tcpFlags & Tcp.ACK) == 0) {
            counts.add(TcpCount.ACK_INVALID);
            return NOTHING;
        }
        boolean fin = (frame.tcpFlags & Tcp.FIN) != 0;
        int length = frame.payloadLengthBytes + (fin ? 1 : 0);
        if (!isAcceptable(ahead, length, window)) {
            counts.add(TcpCount.OUT_OF_WINDOW);
            if (ahead < 0 && (length > 0 || ahead == -1)) {
                // A segment again whose acknowledgment was lost, or a keep-alive.
                answerInVain(c);
            } else if (ahead > 0) {
                challenge(c, now);
            }
            return NOTHING;
        }
        if (!takeAck(c, frame, now)) {
            return NOTHING;
        }
        return takeData(c, memory, frame, frame.sequence, fin);
    }

    /** Into a closed window the next byte is taken to be let in, so that its ACK is heard. */
    private static boolean isAcceptable(int ahead, int length, int window) {
        if (length == 0) {
            return ahead >= 0 && ahead <= window;
        }
        return ahead + length > 0 && ahead < Math.max(window, 1);
    }

    /** RFC 5961 section 3.2: only a peer that knows the very next number resets. */
    private int onReset(int c, int ahead, int window, long now) {
        if (ahead == 0) {
            return RESET;
        }
        if (ahead > 0 && ahead < window) {
            challenge(c, now);
        } else {
            counts.add(TcpCount.OUT_OF_WINDOW);
        }
        return NOTHING;
    }

    /** A SYN-ACK again has not heard our ACK; all others are challenged, RFC 5961 section 4.2. */
    private void onSyn(int c, ParsedFrame frame, long now) {
        if (frame.sequence == table.irs[c] && (frame.tcpFlags & Tcp.ACK) != 0) {
            answerInVain(c);
        } else {
            challenge(c, now);
        }
    }

    private void challenge(int c, long now) {
        if (now - challengesSince >= SECOND_NANOS) {
            challengesSince = now;
            challenges = 0;
        }
        if (challenges < CHALLENGES_MAX) {
            challenges++;
            answerInVain(c);
        } else {
            counts.add(TcpCount.CHALLENGES_WITHHELD);
        }
    }

    private void answerInVain(int c) {
        if (table.vainAcks[c] < VAIN_ACKS_MAX) {
            table.vainAcks[c]++;
            table.askAck(c);
        } else {
            counts.add(TcpCount.CHALLENGES_WITHHELD);
        }
    }

    /** Returns false if the segment is to be dropped (RFC 5961 section 5.2). */
    private boolean takeAck(int c, ParsedFrame frame, long now) {
        int acknowledgment = frame.acknowledgment;
        int acked = acknowledgment - table.sndUna[c];
        int outstanding = table.sndMax[c] - table.sndUna[c];
        if (acked > outstanding || acked < -ConnectionTable.WINDOW_MAX) {
            counts.add(TcpCount.ACK_INVALID);
            challenge(c, now);
            return false;
        }
        if (acked < 0) {
            return true;
        }
        int length = frame.payloadLengthBytes + (frame.tcpFlags & Tcp.FIN);
        if (acked > 0) {
            takeNewAck(c, acknowledgment, acked, now);
        } else if (length == 0 && outstanding > 0 && frame.window == table.sndWnd[c]) {
            takeDuplicateAck(c);
        }
        takeWindow(c, frame);
        return true;
    }

    private void takeNewAck(int c, int acknowledgment, int acked, long now) {
        if (table.measuredAt[c] != NEVER && acknowledgment - table.measuredSequence[c] >= 0) {
            measure(c, now - table.measuredAt[c]);
            table.measuredAt[c] = NEVER;
        }
        int data = Math.min(acked, table.outLength[c]);
        if (data > 0) {
            table.queues.drop(table.output(c), data);
            table.outLength[c] -= data;
        }
        if (acked > data) {
            table.set(c, FIN_ACKED);
        }
        table.sndUna[c] = acknowledgment;
        if (table.sndNxt[c] - acknowledgment < 0) {
            table.sndNxt[c] = acknowledgment;
        }
        table.tries[c] = 0;
        table.duplicateAcks[c] = 0;
        if (table.congestionWindow[c] < ConnectionTable.CONGESTION_WINDOW_MAX) {
            table.congestionWindow[c]++;
        }
        boolean isMoreOut = table.sndMax[c] != acknowledgment;
        table.retransmitAt[c] = isMoreOut ? now + table.timeoutNanos(c) : NEVER;
        table.enqueue(c);
    }

    private void takeDuplicateAck(int c) {
        if (table.duplicateAcks[c] < DUPLICATE_ACKS_MAX
                && ++table.duplicateAcks[c] == DUPLICATE_ACKS_MAX) {
            table.set(c, EMIT_HEAD);
            table.enqueue(c);
        }
    }

    private void takeWindow(int c, ParsedFrame frame) {
        int newer = frame.sequence - table.sndWl1[c];
        if (newer > 0 || (newer == 0 && frame.acknowledgment - table.sndWl2[c] >= 0)) {
            table.sndWnd[c] = frame.window;
            table.sndWl1[c] = frame.sequence;
            table.sndWl2[c] = frame.acknowledgment;
            if (table.outLength[c] > 0) {
                table.enqueue(c);
            }
        }
        if (table.sndWnd[c] == 0 && table.tries[c] > PERSIST_TRIES_MAX) {
            table.tries[c] = PERSIST_TRIES_MAX;
        }
    }

    /** RFC 6298 section 2. */
    private void measure(int c, long nanos) {
        int micros = Math.clamp(nanos / 1000, 1, RTO_MAX_MICROS);
        int smoothed = table.srttMicros[c];
        if (smoothed == 0) {
            table.srttMicros[c] = micros;
            table.rttvarMicros[c] = micros / 2;
        } else {
            int error = micros - smoothed;
            table.rttvarMicros[c] += (Math.abs(error) - table.rttvarMicros[c]) / 4;
            table.srttMicros[c] = Math.max(1, smoothed + error / 8);
        }
        long timeout = table.srttMicros[c] + 4L * table.rttvarMicros[c];
        table.rtoMicros[c] = Math.clamp(timeout, RTO_MIN_MICROS, RTO_MAX_MICROS);
    }

    private int takeData(
            int c, MemorySegment memory, ParsedFrame frame, int sequence, boolean fin) {
        int length = frame.payloadLengthBytes;
        if (length == 0 && !fin) {
            return NOTHING;
        }
        table.askAck(c);
        if (table.has(c, PEER_FIN)) {
            return NOTHING;
        }
        int ahead = sequence - table.rcvNxt[c];
        int end = limit(c, ahead, length, fin);
        int start = Math.max(ahead, 0);
        int grown = 0;
        if (end > start) {
            long from = frame.payloadOffset + (start - ahead);
            grown = store(c, memory, from, start, end - start);
            table.rcvNxt[c] += grown;
        }
        boolean isNews = grown > 0;
        if (table.has(c, PEER_FIN_SEEN) && table.rcvNxt[c] == table.peerFin[c]) {
            table.set(c, PEER_FIN);
            table.rcvNxt[c]++;
            isNews = true;
        }
        return isNews && !table.has(c, FIN_QUEUED) ? INPUT : NOTHING;
    }

    /** Where the data that may be taken ends; takes note of the first FIN that makes sense. */
    private int limit(int c, int ahead, int length, boolean fin) {
        int end = ahead + length;
        int window = table.acceptWindow(c);
        boolean isWhole = end <= window;
        if (table.has(c, PEER_FIN_SEEN)) {
            return Math.min(Math.min(end, window), table.peerFin[c] - table.rcvNxt[c]);
        }
        if (fin && isWhole && end >= table.reassembly.reach(c, table.rcvNxt[c])) {
            table.set(c, PEER_FIN_SEEN);
            table.peerFin[c] = table.rcvNxt[c] + end;
        }
        return Math.min(end, window);
    }

    /** Returns by how much the data in order has grown. */
    private int store(int c, MemorySegment memory, long from, int ahead, int count) {
        if (table.has(c, FIN_QUEUED)) {
            return ahead == 0 ? count : 0;
        }
        int grown =
                table.reassembly.insert(
                        c,
                        table.input(c),
                        table.inLength[c],
                        table.rcvNxt[c],
                        memory,
                        from,
                        ahead,
                        count);
        if (grown < 0) {
            boolean isShort = grown == Reassembly.NO_BUFFER;
            counts.add(isShort ? TcpCount.NO_BUFFER : TcpCount.OUT_OF_ORDER_DROPPED);
            return 0;
        }
        table.inLength[c] += grown;
        return grown;
    }
}
