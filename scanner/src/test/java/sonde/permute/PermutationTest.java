// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class PermutationTest {

    private static final long SEED = 0x5EED_0001L;

    @Test
    void isABijectionForEverySizeUpTo65536() {
        long start = System.nanoTime();
        IntStream.rangeClosed(1, 1 << 16)
                .parallel()
                .forEach(size -> assertBijection(size, SEED + size));
        System.out.printf(
                "seed %d: sizes 1 to 65536 checked in %.1f s%n",
                SEED, (System.nanoTime() - start) / 1e9);
    }

    @Test
    void isABijectionForLargerSizes() {
        for (int root = 257; root <= 1024; root += 73) {
            int square = root * root;
            for (int size :
                    new int[] {square - 1, square, square + 1, square + root, square + root + 1}) {
                assertBijection(size, SEED + size);
            }
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 40; i++) {
            assertBijection(random.nextInt(1 << 16, 1 << 20), random.nextLong());
        }
        assertBijection(5_000_000, SEED);
    }

    /** Fills the whole space and ticks off what comes out. */
    private static void assertBijection(int size, long seed) {
        Permutation permutation = Permutation.of(size, seed);
        long[] index = new long[Permutation.BATCH];
        long[] seen = new long[(size + 63) / 64];
        for (int position = 0; position < size; position += Permutation.BATCH) {
            int count = Math.min(Permutation.BATCH, size - position);
            permutation.fill(position, 1, index, count);
            for (int i = 0; i < count; i++) {
                // An index out of range fails here, or in the last word below.
                seen[(int) (index[i] >>> 6)] |= 1L << index[i];
            }
        }
        long missing = size;
        for (long word : seen) {
            missing -= Long.bitCount(word);
        }
        boolean isLastWordClean = (size & 63) == 0 || seen[seen.length - 1] >>> size == 0;
        if (missing != 0 || !isLastWordClean) {
            throw new AssertionError(
                    "size " + size + ", seed " + seed + ": " + missing + " missing");
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                2,
                3,
                10,
                1000,
                (1L << 32) - 1,
                1L << 32,
                (1L << 32) + 1,
                1L << 48,
                (1L << 62) - 1,
                3_037_000_499L * 3_037_000_499L,
                3_037_000_499L * 3_037_000_499L + 1,
                3_037_000_499L * 3_037_000_500L,
                Long.MAX_VALUE - 1,
                Long.MAX_VALUE
            })
    void shuffleAndUnshuffleUndoEachOther(long size) {
        SplittableRandom random = new SplittableRandom(SEED ^ size);
        for (int seed = 0; seed < 20; seed++) {
            Permutation permutation = Permutation.of(size, seed);
            for (int i = 0; i < 500; i++) {
                long place = i == 0 ? 0 : i == 1 ? size - 1 : random.nextLong(size);
                long index = permutation.shuffle(place);
                assertTrue(index >= 0 && index < size);
                assertEquals(
                        place, permutation.unshuffle(index), "size " + size + ", seed " + seed);
                long position = permutation.unshuffle(place);
                assertTrue(position >= 0 && position < size);
                assertEquals(
                        place, permutation.shuffle(position), "size " + size + ", seed " + seed);
            }
        }
    }

    @Test
    void undoesItselfForSampledSizes() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            long size = (random.nextLong() >>> 1 + random.nextInt(62)) + 1;
            if (size < 1) {
                continue;
            }
            long seed = random.nextLong();
            Permutation permutation = Permutation.of(size, seed);
            long place = random.nextLong(size);
            assertEquals(
                    place,
                    permutation.unshuffle(permutation.shuffle(place)),
                    "size " + size + ", seed " + seed);
        }
    }

    @Test
    void fillSaysWhatShuffleSays() {
        SplittableRandom random = new SplittableRandom(SEED);
        long[] index = new long[Permutation.BATCH];
        for (int i = 0; i < 3000; i++) {
            long size = Math.max(1, random.nextLong() >>> 1 + random.nextInt(63));
            long seed = random.nextLong();
            Permutation permutation = Permutation.of(size, seed);
            for (int batch = 0; batch < 3; batch++) {
                long first = random.nextLong(size);
                long stride =
                        random.nextBoolean()
                                ? 1
                                : 1 + (random.nextLong() >>> 1 + random.nextInt(62));
                int count = (int) Math.min(Permutation.BATCH, (size - 1 - first) / stride + 1);
                permutation.fill(first, stride, index, count);
                for (int lane = 0; lane < count; lane++) {
                    assertEquals(
                            permutation.shuffle(first + lane * stride),
                            index[lane],
                            "size "
                                    + size
                                    + ", seed "
                                    + seed
                                    + ", first "
                                    + first
                                    + ", stride "
                                    + stride);
                }
            }
        }
    }

    @Test
    void fillReachesTheLastPositionOfTheLargestSize() {
        long size = Long.MAX_VALUE;
        Permutation permutation = Permutation.of(size, SEED);
        long stride = size / 255;
        long first = size - 1 - 255 * stride;
        long[] index = new long[Permutation.BATCH];
        permutation.fill(first, stride, index, Permutation.BATCH);
        for (int lane = 0; lane < Permutation.BATCH; lane++) {
            assertEquals(permutation.shuffle(first + lane * stride), index[lane]);
        }
    }

    @Test
    void emptyAndPartialBatchesAreHarmless() {
        for (long size : new long[] {1, 2, 3, 5, 7, 10}) {
            Permutation permutation = Permutation.of(size, SEED);
            long[] index = new long[Permutation.BATCH];
            permutation.fill(0, Long.MAX_VALUE, index, 1);
            assertEquals(permutation.shuffle(0), index[0]);
            permutation.fill(size - 1, 1, index, 1);
            assertEquals(permutation.shuffle(size - 1), index[0]);
            permutation.fill(0, 1, index, 0);
        }
    }

    @Test
    void differentSeedsGiveDifferentOrders() {
        long[] starts = new long[10_000];
        for (int seed = 0; seed < starts.length; seed++) {
            Permutation permutation = Permutation.of(1L << 48, seed);
            starts[seed] = permutation.shuffle(0) << 16 ^ permutation.shuffle(1);
        }
        assertEquals(starts.length, Arrays.stream(starts).distinct().count());
    }

    @Test
    void theOrderNeverChangesBetweenVersions() {
        // Written down once: checkpoints and shards of other versions count on these.
        assertEquals(127_912_440_856_170L, Permutation.of(1L << 48, 42).shuffle(0));
        assertEquals(304, Permutation.of(1000, 42).shuffle(999));
        assertEquals(
                6_333_763_062_929_397_416L, Permutation.of(Long.MAX_VALUE, -1).shuffle(1L << 62));
    }

    @Test
    void refusesWhatIsOutside() {
        assertThrows(IllegalArgumentException.class, () -> Permutation.of(0, 1));
        assertThrows(IllegalArgumentException.class, () -> Permutation.of(-5, 1));
        Permutation permutation = Permutation.of(10, 1);
        assertEquals(10, permutation.size());
        assertThrows(IndexOutOfBoundsException.class, () -> permutation.shuffle(10));
        assertThrows(IndexOutOfBoundsException.class, () -> permutation.shuffle(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> permutation.unshuffle(10));
        assertFalse(permutation.shuffle(9) > 9);
    }
}
