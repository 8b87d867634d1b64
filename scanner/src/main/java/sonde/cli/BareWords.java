// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

/** Words without a dash are targets; this tells which of them were meant to be something else. */
final class BareWords {

    private BareWords() {}

    /** What is surely wrong with a word as a target, or null. */
    static @Nullable String reject(String word) {
        if (word.equals("-")) {
            return "\"-\" is not a target; to read targets from standard input: -iL -";
        }
        if (!word.isEmpty() && isLongDash(word.charAt(0))) {
            return TerminalText.quote(word)
                    + " begins with a long dash, as word processors make of two; type it again with"
                    + " --";
        }
        int equals = word.indexOf('=');
        if (equals > 0) {
            Option option = Option.named(word.substring(0, equals));
            String name =
                    option == null
                            ? ""
                            : "; did you mean --" + option.label() + word.substring(equals) + '?';
            return TerminalText.quote(word) + " is not a target" + TerminalText.sanitize(name, 80);
        }
        return null;
    }

    /** The dashes of Unicode's general punctuation, and the minus sign. */
    private static boolean isLongDash(char c) {
        return (c >= '\u2010' && c <= '\u2015') || c == '\u2212';
    }
}
