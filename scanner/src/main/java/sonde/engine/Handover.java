// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.record.RecordRing;
import sonde.record.ScanRecord;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The receiver's end of the way to the writer. The writer sleeps while there is nothing to write;
 * it is woken when much is waiting, because at millions of answers a second the ring is full before
 * it looks again by itself. Used by one receive agent.
 */
final class Handover {

    private static final long FULL_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** The writer is woken when the ring is this part full. */
    private static final int WAKE_PART = 16;

    private final RecordRing ring;
    private final BooleanSupplier writerIsGone;
    private final Runnable wakeWriter;
    private boolean isShut;

    /**
     * @param writerIsGone whether nobody takes records from the ring any more
     * @param wakeWriter ends the writer's sleep
     */
    Handover(RecordRing ring, BooleanSupplier writerIsGone, Runnable wakeWriter) {
        this.ring = ring;
        this.writerIsGone = writerIsGone;
        this.wakeWriter = wakeWriter;
    }

    /**
     * Hands over what a TCP port of an IPv4 address answered; when the ring is full, waits rather
     * than lose it. Parameters as in {@link RecordRing#offer}.
     */
    void put(
            long epochNanos,
            int address,
            int protocolOrdinal,
            int port,
            int statusOrdinal,
            int tcpFlags,
            int ttl,
            int rttMicros) {
        while (!ring.offer(
                epochNanos,
                address,
                protocolOrdinal,
                port,
                statusOrdinal,
                tcpFlags,
                ttl,
                rttMicros)) {
            if (writerIsGone.getAsBoolean()) {
                return;
            }
            wakeWriter.run();
            LockSupport.parkNanos(FULL_PARK_NANOS);
        }
    }

    /**
     * The same for a record of any kind.
     *
     * @return false after {@link #shut()}
     */
    boolean put(ScanRecord record) {
        if (isShut) {
            return false;
        }
        while (!ring.offer(record)) {
            if (writerIsGone.getAsBoolean()) {
                return true;
            }
            wakeWriter.run();
            LockSupport.parkNanos(FULL_PARK_NANOS);
        }
        return true;
    }

    /** Takes no more records: they will be had again, and better, when the scan goes on. */
    void shut() {
        isShut = true;
    }

    /** Says that a batch of records has been put. */
    void batchDone() {
        if (ring.size() > ring.slotCount() / WAKE_PART) {
            wakeWriter.run();
        }
    }
}
