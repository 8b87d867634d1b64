// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Carries records from one producer thread to one consumer thread, in order, without locks. What a
 * TCP port of an IPv4 address answers, millions of times, goes in as numbers; every other record
 * goes in whole.
 *
 * <p>Assumptions and guarantees:
 *
 * <ol>
 *   <li>One thread offers, one thread polls or drains. Offering numbers allocates nothing.
 *   <li>The producer fills a slot with plain stores and publishes it by a release store of its
 *       position; the consumer sees the slot whole after its acquire load. The consumer gives slots
 *       back the same way.
 *   <li>Each side reads the other's position only when its last known value no longer suffices, so
 *       the cache line of a position moves about once a batch, not once a record.
 *   <li>A full ring refuses; the producer counts or tries again. It is also full when the whole
 *       records in it take more than {@value #WHOLE_MAX_BYTES} bytes.
 * </ol>
 *
 * <p>Positions run freely from 0; slot = position modulo the slot count. A slot is three longs:
 *
 * <pre>
 *   63            48 47            32 31    24 23    16 15             0
 *  +--------------------------------------------------------------------+
 *  |                             epochNanos                             |
 *  +---------------------------------+--------+--------+----------------+
 *  |             address             |tcpFlags|  ttl   |      port      |
 *  +---------------------------------+--------+--------+-------+--------+
 *  |            rttMicros            |     zero      |W| status|protocol|
 *  +---------------------------------+---------------+-+-------+--------+
 *   63                             32 31           17 16 15   8 7      0
 * </pre>
 *
 * <p>A whole record stands in an array beside; its slot says so by the bit W and nothing else.
 *
 * <p>Slots and positions live in one array: 128 bytes ahead of the producer's position, of the
 * consumer's, and of the first slot, and behind the last, so that no two of them share a cache line
 * or a pair of lines fetched together.
 */
public final class RecordRing {

    /** Takes records from {@link #drain}. */
    @FunctionalInterface
    public interface Handler<E extends Exception> {

        /** Takes one record. */
        void take(ScanRecord record) throws E;
    }

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final Protocol[] PROTOCOLS = Protocol.values();
    private static final Status[] STATUSES = Status.values();

    private static final int PADDING = 128 / Long.BYTES;

    /** The producer's position, and beside it the consumer's as the producer last saw it. */
    private static final int PRODUCER = PADDING;

    private static final int CONSUMER_SEEN = PRODUCER + 1;

    /** Bytes of whole records ever put in. */
    private static final int BYTES_PUT = PRODUCER + 2;

    /** The consumer's position, and beside it the producer's as the consumer last saw it. */
    private static final int CONSUMER = 2 * PADDING;

    private static final int PRODUCER_SEEN = CONSUMER + 1;

    /** Bytes of whole records ever taken out; published with the consumer's position. */
    private static final int BYTES_TAKEN = CONSUMER + 2;

    private static final int SLOTS = 3 * PADDING;
    private static final int SLOT_LONGS = 3;

    /** 2^26 slots fill 1.5 GiB and the array's index is still an int. */
    private static final int SLOT_COUNT_MAX = 1 << 26;

    /** How many bytes of whole records a ring holds at most, as it counts them. */
    public static final long WHOLE_MAX_BYTES = 1 << 24;

    /**
     * What a whole record is counted as, beside its banner's text: the objects it consists of take
     * up to 192 bytes with compressed pointers, as their fields add up.
     */
    public static final int WHOLE_COST_BYTES = 256;

    private static final long IS_WHOLE = 1 << 16;

    private final long[] cells;
    private final int slotCount;
    private final @Nullable ScanRecord[] whole;

    /**
     * Makes an empty ring.
     *
     * @param slotCount a power of two, 1 to 2^26
     */
    public RecordRing(int slotCount) {
        if (slotCount < 1 || slotCount > SLOT_COUNT_MAX || Integer.bitCount(slotCount) != 1) {
            throw new IllegalArgumentException(
                    "slot count " + slotCount + " is no power of two from 1 to " + SLOT_COUNT_MAX);
        }
        this.slotCount = slotCount;
        cells = new long[SLOTS + slotCount * SLOT_LONGS + PADDING];
        whole = new ScanRecord[slotCount];
    }

    /**
     * Adds what an IPv4 target answered, or returns false if the ring is full. Producer only.
     *
     * @param address IPv4, in host order
     * @param protocol the ordinal of a {@link Protocol}
     * @param port 0 to 65535
     * @param status the ordinal of a {@link Status}
     * @param tcpFlags as {@link Evidence#tcpFlags}
     * @param ttl as {@link Evidence#ttl}
     * @param rttMicros as {@link Evidence#rttMicros}
     */
    public boolean offer(
            long epochNanos,
            int address,
            int protocol,
            int port,
            int status,
            int tcpFlags,
            int ttl,
            int rttMicros) {
        assert protocol >= 0 && protocol < PROTOCOLS.length : protocol;
        assert status >= 0 && status < STATUSES.length : status;
        assert port >>> 16 == 0 && tcpFlags >>> 8 == 0 && ttl >>> 8 == 0;
        long position = cells[PRODUCER];
        if (isFull(position)) {
            return false;
        }
        put(
                position,
                epochNanos,
                (long) address << 32 | (long) tcpFlags << 24 | ttl << 16 | port,
                (long) rttMicros << 32 | (long) status << 8 | protocol);
        return true;
    }

    /** Adds a record of any kind, or returns false if the ring is full. Producer only. */
    public boolean offer(ScanRecord record) {
        long position = cells[PRODUCER];
        long bytesPut = cells[BYTES_PUT] + bytesOf(record);
        if (isFull(position)
                || bytesPut - (long) CELL.getAcquire(cells, BYTES_TAKEN) > WHOLE_MAX_BYTES) {
            return false;
        }
        whole[(int) position & (slotCount - 1)] = record;
        cells[BYTES_PUT] = bytesPut;
        put(position, 0, 0, IS_WHOLE);
        return true;
    }

    private static int bytesOf(ScanRecord record) {
        Banner banner = record.banner();
        return WHOLE_COST_BYTES + (banner == null ? 0 : banner.lengthBytes());
    }

    private boolean isFull(long position) {
        if (position - cells[CONSUMER_SEEN] < slotCount) {
            return false;
        }
        long seen = (long) CELL.getAcquire(cells, CONSUMER);
        cells[CONSUMER_SEEN] = seen;
        return position - seen >= slotCount;
    }

    private void put(long position, long epochNanos, long target, long kind) {
        int cell = slotCell(position);
        cells[cell] = epochNanos;
        cells[cell + 1] = target;
        cells[cell + 2] = kind;
        CELL.setRelease(cells, PRODUCER, position + 1);
    }

    /** Takes the oldest record, or null if there is none. Consumer only. */
    public @Nullable ScanRecord poll() {
        long position = cells[CONSUMER];
        if (available(position, 1) == 0) {
            return null;
        }
        ScanRecord record = read(position);
        CELL.setRelease(cells, CONSUMER, position + 1);
        return record;
    }

    /**
     * Hands over the oldest records, at most {@code max}, and returns how many. A record whose
     * handler throws is taken like the others. Consumer only.
     */
    public <E extends Exception> int drain(Handler<E> handler, int max) throws E {
        long first = cells[CONSUMER];
        long last = first + available(first, max);
        long position = first;
        try {
            while (position < last) {
                handler.take(read(position++));
            }
        } finally {
            CELL.setRelease(cells, CONSUMER, position);
        }
        return (int) (last - first);
    }

    /** How many records wait, exact only when both threads are at rest. Any thread. */
    public int size() {
        long consumer = (long) CELL.getAcquire(cells, CONSUMER);
        long producer = (long) CELL.getAcquire(cells, PRODUCER);
        return (int) Math.min(producer - consumer, slotCount);
    }

    /** How many records the ring holds when full. */
    public int slotCount() {
        return slotCount;
    }

    /** How many of {@code wanted} records the consumer may read from {@code position} on. */
    private long available(long position, int wanted) {
        if (cells[PRODUCER_SEEN] - position < wanted) {
            cells[PRODUCER_SEEN] = (long) CELL.getAcquire(cells, PRODUCER);
        }
        return Math.clamp(wanted, 0, cells[PRODUCER_SEEN] - position);
    }

    private ScanRecord read(long position) {
        int cell = slotCell(position);
        long target = cells[cell + 1];
        long word = cells[cell + 2];
        if ((word & IS_WHOLE) != 0) {
            return takeWhole((int) position & (slotCount - 1));
        }
        return new ScanRecord(
                cells[cell],
                IpAddress.ofIpv4((int) (target >>> 32)),
                PROTOCOLS[(int) word & 0xFF],
                (int) target & 0xFFFF,
                STATUSES[(int) word >>> 8],
                Evidence.tcp((int) target >>> 24, (int) target >>> 16 & 0xFF, (int) (word >>> 32)),
                null);
    }

    private ScanRecord takeWhole(int slot) {
        ScanRecord record = Objects.requireNonNull(whole[slot]);
        whole[slot] = null;
        CELL.setRelease(cells, BYTES_TAKEN, cells[BYTES_TAKEN] + bytesOf(record));
        return record;
    }

    private int slotCell(long position) {
        return SLOTS + ((int) position & (slotCount - 1)) * SLOT_LONGS;
    }
}
