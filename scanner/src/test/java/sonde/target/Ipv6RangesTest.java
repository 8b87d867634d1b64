// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.IpAddress;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Compares sets with bit sets, in a universe of a few thousand addresses around a carry into the
 * upper half, and at the end of all addresses.
 */
class Ipv6RangesTest {

    private static final long SEED = 0x5EED_0021L;

    /** A limit that random sets exceed several times over, and one that none does. */
    private static final int FILE = 3;

    private static final int HEAP = RangeWriter.HEAP_RANGES_MAX;

    private static final int UNIVERSE = 3000;

    private static final IpAddress AT_CARRY = new IpAddress(0x2001_0DB8_0000_0000L, -1000);
    private static final IpAddress AT_END = new IpAddress(-1, -UNIVERSE);

    private static IpAddress at(IpAddress base, int offset) {
        long low = base.low() + offset;
        boolean carries = Long.compareUnsigned(low, base.low()) < 0;
        return new IpAddress(base.high() + (carries ? 1 : 0), low);
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text);
    }

    private static BitSet randomBits(SplittableRandom random) {
        BitSet bits = new BitSet(UNIVERSE);
        for (int i = random.nextInt(1, 60); i > 0; i--) {
            int first = random.nextInt(UNIVERSE);
            int length = random.nextInt(4) == 0 ? random.nextInt(1, 300) : 1;
            bits.set(first, Math.min(UNIVERSE, first + length));
        }
        return bits;
    }

    /** The set of bits, added in any order, some of it twice. */
    private static Ipv6Ranges set(
            BitSet bits, IpAddress base, int heapRangesMax, SplittableRandom random) {
        Ipv6Ranges.Builder builder = Ipv6Ranges.builder(heapRangesMax);
        int[] members = bits.stream().toArray();
        for (int turns = 0; turns < 40; turns++) {
            int member = members[random.nextInt(members.length)];
            builder.add(at(base, member), at(base, bits.nextClearBit(member) - 1));
        }
        for (int i = members.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swap = members[i];
            members[i] = members[other];
            members[other] = swap;
        }
        for (int member : members) {
            builder.add(at(base, member), at(base, member));
        }
        return builder.build();
    }

    private static void check(BitSet bits, Ipv6Ranges set, IpAddress base) {
        assertEquals(bits.cardinality(), set.size());
        int rank = 0;
        int ranges = 0;
        for (int i = 0; i < UNIVERSE; i++) {
            IpAddress address = at(base, i);
            assertEquals(bits.get(i), set.contains(address.high(), address.low()), address::toText);
            assertEquals(bits.get(i) ? rank : -1, set.rankOf(address.high(), address.low()));
            if (bits.get(i)) {
                boolean begins = i == 0 || !bits.get(i - 1);
                ranges += begins ? 1 : 0;
                assertEquals(address, begins ? set.first(ranges - 1) : address);
                assertEquals(address, bits.get(i + 1) ? address : set.last(ranges - 1));
                assertEquals(address, set.addressAt(rank++));
            }
        }
        assertEquals(ranges, set.rangeCount());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, FILE, 17, HEAP})
    void isWhatWasAdded(int heapRangesMax) {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20; round++) {
            BitSet bits = randomBits(random);
            IpAddress base = round % 2 == 0 ? AT_CARRY : AT_END;
            check(bits, set(bits, base, heapRangesMax, random), base);
        }
    }

    @Test
    void aFileIsEqualToAnArray() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 50; round++) {
            BitSet bits = randomBits(random);
            Ipv6Ranges inHeap = set(bits, AT_CARRY, HEAP, random);
            Ipv6Ranges inFile = set(bits, AT_CARRY, FILE, random);
            assertEquals(inHeap, inFile);
            assertEquals(inHeap.hashCode(), inFile.hashCode());
            assertEquals(inHeap.fingerprint(), inFile.fingerprint());
            assertEquals(inHeap.toString(), inFile.toString());
            bits.flip(random.nextInt(UNIVERSE));
            Ipv6Ranges other = set(bits, AT_CARRY, FILE, random);
            assertNotEquals(inHeap, other);
            assertNotEquals(inHeap.fingerprint(), other.fingerprint());
        }
    }

    @Test
    void operationsAreThoseOfBitSets() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 60; round++) {
            IpAddress base = round % 2 == 0 ? AT_CARRY : AT_END;
            BitSet a = randomBits(random);
            BitSet b = randomBits(random);
            Ipv6Ranges setA = set(a, base, round % 3 == 0 ? FILE : HEAP, random);
            Ipv6Ranges setB = set(b, base, round % 5 == 0 ? FILE : HEAP, random);
            BitSet either = (BitSet) a.clone();
            either.or(b);
            check(either, setA.union(setB), base);
            BitSet rest = (BitSet) a.clone();
            rest.andNot(b);
            check(rest, setA.minus(setB), base);
            BitSet both = (BitSet) a.clone();
            both.and(b);
            check(both, setA.intersect(setB), base);
        }
    }

    @Test
    void operationsWriteFilesToo() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        BitSet a = randomBits(random);
        BitSet b = randomBits(random);
        RangeTable tableA = set(a, AT_CARRY, HEAP, random).table();
        RangeTable tableB = set(b, AT_CARRY, HEAP, random).table();
        RangeTable inHeap = RangeAlgebra.minus(tableA, tableB, new RangeWriter(HEAP));
        RangeTable inFile = RangeAlgebra.minus(tableA, tableB, new RangeWriter(1));
        assertTrue(inHeap.count() > 1);
        assertTrue(inHeap.isSame(inFile));
    }

    @Test
    void excludingWhatIsNotThereCopiesNothing() {
        Ipv6Ranges set = Ipv6Ranges.of(ip("2001:db8::"), ip("2001:db8::ffff"));
        assertSame(set, set.minus(Ipv6Ranges.of(ip("2001:db8::1:0"), ip("2001:db8::1:1"))));
        assertSame(set, set.minus(Ipv6Ranges.NONE));
        assertSame(set, set.union(Ipv6Ranges.NONE));
        assertEquals(Ipv6Ranges.NONE, Ipv6Ranges.NONE.minus(set));
        assertEquals(Ipv6Ranges.NONE, set.minus(set));
    }

    @Test
    void hugeSetsHaveTheLargestSize() {
        Ipv6Ranges all = Ipv6Ranges.of(ip("::"), new IpAddress(-1, -1));
        assertEquals(Long.MAX_VALUE, all.size());
        assertEquals(1, all.rangeCount());
        assertEquals(5, all.rankOf(0, 5));
        assertEquals(Long.MAX_VALUE, all.rankOf(1, 0));
        assertTrue(all.contains(-1, -1));
        Ipv6Ranges rest = all.minus(Ipv6Ranges.of(ip("2001:db8::"), ip("2001:db8::1")));
        assertEquals(2, rest.rangeCount());
        assertEquals("::-2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", rest.toString().split(",")[0]);
        assertEquals(Long.MAX_VALUE, rest.size());
        assertEquals(Long.MAX_VALUE, rest.rankOf(-1, -1));
        assertEquals(-1, rest.rankOf(0x2001_0DB8_0000_0000L, 1));
        assertEquals(all, rest.union(Ipv6Ranges.of(ip("2001:db8::"), ip("2001:db8::1"))));
        assertEquals(1L << 62, Ipv6Ranges.of(ip("::"), new IpAddress(0, (1L << 62) - 1)).size());
    }

    @Test
    void aSmallSetBehindAHugeOneHasItsRanks() {
        Ipv6Ranges set =
                Ipv6Ranges.builder()
                        .add(ip("2001:db8::"), ip("2001:db8:0:1::"))
                        .add(ip("2001:db8:1::1"), ip("2001:db8:1::9"))
                        .build();
        assertEquals(Long.MAX_VALUE, set.size());
        assertEquals(ip("2001:db8::7"), set.addressAt(7));
        assertEquals(ip("2001:db8::7fff:ffff:ffff:fffe"), set.addressAt(Long.MAX_VALUE - 1));
    }

    @Test
    void refusesWhatIsOutside() {
        Ipv6Ranges set = Ipv6Ranges.of(ip("::2"), ip("::3"));
        assertThrows(IndexOutOfBoundsException.class, () -> set.addressAt(2));
        assertThrows(IndexOutOfBoundsException.class, () -> set.addressAt(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> set.first(1));
        assertThrows(IndexOutOfBoundsException.class, () -> set.last(-1));
        assertThrows(IllegalArgumentException.class, () -> Ipv6Ranges.of(ip("::3"), ip("::2")));
    }

    /** The builder of an ordinary list, once with a limit that it exceeds a hundred times. */
    @Test
    void longListsOfSingleAddresses() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Ipv6Ranges.Builder heap = Ipv6Ranges.builder();
        Ipv6Ranges.Builder file = Ipv6Ranges.builder(1000);
        for (int i = 0; i < 100_000; i++) {
            long high = 0x2001_0DB8_0000_0000L | random.nextInt(1000);
            long low = random.nextLong(1L << random.nextInt(1, 40));
            heap.add(high, low, high, low);
            file.add(high, low, high, low);
        }
        Ipv6Ranges inHeap = heap.build();
        Ipv6Ranges inFile = file.build();
        assertTrue(inHeap.rangeCount() > 50_000);
        assertEquals(inHeap, inFile);
        for (int i = 0; i < 10_000; i++) {
            long rank = random.nextLong(inFile.size());
            IpAddress address = inFile.addressAt(rank);
            assertEquals(rank, inFile.rankOf(address.high(), address.low()));
            assertEquals(address, inHeap.addressAt(rank));
        }
    }

    @Test
    void readsWhatItWrites() throws TargetSyntaxException {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 50; round++) {
            Ipv6Ranges set = set(randomBits(random), AT_CARRY, HEAP, random);
            AddressSet.Builder again = AddressSet.builder();
            new TargetParser(again, null).parse(set.toString(), "again");
            assertEquals(set, again.build().ipv6());
        }
    }
}
