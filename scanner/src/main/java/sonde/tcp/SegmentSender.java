// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static sonde.tcp.ConnectionTable.ACK_PENDING;
import static sonde.tcp.ConnectionTable.EMIT_HEAD;
import static sonde.tcp.ConnectionTable.EMIT_PROBE;
import static sonde.tcp.ConnectionTable.EMIT_SYN;
import static sonde.tcp.ConnectionTable.FIN_ACKED;
import static sonde.tcp.ConnectionTable.FIN_QUEUED;
import static sonde.tcp.ConnectionTable.NEVER;
import static sonde.tcp.ConnectionTable.RESETTING;
import static sonde.tcp.ConnectionTable.SYN_SENT;

import sonde.wire.Tcp;

import java.util.OptionalInt;

/**
 * Writes to the ring what a connection has to send, as far as the ring has room and the peer's
 * window allows. What it can't write stays where it is and goes with the next call.
 */
final class SegmentSender {

    private final ConnectionTable table;
    private final SegmentRing ring;
    private final SegmentWriter writer;
    private final TcpCounts counts;
    private final boolean resets;
    private final OptionalInt mss;
    private final OutgoingSegment segment = new OutgoingSegment();

    SegmentSender(
            ConnectionTable table,
            SegmentRing ring,
            SegmentWriter writer,
            TcpCounts counts,
            TcpConfig config) {
        this.table = table;
        this.ring = ring;
        this.writer = writer;
        this.counts = counts;
        resets = config.resets();
        mss = config.mss();
    }

    /**
     * Sends what is to be sent.
     *
     * @return false if the ring has no room for all
     */
    boolean flush(int c, long now) {
        return switch (table.state[c]) {
            case RESETTING -> !resets || sendReset(c);
            case SYN_SENT -> !table.has(c, EMIT_SYN) || sendSyn(c);
            default -> sendProbe(c) && sendHead(c) && sendNew(c, now) && sendAck(c);
        };
    }

    private boolean sendReset(int c) {
        if (isFull()) {
            return false;
        }
        emit(c, table.sndMax[c], Tcp.RST | Tcp.ACK, 0, 0);
        return true;
    }

    private boolean sendSyn(int c) {
        if (isFull()) {
            return false;
        }
        table.unset(c, EMIT_SYN);
        if (table.tries[c] > 0) {
            counts.add(TcpCount.RETRANSMITTED);
        }
        emit(c, table.sndUna[c], Tcp.SYN, 0, 0);
        return true;
    }

    /**
     * Asks a peer whose window is closed for another acknowledgment, by an empty segment that is
     * out of its window. A byte of data would do as well, but then had to be kept account of.
     */
    private boolean sendProbe(int c) {
        if (table.has(c, EMIT_PROBE)) {
            if (isFull()) {
                return false;
            }
            table.unset(c, EMIT_PROBE);
            emit(c, table.sndUna[c] - 1, Tcp.ACK, 0, 0);
        }
        return true;
    }

    /** Sends the first segment again that the peer says it lacks. */
    private boolean sendHead(int c) {
        if (!table.has(c, EMIT_HEAD)) {
            return true;
        }
        if (isFull()) {
            return false;
        }
        table.unset(c, EMIT_HEAD);
        int sent = table.sndNxt[c] - table.sndUna[c];
        int data = Math.min(sent, table.outLength[c]);
        int n = Math.min(Math.min(data, table.mss[c]), table.sndWnd[c]);
        boolean fin = n == data && sent > table.outLength[c];
        if (n > 0 || fin) {
            table.measuredAt[c] = NEVER;
            counts.add(TcpCount.RETRANSMITTED);
            emit(c, table.sndUna[c], Tcp.ACK | (fin ? Tcp.FIN : 0), 0, n);
        }
        return true;
    }

    private boolean sendNew(int c, long now) {
        boolean isAllOut = true;
        while (true) {
            int sent = table.sndNxt[c] - table.sndUna[c];
            int left = table.outLength[c] - sent;
            int n = nextLength(c, sent, left);
            boolean fin = left >= 0 && n == left && isFinOwed(c);
            if (n <= 0 && !fin) {
                break;
            }
            if (isFull()) {
                isAllOut = false;
                break;
            }
            sendAt(c, now, sent, n, n == left, fin);
        }
        if (table.retransmitAt[c] == NEVER && (table.outLength[c] > 0 || isFinOwed(c))) {
            table.retransmitAt[c] = now + table.timeoutNanos(c);
        }
        return isAllOut;
    }

    private boolean isFinOwed(int c) {
        return table.has(c, FIN_QUEUED) && !table.has(c, FIN_ACKED);
    }

    /**
     * How much data the next segment carries. One that is short although more waits is sent only if
     * nothing is under way (RFC 9293 section 3.8.6.2.1).
     */
    private int nextLength(int c, int sent, int left) {
        int window = Math.min(table.sndWnd[c], table.congestionWindow[c] * table.mss[c]);
        int n = Math.min(Math.min(left, table.mss[c]), window - sent);
        return n < left && n < table.mss[c] && sent > 0 ? 0 : Math.max(n, 0);
    }

    private void sendAt(int c, long now, int sent, int n, boolean isLast, boolean fin) {
        int sequence = table.sndNxt[c];
        int end = sequence + n + (fin ? 1 : 0);
        if (sequence - table.sndMax[c] < 0) {
            counts.add(TcpCount.RETRANSMITTED);
        } else if (table.measuredAt[c] == NEVER) {
            table.measuredAt[c] = now;
            table.measuredSequence[c] = end;
        }
        emit(c, sequence, Tcp.ACK | (isLast && n > 0 ? Tcp.PSH : 0) | (fin ? Tcp.FIN : 0), sent, n);
        table.sndNxt[c] = end;
        if (end - table.sndMax[c] > 0) {
            table.sndMax[c] = end;
        }
    }

    private boolean sendAck(int c) {
        if (table.has(c, ACK_PENDING)) {
            if (isFull()) {
                return false;
            }
            emit(c, table.sndMax[c], Tcp.ACK, 0, 0);
        }
        return true;
    }

    private void emit(int c, int sequence, int flags, int position, int count) {
        long frame = ring.reserve();
        table.index.load(c, segment.tuple);
        if (count > 0) {
            long payload = frame + writer.payloadOffsetBytes(segment.tuple.isIpv6());
            table.queues.read(table.output(c), position, ring.memory(), payload, count);
        }
        segment.destinationMac = table.mac[c];
        segment.sequence = sequence;
        segment.flags = flags;
        segment.acknowledgment = (flags & Tcp.ACK) == 0 ? 0 : table.rcvNxt[c];
        segment.window = table.advertisedWindow(c);
        segment.payloadLengthBytes = count;
        table.rcvEdge[c] = table.rcvNxt[c] + segment.window;
        table.unset(c, ACK_PENDING);
        commit(frame);
        table.ringCount[c] = ring.addedCount();
    }

    /** Sends a segment without data for a connection that is in no table, or not at all. */
    void emitStray(
            FourTuple tuple,
            long destinationMac,
            int sequence,
            int acknowledgment,
            int flags,
            int window) {
        if (isFull()) {
            return;
        }
        segment.tuple.copyFrom(tuple);
        segment.destinationMac = destinationMac;
        segment.sequence = sequence;
        segment.flags = flags;
        segment.acknowledgment = acknowledgment;
        segment.window = window;
        segment.payloadLengthBytes = 0;
        commit(ring.reserve());
    }

    /** Sends a SYN that no connection belongs to, or not at all. */
    void probe(FourTuple tuple, long destinationMac, int sequence) {
        emitStray(tuple, destinationMac, sequence, 0, Tcp.SYN, ConnectionTable.WINDOW_MAX);
    }

    private void commit(long frame) {
        boolean isSyn = (segment.flags & Tcp.SYN) != 0;
        int offered = mss.orElse(Mss.max(segment.tuple.isIpv6()));
        segment.mss = isSyn ? Math.max(offered, 0) : 0;
        ring.commit(writer.write(ring.memory(), frame, segment));
        counts.add(TcpCount.SEGMENTS_SENT);
    }

    private boolean isFull() {
        if (ring.hasRoom()) {
            return false;
        }
        counts.add(TcpCount.RING_FULL);
        return true;
    }
}
