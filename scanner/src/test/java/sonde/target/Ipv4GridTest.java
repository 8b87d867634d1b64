// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class Ipv4GridTest {

    private static final long SEED = 0x5EED_0006L;

    private static final PortRanges WEB = PortRanges.of(80, 80).union(PortRanges.of(443, 443));

    private static Ipv4Grid space(
            int rangeCount, int portRangeCount, int portRangeLength, SplittableRandom random) {
        AddressRanges.Builder addresses = AddressRanges.builder();
        long step = (1L << 32) / rangeCount;
        for (int i = 0; i < rangeCount; i++) {
            long first = i * step;
            addresses.add(
                    (int) first, (int) (rangeCount == 1 ? -1 : first + random.nextLong(step / 2)));
        }
        PortRanges.Builder ports = PortRanges.builder();
        for (int i = 0; i < portRangeCount; i++) {
            int first = random.nextInt(65_536 - portRangeLength + 1);
            ports.add(first, first + portRangeLength - 1);
        }
        return Ipv4Grid.of(addresses.build(), ports.build());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1", "1, 1, 1", "1, 1, 1000", "1, 1, 65536", "1, 100, 1", "1, 7, 3000",
        "2, 0, 1", "50, 1, 1", "50, 1, 1000", "50, 100, 2", "20000, 0, 1", "20000, 300, 3"
    })
    void resolveSaysWhatTheScalarMethodsSayAndIndexOfUndoesIt(
            int rangeCount, int portRangeCount, int portRangeLength) {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        check(space(rangeCount, portRangeCount, portRangeLength, random), random);
    }

    /** Port counts that divide well and badly, with gaps and without, over every kind of space. */
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
                "0-30000,30002-65535"
            })
    void resolvesEveryPortCount(String list) throws TargetSyntaxException {
        PortRanges ports = PortParser.parse(List.of(list), "-p");
        AddressRanges all = AddressRanges.of(0, -1);
        AddressRanges[] sets = {
            AddressRanges.of(0x0A00_0001, 0x0A00_0001),
            all,
            all.minus(ReservedRanges.all()),
            crowd(50_000),
            crowd(50_000).union(AddressRanges.of(0x4000_0000, 0xBFFF_FFFF)),
        };
        SplittableRandom random = new SplittableRandom(SEED);
        for (AddressRanges addresses : sets) {
            check(Ipv4Grid.of(addresses, ports), random);
        }
    }

    /** Single addresses with one address between them. */
    private static AddressRanges crowd(int count) {
        AddressRanges.Builder addresses = AddressRanges.builder();
        for (int i = 0; i < count; i++) {
            addresses.add(0xC000_0000 + 2 * i, 0xC000_0000 + 2 * i);
        }
        return addresses.build();
    }

    private static void check(Ipv4Grid space, SplittableRandom random) {
        long[] index = new long[Ipv4Grid.BATCH];
        int[] address = new int[Ipv4Grid.BATCH];
        int[] port = new int[Ipv4Grid.BATCH];
        for (int round = 0; round < 300; round++) {
            int count = round < 100 ? random.nextInt(Ipv4Grid.BATCH + 1) : Ipv4Grid.BATCH;
            for (int i = 0; i < Ipv4Grid.BATCH; i++) {
                // Junk behind the count must do no harm.
                index[i] = i < count ? random.nextLong(space.size()) : random.nextLong();
            }
            if (count > 2) {
                index[0] = 0;
                index[1] = space.size() - 1;
            }
            space.resolve(index, address, port, count);
            for (int i = 0; i < count; i++) {
                assertEquals(space.addressOf(index[i]), address[i], "index " + index[i]);
                assertEquals(space.portOf(index[i]), port[i], "index " + index[i]);
                assertEquals(index[i], space.indexOf(address[i], port[i]));
            }
        }
    }

    @Test
    void numbersPortsOfAnAddressInTurn() {
        Ipv4Grid space = Ipv4Grid.of(AddressRanges.of(10, 12), WEB);
        assertEquals(6, space.size());
        assertEquals(0, space.indexOf(10, 80));
        assertEquals(1, space.indexOf(10, 443));
        assertEquals(2, space.indexOf(11, 80));
        assertEquals(-1, space.indexOf(10, 81));
        assertEquals(-1, space.indexOf(13, 80));
        assertThrows(IndexOutOfBoundsException.class, () -> space.addressOf(6));
        assertThrows(IndexOutOfBoundsException.class, () -> space.portOf(-1));
    }

    @Test
    void largestSpaceHoldsAllAddressesAndPorts() {
        Ipv4Grid space = Ipv4Grid.of(AddressRanges.of(0, -1), PortRanges.of(0, 65_535));
        assertEquals(1L << 48, space.size());
        assertEquals((1L << 48) - 1, space.indexOf(-1, 65_535));
    }

    @Test
    void emptySpaceResolvesNothing() {
        for (PortRanges ports : new PortRanges[] {PortRanges.NONE, WEB}) {
            Ipv4Grid space = Ipv4Grid.of(AddressRanges.NONE, ports);
            assertEquals(0, space.size());
            assertEquals(-1, space.indexOf(1, 80));
            long[] index = new long[Ipv4Grid.BATCH];
            Arrays.fill(index, -1);
            space.resolve(index, new int[Ipv4Grid.BATCH], new int[Ipv4Grid.BATCH], 0);
        }
    }

    @Test
    void withoutPortsEveryPortIsZero() {
        Ipv4Grid space = Ipv4Grid.of(AddressRanges.of(10, 12), PortRanges.NONE);
        assertFalse(space.hasPorts());
        assertEquals(3, space.size());
        assertEquals(0, space.portOf(2));
        assertEquals(2, space.indexOf(12, 9999));
    }

    @Test
    void fingerprintDependsOnAddressesAndPorts() {
        Ipv4Grid space = Ipv4Grid.of(AddressRanges.of(10, 12), WEB);
        assertEquals(space.fingerprint(), Ipv4Grid.of(AddressRanges.of(10, 12), WEB).fingerprint());
        assertNotEquals(
                space.fingerprint(), Ipv4Grid.of(AddressRanges.of(10, 13), WEB).fingerprint());
        assertNotEquals(
                space.fingerprint(),
                Ipv4Grid.of(AddressRanges.of(10, 12), PortRanges.NONE).fingerprint());
    }
}
