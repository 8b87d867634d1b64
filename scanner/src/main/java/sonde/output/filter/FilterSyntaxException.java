// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

/**
 * An expression that is none. The message is one line: the place, what stands there, in a form that
 * is safe on a terminal, and what to write instead.
 */
public final class FilterSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** How many characters of the offending text are shown. */
    private static final int SHOWN_MAX = 60;

    /** How many characters of the expression are shown on either side of the place. */
    private static final int AROUND_MAX = 30;

    private final String expression;
    private final int at;

    /**
     * @param expression all of it
     * @param at where the offending text begins in it, from 0
     * @param end where it ends
     */
    FilterSyntaxException(String expression, int at, int end, String remedy) {
        super(
                "--filter: column "
                        + (at + 1)
                        + ": "
                        + (at < end ? "'" + shown(expression.substring(at, end)) + "'" : "the end")
                        + ": "
                        + remedy);
        this.expression = expression;
        this.at = at;
    }

    /** Where the offending text begins: its first character, from 1. */
    public int column() {
        return at + 1;
    }

    /** The expression around the place, and below it a caret that points there: two lines. */
    public String caret() {
        int from = Math.max(0, at - AROUND_MAX);
        int to = Math.min(expression.length(), at + AROUND_MAX);
        String excerpt = printable(expression.substring(from, to));
        return excerpt + '\n' + " ".repeat(at - from) + '^';
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX
                ? printable(text)
                : printable(text.substring(0, SHOWN_MAX)) + "...";
    }

    /** A question mark for all that is not printable ASCII. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().forEach(c -> safe.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return safe.toString();
    }
}
