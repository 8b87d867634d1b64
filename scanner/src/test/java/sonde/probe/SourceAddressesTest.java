// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

class SourceAddressesTest {

    private static final CookieKey KEY = new CookieKey(11, 12);
    private static final int FIRST = 0xC612_0001;

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "255", "256", "65537", "2147483648", "4294967295"})
    void batchAgreesWithItsScalarTwinAndStaysInTheRange(long count) {
        SplittableRandom random = new SplittableRandom(count);
        int first = count > 1 << 24 ? 0 : FIRST;
        int last = (int) (first + count - 1);
        SourceAddresses addresses = new SourceAddresses(first, last, KEY);
        ProbeBatch batch = new ProbeBatch();
        for (int round = 0; round < 300; round++) {
            Batches.randomise(batch, random);
            addresses.fill(batch);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                int address = batch.sourceAddress[i];
                assertEquals(addresses.sourceAddress(batch.address[i], batch.port[i]), address);
                assertTrue(addresses.contains(address));
                assertTrue(
                        Integer.compareUnsigned(address, first) >= 0
                                && Integer.compareUnsigned(address, last) <= 0);
            }
        }
    }

    /** Chi-squared with a bound 6 standard deviations off, over neighbouring targets. */
    @ParameterizedTest
    @CsvSource({"2", "3", "100", "256", "5000"})
    void usesEveryAddressEquallyForNeighbouringTargets(int count) {
        int[] uses = new int[count];
        SourceAddresses addresses = new SourceAddresses(FIRST, FIRST + count - 1, KEY);
        for (int i = 0; i < count * 100; i++) {
            uses[addresses.sourceAddress(0x0A000000 + i / 10, 80 + i % 10) - FIRST]++;
        }
        double chiSquared = 0;
        for (int used : uses) {
            chiSquared += (used - 100.0) * (used - 100.0) / 100.0;
        }
        double freedom = count - 1;
        double bound = freedom + 6 * Math.sqrt(2 * freedom) + 30.0 / count;
        assertTrue(chiSquared < bound, "chi-squared " + chiSquared + " of " + freedom);
    }

    /** If both were chosen by one hash, 16 addresses would have 4 of 64 ports each. */
    @Test
    void eachAddressUsesEveryPort() {
        SourceAddresses addresses = new SourceAddresses(FIRST, FIRST + 15, KEY);
        SourcePorts ports = new SourcePorts(1000, 1063, KEY);
        Set<Long> pairs = new HashSet<>();
        for (int i = 0; i < 16 * 64 * 20; i++) {
            pairs.add(
                    (long) addresses.sourceAddress(0x0A000000 + i, 80) << 16
                            | ports.sourcePort(0x0A000000 + i, 80));
        }
        assertEquals(16 * 64, pairs.size());
    }

    @Test
    void multipliesUnsigned() {
        SplittableRandom random = new SplittableRandom(5);
        int[] edges = {0, 1, 2, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, -1};
        for (int i = 0; i < 100_000; i++) {
            int a = i < 8 ? edges[i] : random.nextInt();
            int b = i % 9 < 8 ? edges[i % 9] : random.nextInt();
            long product = Integer.toUnsignedLong(a) * Integer.toUnsignedLong(b);
            assertEquals((int) (product >>> 32), SourceAddresses.multiplyHigh(a, b), a + " " + b);
        }
    }

    @Test
    void anotherKeyChoosesOtherwise() {
        SourceAddresses one = new SourceAddresses(0, 0x7FFF_FFFF, KEY);
        SourceAddresses other = new SourceAddresses(0, 0x7FFF_FFFF, new CookieKey(11, 13));
        assertNotEquals(one.sourceAddress(0x0A000001, 80), other.sourceAddress(0x0A000001, 80));
    }

    @Test
    void knowsItsRange() {
        SourceAddresses addresses = new SourceAddresses(0x7FFF_FFFE, 0x8000_0001, KEY);
        assertEquals(0x7FFF_FFFE, addresses.first());
        assertEquals(0x8000_0001, addresses.last());
        assertFalse(addresses.contains(0x7FFF_FFFD));
        assertTrue(addresses.contains(0x7FFF_FFFE));
        assertTrue(addresses.contains(0x8000_0001));
        assertFalse(addresses.contains(0x8000_0002));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "-1,0", "0,-1"})
    void refusesWhatIsNoRange(int first, int last) {
        assertThrows(IllegalArgumentException.class, () -> new SourceAddresses(first, last, KEY));
    }
}
