// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.Service;

import java.util.SplittableRandom;

class XmlTextTest {

    private static String of(byte... text) {
        AsciiBuffer buffer = new AsciiBuffer(0);
        XmlText.put(new Banner(Service.HTTP, Recognition.ANSWER, text), buffer);
        return new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
    }

    private static String of(String text) {
        return of(text.getBytes(UTF_8));
    }

    @Test
    void namesWhatIsMarkup() {
        assertEquals("&lt;a b=&quot;&#39;&amp;&quot;&gt; ?&gt; ]]&gt;", of("<a b=\"'&\"> ?> ]]>"));
    }

    @Test
    void writesUtf8AsReferences() {
        assertEquals("&#233;&#8364;&#128512;&#65533;", of("\u00e9\u20ac\ud83d\ude00\ufffd"));
    }

    @Test
    void writesControlsAndBytesThatAreNoTextByNumber() {
        assertEquals("\\x00\\x09\\x0d\\x0a\\x1b\\x7f\\x5c", of("\0\t\r\n\u001b\u007f\\"));
        assertEquals("\\xc2\\x9b", of("\u009b"));
        assertEquals("\\xef\\xbf\\xbe\\xef\\xbf\\xbf", of("\ufffe\uffff"));
        assertEquals("\\xc0\\x80", of((byte) 0xC0, (byte) 0x80));
        assertEquals("\\xed\\xa0\\x80", of((byte) 0xED, (byte) 0xA0, (byte) 0x80));
        assertEquals("\\xe2\\x82", of((byte) 0xE2, (byte) 0x82));
    }

    @Test
    void takesTextOfTheUsers() {
        assertEquals("a\\b&#233;\\x07&lt;\\x00", XmlText.of("a\\b\u00e9\u0007<\ud800"));
    }

    @Test
    void noBytesMakeItInvalid() {
        long seed = 0x58_4D_4CL;
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 500; run++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            String text = of(bytes);
            assertTrue(text.matches("[ -~]*") && !text.contains("?>"), "seed " + seed);
            XmlReader.parse("<a b=\"" + text + "\"/>");
        }
    }
}
