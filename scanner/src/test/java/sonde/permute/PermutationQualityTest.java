// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Whether the order can be told from a true random one, over all ports of 0.0.0.0/0, where an index
 * is {@code address * 65536 + port}. Seeds are fixed, so the outcome is, too.
 *
 * <p>Counts in bins are judged by variance/mean, which is 1 on average for random numbers with a
 * standard deviation of {@code sqrt(2 / bins)}: 0.044 for 1024 bins, 0.089 for 256.
 */
class PermutationQualityTest {

    private static final long SIZE = 1L << 48;
    private static final int SAMPLE = 100_000;
    private static final int SEED_COUNT = 64;
    private static final double SIGMA_1024 = Math.sqrt(2.0 / 1024);
    private static final double SIGMA_256 = Math.sqrt(2.0 / 256);

    /** The seeds people type, and some that look random. */
    private static final long[] COMMON_SEEDS = {
        0,
        1,
        2,
        3,
        4,
        5,
        10,
        42,
        1234,
        0x9E37_79B9_7F4A_7C15L,
        0xDEAD_BEEF_CAFE_F00DL,
        -1,
        Long.MIN_VALUE
    };

    /** Positions of one sample, as indexes. */
    private static long[] sample(long seed, long stride) {
        Permutation permutation = Permutation.of(SIZE, seed);
        long[] indexes = new long[SAMPLE];
        long[] batch = new long[Permutation.BATCH];
        for (int done = 0; done < SAMPLE; done += Permutation.BATCH) {
            int count = Math.min(Permutation.BATCH, SAMPLE - done);
            permutation.fill(done * stride, stride, batch, count);
            System.arraycopy(batch, 0, indexes, done, count);
        }
        return indexes;
    }

    /**
     * Variance/mean of how many indexes have each value of the {@code bits} bits from {@code shift}
     * on.
     */
    private static double dispersion(long[] indexes, int shift, int bits) {
        int[] counts = new int[1 << bits];
        for (long index : indexes) {
            counts[(int) (index >>> shift) & counts.length - 1]++;
        }
        double mean = (double) indexes.length / counts.length;
        double variance = 0;
        for (int count : counts) {
            variance += (count - mean) * (count - mean);
        }
        return variance / (counts.length - 1) / mean;
    }

    /** 1024 bins of 64 ports; of the high and of the low bits of the /16 network. */
    private static double[] dispersions1024(long[] indexes) {
        return new double[] {
            dispersion(indexes, 6, 10), dispersion(indexes, 38, 10), dispersion(indexes, 32, 10)
        };
    }

    @Test
    void portsAndNetworksAreSpreadEvenlyForCommonSeeds() {
        for (long seed : COMMON_SEEDS) {
            double[] found = dispersions1024(sample(seed, 1));
            for (double dispersion : found) {
                assertTrue(
                        dispersion > 0.85 && dispersion < 1.15,
                        "seed " + seed + ": " + Arrays.toString(found));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 1000, 65_536, 1 << 24, (1 << 24) + 1})
    void everyShardIsSpreadEvenly(long stride) {
        double[] sums = new double[3];
        double sum256 = 0;
        for (int seed = 0; seed < SEED_COUNT; seed++) {
            long[] indexes = sample(seed, stride);
            double[] found = dispersions1024(indexes);
            for (int i = 0; i < found.length; i++) {
                assertEquals(1, found[i], 5 * SIGMA_1024, "seed " + seed + ", kind " + i);
                sums[i] += found[i];
            }
            double networks8 = dispersion(indexes, 40, 8);
            assertEquals(1, networks8, 5 * SIGMA_256, "seed " + seed);
            sum256 += networks8;
        }
        for (double sum : sums) {
            assertEquals(1, sum / SEED_COUNT, 0.03);
        }
        // The mean of 64 has a standard deviation of 0.011.
        assertEquals(1, sum256 / SEED_COUNT, 0.03);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 65_536})
    void collisionsNeighboursAndStepsAreThoseOfRandomNumbers(long stride) {
        double collisions = 0;
        double ascents = 0;
        long[] steps = new long[1024];
        for (int seed = 0; seed < SEED_COUNT; seed++) {
            long[] indexes = sample(seed, stride);
            for (int i = 1; i < SAMPLE; i++) {
                ascents += indexes[i] > indexes[i - 1] ? 1 : 0;
                steps[(int) (indexes[i] - indexes[i - 1] >>> 38) & 1023]++;
            }
            long[] networks24 =
                    LongStream.of(indexes).map(index -> index >>> 24).sorted().toArray();
            for (int i = 1; i < SAMPLE; i++) {
                collisions += networks24[i] == networks24[i - 1] ? 1 : 0;
            }
        }
        double n = (double) SEED_COUNT * SAMPLE;
        double expected = n * SAMPLE / 2 / (1 << 24);
        assertEquals(0, (collisions - expected) / Math.sqrt(expected), 4, "/24 birthdays");
        // Ascents of random numbers are negatively correlated: the variance is n/12.
        assertEquals(0, (ascents - n / 2) / Math.sqrt(n / 12), 4, "ascents");
        assertEquals(0, chiSquareScore(steps), 4.5, "steps");
    }

    /**
     * How many standard deviations the chi-square of counts that should be equal is from what it
     * should be.
     */
    private static double chiSquareScore(long[] counts) {
        double expected = (double) Arrays.stream(counts).sum() / counts.length;
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        int freedom = counts.length - 1;
        return (sum - freedom) / Math.sqrt(2.0 * freedom);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 250, 1000})
    void smallSpacesAreShuffledAsByChanceOverManySeeds(int size) {
        assertTrue(Math.abs(pairScore(size, Permutation.ROUNDS)) < 4.5);
    }

    @Test
    void fourRoundsWouldNotDo() {
        // What the number of rounds was chosen by.
        assertTrue(pairScore(100, 4) > 10);
    }

    /** Whether the places of positions 0 and 1 are independent over many seeds. */
    private static double pairScore(int size, int rounds) {
        int bins = 50;
        long[] counts = new long[bins * bins];
        for (int seed = 0; seed < 1_000_000; seed++) {
            Permutation permutation = Permutation.of(size, Seeds.mix(seed), rounds);
            int first = (int) permutation.shuffle(0) % bins;
            int second = (int) permutation.shuffle(1) % bins;
            counts[first * bins + second]++;
        }
        // A permutation has no two equal places: what is expected on the diagonal is a little less.
        double all = Arrays.stream(counts).sum();
        double perBin = (double) size / bins;
        double pairs = (double) size * (size - 1);
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            boolean isDiagonal = i / bins == i % bins;
            double expected = all * (isDiagonal ? perBin * (perBin - 1) : perBin * perBin) / pairs;
            sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        int freedom = counts.length - 1;
        return (sum - freedom) / Math.sqrt(2.0 * freedom);
    }
}
