// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

class IpAddressTest {

    /** The examples of RFC 4291 section 2.2 and RFC 5952 sections 4 and 5, and edges. */
    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:8:800:200C:417A,2001:db8::8:800:200c:417a",
        "FF01:0:0:0:0:0:0:101,ff01::101",
        "0:0:0:0:0:0:0:1,::1",
        "0:0:0:0:0:0:0:0,::",
        "::13.1.68.3,::d01:4403",
        "0:0:0:0:0:FFFF:129.144.52.38,129.144.52.38",
        "::ffff:198.18.0.1,198.18.0.1",
        "2001:db8::0001,2001:db8::1",
        "2001:db8:0:0:0:0:2:1,2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8,0:2:3:4:5:6:7:8",
        "1::,1::",
        "0:0:1::,0:0:1::",
        "64:ff9b::192.0.2.33,64:ff9b::c000:221",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void readsEveryFormAndWritesTheShortestOne(String text, String canonical) {
        assertEquals(canonical, IpAddress.parse(text).toText());
        assertEquals(canonical, IpAddress.parse(text).toString());
        assertEquals(IpAddress.parse(text), IpAddress.parse(canonical));
    }

    @Test
    void agreesWithTheLibraryOnEveryAddress() throws UnknownHostException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            // Many groups of zeros, since these are what is written in a special way.
            IpAddress address = new IpAddress(sparse(random), sparse(random));
            if (address.isIpv4()) {
                continue;
            }
            byte[] bytes =
                    ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
            String full = InetAddress.getByAddress(bytes).getHostAddress();
            assertEquals(address, IpAddress.parse(full), () -> "seed " + seed);
            String text = address.toText();
            assertEquals(address, IpAddress.parse(text), () -> "seed " + seed);
            byte[] read = InetAddress.getByName(text).getAddress();
            assertArrayEquals(bytes, read, () -> "seed " + seed);
        }
    }

    private static long sparse(SplittableRandom random) {
        long half = 0;
        for (int group = 0; group < 4; group++) {
            half = half << 16 | (random.nextBoolean() ? 0 : random.nextInt(0x10000));
        }
        return half;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2::3",
                "1:::2",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "g::",
                "-1::",
                "+1::",
                "::1 ",
                " ::1",
                "[::1]",
                "::1%eth0",
                "::/0",
                "1.2.3.4::",
                "::1.2.3",
                "::1.2.3.256",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3",
                "1.2.3.4.5",
                "\u0661::",
                "\uff11::"
            })
    void refusesEverythingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }

    @Test
    void refusesOrReadsAnyText() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String letters = "0123456789abcdefABCDEF::::::....g%/ ";
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(20); left > 0; left--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                IpAddress address = IpAddress.parse(text.toString());
                assertEquals(address, IpAddress.parse(address.toText()), () -> "seed " + seed);
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith("invalid IPv"), () -> "seed " + seed);
            }
        }
    }

    @Test
    void ipv4AddressesAreMapped() {
        IpAddress address = IpAddress.ofIpv4(0xC6120001);
        assertEquals(0, address.high());
        assertEquals(0x0000_FFFF_C612_0001L, address.low());
        assertEquals(address.low(), IpAddress.ipv4Low(0xC6120001));
        assertEquals(0xC6120001, address.ipv4());
        assertTrue(address.isIpv4());
        assertEquals(IpFamily.IPV4, address.family());
        assertEquals("255.255.255.255", IpAddress.ofIpv4(-1).toText());
    }

    @Test
    void nothingElseIsIpv4() {
        assertFalse(IpAddress.isIpv4(1, IpAddress.IPV4_MAPPED));
        assertFalse(IpAddress.isIpv4(0, 0));
        assertFalse(IpAddress.isIpv4(0, 0xC6120001L));
        assertFalse(IpAddress.isIpv4(0, 0x0001_FFFF_0000_0000L));
        assertEquals(IpFamily.IPV6, IpAddress.parse("::1").family());
    }

    @Test
    void theNextAddressCarries() {
        assertEquals(IpAddress.parse("2001:db8::2"), IpAddress.parse("2001:db8::1").next());
        assertEquals(
                IpAddress.parse("2001:db8:0:1::"),
                IpAddress.parse("2001:db8::ffff:ffff:ffff:ffff").next());
        assertEquals(new IpAddress(0, 0), new IpAddress(-1, -1).next());
        assertEquals(
                new IpAddress(0, 0x8000000000000000L), new IpAddress(0, Long.MAX_VALUE).next());
    }

    @Test
    void theOrderIsThatOfUnsignedNumbers() {
        String[] ascending = {
            "::",
            "::1",
            "0.0.0.0",
            "255.255.255.255",
            "::8000:0:0:0",
            "1::",
            "2001:db8::",
            "2001:db8::1",
            "8000::",
            "ffff::"
        };
        for (int i = 0; i < ascending.length; i++) {
            for (int j = 0; j < ascending.length; j++) {
                IpAddress one = IpAddress.parse(ascending[i]);
                IpAddress other = IpAddress.parse(ascending[j]);
                assertEquals(
                        Integer.signum(Integer.compare(i, j)),
                        Integer.signum(one.compareTo(other)),
                        one + " " + other);
            }
        }
    }

    @Test
    void groupsCountFromTheLeft() {
        IpAddress address = IpAddress.parse("1:2:3:4:5:6:7:ffff");
        for (int i = 0; i < 7; i++) {
            assertEquals(i + 1, address.group(i));
        }
        assertEquals(0xFFFF, address.group(7));
    }
}
