// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.Service;

import java.util.Base64;
import java.util.SplittableRandom;

class DerTextTest {

    static boolean isWhole(String text) {
        return DerText.isWhole(
                new Banner(Service.X509, Recognition.ANSWER, text.getBytes(ISO_8859_1)));
    }

    /** A SEQUENCE with so many bytes of content, and its head. */
    static byte[] sequence(int contentBytes) {
        int octets = contentBytes < 0x80 ? 0 : contentBytes < 0x100 ? 1 : 2;
        byte[] der = new byte[2 + octets + contentBytes];
        der[0] = 0x30;
        der[1] = (byte) (octets == 0 ? contentBytes : 0x80 | octets);
        for (int i = 0; i < octets; i++) {
            der[2 + i] = (byte) (contentBytes >>> (octets - 1 - i) * Byte.SIZE);
        }
        return der;
    }

    @Test
    void knowsAWholeElementOfAnyLength() {
        for (int content = 4; content < 1000; content++) {
            String text = Base64.getEncoder().encodeToString(sequence(content));
            assertTrue(isWhole(text), text);
            assertFalse(isWhole(text.substring(0, text.length() - 4)), text);
            assertFalse(isWhole(text + "AAAA"), text);
            assertFalse(isWhole(text + "\n"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "====",
                "========",
                "MA==",
                "MIIB",
                "MIIBMIIB",
                "nginx/1.22.1",
                "-----BEGIN CERTIFICATE-----",
                "MP////////8=",
                "MIAAAAAA",
                "MIP///8A",
            })
    void refusesWhatIsNone(String text) {
        assertFalse(isWhole(text), text);
    }

    @Test
    void refusesEveryForeignCharacter() {
        String whole = Base64.getEncoder().encodeToString(sequence(300));
        for (int at = 0; at < whole.length(); at++) {
            for (String foreign : new String[] {"\n", "-", "=", "\0", " ", "_", "\u00ff"}) {
                String text = whole.substring(0, at) + foreign + whole.substring(at + 1);
                assertEquals(whole.equals(text), isWhole(text), text);
            }
        }
    }

    @Test
    void takesWhateverComes() {
        SplittableRandom random = new SplittableRandom(71);
        for (int run = 0; run < 20_000; run++) {
            byte[] text = new byte[random.nextInt(64)];
            random.nextBytes(text);
            assertFalse(isWhole(new String(text, ISO_8859_1)));
        }
    }
}
