// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * Something written in a list of targets or ports that Sonde does not take. The message names the
 * place, shows the text in a form that is safe on a terminal, and says what to write instead.
 */
public final class TargetSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** How many characters of the offending text are shown. */
    static final int SHOWN_MAX = 60;

    private final String source;
    private final int line;
    private final int column;

    private TargetSyntaxException(String message, String source, int line, int column) {
        super(message);
        this.source = source;
        this.line = line;
        this.column = column;
    }

    /**
     * An error in an option's value: {@code --exclude: '10.0.0.0/33': prefix length must be 0 to
     * 32}.
     */
    static TargetSyntaxException inOption(String option, int column, String text, String remedy) {
        String message = option + ": '" + sanitise(text) + "': " + remedy;
        return new TargetSyntaxException(message, option, 1, column);
    }

    /**
     * An error in a file: {@code targets.txt:3:7: '10.0.0.0/33': prefix length must be 0 to 32}.
     */
    static TargetSyntaxException inFile(
            String file, int line, int column, String text, String remedy) {
        String place = sanitise(file) + ":" + line + ":" + column;
        return new TargetSyntaxException(
                place + ": '" + sanitise(text) + "': " + remedy, file, line, column);
    }

    /** Text without characters that a terminal might obey, cut to {@value #SHOWN_MAX}. */
    static String sanitise(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length() && i < SHOWN_MAX; i++) {
            char c = text.charAt(i);
            boolean harmful =
                    switch (Character.getType(c)) {
                        case Character.CONTROL,
                                Character.FORMAT,
                                Character.SURROGATE,
                                Character.LINE_SEPARATOR,
                                Character.PARAGRAPH_SEPARATOR,
                                Character.PRIVATE_USE,
                                Character.UNASSIGNED ->
                                true;
                        default -> false;
                    };
            safe.append(harmful ? '?' : c);
        }
        if (text.length() > SHOWN_MAX) {
            safe.append("...");
        }
        return safe.toString();
    }

    /** The file or option in which the text stands. */
    public String source() {
        return source;
    }

    /** The line, from 1; in an option's value always 1. */
    public int line() {
        return line;
    }

    /** Where in the line the text begins: its first byte, from 1. */
    public int column() {
        return column;
    }
}
