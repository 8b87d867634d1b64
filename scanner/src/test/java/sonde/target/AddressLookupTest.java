// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

/** The batch lookup says what its scalar twin, {@link AddressRanges#addressAt}, says. */
class AddressLookupTest {

    private static final long SEED = 0x5EED_0003L;

    @ParameterizedTest
    @CsvSource({
        "1, 1000, 10",
        "2, 1, 1",
        "3, 1000000, 1000000",
        "100, 40000000, 1000000",
        "100, 1, 1000",
        "5000, 1, 3",
        "100000, 10000, 30000",
        "300000, 1, 5"
    })
    void saysWhatTheBinarySearchSays(int rangeCount, int lengthMax, int gapMax) {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        AddressRanges ranges = randomRanges(random, rangeCount, lengthMax, gapMax, 0);
        check(random, ranges);
    }

    @ParameterizedTest
    @CsvSource({"3", "20", "1000"})
    void findsManySmallRangesBesideAHugeOne(int smallCount) {
        SplittableRandom random = new SplittableRandom(SEED + smallCount);
        AddressRanges small = randomRanges(random, smallCount, 2, 3, 0xC000_0000);
        check(random, small.union(AddressRanges.of(0x0100_0000, 0x9FFF_FFFF)));
        check(
                random,
                randomRanges(random, smallCount, 2, 3, 0).union(AddressRanges.of(0x4000_0000, -1)));
    }

    private static AddressRanges randomRanges(
            SplittableRandom random, int count, int lengthMax, int gapMax, int start) {
        AddressRanges.Builder builder = AddressRanges.builder();
        long at = Integer.toUnsignedLong(start);
        for (int i = 0; i < count && at < 0xF000_0000L; i++) {
            long last = at + random.nextInt(lengthMax);
            builder.add((int) at, (int) last);
            at = last + 2 + random.nextInt(gapMax);
        }
        return builder.build();
    }

    private static void check(SplittableRandom random, AddressRanges ranges) {
        AddressLookup lookup = new AddressLookup(ranges);
        int[] batch = new int[Ipv4Grid.BATCH];
        long[] rank = new long[Ipv4Grid.BATCH];
        // Ranges' edges in turn, then anything.
        int edges = Math.min(ranges.rangeCount(), 20_000);
        for (int done = 0; done < edges + 40_000; done += Ipv4Grid.BATCH) {
            for (int i = 0; i < rank.length; i++) {
                rank[i] =
                        done + i < edges
                                ? Math.max(0, ranges.firstRank(done + i) - (i & 1))
                                : random.nextLong(ranges.size());
                batch[i] = (int) rank[i];
            }
            lookup.resolve(batch, rank.length);
            for (int i = 0; i < rank.length; i++) {
                assertEquals(ranges.addressAt(rank[i]), batch[i], "rank " + rank[i]);
            }
        }
    }
}
