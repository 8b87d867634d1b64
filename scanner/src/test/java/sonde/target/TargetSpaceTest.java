// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

class TargetSpaceTest {

    private static final long SEED = 0x5EED_0024L;

    private record Target(int grid, IpAddress address, int port) {}

    private static PortRanges randomPorts(SplittableRandom random) {
        PortRanges.Builder ports = PortRanges.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            int first = random.nextInt(65_000);
            ports.add(first, first + random.nextInt(3));
        }
        return ports.build();
    }

    private static TargetGrid randomGrid(SplittableRandom random) {
        int ranges = random.nextInt(5);
        if (random.nextBoolean()) {
            AddressRanges.Builder addresses = AddressRanges.builder();
            for (int i = 0; i < ranges; i++) {
                int first = random.nextInt(1000);
                addresses.add(first, first + random.nextInt(20));
            }
            return Ipv4Grid.of(addresses.build(), randomPorts(random));
        }
        Ipv6Ranges.Builder addresses = Ipv6Ranges.builder(random.nextInt(1, 10));
        for (int i = 0; i < ranges; i++) {
            long first = random.nextInt(1000);
            addresses.add(1, first, 1, first + random.nextInt(20));
        }
        return Ipv6Grid.of(addresses.build(), randomPorts(random));
    }

    private static long indexWithin(TargetGrid grid, Target target) {
        return switch (grid) {
            case Ipv4Grid ipv4 -> ipv4.indexOf(target.address.ipv4(), target.port);
            case Ipv6Grid ipv6 ->
                    ipv6.indexOf(target.address.high(), target.address.low(), target.port);
        };
    }

    @Test
    void everyIndexIsATargetOfItsOwn() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            List<TargetGrid> grids = new ArrayList<>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                grids.add(randomGrid(random));
            }
            TargetSpace space = TargetSpace.of(grids);
            assertEquals(grids.stream().mapToLong(TargetGrid::size).sum(), space.size());
            Set<Target> seen = new HashSet<>();
            for (long index = 0; index < space.size(); index++) {
                Target target =
                        new Target(
                                space.gridOf(index), space.addressOf(index), space.portOf(index));
                assertTrue(seen.add(target), target::toString);
                TargetGrid grid = grids.get(target.grid);
                assertEquals(grid.isIpv6(), !target.address.isIpv4());
                assertEquals(index, space.firstOf(target.grid) + indexWithin(grid, target));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> space.gridOf(space.size()));
        }
    }

    /** Exclusion of sets is the exclusion of each address. */
    @Test
    void exclusionIsThatOfEachAddress() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 100; round++) {
            AddressSet wanted = randomSet(random);
            AddressSet excluded = randomSet(random);
            AddressSet rest = wanted.minus(excluded);
            long left = 0;
            for (int offset = 0; offset < 700; offset++) {
                for (IpAddress address :
                        List.of(IpAddress.ofIpv4(offset), new IpAddress(2, offset))) {
                    boolean isLeft = wanted.contains(address) && !excluded.contains(address);
                    assertEquals(isLeft, rest.contains(address), address::toText);
                    left += isLeft ? 1 : 0;
                }
            }
            assertEquals(left, rest.size());
            assertEquals(rest, wanted.minus(excluded).minus(excluded));
            assertEquals(wanted.size(), rest.size() + wanted.intersect(excluded).size());
        }
    }

    private static AddressSet randomSet(SplittableRandom random) {
        AddressSet.Builder set = AddressSet.builder();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            int first = random.nextInt(600);
            set.addIpv4(first, first + random.nextInt(60));
            IpAddress from = new IpAddress(2, random.nextInt(600));
            set.add(from, new IpAddress(2, from.low() + random.nextInt(60)));
        }
        return set.build();
    }

    @Test
    void sumsAreLimitedInPlainWords() {
        Ipv6Grid half =
                Ipv6Grid.of(
                        Ipv6Ranges.of(
                                new IpAddress(1, 0), new IpAddress(1, TargetSpace.SIZE_MAX / 2)),
                        PortRanges.NONE);
        assertEquals(half.size(), TargetSpace.of(List.of(half)).size());
        Exception e =
                assertThrows(ArithmeticException.class, () -> TargetSpace.of(List.of(half, half)));
        assertTrue(String.valueOf(e.getMessage()).contains("2^62 targets"), e.getMessage());
    }

    @Test
    void fingerprintDependsOnTheOrderOfGrids() {
        SplittableRandom random = new SplittableRandom(SEED);
        TargetGrid a = Ipv4Grid.of(AddressRanges.of(1, 9), randomPorts(random));
        TargetGrid b =
                Ipv6Grid.of(
                        Ipv6Ranges.of(new IpAddress(1, 0), new IpAddress(1, 9)), PortRanges.NONE);
        long fingerprint = TargetSpace.of(List.of(a, b)).fingerprint();
        assertEquals(fingerprint, TargetSpace.of(List.of(a, b)).fingerprint());
        assertNotEquals(fingerprint, TargetSpace.of(List.of(b, a)).fingerprint());
        assertNotEquals(fingerprint, TargetSpace.of(List.of(a)).fingerprint());
    }
}
