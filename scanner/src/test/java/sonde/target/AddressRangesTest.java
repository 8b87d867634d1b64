// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.SplittableRandom;

class AddressRangesTest {

    private static final long SEED = 0x5EED_0002L;

    /** The model lies around 128.0.0.0, where signed comparison would go wrong. */
    private static final int BASE = 0x7FFF_FE00;

    private static final int MODEL_SIZE = 1024;

    private static AddressRanges fromModel(BitSet model) {
        AddressRanges.Builder builder = AddressRanges.builder();
        model.stream().forEach(bit -> builder.add(BASE + bit, BASE + bit));
        return builder.build();
    }

    private static BitSet toModel(AddressRanges ranges) {
        BitSet model = new BitSet();
        for (int i = 0; i < ranges.rangeCount(); i++) {
            model.set(ranges.first(i) - BASE, ranges.last(i) - BASE + 1);
        }
        return model;
    }

    private static BitSet randomModel(SplittableRandom random) {
        BitSet model = new BitSet();
        for (int i = random.nextInt(20); i > 0; i--) {
            int first = random.nextInt(MODEL_SIZE);
            model.set(first, Math.min(MODEL_SIZE, first + 1 + random.nextInt(100)));
        }
        return model;
    }

    @Test
    void setAlgebraIsThatOfBitSets() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2000; round++) {
            BitSet a = randomModel(random);
            BitSet b = randomModel(random);
            AddressRanges left = fromModel(a);
            AddressRanges right = fromModel(b);
            BitSet expected = (BitSet) a.clone();
            expected.or(b);
            assertEquals(expected, toModel(left.union(right)));
            expected = (BitSet) a.clone();
            expected.andNot(b);
            assertEquals(expected, toModel(left.minus(right)));
            expected = (BitSet) a.clone();
            expected.and(b);
            assertEquals(expected, toModel(left.intersect(right)));
            assertEquals(fromModel(expected), left.intersect(right));
            assertEquals(a.cardinality(), left.size());
            assertMerged(left);
        }
    }

    private static void assertMerged(AddressRanges ranges) {
        for (int i = 1; i < ranges.rangeCount(); i++) {
            assertTrue(
                    Integer.toUnsignedLong(ranges.first(i))
                            > Integer.toUnsignedLong(ranges.last(i - 1)) + 1);
        }
    }

    @Test
    void ranksAndAddressesUndoEachOther() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            BitSet model = randomModel(random);
            AddressRanges ranges = fromModel(model);
            long rank = 0;
            for (int bit = 0; bit < MODEL_SIZE; bit++) {
                assertEquals(model.get(bit), ranges.contains(BASE + bit));
                assertEquals(model.get(bit) ? rank : -1, ranges.rankOf(BASE + bit));
                if (model.get(bit)) {
                    assertEquals(BASE + bit, ranges.addressAt(rank++));
                }
            }
            assertThrows(IndexOutOfBoundsException.class, () -> ranges.addressAt(ranges.size()));
            assertThrows(IndexOutOfBoundsException.class, () -> ranges.addressAt(-1));
        }
    }

    @Test
    void holdsAllAddresses() {
        AddressRanges all = AddressRanges.of(0, -1);
        assertEquals(1L << 32, all.size());
        assertEquals(0xFFFF_FFFFL, all.rankOf(-1));
        assertEquals(-1, all.addressAt(0xFFFF_FFFFL));
        assertEquals(AddressRanges.NONE, all.minus(all));
        assertEquals(all, all.minus(AddressRanges.NONE));
        assertEquals(all, AddressRanges.builder().add(0x8000_0000, -1).add(0, 0x7FFF_FFFF).build());
        assertEquals(
                (1L << 32) - 2,
                all.minus(AddressRanges.of(0, 0)).minus(AddressRanges.of(-1, -1)).size());
    }

    @Test
    void nothingIsInTheEmptySet() {
        assertEquals(0, AddressRanges.NONE.size());
        assertEquals(0, AddressRanges.NONE.rangeCount());
        assertFalse(AddressRanges.NONE.contains(0));
        assertEquals("", AddressRanges.NONE.toString());
    }

    @Test
    void builderTakesAnyOrderAndOverlaps() {
        AddressRanges ranges =
                AddressRanges.builder()
                        .add(30, 40)
                        .add(10, 20)
                        .add(21, 29)
                        .add(35, 36)
                        .add(50, 50)
                        .build();
        assertEquals("0.0.0.10-0.0.0.40,0.0.0.50", ranges.toString());
        assertThrows(IllegalArgumentException.class, () -> AddressRanges.builder().add(-1, 0));
    }

    @Test
    void consecutiveAddressesCostNoMemory() {
        // 16M of them in any order take what one range takes; the buffer would be 128 MB, which the
        // heap of this test
        // does not tell, but the builder's length does.
        AddressRanges.Builder upwards = AddressRanges.builder();
        AddressRanges.Builder downwards = AddressRanges.builder();
        AddressRanges.Builder interleaved = AddressRanges.builder();
        int count = 1 << 24;
        for (int i = 0; i < count; i++) {
            upwards.add(i, i);
            downwards.add(count - 1 - i, count - 1 - i);
            int half = (i >>> 1) + ((i & 1) == 0 ? 0 : count / 2);
            interleaved.add(half, half);
        }
        assertTrue(
                upwards.capacity() <= 64
                        && downwards.capacity() <= 64
                        && interleaved.capacity() <= 64);
        assertEquals(AddressRanges.of(0, count - 1), upwards.build());
        assertEquals(upwards.build(), downwards.build());
        assertEquals(upwards.build(), interleaved.build());
    }

    @Test
    void builderKeepsMillionsApart() {
        AddressRanges.Builder builder = AddressRanges.builder();
        for (int i = 0; i < 1_000_000; i++) {
            int address = i * 0x9E37_79B1;
            builder.add(address & ~1, address & ~1);
        }
        AddressRanges ranges = builder.build();
        assertTrue(ranges.rangeCount() > 990_000);
        assertMerged(ranges);
    }

    @Test
    void fingerprintsTellSetsApartAndNeverChange() {
        AddressRanges one = AddressRanges.of(0x0A00_0000, 0x0AFF_FFFF);
        assertEquals(
                one.fingerprint(),
                AddressRanges.builder()
                        .add(0x0A80_0000, 0x0AFF_FFFF)
                        .add(0x0A00_0000, 0x0A7F_FFFF)
                        .build()
                        .fingerprint());
        assertNotEquals(
                one.fingerprint(), AddressRanges.of(0x0A00_0000, 0x0AFF_FFFE).fingerprint());
        // Written down once: seeds of shards are derived from it.
        assertEquals(-7_335_917_572_885_082_608L, one.fingerprint());
    }
}
