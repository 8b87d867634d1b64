// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.wire.IpAddress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

class Ipv6TargetParserTest {

    private static final long SEED = 0x5EED_0025L;

    private static final NameResolver NAMES =
            name -> {
                if (name.startsWith("six.")) {
                    return List.of(IpAddress.parse("2001:db8::6"));
                }
                if (name.startsWith("both.")) {
                    return List.of(IpAddress.parse("2001:db8::9"), IpAddress.parse("192.0.2.9"));
                }
                throw new UnknownHostException("no host of this name is known");
            };

    private static AddressSet word(String text) throws TargetSyntaxException {
        AddressSet.Builder addresses = AddressSet.builder();
        new TargetParser(addresses, NAMES).parse(text, "--range");
        return addresses.build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2001:db8::7 | 2001:db8::7",
                "2001:DB8:0:0:0:0:0:7 | 2001:db8::7",
                "2001:0db8:0000::0007 | 2001:db8::7",
                "[2001:db8::7] | 2001:db8::7",
                "[2001:db8::7]/127 | 2001:db8::6-2001:db8::7",
                "2001:db8::7/128 | 2001:db8::7",
                "2001:db8::7/64 | 2001:db8::-2001:db8::ffff:ffff:ffff:ffff",
                "2001:db8::/63 | 2001:db8::-2001:db8:0:1:ffff:ffff:ffff:ffff",
                "2001:db8::/65 | 2001:db8::-2001:db8::7fff:ffff:ffff:ffff",
                "2001:db8::7-2001:db8::20 | 2001:db8::7-2001:db8::20",
                "[2001:db8::7]-[2001:db8::20] | 2001:db8::7-2001:db8::20",
                "2001:db8::7\u20132001:db8::20 | 2001:db8::7-2001:db8::20",
                "2001:db8::7-2001:db8::7 | 2001:db8::7",
                "2001:db8::192.0.2.7 | 2001:db8::c000:207",
                "1:2:3:4:5:6:7:: | 1:2:3:4:5:6:7:0",
                "::2:3:4:5:6:7:8 | 0:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:1.2.3.4 | 1:2:3:4:5:6:102:304",
                ":: | ::",
                "fe80::1 | fe80::1",
                "2001:db8::2,192.0.2.1 2001:db8::1 | 192.0.2.1,2001:db8::1-2001:db8::2",
                "six.example | 2001:db8::6",
                "both.example,2001:db8::8 | 192.0.2.9,2001:db8::8-2001:db8::9"
            })
    void readsWords(String text, String expected) throws TargetSyntaxException {
        assertEquals(expected, word(text).toString());
    }

    @Test
    void aPrefixMayBeAsWideAsAllAddresses() throws TargetSyntaxException {
        AddressSet all = word("::/0");
        assertEquals(IpAddress.parse("::"), all.ipv6().first(0));
        assertEquals(new IpAddress(-1, -1), all.ipv6().last(1));
        assertEquals(Long.MAX_VALUE, word("2000::/3").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2001:db8::/129 | prefix length must be 0 to 128",
                "2001:db8::/ | prefix length must be 0 to 128",
                "2001:db8::/064 | prefix length must be 0 to 128",
                "[2001:db8::/64] | an address has both brackets or none",
                "fe80::1%eth0 | zones (the part from % on) are not taken",
                "fe80:0:0:0:0:0:0:1%eth0 | zones (the part from % on) are not taken",
                "[fe80::1%25eth0] | zones (the part from % on) are not taken",
                "[2001:db8::1]:80 | ports are given with -p",
                "2001:db8::9-2001:db8::8 | the range runs backwards: write the lower address first",
                "2001:db8::9- | the range has no end",
                "2001:db8::1-7 | a range needs a full address of the same family on both sides",
                "2001:db8::1-192.0.2.1 | a range needs a full address of the same family",
                "192.0.2.1-2001:db8::1 | a range needs a full address of the same family",
                "2001:db8::/64-2001:db8:1:: | either a block or a range",
                "2001:db8::1::2 | '::' may stand once",
                "1:2:3:4:5:6:7 | needs eight groups",
                "1:2:3:4:5:6:7:8:9 | has too many groups",
                "1:2:3:4::5:6:7:8 | '::' stands for one group at least",
                "2001:db8::12345 | a group has at most four digits",
                "2001:db8:::1 | no IPv6 address",
                "2001:db8::1: | a group is missing",
                "::1.2.3.256 | each number is at most 255",
                "2001:db8::g | no IPv6 address",
                "[2001:db8::1 | an address has both brackets or none",
                "nowhere.example | no host of this name is known"
            })
    void saysWhatIsWrongAndWhatToWrite(String text, String remedy) {
        String message =
                String.valueOf(
                        assertThrows(TargetSyntaxException.class, () -> word(text)).getMessage());
        assertTrue(message.startsWith("--range: '"), message);
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void parsersOfIpv4TakeTheIpv4AddressesOfHosts() throws TargetSyntaxException {
        AddressRanges.Builder addresses = AddressRanges.builder();
        TargetParser parser = new TargetParser(addresses, NAMES);
        parser.parse("both.example", "-x");
        assertEquals("192.0.2.9", addresses.build().toString());
        Exception e =
                assertThrows(TargetSyntaxException.class, () -> parser.parse("six.example", "-x"));
        assertTrue(String.valueOf(e.getMessage()).contains("no IPv4 address"), e.getMessage());
    }

    @Test
    void aRangeIsOneRangeOfOneFamily() throws TargetSyntaxException {
        assertEquals("192.0.2.1", TargetParser.parseRange("192.0.2.1", "-x").toString());
        assertEquals(
                "2001:db8::-2001:db8::f",
                TargetParser.parseRange("2001:db8::/124", "-x").toString());
        for (String text : new String[] {"", "192.0.2.1,2001:db8::1", "::1,::3", "six.example"}) {
            assertThrows(
                    TargetSyntaxException.class, () -> TargetParser.parseRange(text, "-x"), text);
        }
    }

    @Test
    void readsFilesOfBothFamilies() throws TargetSyntaxException, IOException {
        String text =
                """
                # hosts
                2001:db8::1 # one
                [2001:db8::2]; two
                192.0.2.1 // three
                2001:db8::3/128,2001:db8::5
                """
                        .replace("];", "] ;");
        AddressSet.Builder addresses = AddressSet.builder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new TargetParser(addresses, null).parse(new ByteArrayInputStream(bytes), "hosts.txt");
        assertEquals("192.0.2.1,2001:db8::1-2001:db8::3,2001:db8::5", addresses.build().toString());
    }

    /** Texts made of the pieces of addresses are addresses where the slow reader says so. */
    @Test
    void readsAndRefusesWhatTheSlowReaderDoes() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        String[] pieces = {":", ":", "::", "0", "1", "db8", "FFFF", "12345", "1.2.3.4", ".", "g"};
        int read = 0;
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 18); i > 0; i--) {
                text.append(
                        random.nextInt(3) > 0
                                ? text.length() % 2 == 0 ? "1" : ":"
                                : pieces[random.nextInt(pieces.length)]);
            }
            read += checkAgainstSlowReader(text.toString()) ? 1 : 0;
        }
        assertTrue(read > 3_000, read + " read");
    }

    private static boolean checkAgainstSlowReader(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Ipv6Item item = new Ipv6Item();
        boolean isRead = item.parse(bytes, 0, bytes.length);
        IpAddress expected = null;
        try {
            // A quad is the low-order 32 bits (RFC 4291 section 2.2), so that nothing follows it.
            boolean isQuadInside = text.lastIndexOf(':') > text.indexOf('.') && text.contains(".");
            expected = text.indexOf(':') < 0 || isQuadInside ? null : IpAddress.parse(text);
        } catch (IllegalArgumentException _) {
            // No address.
        }
        assertEquals(expected != null, isRead, text);
        if (expected != null) {
            assertEquals(expected, new IpAddress(item.firstHigh(), item.firstLow()), text);
        }
        return isRead;
    }

    @Test
    void readsEveryFormOfRandomAddresses() throws TargetSyntaxException {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20_000; round++) {
            long mask = random.nextLong() | random.nextLong();
            IpAddress address =
                    new IpAddress(
                            0x2001_0DB8_0000_0000L | random.nextInt(3), random.nextLong() & ~mask);
            int length = random.nextInt(65, 129);
            AddressSet block = word(address.toText() + "/" + length);
            long hostBits = length == 128 ? 0 : -1L >>> length - 64;
            assertEquals(
                    new IpAddress(address.high(), address.low() & ~hostBits),
                    block.ipv6().first(0));
            assertEquals(
                    new IpAddress(address.high(), address.low() | hostBits), block.ipv6().last(0));
        }
    }
}
