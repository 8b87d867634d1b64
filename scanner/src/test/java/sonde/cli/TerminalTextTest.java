// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

final class TerminalTextTest {

    @Test
    void keepsPlainText() {
        String plain = "plain ~!\\x text";
        assertSame(plain, TerminalText.sanitize(plain));
        assertEquals("\u00e4\u4e2d\ud83d\ude00", TerminalText.sanitize("\u00e4\u4e2d\ud83d\ude00"));
    }

    @ParameterizedTest
    @CsvSource({
        "27,\\x1b",
        "10,\\x0a",
        "0,\\x00",
        "127,\\x7f",
        "133,\\x85",
        "155,\\x9b",
        "173,\\xad",
        "8238,\\u{202e}",
        "8203,\\u{200b}",
        "65279,\\u{feff}",
        "8232,\\u{2028}",
        "57344,\\u{e000}",
        "55296,\\u{d800}",
        "917505,\\u{e0001}",
    })
    void escapesWhatActsOnTerminals(int codePoint, String escape) {
        assertEquals(
                "a" + escape + "b",
                TerminalText.sanitize("a" + Character.toString(codePoint) + "b"));
    }

    @Test
    void cuts() {
        assertEquals("12345", TerminalText.sanitize("12345", 5));
        assertEquals("12...", TerminalText.sanitize("123456", 5));
        assertEquals("12...", TerminalText.sanitize("12\033\033", 5));
        assertEquals('"' + "9".repeat(57) + "...\"", TerminalText.quote("9".repeat(1_000_000)));
    }

    @Test
    void leavesNothingThatActs() {
        SplittableRandom random = new SplittableRandom(7);
        for (int run = 0; run < 20_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(10); n > 0; n--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 256 : 65_536));
            }
            String clean = TerminalText.sanitize(text.toString());
            assertTrue(clean.chars().noneMatch(Character::isISOControl), clean);
            assertEquals(clean, TerminalText.sanitize(clean));
        }
    }
}
