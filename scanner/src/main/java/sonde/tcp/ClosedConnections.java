// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

/**
 * The connections that were closed last, as far as their peers may not have heard so: instead of
 * TIME-WAIT. A peer whose FIN our last ACK did not answer, because it was lost, repeats it and is
 * answered from here. The oldest one gives way to the newest.
 */
final class ClosedConnections {

    /** Of connections closed at 4000 a second, a second's worth. */
    static final int CAPACITY = 4096;

    private final FourTupleIndex index;
    private final int[] sequences;
    private final int[] acknowledgments;
    private final long[] macs;
    private int oldest;

    ClosedConnections(long hashKey) {
        index = new FourTupleIndex(CAPACITY, hashKey);
        sequences = new int[CAPACITY];
        acknowledgments = new int[CAPACITY];
        macs = new long[CAPACITY];
    }

    /**
     * Adds a connection.
     *
     * @param sequence one behind our FIN
     * @param acknowledgment one behind what the peer sent
     */
    void add(FourTuple tuple, int sequence, int acknowledgment, long mac) {
        int place = index.find(tuple);
        if (place == FourTupleIndex.NONE) {
            if (index.isFull()) {
                index.remove(oldest);
                oldest = (oldest + 1) % CAPACITY;
            }
            place = index.add(tuple);
        }
        sequences[place] = sequence;
        acknowledgments[place] = acknowledgment;
        macs[place] = mac;
    }

    /** Whether a segment is one again that a connection closed here has acknowledged, or a FIN. */
    boolean covers(FourTuple tuple, ParsedFrame frame) {
        return find(tuple, frame) != FourTupleIndex.NONE;
    }

    /** Acknowledges such a segment if it has data or FIN; does nothing for others. */
    void answer(FourTuple tuple, ParsedFrame frame, SegmentSender sender) {
        int place = find(tuple, frame);
        if (place == FourTupleIndex.NONE || (frame.tcpFlags & Tcp.RST) != 0) {
            return;
        }
        int length = lengthOf(frame);
        if (length == 0) {
            return;
        }
        int end = frame.sequence + length;
        if (end - acknowledgments[place] > 0) {
            acknowledgments[place] = end;
        }
        sender.emitStray(tuple, macs[place], sequences[place], acknowledgments[place], Tcp.ACK, 0);
    }

    /** Only the peer's FIN may be new: it had not come when we stopped waiting for it. */
    private int find(FourTuple tuple, ParsedFrame frame) {
        int place = index.find(tuple);
        if (place == FourTupleIndex.NONE || (frame.tcpFlags & Tcp.SYN) != 0) {
            return FourTupleIndex.NONE;
        }
        int behind = acknowledgments[place] - (frame.sequence + lengthOf(frame));
        boolean isOld = behind >= 0 && behind <= ConnectionTable.WINDOW_MAX;
        boolean isFin = behind == -1 && (frame.tcpFlags & Tcp.FIN) != 0;
        return isOld || isFin ? place : FourTupleIndex.NONE;
    }

    private static int lengthOf(ParsedFrame frame) {
        return frame.payloadLengthBytes + ((frame.tcpFlags & Tcp.FIN) != 0 ? 1 : 0);
    }
}
