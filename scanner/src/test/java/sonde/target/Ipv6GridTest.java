// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.Allocation;
import sonde.wire.IpAddress;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class Ipv6GridTest {

    private static final long SEED = 0x5EED_0023L;

    private static final int BATCH = 256;

    private static final long PREFIX = 0x2001_0DB8_0000_0000L;

    private static Ipv6Ranges range(long size) {
        return Ipv6Ranges.builder().add(PREFIX, -7, PREFIX + 1, size - 8).build();
    }

    /** Ranges of every size, some across a carry, with the rank of each near what came before. */
    private static Ipv6Ranges crowd(int count, int heapRangesMax, SplittableRandom random) {
        Ipv6Ranges.Builder builder = Ipv6Ranges.builder(heapRangesMax);
        for (int i = 0; i < count; i++) {
            long low = random.nextLong();
            long last = low + (random.nextInt(3) == 0 ? random.nextLong(1L << 30) : 0);
            long high = PREFIX + 2L * random.nextInt(1 << 20);
            long carry = Long.compareUnsigned(last, low) < 0 ? 1 : 0;
            builder.add(high, low, high + carry, last);
        }
        return builder.build();
    }

    private static void check(Ipv6Grid grid, SplittableRandom random) {
        long[] index = new long[BATCH];
        long[] high = new long[BATCH];
        long[] low = new long[BATCH];
        int[] port = new int[BATCH];
        for (int round = 0; round < 50; round++) {
            int count = round == 0 ? BATCH : random.nextInt(1, BATCH + 1);
            for (int i = 0; i < BATCH; i++) {
                index[i] = random.nextLong(grid.size());
            }
            index[0] = round % 2 == 0 ? 0 : grid.size() - 1;
            Arrays.fill(high, 77);
            grid.resolve(index, high, low, port, count);
            for (int i = 0; i < BATCH; i++) {
                if (i < count) {
                    IpAddress address = grid.addressOf(index[i]);
                    assertEquals(address, new IpAddress(high[i], low[i]));
                    assertEquals(grid.portOf(index[i]), port[i]);
                    assertEquals(index[i], grid.indexOf(high[i], low[i], port[i]));
                } else {
                    assertEquals(77, high[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "80,81",
                "80,443",
                "80-82",
                "1,5,9",
                "100-199",
                "1-50,101-149,65535",
                "1-65535",
                "0-65535",
                "0-30000,30002-65535"
            })
    void resolveSaysWhatTheScalarMethodsSayAndIndexOfUndoesIt(String list)
            throws TargetSyntaxException {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        PortRanges ports = PortParser.parse(List.of(list), "-p").tcp();
        for (Ipv6Ranges addresses :
                List.of(
                        Ipv6Ranges.of(new IpAddress(-1, -1), new IpAddress(-1, -1)),
                        range(1000),
                        range(TargetSpace.SIZE_MAX / ports.size()),
                        crowd(2, 100, random),
                        crowd(1000, 10, random),
                        crowd(10_000, 1 << 20, random))) {
            check(Ipv6Grid.of(addresses, ports), random);
        }
    }

    @Test
    void withoutPortsThePortIsZero() {
        SplittableRandom random = new SplittableRandom(SEED);
        Ipv6Grid grid = Ipv6Grid.of(crowd(100, 10, random), PortRanges.NONE);
        assertFalse(grid.hasPorts());
        assertEquals(grid.addresses().size(), grid.size());
        assertEquals(0, grid.portOf(3));
        assertEquals(5, grid.indexOf(grid.addressOf(5).high(), grid.addressOf(5).low(), 99));
        assertEquals(-1, grid.indexOf(0, 0, 0));
        long[] half = new long[1];
        int[] port = {7};
        grid.resolve(new long[] {3}, half, new long[1], port, 1);
        assertEquals(0, port[0]);
        assertEquals(grid.addressOf(3).high(), half[0]);
    }

    @Test
    void sizeIsLimitedInPlainWords() {
        Ipv6Ranges largest = range(TargetSpace.SIZE_MAX);
        assertEquals(TargetSpace.SIZE_MAX, Ipv6Grid.of(largest, PortRanges.NONE).size());
        for (Ipv6Ranges addresses :
                List.of(range(TargetSpace.SIZE_MAX + 1), range(TargetSpace.SIZE_MAX / 2 + 1))) {
            Exception e =
                    assertThrows(
                            ArithmeticException.class,
                            () -> Ipv6Grid.of(addresses, PortRanges.of(80, 81)));
            assertTrue(String.valueOf(e.getMessage()).contains("2^62 targets"), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains("by 2 ports"), e.getMessage());
        }
        assertThrows(
                ArithmeticException.class,
                () ->
                        Ipv6Grid.of(
                                Ipv6Ranges.of(new IpAddress(0, 0), new IpAddress(-1, -1)),
                                PortRanges.NONE));
    }

    @Test
    void anEmptyGridHasNoTargets() {
        Ipv6Grid grid = Ipv6Grid.of(Ipv6Ranges.NONE, PortRanges.of(80, 90));
        assertEquals(0, grid.size());
        assertThrows(IndexOutOfBoundsException.class, () -> grid.addressOf(0));
        assertThrows(IndexOutOfBoundsException.class, () -> grid.portOf(0));
        grid.resolve(new long[0], new long[0], new long[0], new int[0], 0);
    }

    @Test
    void fingerprintIsOfAddressesAndPorts() {
        Ipv6Grid grid = Ipv6Grid.of(range(10), PortRanges.of(80, 80));
        assertEquals(
                grid.fingerprint(), Ipv6Grid.of(range(10), PortRanges.of(80, 80)).fingerprint());
        assertNotEquals(
                grid.fingerprint(), Ipv6Grid.of(range(10), PortRanges.of(80, 81)).fingerprint());
        assertNotEquals(
                grid.fingerprint(), Ipv6Grid.of(range(11), PortRanges.of(80, 80)).fingerprint());
    }

    @Test
    void resolveAllocatesNothing() {
        SplittableRandom random = new SplittableRandom(SEED);
        Ipv6Grid heap = Ipv6Grid.of(crowd(1000, 5000, random), PortRanges.of(1, 9));
        Ipv6Grid file = Ipv6Grid.of(crowd(1000, 10, random), PortRanges.of(1, 9));
        long[] index = new long[BATCH];
        long[] high = new long[BATCH];
        long[] low = new long[BATCH];
        int[] port = new int[BATCH];
        Runnable manyBatches =
                () -> {
                    for (int i = 0; i < 4000; i++) {
                        heap.resolve(index, high, low, port, BATCH);
                        file.resolve(index, high, low, port, BATCH);
                    }
                };
        assertEquals(0, Allocation.bytesOf(manyBatches));
    }
}
