// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.engine.AliasWatch.Verdict;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

class AliasWatchTest {

    private static final long MAC = 0x0200_0000_0077L;
    private static final IpAddress PREFIX = IpAddress.parse("2001:db8:5::");

    private final List<IpAddress> probed = new ArrayList<>();
    private final List<ScanRecord> released = new ArrayList<>();
    private final List<ScanRecord> dropped = new ArrayList<>();
    private final List<String> aliased = new ArrayList<>();
    private Predicate<IpAddress> isAllowed = address -> true;

    private final AliasWatch.Prober prober =
            new AliasWatch.Prober() {
                @Override
                public void probe(IpAddress address, ScanRecord like, long mac) {
                    assertEquals(MAC, mac);
                    assertEquals(80, like.port());
                    probed.add(address);
                }

                @Override
                public boolean isAllowed(IpAddress address) {
                    return isAllowed.test(address);
                }

                @Override
                public void release(ScanRecord held) {
                    released.add(held);
                }

                @Override
                public void drop(ScanRecord held) {
                    dropped.add(held);
                }

                @Override
                public void aliased(IpAddress first, int lengthBits, ScanRecord like) {
                    aliased.add(first.toText() + '/' + lengthBits);
                }
            };
    private final AliasWatch watch = new AliasWatch(prober, 7);

    private static ScanRecord open(long low) {
        return new ScanRecord(
                1,
                new IpAddress(PREFIX.high(), low),
                Protocol.TCP,
                80,
                Status.OPEN,
                Evidence.tcp(0x12, 64, Evidence.UNKNOWN),
                null);
    }

    private Verdict look(long low, long nowNanos) {
        return watch.look(open(low), MAC, nowNanos);
    }

    /** Puts the prefix of 64 bits to the test; the last record is held. */
    private void beginTest() {
        for (int i = 1; i < AliasWatch.ADDRESSES_MIN; i++) {
            assertEquals(Verdict.REPORT, look(i, 0));
            assertEquals(List.of(), probed);
        }
        assertEquals(Verdict.HOLD, look(AliasWatch.ADDRESSES_MIN, 0));
    }

    private void answer(IpAddress address) {
        assertTrue(watch.isTest(address.high(), address.low()));
        watch.answered(address.high(), address.low());
    }

    @Test
    void probesOneAddressInEachSixteenthOfThePrefix() {
        beginTest();
        Set<Integer> parts = new HashSet<>();
        for (IpAddress address : probed) {
            assertEquals(PREFIX.high(), address.high());
            parts.add((int) (address.low() >>> 60));
        }
        assertEquals(AliasWatch.TESTS, probed.size());
        assertEquals(AliasWatch.TESTS, parts.size());
        assertFalse(watch.isTest(PREFIX.high(), 1));
    }

    @Test
    void aPrefixThatAnswersEverywhereIsReportedOnce() {
        beginTest();
        assertEquals(Verdict.HOLD, look(100, 0));
        List.copyOf(probed).forEach(this::answer);
        assertEquals(List.of("2001:db8:5::/64"), aliased);
        assertEquals(2, dropped.size());
        assertEquals(List.of(), released);
        assertEquals(Verdict.DROP, look(101, 0));
        assertFalse(watch.isBusy());
        assertFalse(watch.isTest(probed.getFirst().high(), probed.getFirst().low()));
        watch.answered(probed.getFirst().high(), probed.getFirst().low());
        assertEquals(1, aliased.size());
    }

    @Test
    void asksThoseAgainThatHaveNotAnsweredAndThenGivesUp() {
        beginTest();
        IpAddress silent = probed.get(5);
        List.copyOf(probed).stream().filter(test -> !test.equals(silent)).forEach(this::answer);
        probed.clear();
        watch.tick(AliasWatch.ROUND_NANOS - 1);
        assertEquals(List.of(), probed);
        watch.tick(AliasWatch.ROUND_NANOS);
        watch.tick(2 * AliasWatch.ROUND_NANOS);
        assertEquals(List.of(silent, silent), probed);
        assertTrue(watch.isBusy());
        watch.tick(3 * AliasWatch.ROUND_NANOS);
        assertFalse(watch.isBusy());
        assertEquals(1, released.size());
        assertEquals(List.of(), dropped);
        assertEquals(List.of(), aliased);
        assertEquals(Verdict.REPORT, look(200, 0));
    }

    @Test
    void anAnswerInTheLastRoundIsInTime() {
        beginTest();
        IpAddress late = probed.getLast();
        probed.stream().filter(test -> !test.equals(late)).toList().forEach(this::answer);
        watch.tick(AliasWatch.ROUND_NANOS);
        watch.tick(2 * AliasWatch.ROUND_NANOS);
        answer(late);
        assertEquals(List.of("2001:db8:5::/64"), aliased);
    }

    @Test
    void aNarrowerPrefixIsLookedAtOnceTheWiderOneIsHonest() {
        beginTest();
        for (int round = 1; round <= 3; round++) {
            watch.tick(round * AliasWatch.ROUND_NANOS);
        }
        probed.clear();
        for (int i = 1; i < AliasWatch.ADDRESSES_MIN; i++) {
            assertEquals(Verdict.REPORT, look(1000 + i, 0));
        }
        assertEquals(Verdict.HOLD, look(2000, 0));
        probed.forEach(address -> assertEquals(0, address.low() >>> 32, address.toText()));
        List.copyOf(probed).forEach(this::answer);
        assertEquals(List.of("2001:db8:5::/96"), aliased);
        assertEquals(Verdict.REPORT, look(1L << 40, 0), "in the honest rest");
    }

    @Test
    void neverProbesWhatIsExcluded() {
        isAllowed = address -> (address.low() & 1) == 0;
        beginTest();
        probed.forEach(address -> assertEquals(0, address.low() & 1, address.toText()));
        watch.finish();
        probed.clear();
        isAllowed = address -> false;
        for (int i = 0; i < 3 * AliasWatch.ADDRESSES_MIN; i++) {
            assertEquals(Verdict.REPORT, look(5000 + i, 0));
        }
        assertEquals(List.of(), probed);
    }

    @Test
    void holdsSoManyRecordsAndGivesThemBackAtTheEnd() {
        beginTest();
        for (int i = 1; i < AliasWatch.HELD_MAX; i++) {
            assertEquals(Verdict.HOLD, look(100 + i, 0));
        }
        assertEquals(Verdict.REPORT, look(7, 0));
        watch.finish();
        assertEquals(AliasWatch.HELD_MAX, released.size());
        assertFalse(watch.isBusy());
    }

    /** Whatever comes, each record is reported, dropped or given back, and only once. */
    @Test
    void everyRecordEndsSomewhere() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int reported = 0;
        int droppedAtOnce = 0;
        int total = 50_000;
        for (int i = 0; i < total; i++) {
            long part = (long) random.nextInt(300) << random.nextInt(48);
            switch (look(part + random.nextInt(30), i * 1_000_000L)) {
                case REPORT -> reported++;
                case DROP -> droppedAtOnce++;
                case HOLD -> {}
            }
            if (!probed.isEmpty() && random.nextInt(3) > 0) {
                IpAddress test = probed.removeFirst();
                watch.answered(test.high(), test.low());
            }
            watch.tick(i * 1_000_000L);
        }
        watch.finish();
        assertEquals(
                total, reported + droppedAtOnce + released.size() + dropped.size(), "seed " + seed);
    }
}
