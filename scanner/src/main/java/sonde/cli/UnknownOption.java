// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

/**
 * Explains an option that is not in the table: refused by name, or unknown with the nearest known
 * name.
 */
final class UnknownOption {

    private static final int SHOWN_LENGTH_MAX = 40;

    /**
     * Longer words are no slip of the finger, and the comparison takes the square of the length.
     */
    private static final int COMPARED_LENGTH_MAX = 40;

    private UnknownOption() {}

    /**
     * An unknown {@code --name}, or a name in a configuration file.
     *
     * @param place file and line, or empty
     * @param dashes what stood in front of the name
     */
    static UsageException longForm(String place, String dashes, String name) {
        String shown = dashes + TerminalText.sanitize(name, SHOWN_LENGTH_MAX);
        String refusal = Refusals.ofLong(name);
        if (refusal != null) {
            return new UsageException(place + shown + ' ' + refusal);
        }
        Option nearest = nearest(name);
        return unknown(
                place + "unknown option " + shown,
                nearest == null ? null : dashes + nearest.label());
    }

    /** An unknown word with one dash, such as {@code -Z} or {@code -rate}. */
    static UsageException shortForm(String word) {
        String shown = TerminalText.sanitize(word, SHOWN_LENGTH_MAX);
        String name = word.substring(1);
        int end = name.indexOf('=');
        String bare = end < 0 ? name : name.substring(0, end);
        if (Option.named(bare) != null) {
            return unknown("unknown option " + shown, "--" + bare);
        }
        String refusal = Refusals.ofShort(word);
        if (refusal != null) {
            return new UsageException(shown + ' ' + refusal);
        }
        Option nearest = word.length() > 3 ? nearest(bare) : null;
        return unknown("unknown option " + shown, nearest == null ? null : "--" + nearest.label());
    }

    private static UsageException unknown(String text, @Nullable String meant) {
        return new UsageException(
                text
                        + (meant == null
                                ? "; see sonde --help"
                                : "; did you mean " + meant + "? See sonde --help"));
    }

    /** The option with the most similar name, if one is similar. */
    static @Nullable Option nearest(String name) {
        String wanted = Names.normalize(name);
        if (wanted.length() < 2 || wanted.length() > COMPARED_LENGTH_MAX) {
            return null;
        }
        // One slip in a short word, one more every three letters.
        int distanceMin = Math.min(3, wanted.length() / 3 + 1);
        Option nearest = null;
        Option begun = null;
        boolean ambiguous = false;
        for (Option option : Option.values()) {
            for (String alias : (option.label() + ' ' + option.aliases()).split(" ", -1)) {
                String known = Names.normalize(alias);
                int distance = distance(wanted, known);
                if (distance < distanceMin && !known.isEmpty()) {
                    distanceMin = distance;
                    nearest = option;
                }
                if (known.startsWith(wanted) && begun != option) {
                    ambiguous = begun != null;
                    begun = option;
                }
            }
        }
        return nearest != null || ambiguous ? nearest : begun;
    }

    /**
     * How many letters must be put in, left out, changed or swapped with the next to make one word
     * the other.
     */
    static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int change = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }
}
