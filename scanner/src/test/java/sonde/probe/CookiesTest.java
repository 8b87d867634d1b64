// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import sonde.wire.IpAddress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

class CookiesTest {

    private static final CookieKey KEY = new CookieKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /** The value is in the golden frame, where an independent SipHash confirmed it. */
    @Test
    void isTheLowHalfOfTheHashOfTheDocumentedBytes() {
        byte[] message =
                ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0xc6120709)
                        .putShort((short) 443)
                        .putShort((short) 50271)
                        .putInt(0xc6120001)
                        .array();
        int expected = (int) SipHash24.hash(KEY.k0(), KEY.k1(), message);
        assertEquals(0x7274596f, expected);
        assertEquals(expected, new Cookies(KEY).cookie(0xc6120709, 443, 0xc6120001, 50271));
    }

    @Test
    void batchAgreesWithItsScalarTwin() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ProbeBatch batch = new ProbeBatch();
        Cookies cookies = new Cookies(CookieKey.random());
        for (int round = 0; round < 2_000; round++) {
            Batches.randomise(batch, random);
            cookies.fill(batch);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                int expected =
                        cookies.cookie(
                                batch.address[i],
                                batch.port[i],
                                batch.sourceAddress[i],
                                batch.sourcePort[i]);
                assertEquals(expected, batch.cookie[i], () -> "seed " + seed);
            }
        }
    }

    @Test
    void dependsOnEveryPartAndOnTheKey() {
        Cookies cookies = new Cookies(KEY);
        int cookie = cookies.cookie(1, 2, 3, 4);
        assertNotEquals(cookie, cookies.cookie(0x80000001, 2, 3, 4));
        assertNotEquals(cookie, cookies.cookie(1, 0x8002, 3, 4));
        assertNotEquals(cookie, cookies.cookie(1, 2, 0x80000003, 4));
        assertNotEquals(cookie, cookies.cookie(1, 2, 3, 0x8004));
        assertNotEquals(cookie, new Cookies(new CookieKey(1, KEY.k1())).cookie(1, 2, 3, 4));
        assertNotEquals(cookie, new Cookies(new CookieKey(KEY.k0(), 1)).cookie(1, 2, 3, 4));
    }

    @Test
    void hashesTheDocumentedBytesOfIpv6() {
        byte[] message =
                ByteBuffer.allocate(40)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0x20010db800000000L)
                        .putLong(0x0000000000000709L)
                        .putLong(0x20010db800000001L)
                        .putLong(0x0000000000000001L)
                        .putShort((short) 443)
                        .putShort((short) 50271)
                        .array();
        int expected = (int) SipHash24.hash(KEY.k0(), KEY.k1(), message);
        Cookies cookies = new Cookies(KEY);
        int cookie = cookies.cookie(0x20010db800000000L, 0x709, 443, 0x20010db800000001L, 1, 50271);
        assertEquals(expected, cookie);
    }

    @Test
    void ipv6BatchAgreesWithItsScalarTwin() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ProbeBatch batch = new ProbeBatch();
        batch.isIpv6 = true;
        Cookies cookies = new Cookies(CookieKey.random(), 17);
        for (int round = 0; round < 1_000; round++) {
            Batches.randomise(batch, random);
            cookies.fill(batch);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                int expected =
                        cookies.cookie(
                                batch.addressHigh[i],
                                batch.addressLow[i],
                                batch.port[i],
                                batch.sourceHigh[i],
                                batch.sourceLow[i],
                                batch.sourcePort[i]);
                assertEquals(expected, batch.cookie[i], () -> "seed " + seed);
            }
        }
    }

    @Test
    void ipv6DependsOnEveryPart() {
        Cookies cookies = new Cookies(KEY);
        int cookie = cookies.cookie(1, 2, 3, 4, 5, 6);
        long top = 1L << 63;
        assertNotEquals(cookie, cookies.cookie(1 | top, 2, 3, 4, 5, 6));
        assertNotEquals(cookie, cookies.cookie(1, 2 | top, 3, 4, 5, 6));
        assertNotEquals(cookie, cookies.cookie(1, 2, 0x8003, 4, 5, 6));
        assertNotEquals(cookie, cookies.cookie(1, 2, 3, 4 | top, 5, 6));
        assertNotEquals(cookie, cookies.cookie(1, 2, 3, 4, 5 | top, 6));
        assertNotEquals(cookie, cookies.cookie(1, 2, 3, 4, 5, 0x8006));
    }

    @Test
    void domainsHaveCookiesOfTheirOwn() {
        int tcp = new Cookies(KEY).cookie(1, 2, 3, 4);
        assertEquals(tcp, new Cookies(KEY, 6).cookie(1, 2, 3, 4));
        assertNotEquals(tcp, new Cookies(KEY, 17).cookie(1, 2, 3, 4));
        assertNotEquals(
                new Cookies(KEY, 1).cookie(1, 2, 3, 4), new Cookies(KEY, 17).cookie(1, 2, 3, 4));
    }

    @Test
    void aMappedIpv4TargetHasTheCookieOfIpv4() {
        Cookies cookies = new Cookies(new CookieKey(5, 6));
        IpAddress target = IpAddress.ofIpv4(0xC612_0101);
        IpAddress source = IpAddress.ofIpv4(0xC612_0001);
        assertEquals(
                cookies.cookie(0xC612_0101, 80, 0xC612_0001, 40_000),
                cookies.cookie(
                        target.high(), target.low(), 80, source.high(), source.low(), 40_000));
    }
}
