// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/**
 * Peers that have answered our SYN while the table of connections was full. They wait in the order
 * in which they came; the first of them is read into the fields.
 */
final class WaitingHandshakes {

    /** Linux, the most patient, repeats its SYN-ACK for 63 s (tcp_synack_retries 5). */
    private static final long PATIENCE_NANOS = 63_000_000_000L;

    final FourTuple tuple = new FourTuple();
    int sequence;
    int acknowledgment;
    int window;
    int ttl;
    int mss;
    long mac;

    private final FourTupleIndex index;
    private final int[] sequences;
    private final int[] acknowledgments;

    /** Window, time to live, maximum segment size, 16 bits each from the low end. */
    private final long[] measures;

    private final long[] macs;
    private final long[] since;

    /** Peers that have reset while waiting. */
    private final boolean[] gone;

    private final int[] order;
    private int first;

    WaitingHandshakes(int capacity, long hashKey) {
        index = new FourTupleIndex(capacity, hashKey);
        sequences = new int[capacity];
        acknowledgments = new int[capacity];
        measures = new long[capacity];
        macs = new long[capacity];
        since = new long[capacity];
        gone = new boolean[capacity];
        order = new int[capacity];
    }

    int size() {
        return index.size();
    }

    boolean contains(FourTuple wanted) {
        return index.find(wanted) != FourTupleIndex.NONE;
    }

    /** Adds a peer that does not wait yet; false if there is no place. */
    boolean add(
            FourTuple wanted, MemorySegment memory, ParsedFrame synAck, long mac, long nowNanos) {
        int at = (first + index.size()) % order.length;
        int place = index.add(wanted);
        if (place == FourTupleIndex.NONE) {
            return false;
        }
        order[at] = place;
        sequences[place] = synAck.sequence;
        acknowledgments[place] = synAck.acknowledgment;
        measures[place] = (long) Mss.of(memory, synAck) << 32 | synAck.ttl << 16 | synAck.window;
        macs[place] = mac;
        since[place] = nowNanos;
        gone[place] = false;
        return true;
    }

    /** Takes note of a peer's reset; a SYN-ACK again says nothing new. */
    void onSegment(FourTuple wanted, ParsedFrame frame) {
        int place = index.find(wanted);
        if (place != FourTupleIndex.NONE
                && (frame.tcpFlags & Tcp.RST) != 0
                && frame.sequence == sequences[place] + 1) {
            gone[place] = true;
        }
    }

    /**
     * Takes the first one out and into the fields. There must be one.
     *
     * @return false if it is of no use any more
     */
    boolean poll(long nowNanos) {
        int place = order[first];
        first = (first + 1) % order.length;
        index.load(place, tuple);
        sequence = sequences[place];
        acknowledgment = acknowledgments[place];
        window = (int) measures[place] & 0xFFFF;
        ttl = (int) (measures[place] >>> 16) & 0xFFFF;
        mss = (int) (measures[place] >>> 32);
        mac = macs[place];
        index.remove(place);
        return !gone[place] && nowNanos - since[place] <= PATIENCE_NANOS;
    }

    /** Shows every peer that waits. */
    void forEach(Peers peers) {
        for (int i = 0; i < index.size(); i++) {
            index.load(order[(first + i) % order.length], tuple);
            peers.take(tuple.remoteHigh, tuple.remoteLow, tuple.remotePort());
        }
    }

    /** What the arrays take, in bytes. */
    long stateBytes() {
        long each = 3L * Integer.BYTES + 3L * Long.BYTES + 1;
        return index.stateBytes() + order.length * each;
    }
}
