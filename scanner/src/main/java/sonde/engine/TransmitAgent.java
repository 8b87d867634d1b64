// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.clock.Pacer;
import sonde.clock.Parker;
import sonde.clock.RoundTripEstimator;
import sonde.link.FrameSink;
import sonde.probe.FrameWriter;
import sonde.probe.ProbeBatch;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.sys.Errno;
import sonde.wire.Arp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends probes: takes a batch from its feed, has the frames written into the link's memory, and
 * hands them over as the pacer lets them go. Each probe ends as sent or refused, and is counted.
 */
final class TransmitAgent implements Agent {

    /** How long to wait when the kernel has no room for a frame. */
    private static final long NO_ROOM_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** How long to wait when the feed has no probe ready. */
    private static final long NOT_READY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /**
     * How many probes of a batch are noted for round-trip times: all at low rates, a sample at high
     * ones.
     */
    private static final int NOTED_PER_BATCH = 4;

    private final ProbeFeed feed;
    private final FrameWriter writer;
    private final FrameSink sink;
    private final long sourceMac;
    private final int sourceAddress;
    private final Pacer pacer;
    private final RoundTripEstimator roundTrips;
    private final Counters counters;
    private final String linkName;

    private final ProbeBatch batch = new ProbeBatch();
    private int next;
    private boolean isStarted;
    private boolean isDone;
    private long restNanos;
    private long startedNanos;

    private volatile boolean stopRequested;
    private volatile long cursor;
    private volatile long sendingNanos;

    /**
     * @param sourceMac who asks for neighbours, in the low 48 bits; of no meaning where nobody is
     *     asked
     * @param sourceAddress likewise, IPv4 in host order
     * @param linkName for messages
     */
    TransmitAgent(
            ProbeFeed feed,
            FrameWriter writer,
            FrameSink sink,
            long sourceMac,
            int sourceAddress,
            Pacer pacer,
            RoundTripEstimator roundTrips,
            Counters counters,
            String linkName) {
        this.feed = feed;
        this.writer = writer;
        this.sink = sink;
        this.sourceMac = sourceMac;
        this.sourceAddress = sourceAddress;
        this.pacer = pacer;
        this.roundTrips = roundTrips;
        this.counters = counters;
        this.linkName = linkName;
        this.cursor = feed.cursor(0);
    }

    /** Sends no more; from any thread. */
    void stop() {
        stopRequested = true;
    }

    /** The cursor below which every probe has been sent, refused or given up; from any thread. */
    long cursor() {
        return cursor;
    }

    /** How long sending took; 0 until it has ended; from any thread. */
    long sendingNanos() {
        return sendingNanos;
    }

    @Override
    public String role() {
        return "transmit";
    }

    @Override
    public boolean isDone() {
        return isDone;
    }

    @Override
    public int doWork() throws ScanException {
        if (!isStarted) {
            isStarted = true;
            startedNanos = System.nanoTime();
            pacer.start();
        }
        if (stopRequested) {
            isDone = true;
            return 0;
        }
        restNanos = 0;
        int leave = pacer.permits(ProbeBatch.CAPACITY);
        if (leave == 0) {
            return 0;
        }
        int asked = 0;
        if (next == batch.count) {
            next = 0;
            long now = System.nanoTime();
            feed.fill(batch, now, leave);
            asked = ask();
            if (batch.count == 0) {
                isDone = feed.isAtEnd();
                if (asked == 0 && !isDone) {
                    restNanos = NOT_READY_NANOS;
                    pacer.permits(0);
                }
                cursor = feed.cursor(0);
                return asked;
            }
        }
        int sent = leave > asked ? send(Math.min(leave - asked, batch.count - next)) : 0;
        cursor = feed.cursor(next);
        return asked + sent;
    }

    @Override
    public void rest() {
        if (restNanos > 0) {
            LockSupport.parkNanos(restNanos);
        } else {
            Parker.park(pacer.nanosUntilNext());
        }
    }

    @Override
    public void finish() {
        counters.add(Counter.PROBES_WITHHELD, batch.count - next);
        feed.withhold(counters);
        sendingNanos = isStarted ? System.nanoTime() - startedNanos : 0;
    }

    /**
     * Sends the feed's questions. One that the kernel doesn't take is lost, as if the wire had lost
     * it.
     */
    private int ask() throws ScanException {
        int asks = feed.askCount();
        int done = 0;
        while (done < asks) {
            int slots = sink.reserve(Math.min(asks - done, sink.slotCountMax()));
            if (slots == 0) {
                break;
            }
            for (int i = 0; i < slots; i++) {
                long offset = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
                Arp.writeRequest(
                        sink.memory(), offset, sourceMac, sourceAddress, feed.asked()[done + i]);
            }
            int taken = sink.send(slots, Arp.FRAME_LENGTH_BYTES);
            if (taken < 0) {
                requireAlive(-taken);
                break;
            }
            done += taken;
            pacer.sent(taken);
        }
        counters.add(Counter.NEIGHBOURS_ASKED, done);
        return done;
    }

    /** Sends the next probes of the batch, and returns how many are dealt with. */
    private int send(int wanted) throws ScanException {
        int slots = sink.reserve(Math.min(wanted, sink.slotCountMax()));
        if (slots == 0) {
            return noRoom();
        }
        long offset = sink.reservedOffset();
        int strideBytes = sink.slotStrideBytes();
        writer.write(batch, next, slots, sink.memory(), offset, strideBytes);
        if (feed.addressesFrames()) {
            for (int i = 0; i < slots; i++) {
                feed.address(next + i, sink.memory(), offset + (long) i * strideBytes);
            }
        }
        int taken = sink.send(slots, writer.frameLengthBytes());
        if (taken < 0) {
            return refused(-taken);
        }
        long now = System.nanoTime();
        for (int i = 0; i < Math.min(taken, NOTED_PER_BATCH); i++) {
            roundTrips.noteSent(batch.cookie[next + i], now);
        }
        pacer.sent(taken);
        counters.add(Counter.PROBES_SENT, taken);
        next += taken;
        return taken;
    }

    private int noRoom() {
        counters.add(Counter.SEND_RETRIES, 1);
        restNanos = NO_ROOM_NANOS;
        return 0;
    }

    /** Deals with a batch of which the kernel took no frame. */
    private int refused(int errno) throws ScanException {
        if (errno == Errno.EAGAIN
                || errno == Errno.ENOBUFS
                || errno == Errno.EINTR
                || errno == Errno.ENOMEM) {
            return noRoom();
        }
        requireAlive(errno);
        counters.add(Counter.PROBES_REFUSED, 1);
        pacer.sent(1);
        next++;
        return 1;
    }

    private void requireAlive(int errno) throws ScanException {
        if (errno == Errno.ENETDOWN
                || errno == Errno.ENXIO
                || errno == Errno.ENODEV
                || errno == Errno.EBADF) {
            throw new ScanException(
                    ScanException.Cause.LINK,
                    linkName
                            + " went down while scanning ("
                            + Errno.name(errno)
                            + "); bring it up and go on with --resume-index");
        }
    }
}
