// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.IpAddress;

class Ipv6PatternsTest {

    private static final long SEED = 0x5EED_0026L;

    private static final long MAX = 1000;

    private static Ipv6Ranges prefixes(String text) throws TargetSyntaxException {
        AddressSet.Builder builder = AddressSet.builder();
        new TargetParser(builder, null).parse(text, "test");
        return builder.build().ipv6();
    }

    private static Ipv6Ranges expand(String prefixes, String patterns, long max)
            throws TargetSyntaxException {
        return Ipv6Patterns.expand(
                prefixes(prefixes), Ipv6PatternParser.parse(patterns, "--p"), SEED, max);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2001:db8::/64 | low-byte | 2001:db8::1-2001:db8::ff",
                "2001:db8::/64 | low-byte:1000 | 2001:db8::1-2001:db8::3e8",
                "2001:db8::/64 | ports:80 | 2001:db8::50,2001:db8::80",
                "2001:db8::/64 | ports:9+65535 | 2001:db8::9,2001:db8::ffff,2001:db8::6:5535",
                "2001:db8::/64 | ipv4:192.0.2.7-192.0.2.8 | 2001:db8::c000:207-2001:db8::c000:208,"
                        + "2001:db8::192:0:2:7-2001:db8::192:0:2:8",
                "2001:db8::/64 | ipv4:10.0.0.10 | 2001:db8::a00:a,2001:db8::10:0:0:10",
                "2001:db8::/63 | low-byte:2 |"
                        + " 2001:db8::1-2001:db8::2,2001:db8:0:1::1-2001:db8:0:1::2",
                "2001:db8::/64 2001:db8:9::/64 | low-byte:1 | 2001:db8::1,2001:db8:9::1",
                "2001:db8::1000/112 | low-byte:2 | 2001:db8::1-2001:db8::2",
                "2001:db8::/112 | ports:65535 | 2001:db8::ffff",
                "2001:db8::ff00-2001:db8::1:ff00 | low-byte:3 | 2001:db8::ff01-2001:db8::ff03",
                "2001:db8::/112 | eui:00163e | ''",
                "2001:db8::7 | eui:00163e | 2001:db8::7",
                "2001:db8::/119 | ports:80 | 2001:db8::-2001:db8::1ff"
            })
    void makesTheAddressesOfAPattern(String prefixes, String patterns, String expected)
            throws TargetSyntaxException {
        assertEquals(expected.replace("''", ""), expand(prefixes, patterns, MAX).toString());
    }

    @Test
    void ethernetAddressesHaveTheMakerAndTheMiddle() throws TargetSyntaxException {
        Ipv6Ranges found = expand("2001:db8::/64", "eui:00163e:512", MAX);
        assertEquals(512, found.size());
        long spread = 0;
        for (long i = 0; i < found.size(); i++) {
            IpAddress address = found.addressAt(i);
            assertEquals(0x2001_0DB8_0000_0000L, address.high());
            assertEquals(0x0216_3EFF_FE00_0000L, address.low() & ~0xFF_FFFFL);
            spread |= address.low();
        }
        assertEquals(0xFF_FFFFL, spread & 0xFF_FFFFL);
        assertEquals(256, expand("2001:db8::/64", "eui:525400", MAX).size());
    }

    @Test
    void randomAddressesAreWithinAndRepeatable() throws TargetSyntaxException {
        System.out.println("seed " + SEED);
        for (String prefix :
                new String[] {
                    "2001:db8::/32",
                    "2001:db8::/64",
                    "2001:db8::/100",
                    "2001:db8::ffff:ffff:ffff:fff0-2001:db8:0:2::1000",
                    "8000::/1"
                }) {
            Ipv6Ranges found = expand(prefix, "random:200", MAX);
            assertEquals(200, found.size(), 5);
            assertEquals(Ipv6Ranges.NONE, found.minus(prefixes("::/0")));
            assertEquals(found, found.intersect(prefixes(prefix)));
            assertEquals(found, expand(prefix, "random:200", MAX));
            assertNotEquals(
                    found,
                    Ipv6Patterns.expand(
                            prefixes(prefix),
                            Ipv6PatternParser.parse("random:200", "--p"),
                            SEED + 1,
                            MAX));
        }
    }

    @Test
    void randomAddressesReachEveryPartOfARange() throws TargetSyntaxException {
        Ipv6Ranges found = expand("2001:db8::/32", "random:64", MAX);
        assertTrue(found.intersect(prefixes("2001:db8::/33")).size() > 16);
        assertTrue(found.intersect(prefixes("2001:db8:8000::/33")).size() > 16);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 255, 256, 300, 1000, 10_000})
    void noRangeGetsMoreThanTheLimit(long max) throws TargetSyntaxException {
        for (String patterns :
                new String[] {"low-byte", "random:100,low-byte,ports", "eui:00163e,low-byte:9"}) {
            Ipv6Ranges found = expand("2001:db8::/32", patterns, max);
            assertTrue(found.size() <= max, patterns);
            assertTrue(found.size() > max * 9 / 10 - 2, patterns + " " + found.size());
        }
        assertEquals(3 * max, expand("1::/48 2::/48 3::/48", "low-byte", max).size());
    }

    @Test
    void theLowestNetworksComeFirst() throws TargetSyntaxException {
        Ipv6Ranges found = expand("2001:db8::/48", "low-byte:10", 25);
        assertEquals(
                "2001:db8::1-2001:db8::a,2001:db8:0:1::1-2001:db8:0:1::a,"
                        + "2001:db8:0:2::1-2001:db8:0:2::5",
                found.toString());
    }

    @Test
    void theLastNetworkOfAllIsTheLast() throws TargetSyntaxException {
        Ipv6Ranges found =
                expand("ffff:ffff:ffff:fffe::-ffff:ffff:ffff:ffff::9", "low-byte:20", MAX);
        assertEquals(20 + 9, found.size());
    }

    @Test
    void aLimitIsNeeded() {
        assertThrows(IllegalArgumentException.class, () -> expand("2001:db8::/64", "low-byte", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lowbyte | no pattern; there are low-byte,",
                "low-byte, random:1 | no pattern; there are low-byte,",
                "\"\" | no pattern",
                "low-byte, | no pattern",
                "low-byte:0 | how many is a number from 1 to 1048576",
                "low-byte: | how many is a number from 1 to 1048576",
                "random | how many is a number from 1 to 1048576",
                "random:x | how many is a number",
                "random:99999999999999999999 | how many is a number",
                "eui | six hexadecimal digits",
                "eui:0016 | six hexadecimal digits",
                "eui:00-16-3e | six hexadecimal digits",
                "eui:00163g | six hexadecimal digits",
                "eui:00163e: | how many is a number",
                "ports: | plus signs between",
                "ports:U:53 | plus signs between",
                "ports:70000 | a port is at most 65535",
                "ipv4 | not one range",
                "ipv4:10.0.0.0/8 | at most 1048576 IPv4 addresses",
                "ipv4:2001:db8::1 | IPv6 addresses are not taken here"
            })
    void saysWhatIsWrong(String text, String remedy) {
        Exception e =
                assertThrows(
                        TargetSyntaxException.class, () -> Ipv6PatternParser.parse(text, "--p"));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("--p: '"), message);
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void columnPointsAtTheItem() {
        TargetSyntaxException e =
                assertThrows(
                        TargetSyntaxException.class,
                        () -> Ipv6PatternParser.parse("low-byte,x", "--p"));
        assertEquals(10, e.column());
        assertFalse(String.valueOf(e.getMessage()).contains("low-byte,x"));
    }
}
