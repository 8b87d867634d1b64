// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

class Ipv4AddressTest {

    @Test
    void parsesWhatItPrints() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 10_000; round++) {
            int address = random.nextInt() >>> random.nextInt(32);
            assertEquals(address, Ipv4Address.parse(Ipv4Address.toText(address)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0",
        "192.0.2.1, 0xC0000201",
        "255.255.255.255, 0xFFFFFFFF",
        "127.0.0.1, 0x7F000001"
    })
    void isInHostOrder(String text, String number) {
        assertEquals(Long.decode(number).intValue(), Ipv4Address.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", needs four numbers",
                "1.2.3, needs four numbers",
                "1.2.3., a number is missing",
                "1..2.3, a number is missing",
                ".1.2.3, a number is missing",
                "1.2.3.4.5, '.' is not a decimal digit",
                "1.2.3.4., '.' is not a decimal digit",
                "1.2.3.256, at most 255",
                "1.2.3.4294967297, at most 255",
                "1.2.3.010, begin with 0",
                "00.2.3.4, begin with 0",
                "1.2.3.0x4, 'x' is not a decimal digit",
                "1.2.3.-4, '-' is not a decimal digit",
                "\" 1.2.3.4\", ' ' is not a decimal digit",
                "1.2.3.4/8, '/' is not a decimal digit",
                "1.2.3.\u0664, is not a decimal digit"
            })
    void refusesAllElseAndSaysWhy(String text, String reason) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> Ipv4Address.parse(text))
                        .getMessage();
        assertTrue(message.contains(reason), message);
        assertTrue(message.contains('"' + text + '"'), message);
    }
}
