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

import sonde.wire.IpAddress;

import java.util.SplittableRandom;

class Ipv6SourceAddressesTest {

    private static final CookieKey KEY = new CookieKey(21, 22);

    private static Ipv6SourceAddresses range(String first, String last) {
        return new Ipv6SourceAddresses(IpAddress.parse(first), IpAddress.parse(last), KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1,2001:db8::1",
        "2001:db8::1,2001:db8::3",
        "2001:db8::,2001:db8::ffff:ffff",
        "2001:db8::ffff:ffff:ffff:ff00,2001:db8::ffff:ffff:ffff:ffff"
    })
    void batchAgreesWithItsScalarTwinAndStaysInTheRange(String first, String last) {
        Ipv6SourceAddresses sources = range(first, last);
        SplittableRandom random = new SplittableRandom(1);
        ProbeBatch batch = new ProbeBatch();
        for (int round = 0; round < 200; round++) {
            Batches.randomise(batch, random);
            sources.fill(batch);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                long high = batch.addressHigh[i];
                long low = batch.addressLow[i];
                assertEquals(sources.sourceHigh(), batch.sourceHigh[i]);
                assertEquals(sources.sourceLow(high, low, batch.port[i]), batch.sourceLow[i]);
                assertTrue(sources.contains(batch.sourceHigh[i], batch.sourceLow[i]));
            }
        }
    }

    @Test
    void usesEveryAddressAboutEqually() {
        Ipv6SourceAddresses sources = range("2001:db8::10", "2001:db8::12");
        int[] uses = new int[3];
        int targets = 3_000;
        for (int i = 0; i < targets; i++) {
            uses[(int) sources.sourceLow(0x20010db8_00000001L, i / 10, 80 + i % 10) - 0x10]++;
        }
        double slack = 6 * Math.sqrt(targets * 2.0 / 9);
        for (int used : uses) {
            assertTrue(Math.abs(used - targets / 3) < slack, used + " uses");
        }
    }

    @Test
    void anotherKeyChoosesOtherwise() {
        IpAddress first = IpAddress.parse("2001:db8::");
        IpAddress last = IpAddress.parse("2001:db8::ffff:ffff");
        assertNotEquals(
                new Ipv6SourceAddresses(first, last, KEY).sourceLow(1, 2, 3),
                new Ipv6SourceAddresses(first, last, new CookieKey(21, 23)).sourceLow(1, 2, 3));
    }

    @Test
    void knowsItsRange() {
        Ipv6SourceAddresses sources = range("2001:db8::10", "2001:db8::12");
        long high = 0x20010db8_00000000L;
        assertEquals(IpAddress.parse("2001:db8::10"), sources.first());
        assertEquals(IpAddress.parse("2001:db8::12"), sources.last());
        assertFalse(sources.contains(high, 0x0F));
        assertTrue(sources.contains(high, 0x10));
        assertTrue(sources.contains(high, 0x12));
        assertFalse(sources.contains(high, 0x13));
        assertFalse(sources.contains(high + 1, 0x11));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::2,2001:db8::1",
        "2001:db8::,2001:db8:0:1::",
        "2001:db8::,2001:db8::1:0:0",
        "198.18.0.1,198.18.0.2"
    })
    void refusesWhatIsNoRange(String first, String last) {
        assertThrows(IllegalArgumentException.class, () -> range(first, last));
    }
}
