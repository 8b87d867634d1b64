// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;

class BannerTextTest {

    private static Banner banner(byte[] text) {
        return new Banner(Service.UNKNOWN, Recognition.NONE, text);
    }

    private static String plain(byte[] text) {
        AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
        BannerText.put(banner(text), buffer);
        return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1);
    }

    private static String json(byte[] text) {
        AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
        BannerText.putJson(banner(text), buffer);
        return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void leavesPrintableAsciiAsItIs() {
        String text = "220 mail.example.com ESMTP (~!@#$%^*()_+-=[]{}|;:,./?`)";
        assertEquals(text, plain(text.getBytes(StandardCharsets.US_ASCII)));
        assertEquals(text, json(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void escapesWhatMasscanEscapes() {
        byte[] text = "a<b>c&d\\e\"f'g\r\n\t\u001b[2J\u007f".getBytes(StandardCharsets.US_ASCII);
        assertEquals(
                "a\\x3cb\\x3ec\\x26d\\x5ce\\x22f\\x27g\\x0d\\x0a\\x09\\x1b[2J\\x7f", plain(text));
        assertEquals(
                "a\\u003cb\\u003ec\\u0026d\\u005ce\\u0022f\\u0027g\\u000d\\u000a\\u0009\\u001b[2J"
                        + "\\u007f",
                json(text));
    }

    @ParameterizedTest
    @CsvSource({
        "c3a9, \\u00e9",
        "e282ac, \\u20ac",
        "f09f9880, \\ud83d\\ude00",
        // Not UTF-8: each byte stands for itself.
        "c0af, \\u00c0\\u00af",
        "e08080, \\u00e0\\u0080\\u0080",
        "eda080, \\u00ed\\u00a0\\u0080",
        "f4908080, \\u00f4\\u0090\\u0080\\u0080",
        "ff41, \\u00ffA",
        "e282, \\u00e2\\u0082",
        "c3, \\u00c3",
    })
    void givesJsonTheCharactersOfUtf8(String bytes, String expected) {
        assertEquals(expected, json(HexFormat.of().parseHex(bytes)));
    }

    @Test
    void putsNothingButPrintableAsciiWhateverComes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int run = 0; run < 2000; run++) {
            byte[] text = new byte[random.nextInt(300)];
            random.nextBytes(text);
            for (String out : new String[] {plain(text), json(text)}) {
                assertTrue(out.chars().allMatch(c -> c >= ' ' && c < 0x7F), out);
            }
            assertTrue(JsonText.isValid("\"" + json(text) + "\""), () -> json(text));
        }
    }
}
