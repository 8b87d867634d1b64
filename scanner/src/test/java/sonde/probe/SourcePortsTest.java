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

class SourcePortsTest {

    private static final CookieKey KEY = new CookieKey(11, 12);

    @ParameterizedTest
    @CsvSource({"0,65535", "65535,65535", "0,0", "40000,40001", "40000,40015", "32768,60999"})
    void batchAgreesWithItsScalarTwinAndStaysInTheRange(int first, int last) {
        SplittableRandom random = new SplittableRandom(first + last);
        SourcePorts ports = new SourcePorts(first, last, KEY);
        ProbeBatch batch = new ProbeBatch();
        for (int round = 0; round < 500; round++) {
            Batches.randomise(batch, random);
            ports.fill(batch);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                int port = batch.sourcePort[i];
                assertEquals(ports.sourcePort(batch.address[i], batch.port[i]), port);
                assertTrue(ports.contains(port) && port >= first && port <= last);
            }
        }
    }

    /**
     * Chi-squared with a bound 6 standard deviations off: neighbouring targets, few ports, many.
     */
    @ParameterizedTest
    @CsvSource({"1000,1001", "1000,1002", "40000,40015", "32768,60999"})
    void usesEveryPortEquallyForNeighbouringTargets(int first, int last) {
        int count = last - first + 1;
        int targets = count * 100;
        int[] uses = new int[count];
        SourcePorts ports = new SourcePorts(first, last, KEY);
        for (int i = 0; i < targets; i++) {
            uses[ports.sourcePort(0x0A000000 + i / 10, 80 + i % 10) - first]++;
        }
        double chiSquared = 0;
        for (int used : uses) {
            chiSquared += (used - 100.0) * (used - 100.0) / 100.0;
        }
        double freedom = count - 1;
        double bound = freedom + 6 * Math.sqrt(2 * freedom) + 30.0 / count;
        assertTrue(chiSquared < bound, "chi-squared " + chiSquared + " of " + freedom);
    }

    @Test
    void anotherKeyChoosesOtherwise() {
        SourcePorts one = new SourcePorts(0, 65535, KEY);
        SourcePorts other = new SourcePorts(0, 65535, new CookieKey(11, 13));
        assertNotEquals(one.sourcePort(0x0A000001, 80), other.sourcePort(0x0A000001, 80));
    }

    @Test
    void knowsItsRange() {
        SourcePorts ports = new SourcePorts(40000, 40015, KEY);
        assertEquals(40000, ports.first());
        assertEquals(40015, ports.last());
        assertFalse(ports.contains(39999));
        assertTrue(ports.contains(40000));
        assertTrue(ports.contains(40015));
        assertFalse(ports.contains(40016));
    }

    @ParameterizedTest
    @CsvSource({"-1,5", "5,65536", "6,5"})
    void refusesWhatIsNoRange(int first, int last) {
        assertThrows(IllegalArgumentException.class, () -> new SourcePorts(first, last, KEY));
    }

    @ParameterizedTest
    @CsvSource({"0,65535", "65535,65535", "40000,40001", "32768,60999"})
    void ipv6BatchAgreesWithItsScalarTwinAndStaysInTheRange(int first, int last) {
        SplittableRandom random = new SplittableRandom(first + last);
        SourcePorts ports = new SourcePorts(first, last, KEY);
        ProbeBatch batch = new ProbeBatch();
        batch.isIpv6 = true;
        for (int round = 0; round < 200; round++) {
            Batches.randomise(batch, random);
            ports.fill(batch);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                int port = batch.sourcePort[i];
                long high = batch.addressHigh[i];
                long low = batch.addressLow[i];
                assertEquals(ports.sourcePort(high, low, batch.port[i]), port);
                assertTrue(ports.contains(port));
            }
        }
    }

    @Test
    void ipv6PortsDependOnEveryPartOfTheTarget() {
        SourcePorts ports = new SourcePorts(0, 65535, KEY);
        int port = ports.sourcePort(1, 2, 3);
        assertNotEquals(port, ports.sourcePort(1L << 63 | 1, 2, 3));
        assertNotEquals(port, ports.sourcePort(2, 2, 3));
        assertNotEquals(port, ports.sourcePort(1, 1L << 63 | 2, 3));
        assertNotEquals(port, ports.sourcePort(1, 3, 3));
        assertNotEquals(port, ports.sourcePort(1, 2, 4));
    }

    @Test
    void aMappedIpv4TargetHasThePortOfIpv4() {
        SourcePorts ports = new SourcePorts(40_000, 59_999, new CookieKey(5, 6));
        IpAddress target = IpAddress.ofIpv4(0xC612_0101);
        assertEquals(
                ports.sourcePort(0xC612_0101, 80),
                ports.sourcePort(target.high(), target.low(), 80));
    }
}
