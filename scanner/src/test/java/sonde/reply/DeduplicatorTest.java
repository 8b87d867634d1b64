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

import sonde.record.Status;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

class DeduplicatorTest {

    private static final Status[] STATUSES = Status.values();

    /** An answer as one number: address, port, status. */
    private static boolean isFirst(Deduplicator deduplicator, long answer) {
        int address = (int) (answer >>> 18);
        int port = (int) (answer >>> 2) & 0xFFFF;
        return deduplicator.isFirst(address, port, STATUSES[(int) answer & 3]);
    }

    /** Answers as scans have them, from spread out to neighbours. */
    private static long answer(SplittableRandom random, int spreadBits) {
        return random.nextLong() & ((1L << spreadBits) - 1);
    }

    @Test
    void everyStatusFitsTheTwoBitsOfAnEntry() {
        assertTrue(STATUSES.length <= 4);
    }

    @Test
    void knowsWhatItHasAndLeavesItAtThat() {
        Deduplicator deduplicator = Deduplicator.forTargets(1000, 1);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 1000; i++) {
            int address = random.nextInt();
            assertFalse(deduplicator.has(address, i, Status.OPEN));
            assertTrue(deduplicator.isFirst(address, i, Status.OPEN));
            assertTrue(deduplicator.has(address, i, Status.OPEN));
            assertFalse(deduplicator.has(address, i, Status.CLOSED));
        }
    }

    @Test
    void distinguishesAddressPortAndStatus() {
        Deduplicator deduplicator = Deduplicator.forTargets(10, 1);
        for (int address : new int[] {0, 1, -1, Integer.MIN_VALUE}) {
            for (int port : new int[] {0, 1, 65535}) {
                for (Status status : STATUSES) {
                    assertTrue(deduplicator.isFirst(address, port, status));
                    assertFalse(deduplicator.isFirst(address, port, status));
                }
            }
        }
    }

    /** However overfull the table: what the model has not seen is first. */
    @ParameterizedTest
    @ValueSource(ints = {16, 20, 28, 50})
    void neverHoldsAFirstAnswerBack(int spreadBits) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Deduplicator deduplicator = new Deduplicator(64, random.nextLong());
        Set<Long> seen = new HashSet<>();
        for (int round = 0; round < 300_000; round++) {
            long answer = answer(random, spreadBits);
            boolean isFirst = isFirst(deduplicator, answer);
            assertTrue(isFirst || !seen.add(answer), () -> "seed " + seed);
            seen.add(answer);
        }
    }

    /** 65536 answers, spread out or neighbours, each repeated at random: exactly a set. */
    @ParameterizedTest
    @ValueSource(ints = {17, 24, 50})
    void isExactWithinItsSize(int spreadBits) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Deduplicator deduplicator = Deduplicator.forTargets(65536, seed);
        Set<Long> seen = new HashSet<>();
        long[] answers = new long[65536];
        while (seen.size() < answers.length) {
            long answer =
                    seen.isEmpty() || random.nextBoolean()
                            ? answer(random, spreadBits)
                            : answers[random.nextInt(seen.size())];
            boolean isNew = !seen.contains(answer);
            if (isNew) {
                answers[seen.size()] = answer;
                seen.add(answer);
            }
            assertEquals(isNew, isFirst(deduplicator, answer), () -> "seed " + seed);
        }
        for (long answer : answers) {
            assertFalse(isFirst(deduplicator, answer), () -> "seed " + seed);
        }
    }

    /** A /16 with one port, in order, as a scan of neighbours answers. */
    @Test
    void isExactForANetworkInOrder() {
        Deduplicator deduplicator = Deduplicator.forTargets(65536, 1);
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < 65536; i++) {
                assertEquals(pass == 0, deduplicator.isFirst(0x0A000000 + i, 80, Status.OPEN));
            }
        }
    }

    /** With a fourfold overload, an answer is still remembered while the last few come in. */
    @Test
    void remembersTheNewestWhenOverfull() {
        Deduplicator deduplicator = new Deduplicator(4096, 77);
        for (int i = 0; i < 16384; i++) {
            assertTrue(deduplicator.isFirst(i, 80, Status.OPEN));
            assertFalse(deduplicator.isFirst(i, 80, Status.OPEN));
        }
        int remembered = 0;
        for (int i = 16384 - 256; i < 16384; i++) {
            remembered += deduplicator.isFirst(i, 80, Status.OPEN) ? 0 : 1;
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
        assertEquals(entryCount * 8, Deduplicator.forTargets(targetCount, 1).memoryBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 48, 100, Integer.MIN_VALUE})
    void refusesASizeThatDoesNotWork(int entryCount) {
        assertThrows(IllegalArgumentException.class, () -> new Deduplicator(entryCount, 1));
    }
}
