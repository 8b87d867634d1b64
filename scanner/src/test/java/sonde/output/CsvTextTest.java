// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.Service;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class CsvTextTest {

    /** Where some program may see a formula. */
    private static final Pattern FORMULA = Pattern.compile("(^|[,;|\"'])[ ]*[=+@-]");

    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

    private static String csv(byte[] text) {
        AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
        CsvText.put(new Banner(Service.UNKNOWN, Recognition.NONE, text), buffer);
        return new String(buffer.bytes(), 0, buffer.length(), ISO_8859_1);
    }

    private static String csv(String text) {
        return csv(text.getBytes(ISO_8859_1));
    }

    @Test
    void leavesPlainTextAsItIs() {
        assertEquals("\"\"", csv(""));
        assertEquals("\"nginx/1.22.1, <b>x=1 & 2-3</b>\"", csv("nginx/1.22.1, <b>x=1 & 2-3</b>"));
    }

    @Test
    void doublesQuotes() {
        assertEquals("\"say \"\"hello\"\"\"", csv("say \"hello\""));
    }

    @Test
    void escapesControlsBackslashesAndWhatIsNotAscii() {
        assertEquals(
                "\"\\x00\\x09\\x0d\\x0a\\x1b[2J\\x5cx41\\x7f\\xe9\"",
                csv("\0\t\r\n\u001b[2J\\x41\u007f\u00e9"));
    }

    @Test
    void escapesWhatMayBeginAFormula() {
        assertEquals("\"\\x3dcmd|' /C calc'!A0\"", csv("=cmd|' /C calc'!A0"));
        assertEquals("\"\\x2b1\"", csv("+1"));
        assertEquals("\"\\x2d1\"", csv("-1"));
        assertEquals("\"\\x40SUM(A1)\"", csv("@SUM(A1)"));
        assertEquals("\"  \\x3d1\"", csv("  =1"));
        assertEquals("\"\\x3d=1\"", csv("==1"));
        assertEquals("\"a;\\x3d1\"", csv("a;=1"));
        assertEquals("\"a, \\x3d1\"", csv("a, =1"));
        assertEquals("\"\"\"\\x3d1\"", csv("\"=1"));
        assertEquals("\"\\x09=1\"", csv("\t=1"));
    }

    @Test
    void letsNothingThroughWhateverComesAndLosesNothing() {
        SplittableRandom random = new SplittableRandom(61);
        byte[] usual = "=+-@,;|\"' \\\t\r\n\0ax".getBytes(ISO_8859_1);
        for (int run = 0; run < 20_000; run++) {
            byte[] text = new byte[random.nextInt(40)];
            for (int i = 0; i < text.length; i++) {
                text[i] =
                        random.nextInt(4) == 0
                                ? (byte) random.nextInt(256)
                                : usual[random.nextInt(usual.length)];
            }
            String out = csv(text);
            String inside = out.substring(1, out.length() - 1);
            assertTrue(out.startsWith("\"") && out.endsWith("\""), out);
            assertTrue(inside.chars().allMatch(c -> c >= ' ' && c < 0x7F), out);
            assertFalse(inside.replace("\"\"", "").contains("\""), out);
            assertFalse(FORMULA.matcher(inside).find(), out);
            assertArrayEquals(text, read(inside), out);
        }
    }

    private static byte[] read(String inside) {
        return ESCAPE.matcher(inside.replace("\"\"", "\""))
                .replaceAll(match ->
                        Matcher.quoteReplacement(
                                String.valueOf((char) Integer.parseInt(match.group(1), 16))))
                .getBytes(ISO_8859_1);
    }
}
