// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

import java.util.Arrays;
import java.util.Objects;

/**
 * A keyed bijection of {@code 0 .. size-1} onto itself, with which a scan visits its targets in an
 * order that looks random and yet can be entered anywhere: {@link #shuffle} goes from position to
 * index and {@link #unshuffle} back, both in constant time and without a table.
 *
 * <p><b>Why it is a bijection.</b> Let {@code a = ceil(sqrt(size))} and {@code b = ceil(size / a)},
 * so that {@code a * b} is at least {@code size} and less than {@code size + a}. Every x below
 * {@code a * b} is one pair {@code (l, r)} with {@code x = r * a + l}, {@code l < a}, {@code r <
 * b}. A Feistel round replaces {@code r} by {@code (r + F(l)) mod b} and leaves {@code l} alone, or
 * the other way round; whatever F is, subtracting {@code F(l)} again undoes it. So every round is a
 * bijection of the pairs, and all rounds together are a bijection E of {@code 0 .. a*b-1}. Where
 * {@code E(x)} lands at or above {@code size}, E is applied again until it does not ("cycle
 * walking"): following the cycle of E through x, that reaches the next member below {@code size},
 * hence is a bijection of {@code 0 .. size-1}. Less than one number in {@code sqrt(size)} needs the
 * second turn.
 *
 * <p><b>Why it looks random.</b> F adds a key, squares 32 bits into 64 and folds the halves
 * together (as the cipher Rabbit does, RFC 4503 section 2.6), does so again with a second key, and
 * scales the result to the modulus by a multiplication; the keys are SplitMix64 of the seed. The
 * first round changes r by F(l), because l is what differs between neighbouring positions. The
 * number of rounds, {@value #ROUNDS}, is measured: in a space of 100 numbers, where positions 0 and
 * 1 go was counted over four million seeds; with four rounds the counts are far from uniform
 * (chi-square 257 standard deviations off), with six they are not (1.8), and eight cost a third
 * more for nothing. Below about 50 numbers no such cipher is perfect, and no scan minds. In large
 * spaces four rounds already pass every test made.
 *
 * <p><b>Why it is fast.</b> {@link #fill} works through a batch in loops of constant trip count
 * without branches, small enough for C2 to turn into vector code. A product of two longs of which
 * C2 can see that they fit 32 bits is one instruction a vector; it sees that at a mask on something
 * loaded, not at a loop invariant, which is why the moduli come from arrays.
 *
 * <p>{@link #shuffle} and {@link #unshuffle} may be called by any thread, {@link #fill} by one at a
 * time: it has scratch arrays. This is no encryption: who sees a part of the order may be able to
 * continue it. Nothing secret may hang on it.
 */
public final class Permutation {

    /** How many indexes {@link #fill} makes at once; the length of the array it takes. */
    public static final int BATCH = 256;

    static final int ROUNDS = 6;

    private static final long LOW32 = 0xFFFF_FFFFL;

    private final long size;
    private final long last;
    private final long a;
    private final long b;

    /** Two a round: what is added before the first squaring and before the second, 32 bits each. */
    private final long[] keys;

    // fill's: a and b in every lane, scratch, and how far lane i is from lane 0 for the stride used
    // last.
    private final long[] aLanes = new long[BATCH];
    private final long[] bLanes = new long[BATCH];
    private final long[] right = new long[BATCH];
    private final long[] hash = new long[BATCH];
    private final long[] leftOffset = new long[BATCH];
    private final long[] rightOffset = new long[BATCH];
    private long laneStride;

    private Permutation(long size, long seed, int rounds) {
        this.size = size;
        this.last = size - 1;
        this.a = ceilingSqrt(size);
        this.b = (size - 1) / a + 1;
        this.keys = new long[2 * rounds];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Seeds.mix(seed + (i + 1) * Seeds.GOLDEN_GAMMA) >>> 32;
        }
        Arrays.fill(aLanes, a);
        Arrays.fill(bLanes, b);
    }

    /**
     * The permutation that {@code seed} picks for a space of {@code size}. The same two numbers
     * give the same order in every later version of Sonde, too, or checkpoints and shards would
     * break.
     *
     * @param size 1 to 2^63-1
     * @param seed any number
     * @throws IllegalArgumentException if {@code size} is below 1
     */
    public static Permutation of(long size, long seed) {
        return of(size, seed, ROUNDS);
    }

    /** With another even number of rounds, to measure how many are needed. */
    static Permutation of(long size, long seed, int rounds) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "a permutation needs a size of at least 1, not " + size);
        }
        return new Permutation(size, seed, rounds);
    }

    /** How many positions there are, and as many indexes. */
    public long size() {
        return size;
    }

    /**
     * The index at a position.
     *
     * @param position 0 to {@code size-1}
     * @throws IndexOutOfBoundsException if {@code position} is outside
     */
    public long shuffle(long position) {
        Objects.checkIndex(position, size);
        return walk(position % a, position / a);
    }

    /**
     * Applies the rounds to a pair until it stands for a number below {@link #size}; returns that.
     */
    private long walk(long left, long right) {
        long l = left;
        long r = right;
        long index;
        do {
            for (int k = 0; k < keys.length; k += 4) {
                r = add(r, hash(l, keys[k], keys[k + 1], b), b);
                l = add(l, hash(r, keys[k + 2], keys[k + 3], a), a);
            }
            index = r * a + l;
        } while (last - index < 0);
        return index;
    }

    /**
     * The position at which an index comes: the inverse of {@link #shuffle}.
     *
     * @param index 0 to {@code size-1}
     * @throws IndexOutOfBoundsException if {@code index} is outside
     */
    public long unshuffle(long index) {
        Objects.checkIndex(index, size);
        long l = index % a;
        long r = index / a;
        long position;
        do {
            for (int k = keys.length - 4; k >= 0; k -= 4) {
                l = subtract(l, hash(r, keys[k + 2], keys[k + 3], a), a);
                r = subtract(r, hash(l, keys[k], keys[k + 1], b), b);
            }
            position = r * a + l;
        } while (last - position < 0);
        return position;
    }

    /** Maps 32 bits to {@code 0 .. modulus-1}. */
    private static long hash(long v, long key1, long key2, long modulus) {
        long square = squareTwice(v, key1, key2);
        return ((fold(square) & LOW32) * modulus) >>> 32;
    }

    private static long squareTwice(long v, long key1, long key2) {
        long u = v + key1 & LOW32;
        u = fold(u * u) + key2 & LOW32;
        return u * u;
    }

    /** The exclusive or of both halves, in the lower one; the upper half is junk. */
    private static long fold(long x) {
        return x ^ x >>> 32;
    }

    private static long add(long x, long y, long modulus) {
        // Between -2^32 and 2^32: the upper half is all ones if negative, else zero.
        long sum = x + y - modulus;
        return sum + (modulus & sum >>> 32);
    }

    private static long subtract(long x, long y, long modulus) {
        long difference = x - y;
        return difference + (modulus & difference >>> 32);
    }

    /**
     * The indexes at positions {@code firstPosition}, {@code firstPosition + stride}, and so on:
     * what {@link #shuffle} says, {@value #BATCH} at once. Hot path: allocates nothing.
     *
     * @param firstPosition 0 to {@code size-1}
     * @param stride 1 or more; changing it from call to call costs about a microsecond
     * @param index receives the indexes; its length is {@link #BATCH}, and what lies at and above
     *     {@code count} is junk afterwards
     * @param count 0 to {@link #BATCH}; the last position, {@code firstPosition + (count-1) *
     *     stride}, is below {@code size}
     */
    public void fill(long firstPosition, long stride, long[] index, int count) {
        assert firstPosition >= 0 && stride >= 1 && count >= 0 && count <= BATCH;
        assert count == 0 || (firstPosition < size && count - 1 <= (last - firstPosition) / stride)
                : "position out of range";
        if (stride != laneStride) {
            spread(stride);
        }
        split(firstPosition % a, firstPosition / a, index);
        for (int k = 0; k < keys.length; k += 4) {
            squareLanes(index, keys[k], keys[k + 1], hash);
            addLanes(right, hash, bLanes);
            squareLanes(right, keys[k + 2], keys[k + 3], hash);
            addLanes(index, hash, aLanes);
        }
        if (joinLanes(index, right, aLanes, last) < 0) {
            walkOn(index, count);
        }
    }

    /**
     * Computes {@code i * stride} as a pair for every lane i, so that no batch needs a division a
     * lane.
     */
    private void spread(long stride) {
        long l = 0;
        long r = 0;
        for (int i = 0; i < BATCH; i++) {
            leftOffset[i] = l;
            // Modulo 2^32, which is exact for every lane that is in use.
            rightOffset[i] = r & LOW32;
            l += stride % a;
            long carry = l >= a ? 1 : 0;
            l -= a * carry;
            r += stride / a + carry;
        }
        laneStride = stride;
    }

    private void split(long firstLeft, long firstRight, long[] left) {
        splitLanes(firstLeft, firstRight, left, right, leftOffset, rightOffset, aLanes);
    }

    private static void splitLanes(
            long firstLeft,
            long firstRight,
            long[] left,
            long[] right,
            long[] leftOffset,
            long[] rightOffset,
            long[] aLanes) {
        for (int i = 0; i < BATCH; i++) {
            long a = aLanes[i];
            long l = firstLeft + leftOffset[i] - a;
            left[i] = l + (a & l >>> 32);
            // One more if the left half wrapped, that is, if l is not negative.
            right[i] = firstRight + rightOffset[i] + 1 - (l >>> 63);
        }
    }

    private static void squareLanes(long[] x, long key1, long key2, long[] square) {
        for (int i = 0; i < BATCH; i++) {
            square[i] = squareTwice(x[i], key1, key2);
        }
    }

    private static void addLanes(long[] x, long[] square, long[] modulusLanes) {
        for (int i = 0; i < BATCH; i++) {
            long modulus = modulusLanes[i] & LOW32;
            x[i] = add(x[i], ((fold(square[i]) & LOW32) * modulus) >>> 32, modulus);
        }
    }

    /** Makes numbers of the pairs; the result is negative if any of them exceeds {@code last}. */
    private static long joinLanes(long[] left, long[] right, long[] aLanes, long last) {
        long over = 0;
        for (int i = 0; i < BATCH; i++) {
            // Unsigned: for the very largest sizes a*b exceeds 2^63, but no number exceeds last by
            // 2^32 or more, so
            // that the sign of the difference is right.
            long number = (right[i] & LOW32) * (aLanes[i] & LOW32) + left[i];
            left[i] = number;
            over |= last - number;
        }
        return over;
    }

    /** Cycle walking for the few lanes that need it. */
    private void walkOn(long[] index, int count) {
        for (int i = 0; i < count; i++) {
            long x = index[i];
            if (last - x < 0) {
                index[i] = walk(Long.remainderUnsigned(x, a), Long.divideUnsigned(x, a));
            }
        }
    }

    /** The least integer whose square is {@code n} or more. */
    private static long ceilingSqrt(long n) {
        long root = (long) Math.sqrt((double) n);
        while (Long.compareUnsigned(root * root, n) >= 0) {
            root--;
        }
        while (Long.compareUnsigned(root * root, n) < 0) {
            root++;
        }
        return root;
    }
}
