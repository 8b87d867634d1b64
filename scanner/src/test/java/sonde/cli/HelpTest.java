// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class HelpTest {

    @Test
    void fitsATerminal() {
        for (String text : List.of(Help.page(), Help.brief())) {
            for (String line : text.split("\n", -1)) {
                assertTrue(line.length() <= Help.WIDTH, line);
                assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
                assertEquals(line.stripTrailing(), line);
            }
            assertTrue(text.contains("Scan only networks that you own or are allowed to scan."));
        }
    }

    @Test
    void showsEveryOptionWithAText() {
        String page = Help.page();
        for (Option option : Option.values()) {
            assertEquals(
                    !option.help().isEmpty(),
                    page.contains("--" + option.label() + ' ')
                            || page.contains("--" + option.label() + '\n'),
                    option.label());
        }
        for (ExitCode code : ExitCode.values()) {
            assertTrue(page.contains(code.number() + "  " + code.meaning() + '\n'));
        }
        assertTrue(page.contains("  -p, --ports PORTS              80;"), page);
    }

    /** A name in the text that is no option would send the reader astray. */
    @Test
    void namesOnlyOptionsThatExist() {
        for (String word : (Help.page() + Help.brief()).split("[^-a-zA-Z0-9]+", -1)) {
            if (word.startsWith("--") && !word.equals("--name")) {
                assertNotNull(Option.named(word.substring(2)), word);
            }
        }
    }

    @Test
    void examplesWork() throws UsageException {
        int examples = 0;
        for (String line : (Help.page() + Help.brief()).split("\n", -1)) {
            if (line.startsWith("  sonde -")) {
                List<String> words = new ArrayList<>(List.of(line.strip().split(" ", -1)));
                words.removeFirst();
                assertFalse(CommandLine.parse(words, 0).options().targets.isEmpty());
                examples++;
            }
        }
        assertEquals(5, examples);
    }
}
