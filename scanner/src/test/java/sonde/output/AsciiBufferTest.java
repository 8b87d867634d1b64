// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.IpAddress;

import java.util.SplittableRandom;

class AsciiBufferTest {

    private final AsciiBuffer buffer = new AsciiBuffer(64);

    private String text() {
        return new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
    }

    private String decimal(long value) {
        buffer.clear();
        buffer.putDecimal(value);
        return text();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                11,
                99,
                100,
                65535,
                4294967295L,
                -1,
                -9,
                -10,
                -11,
                -100,
                Long.MIN_VALUE,
                Long.MAX_VALUE
            })
    void putsDecimalNumbers(long value) {
        assertEquals(Long.toString(value), decimal(value));
    }

    @Test
    void putsDecimalNumbersOfEveryLength() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertEquals(Long.toString(value), decimal(value));
        }
        for (long power = 1, i = 0; i < 19; power *= 10, i++) {
            assertEquals(Long.toString(power), decimal(power));
            assertEquals(Long.toString(power - 1), decimal(power - 1));
        }
    }

    @Test
    void putsEveryOctetInEveryPlace() {
        for (int octet = 0; octet < 256; octet++) {
            buffer.clear();
            buffer.putIpv4(octet << 24 | (255 - octet) << 16 | (octet ^ 0x55) << 8 | octet);
            assertEquals(octet + "." + (255 - octet) + "." + (octet ^ 0x55) + "." + octet, text());
        }
    }

    /** Beginnings and ends, runs of zeros of all lengths; and the slow twin. */
    @Test
    void putsIpv6AddressesAsRfc5952Says() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100_000; i++) {
            long high = 0;
            long low = 0;
            for (int group = 0; group < 8; group++) {
                int value =
                        random.nextInt(3) == 0 ? random.nextInt(1 << 16) >>> random.nextInt(16) : 0;
                high = high << 16 | low >>> 48;
                low = low << 16 | value;
            }
            IpAddress address = new IpAddress(high, low);
            buffer.clear();
            buffer.putAddress(address);
            assertEquals(address.toText(), text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:db8:0:1:1:1:1:1",
                "2001:db8::1:0:0:1",
                "1:0:0:2::",
                "::2:0:0:0",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "198.18.0.1"
            })
    void putsAddresses(String text) {
        buffer.putAddress(IpAddress.parse(text));
        assertEquals(text, text());
    }

    @Test
    void putsEthernetAddresses() {
        buffer.putMac(0x0200_5E10_00FFL);
        assertEquals("02:00:5e:10:00:ff", text());
    }

    @Test
    void padsAndRemoves() {
        buffer.put(Words.ascii("abc"));
        buffer.padTo(2);
        buffer.padTo(5);
        buffer.put('!');
        assertEquals("abc  !", text());
        buffer.removeFirst(2);
        assertEquals("c  !", text());
        buffer.removeFirst(4);
        assertEquals("", text());
    }
}
