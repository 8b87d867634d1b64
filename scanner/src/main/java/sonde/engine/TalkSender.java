// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.FrameSink;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.sys.Errno;
import sonde.tcp.SegmentRing;

import java.util.List;

/**
 * Takes the segments that conversations have written out of their rings and sends them, on the
 * thread of the first transmit agent. A segment that the kernel refuses for good is lost, as if the
 * wire had lost it: the conversation repeats it.
 */
final class TalkSender {

    private final List<SegmentRing> rings;
    private final FrameSink sink;
    private final Counters counters;
    private final int[] lengthBytes;
    private int untaken;
    private int nextRing;

    /**
     * @param sink takes frames of any length
     */
    TalkSender(List<SegmentRing> rings, FrameSink sink, Counters counters) {
        this.rings = List.copyOf(rings);
        this.sink = sink;
        this.counters = counters;
        lengthBytes = new int[sink.slotCountMax()];
    }

    /** Whether frames stand in the sink that the kernel has not taken: nobody else may use it. */
    boolean isBehind() {
        return untaken > 0;
    }

    /**
     * Sends what there is.
     *
     * @param leave how many frames may go, at least 1
     * @return how many went, or {@code -errno} if the kernel took none
     */
    int send(int leave) {
        if (untaken == 0 && isEmpty()) {
            return 0;
        }
        int wanted = untaken > 0 ? untaken : Math.min(leave, sink.slotCountMax());
        int slots = sink.reserve(wanted);
        if (slots == 0) {
            return -Errno.EAGAIN;
        }
        int written = untaken;
        if (written == 0) {
            while (written < slots && take(written)) {
                written++;
            }
            if (written == 0) {
                return 0;
            }
        }
        int taken = sink.send(written, lengthBytes);
        if (taken < 0) {
            return refused(written, taken);
        }
        untaken = written - taken;
        System.arraycopy(lengthBytes, taken, lengthBytes, 0, untaken);
        counters.add(Counter.SEGMENTS_SENT, taken);
        return taken;
    }

    private int refused(int written, int error) {
        if (TransmitAgent.isNoRoom(-error)) {
            untaken = written;
        } else {
            untaken = 0;
            counters.add(Counter.SEGMENTS_REFUSED, written);
        }
        return error;
    }

    private boolean isEmpty() {
        for (int i = 0; i < rings.size(); i++) {
            if (rings.get(i).peekLength() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Copies the next segment into a slot of the reservation; the rings take turns. */
    private boolean take(int slot) {
        for (int tried = 0; tried < rings.size(); tried++) {
            SegmentRing ring = rings.get(nextRing);
            int length = ring.peekLength();
            if (length > 0) {
                ring.copyTo(
                        sink.memory(),
                        sink.reservedOffset() + (long) slot * sink.slotStrideBytes());
                ring.release();
                lengthBytes[slot] = length;
                return true;
            }
            nextRing = nextRing + 1 == rings.size() ? 0 : nextRing + 1;
        }
        return false;
    }
}
