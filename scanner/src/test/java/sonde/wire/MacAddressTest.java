// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class MacAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02:1a:00:0f:fe:09",
                "02-1A-00-0F-FE-09",
                "02.1a.00.0f.fe.09",
                "021a.000f.fe09",
                "021a00-0ffe09",
                "021a000ffe09"
            })
    void takesEverySeparator(String text) {
        assertEquals(0x021a_000f_fe09L, MacAddress.parse(text));
    }

    @Test
    void parsesWhatItPrintsAndKeepsBytes() {
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 1_000; round++) {
            long mac = random.nextLong() >>> 16;
            assertEquals(mac, MacAddress.parse(MacAddress.toText(mac)));
            assertEquals(mac, MacAddress.ofBytes(MacAddress.toBytes(mac)));
        }
        assertEquals("00:00:00:00:00:01", MacAddress.toText(1));
        assertArrayEquals(
                new byte[] {(byte) 0xFE, 0, 0, 0, 0, 1}, MacAddress.toBytes(0xFE0000000001L));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", groups of",
                "02:1a:00:0f:fe, 12 hexadecimal digits",
                "02:1a:00:0f:fe:09:01, 12 hexadecimal digits",
                "02:1a:00:0f:fe:9, 12 hexadecimal digits",
                "02:1a-00:0f:fe:09, '-' where ':' is expected",
                "02:1a:00:0f:fe:0g, 'g' is not a hexadecimal digit",
                "02:1a:00:0f:fe:0:, ':' is not a hexadecimal digit",
                "2:1a:00:0f:fe:09, groups of",
                ":021a:000f:fe09, groups of",
                "02 1a 00 0f fe 09, ' ' is neither",
                "021a000ffe0900, groups of"
            })
    void refusesAllElseAndSaysWhy(String text, String reason) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text))
                        .getMessage();
        assertTrue(message.contains(reason), message);
        assertTrue(message.contains('"' + text + '"'), message);
    }

    @Test
    void refusesAnotherNumberOfBytes() {
        assertThrows(IllegalArgumentException.class, () -> MacAddress.ofBytes(new byte[5]));
    }
}
