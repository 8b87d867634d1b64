// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.record.Protocol;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Over tables for IPv4 alone and for both families. */
class DeduplicatorTest {

    private static final Status[] STATUSES = Status.values();
    private static final int PROTOCOLS = Protocol.values().length;
    private static final int TCP = 0;

    /** One answer, of IPv4 if its address is mapped. */
    private record Key(long high, long low, int protocol, int port, Status status) {

        boolean isFirstIn(Deduplicator deduplicator) {
            return deduplicator.isFirst(high, low, protocol, port, status);
        }
    }

    /**
     * Answers as scans have them, from spread out to neighbours: so many random bits make port,
     * status, protocol and address, in this order from the low end.
     */
    private static Key answer(SplittableRandom random, int spreadBits, boolean hasIpv6) {
        long bits = random.nextLong() & ((1L << spreadBits) - 1);
        int port = (int) bits & 0xFF;
        int status = (int) (bits >>> 8 & 7) % STATUSES.length;
        int protocol = (int) (bits >>> 11 & 7) % PROTOCOLS;
        long address = bits >>> 14;
        if (hasIpv6 && random.nextBoolean()) {
            boolean isInHigh = random.nextBoolean();
            long high = 0x2001_0DB8_0000_0000L | (isInHigh ? address : 0);
            return new Key(high, isInHigh ? 0 : address, protocol, port, STATUSES[status]);
        }
        long low = IpAddress.IPV4_MAPPED | (address & 0xFFFF_FFFFL);
        return new Key(0, low, protocol, port, STATUSES[status]);
    }

    @Test
    void everyStatusAndProtocolFitsThreeBits() {
        assertTrue(STATUSES.length <= 8);
        assertTrue(PROTOCOLS <= 8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knowsWhatItHasAndLeavesItAtThat(boolean hasIpv6) {
        Deduplicator deduplicator = Deduplicator.forTargets(1000, hasIpv6, 1);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 1000; i++) {
            int address = random.nextInt();
            assertFalse(deduplicator.has(address, TCP, i, Status.OPEN));
            assertTrue(deduplicator.isFirst(address, TCP, i, Status.OPEN));
            assertTrue(deduplicator.has(address, TCP, i, Status.OPEN));
            assertFalse(deduplicator.has(address, TCP, i, Status.CLOSED));
            assertFalse(deduplicator.has(address, TCP + 1, i, Status.OPEN));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothFormsOfAnIpv4AddressAreOne(boolean hasIpv6) {
        Deduplicator deduplicator = Deduplicator.forTargets(1000, hasIpv6, 1);
        for (int address : new int[] {0, 1, -1, Integer.MIN_VALUE}) {
            IpAddress same = IpAddress.ofIpv4(address);
            assertTrue(deduplicator.isFirst(address, TCP, 80, Status.OPEN));
            assertFalse(deduplicator.isFirst(same.high(), same.low(), TCP, 80, Status.OPEN));
            assertTrue(deduplicator.has(same.high(), same.low(), TCP, 80, Status.OPEN));
            assertTrue(deduplicator.isFirst(same.high(), same.low(), TCP, 81, Status.OPEN));
            assertTrue(deduplicator.has(address, TCP, 81, Status.OPEN));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void distinguishesAddressProtocolPortAndStatus(boolean hasIpv6) {
        Deduplicator deduplicator = Deduplicator.forTargets(1000, hasIpv6, 1);
        for (int address : new int[] {0, 1, -1, Integer.MIN_VALUE}) {
            for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
                for (int port : new int[] {0, 1, 65535}) {
                    for (Status status : STATUSES) {
                        assertTrue(deduplicator.isFirst(address, protocol, port, status));
                        assertFalse(deduplicator.isFirst(address, protocol, port, status));
                    }
                }
            }
        }
    }

    @Test
    void distinguishesEveryBitOfAnIpv6Address() {
        Deduplicator deduplicator = Deduplicator.forTargets(1000, true, 1);
        assertTrue(deduplicator.isFirst(0, 0, TCP, 0, Status.OPEN));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertFalse(deduplicator.has(1L << bit, 0, TCP, 0, Status.OPEN));
            assertTrue(deduplicator.isFirst(1L << bit, 0, TCP, 0, Status.OPEN));
            assertFalse(deduplicator.has(0, 1L << bit, TCP, 0, Status.OPEN));
            assertTrue(deduplicator.isFirst(0, 1L << bit, TCP, 0, Status.OPEN));
            assertFalse(deduplicator.isFirst(0, 1L << bit, TCP, 0, Status.OPEN));
        }
    }

    /** However overfull the table: what the model has not seen is first. */
    @ParameterizedTest
    @CsvSource({
        "16, false", "20, false", "28, false", "46, false",
        "16, true", "20, true", "28, true", "46, true"
    })
    void neverHoldsAFirstAnswerBack(int spreadBits, boolean hasIpv6) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Deduplicator deduplicator = new Deduplicator(64, hasIpv6, random.nextLong());
        Set<Key> seen = new HashSet<>();
        for (int round = 0; round < 150_000; round++) {
            Key answer = answer(random, spreadBits, hasIpv6);
            boolean isFirst = answer.isFirstIn(deduplicator);
            assertTrue(isFirst || !seen.add(answer), () -> "seed " + seed);
            seen.add(answer);
        }
    }

    /** 65536 answers, spread out or neighbours, each repeated at random: exactly a set. */
    @ParameterizedTest
    @CsvSource({"18, false", "24, false", "46, false", "18, true", "24, true", "46, true"})
    void isExactWithinItsSize(int spreadBits, boolean hasIpv6) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Deduplicator deduplicator = Deduplicator.forTargets(65536, hasIpv6, seed);
        Set<Key> seen = new HashSet<>();
        Key[] answers = new Key[65536];
        while (seen.size() < answers.length) {
            Key answer =
                    seen.isEmpty() || random.nextBoolean()
                            ? answer(random, spreadBits, hasIpv6)
                            : answers[random.nextInt(seen.size())];
            boolean isNew = !seen.contains(answer);
            if (isNew) {
                answers[seen.size()] = answer;
                seen.add(answer);
            }
            assertEquals(isNew, answer.isFirstIn(deduplicator), () -> "seed " + seed);
        }
        for (Key answer : answers) {
            assertFalse(answer.isFirstIn(deduplicator), () -> "seed " + seed);
        }
    }

    /** A network with one port, in order, as a scan of neighbours answers. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isExactForANetworkInOrder(boolean isIpv6) {
        Deduplicator deduplicator = Deduplicator.forTargets(65536, isIpv6, 1);
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < 65536; i++) {
                boolean isFirst =
                        isIpv6
                                ? deduplicator.isFirst(0x2001_0DB8L << 32, i, TCP, 80, Status.OPEN)
                                : deduplicator.isFirst(0x0A000000 + i, TCP, 80, Status.OPEN);
                assertEquals(pass == 0, isFirst);
            }
        }
    }

    /** With a fourfold overload, an answer is still remembered while the last few come in. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void remembersTheNewestWhenOverfull(boolean hasIpv6) {
        Deduplicator deduplicator = new Deduplicator(4096, hasIpv6, 77);
        for (int i = 0; i < 16384; i++) {
            assertTrue(deduplicator.isFirst(i, TCP, 80, Status.OPEN));
            assertFalse(deduplicator.isFirst(i, TCP, 80, Status.OPEN));
        }
        int remembered = 0;
        for (int i = 16384 - 256; i < 16384; i++) {
            remembered += deduplicator.isFirst(i, TCP, 80, Status.OPEN) ? 0 : 1;
        }
        assertEquals(256, remembered, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4096",
        "1024, 4096",
        "1025, 8192",
        "65536, 262144",
        "1048576, 4194304",
        "4294967296, 4194304",
        "9223372036854775807, 4194304"
    })
    void isSizedByTheTargets(long targetCount, long entryCount) {
        assertEquals(entryCount * 8, Deduplicator.forTargets(targetCount, false, 1).memoryBytes());
        assertEquals(entryCount * 24, Deduplicator.forTargets(targetCount, true, 1).memoryBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 48, 100, Integer.MIN_VALUE})
    void refusesASizeThatDoesNotWork(int entryCount) {
        assertThrows(IllegalArgumentException.class, () -> new Deduplicator(entryCount, true, 1));
    }
}
