// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

final class PatternTranslatorTest {

    private static Pattern compile(String perl) {
        return Pattern.compile(PatternTranslator.translate(perl).regex(), Pattern.UNIX_LINES);
    }

    /** What each text holds of what Perl's expression matches. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "a{ xa{y a{",
                "a{2} xaaa aa",
                "a{2,} xaaa aaa",
                "a{1,2}b aaab aab",
                "a{0,65535}b aab aab",
                "a{,2} aaa{,2} a{,2}",
                "{x} `{x}` `{x}`",
                "[[] a[b [",
                "[]a]+ x]a] ]a]",
                "[^]]+ ]ab] ab",
                "[a&&b]+ xa&b a&b",
                "[\\w-.]+ :a-. a-.",
                "[a-c-e]+ xab-e ab-e",
                "[.-]+ x.-. .-.",
                "[-x]+ a-x -x",
                "[\\d-z]+ a1-z 1-z",
                "[[:digit:]x]+ a1x2 1x2",
                "[[:^digit:]]+ 1ab2 ab",
                "[[:]+ a[:b [:",
                "[[:word:]]+ -a_1- a_1",
                "\\x{41} A A",
                "\\101 A A",
                "(a)\\1 baa aa",
                "(?P<n>a)(?P=n) baa aa",
                "(?<n>a)\\k<n> baa aa",
                "(a)\\g{1} baa aa",
                "(a)\\g1 baa aa",
                "\\Qa.b\\E.c xa.bxc a.bxc",
                "a(?#no)b ab ab",
                "a(?:b|c)d xacd acd",
                "(?i)AB xab ab",
                "a(?!b). abac ac",
                "(?<=a)b bab b",
                "\\y\\_\\\" y_\" y_\"",
                "\\N+ ab ab",
                "a\\C ab ab",
                "a++b aab aab",
                "(?>a+)b aab aab",
                "\\$\\@\\# $@# $@#",
            })
    void meansWhatPerlMeans(String perl, String text, String match) {
        Matcher matcher = compile(perl).matcher(text);
        assertTrue(matcher.find(), perl);
        assertEquals(match, matcher.group(), perl);
    }

    @Test
    void readsNumbersOfCharacters() {
        assertTrue(compile("[\\b]").matcher("\b").matches());
        assertTrue(compile("\\x41\\x4\\x").matcher("A\004\0").matches());
        assertTrue(compile("\\0101").matcher("\b1").matches());
        assertTrue(compile("\\cA").matcher("\001").matches());
        assertTrue(compile("\\a\\e\\f").matcher("\u0007\u001b\f").matches());
    }

    @Test
    void tellsGroupsFromOctalNumbers() {
        assertTrue(compile("(a)\\11").matcher("a\t").matches());
        assertTrue(compile("(a)\\81").matcher("a81").find());
        String eleven = "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)";
        assertTrue(compile(eleven + "\\11").matcher("abcdefghijkk").matches());
    }

    @Test
    void endsAtTheLastLineEndAsPerlDoes() {
        assertTrue(compile("^a$").matcher("a\n").find());
        assertTrue(!compile("^a$").matcher("a\r\n").find());
        assertTrue(!compile("^a.b$").matcher("a\nb").find());
        assertTrue(compile("^a.b$").matcher("a\rb").find());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "^abc abc",
                "^a\\.b\\x41\\x{42} a.bAB",
                "^ab?c a",
                "^ab*c a",
                "^ab{2}c a",
                "^ab{c ab{c",
                "^ab(c|d) ab",
                "^ab[cd] ab",
                "^ab.c ab",
                "^a|b ``",
                "^ab(c)|d ``",
                "^ab(c|d)e|f ``",
                "^(a|b) ``",
                "abc ``",
                "^\\w ``",
                "^a\\0\\001b `a\0\001b`",
                "^a^b a",
                "^a\\Qb\\E a",
            })
    void findsHowEveryMatchBegins(String perl, String prefix) {
        assertEquals(prefix, PatternTranslator.translate(perl).prefix(), perl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\",
                "[",
                "[a",
                "[\\",
                "[a-",
                "a\\K",
                "(?|a)",
                "(?(1)a)",
                "(?P=a",
                "\\g{x}",
                "\\g",
                "\\x{",
                "\\x{100}",
                "\\p{",
                "\\c",
                "[[:nope:]]",
                "(",
                "*",
                "a)",
                "(?P<n",
                "(?<n",
                "a{65536}",
                "a{1,100000}"
            })
    void refusesTheRest(String perl) {
        assertThrows(PatternSyntaxException.class, () -> compile(perl));
    }

    /** Every byte stands for itself behind a backslash number, and in brackets. */
    @Test
    void takesEveryByte() {
        for (int b = 0; b < 256; b++) {
            String text = String.valueOf((char) b);
            String hex = String.format("\\x%02x", b);
            String octal = String.format("\\%03o", b);
            for (String perl : new String[] {hex, octal, "[" + hex + "]", "[" + octal + "]"}) {
                assertTrue(compile(perl).matcher(text).matches(), perl);
            }
            if (!Character.isLetterOrDigit(b)) {
                assertTrue(compile("\\" + text).matcher(text).matches(), hex);
                assertTrue(compile("[\\" + text + "]").matcher(text).matches(), hex);
            }
        }
    }

    /** Whatever is matched must begin with the prefix. */
    @Test
    void randomExpressionsKeepTheirPrefix() {
        SplittableRandom random = new SplittableRandom(31);
        int matched = 0;
        for (int run = 0; run < 20_000; run++) {
            String perl = "^" + random(random, "ab|()?*.{2}[]\\^$x0");
            String text = random(random, "ab\n{}02x");
            try {
                PatternTranslator.Translated translated = PatternTranslator.translate(perl);
                Pattern pattern = Pattern.compile(translated.regex(), Pattern.UNIX_LINES);
                if (pattern.matcher(text).find()) {
                    String prefix = translated.prefix();
                    assertTrue(text.startsWith(prefix), perl + " matches " + text);
                    matched++;
                }
            } catch (PatternSyntaxException _) {
                // Most random text is no expression.
            }
        }
        assertTrue(matched > 500, matched + " matches");
    }

    private static String random(SplittableRandom random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
