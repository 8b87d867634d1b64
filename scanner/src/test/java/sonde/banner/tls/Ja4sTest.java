// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class Ja4sTest {

    /** The example of technical_details/JA4S.md. */
    @Test
    void hashesAsPublished() {
        assertEquals("4e8089b08790", Ja4s.hash(new int[] {0x0005, 0x0017, 0xff01, 0x0000}));
    }

    @Test
    void isPutTogetherAsPublished() {
        Bytes hello = new Bytes().u8(Wire.HANDSHAKE).u16(Wire.TLS_1_2);
        int record = hello.open(2);
        hello.u8(Wire.SERVER_HELLO);
        int message = hello.open(3);
        hello.u16(Wire.TLS_1_2).put(new byte[32]).u8(0).u16(0xc030).u8(0);
        int extensions = hello.open(2);
        hello.u16(0x0005).u16(0).u16(0x0017).u16(0).u16(0xff01).u16(1).u8(0).u16(0).u16(0);
        hello.close(extensions, 2);
        hello.close(message, 3);
        hello.close(record, 2);
        byte[] bytes = hello.toArray();
        assertEquals("t120400_c030_4e8089b08790", Ja4s.of(ServerFlight.parse(bytes, bytes.length)));
    }

    @Test
    void knowsVersionAndProtocol() {
        byte[] bytes = Recorded.answer("tls13");
        String print = Ja4s.of(ServerFlight.parse(bytes, bytes.length));
        assertEquals("t130200_1301_" + Ja4s.hash(new int[] {0x002b, 0x0033}), print);
        assertEquals("h1", Ja4s.ends("http/1.1"));
        assertEquals("h2", Ja4s.ends("h2"));
        assertEquals("00", Ja4s.ends(null));
        assertEquals("6e", Ja4s.ends("h/\u00fe"));
    }

    @Test
    void hashesNothingToZeros() {
        assertEquals("000000000000", Ja4s.hash(new int[0]));
    }
}
