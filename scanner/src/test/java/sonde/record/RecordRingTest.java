// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.IpAddress;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

class RecordRingTest {

    private static boolean offer(RecordRing ring, ScanRecord record) {
        return ring.offer(
                record.epochNanos(),
                record.address().ipv4(),
                record.protocol().ordinal(),
                record.port(),
                record.status().ordinal(),
                record.tcpFlags(),
                record.ttl(),
                record.evidence().rttMicros());
    }

    /** A record whose every field follows from one number. */
    private static ScanRecord record(long number) {
        SplittableRandom random = new SplittableRandom(number);
        Status[] statuses = Status.values();
        Protocol[] protocols = Protocol.values();
        return new ScanRecord(
                random.nextLong(),
                IpAddress.ofIpv4(random.nextInt()),
                protocols[random.nextInt(protocols.length)],
                random.nextInt(65536),
                statuses[random.nextInt(statuses.length)],
                Evidence.tcp(
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextBoolean() ? Evidence.UNKNOWN : random.nextInt()),
                null);
    }

    /** A record of the kinds that no slot has room for, with a banner of so many bytes or none. */
    private static ScanRecord whole(long number, int bannerBytes) {
        SplittableRandom random = new SplittableRandom(number);
        ScanRecord plain = record(number);
        IpAddress responder = new IpAddress(random.nextLong(), random.nextLong());
        Banner banner =
                bannerBytes < 0
                        ? null
                        : new Banner(Service.HTTP, Recognition.ANSWER, new byte[bannerBytes]);
        return new ScanRecord(
                plain.epochNanos(),
                new IpAddress(random.nextLong(), random.nextLong()),
                plain.protocol(),
                plain.port(),
                plain.status(),
                new Evidence(
                        0,
                        plain.ttl(),
                        plain.evidence().rttMicros(),
                        random.nextBoolean() ? responder : null,
                        random.nextInt(1 << 16),
                        random.nextLong() >>> 16),
                banner);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3, 1000, 1 << 27})
    void rejectsASlotCountThatIsNoPowerOfTwoWithinLimits(int slotCount) {
        assertThrows(IllegalArgumentException.class, () -> new RecordRing(slotCount));
    }

    @Test
    @SuppressWarnings("EnumOrdinal") // As the ring takes them.
    void carriesExtremeRoundTrips() {
        RecordRing ring = new RecordRing(4);
        for (int rtt : new int[] {Evidence.UNKNOWN, 0, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertTrue(
                    ring.offer(
                            1,
                            2,
                            Protocol.IP.ordinal(),
                            3,
                            Status.UNFILTERED.ordinal(),
                            4,
                            5,
                            rtt));
            ScanRecord taken = Objects.requireNonNull(ring.poll());
            assertEquals(Protocol.IP, taken.protocol());
            assertEquals(Status.UNFILTERED, taken.status());
            assertEquals(Evidence.tcp(4, 5, rtt), taken.evidence());
        }
    }

    @Test
    void carriesExtremeValues() {
        RecordRing ring = new RecordRing(4);
        List<ScanRecord> records =
                List.of(
                        new ScanRecord(
                                Long.MIN_VALUE, -1, Protocol.TCP, 65535, Status.UP, 255, 255),
                        new ScanRecord(Long.MAX_VALUE, 0, Protocol.TCP, 0, Status.OPEN, 0, 0),
                        new ScanRecord(-1, 0x8000_0000, Protocol.TCP, 1, Status.CLOSED, 0x80, 0),
                        new ScanRecord(0, 1, Protocol.TCP, 0x8000, Status.FILTERED, 0, 0x80));
        for (ScanRecord record : records) {
            assertTrue(offer(ring, record));
        }
        assertEquals(4, ring.size());
        for (ScanRecord record : records) {
            assertEquals(record, ring.poll());
        }
        assertNull(ring.poll());
    }

    @Test
    void refusesWhenFullAndGoesOnWhenThereIsRoom() {
        RecordRing ring = new RecordRing(2);
        assertTrue(offer(ring, record(1)));
        assertTrue(offer(ring, record(2)));
        assertFalse(offer(ring, record(3)));
        assertEquals(2, ring.size());
        assertEquals(record(1), ring.poll());
        assertTrue(offer(ring, record(4)));
        assertFalse(offer(ring, record(5)));
        assertEquals(record(2), ring.poll());
        assertEquals(record(4), ring.poll());
        assertNull(ring.poll());
    }

    @Test
    void drainsAtMostWhatWasAskedFor() {
        RecordRing ring = new RecordRing(8);
        for (int i = 0; i < 5; i++) {
            offer(ring, record(i));
        }
        List<ScanRecord> taken = new ArrayList<>();
        assertEquals(0, ring.drain(taken::add, 0));
        assertEquals(0, ring.drain(taken::add, -1));
        assertEquals(3, ring.drain(taken::add, 3));
        assertEquals(2, ring.drain(taken::add, Integer.MAX_VALUE));
        assertEquals(0, ring.drain(taken::add, 1));
        for (int i = 0; i < 5; i++) {
            assertEquals(record(i), taken.get(i));
        }
    }

    @Test
    void aHandlerThatThrowsHasTakenItsRecord() {
        RecordRing ring = new RecordRing(8);
        for (int i = 0; i < 3; i++) {
            offer(ring, record(i));
        }
        IOException thrown =
                assertThrows(
                        IOException.class,
                        () ->
                                ring.drain(
                                        taken -> {
                                            if (taken.equals(record(1))) {
                                                throw new IOException("disk full");
                                            }
                                        },
                                        8));
        assertEquals("disk full", thrown.getMessage());
        assertEquals(record(2), ring.poll());
        assertNull(ring.poll());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 64})
    void behavesAsAQueueOfTheSameSize(int slotCount) {
        long seed = 20_250_101;
        SplittableRandom random = new SplittableRandom(seed);
        RecordRing ring = new RecordRing(slotCount);
        assertEquals(slotCount, ring.slotCount());
        ArrayDeque<ScanRecord> model = new ArrayDeque<>();
        for (int step = 0; step < 100_000; step++) {
            if (random.nextBoolean()) {
                ScanRecord record = record(step);
                boolean fits = model.size() < slotCount;
                assertEquals(fits, offer(ring, record), "seed " + seed);
                if (fits) {
                    model.add(record);
                }
            } else if (random.nextBoolean()) {
                assertEquals(model.poll(), ring.poll(), "seed " + seed);
            } else {
                int max = random.nextInt(slotCount + 1);
                int expected = Math.min(max, model.size());
                assertEquals(expected, ring.drain(r -> assertEquals(model.poll(), r), max));
            }
            assertEquals(model.size(), ring.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 4096})
    @Timeout(60)
    void losesAndReordersNothingBetweenTwoThreads(int slotCount) throws InterruptedException {
        long seed = System.nanoTime();
        int count = slotCount == 1 ? 20_000 : 500_000;
        RecordRing ring = new RecordRing(slotCount);
        Thread producer =
                new Thread(() -> {
                    for (int i = 0; i < count; i++) {
                        ScanRecord record = record(seed + i);
                        while (!offer(ring, record)) {
                            Thread.yield();
                        }
                    }
                });
        producer.setDaemon(true);
        producer.start();
        SplittableRandom random = new SplittableRandom(seed);
        int[] next = {0};
        while (next[0] < count) {
            int size = ring.size();
            assertTrue(size >= 0 && size <= slotCount, () -> "size " + size);
            int taken =
                    ring.drain(
                            r -> assertEquals(record(seed + next[0]++), r, () -> "seed " + seed),
                            1 + random.nextInt(slotCount));
            if (taken == 0) {
                Thread.yield();
            }
        }
        producer.join();
        assertNull(ring.poll());
    }

    @Test
    void carriesWholeRecordsBetweenPlainOnes() {
        RecordRing ring = new RecordRing(4);
        for (int i = 0; i < 100; i++) {
            ScanRecord plain = record(3L * i);
            ScanRecord other = whole(3L * i + 1, -1);
            ScanRecord talked = whole(3L * i + 2, i);
            assertTrue(ring.offer(other));
            assertTrue(offer(ring, plain));
            assertTrue(ring.offer(talked));
            assertEquals(other, ring.poll());
            assertEquals(plain, ring.poll());
            assertEquals(talked, ring.poll());
        }
    }

    @Test
    void isFullWhenItsBannersAreAsLongAsItTakes() {
        RecordRing ring = new RecordRing(4096);
        int count = 0;
        while (ring.offer(whole(count, Banner.LENGTH_MAX_BYTES))) {
            count++;
        }
        int each = RecordRing.WHOLE_COST_BYTES + Banner.LENGTH_MAX_BYTES;
        assertEquals(RecordRing.WHOLE_MAX_BYTES / each, count);
        assertTrue(offer(ring, record(1)), "a record of numbers has its place");
        ring.poll();
        assertTrue(ring.offer(whole(count, Banner.LENGTH_MAX_BYTES)));
        assertFalse(ring.offer(whole(count, 1)));
    }

    @Test
    void isFullWhenWholeRecordsAreAsManyAsItTakes() {
        RecordRing ring = new RecordRing(1 << 17);
        long count = RecordRing.WHOLE_MAX_BYTES / RecordRing.WHOLE_COST_BYTES;
        for (long i = 0; i < count; i++) {
            assertTrue(ring.offer(whole(1, -1)));
        }
        assertFalse(ring.offer(whole(1, -1)));
        ring.poll();
        assertTrue(ring.offer(whole(1, -1)));
    }

    @Test
    void isFullOfWholeRecordsWhenNoSlotIsLeft() {
        RecordRing ring = new RecordRing(2);
        assertTrue(ring.offer(whole(1, 10)));
        assertTrue(ring.offer(whole(2, -1)));
        assertFalse(ring.offer(whole(3, 10)));
    }
}
