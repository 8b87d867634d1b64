// SPDX-License-Identifier: Apache-2.0
package sonde.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

class BudgetTextTest {

    private static BudgetText text(String text, long totalMax) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return new BudgetText(i -> bytes[i], bytes.length, totalMax);
    }

    @Test
    void bytesAreCharactersOfTheSameNumber() {
        BudgetText text = text("a\u0080\u00ff\0", 100);
        assertEquals(4, text.length());
        assertEquals('\u00ff', text.charAt(2));
        assertEquals("a\u0080\u00ff\0", text.toString());
        assertEquals("\u0080\u00ff", text.subSequence(1, 3).toString());
    }

    @Test
    void countsWhatIsReadAndGivesUp() {
        BudgetText text = text("abc", 3);
        text.charAt(0);
        text.charAt(0);
        text.charAt(2);
        assertThrows(BudgetText.ExhaustedException.class, () -> text.charAt(1));
        assertFalse(text.begin(1), "nothing is left of all attempts");
    }

    @Test
    void anAttemptHasItsShareOfTheWhole() {
        BudgetText text = text("abc", 5);
        assertTrue(text.begin(2));
        text.charAt(0);
        text.charAt(0);
        assertThrows(BudgetText.ExhaustedException.class, () -> text.charAt(0));
        assertTrue(text.begin(100));
        for (int i = 0; i < 3; i++) {
            text.charAt(i);
        }
        assertThrows(BudgetText.ExhaustedException.class, () -> text.charAt(0));
        assertFalse(text.begin(100));
    }

    @Test
    void beginningsAndCopiesCostNothing() {
        BudgetText text = text("abc", 1);
        assertTrue(text.startsWith("ab"));
        assertTrue(text.startsWith(""));
        assertFalse(text.startsWith("b"));
        assertFalse(text.startsWith("abcd"));
        assertEquals("abc", text.toString());
        assertEquals('a', text.charAt(0));
    }

    @Test
    void endsWhatBacktracksWithoutEnd() {
        BudgetText text = text("a".repeat(60), 1 << 16);
        Matcher matcher = Pattern.compile("(.*)(.*)(.*)(.*)(.*)b").matcher(text);
        assertThrows(BudgetText.ExhaustedException.class, matcher::find);
    }
}
