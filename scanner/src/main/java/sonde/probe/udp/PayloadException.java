// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

/**
 * A file of payloads that can't be used. The message says in one line of printable ASCII where,
 * what is wrong and what to do: {@code mine:7: "zz" is no byte; write two hexadecimal digits}.
 */
public final class PayloadException extends Exception {

    private static final long serialVersionUID = 1L;

    /** How many characters of the file are quoted. */
    private static final int QUOTED_LENGTH_MAX = 40;

    /** How many characters of a file's name are shown, from its end. */
    private static final int NAME_LENGTH_MAX = 200;

    /**
     * Names the place of an error.
     *
     * @param file its name, as given
     * @param line from 1; 0 for the file as a whole
     */
    PayloadException(String file, int line, String what) {
        super(shortened(file) + (line > 0 ? ":" + line : "") + ": " + printable(what));
    }

    private static String shortened(String file) {
        String shown = printable(file);
        return shown.substring(Math.max(0, shown.length() - NAME_LENGTH_MAX));
    }

    /** A piece of the file in quotes, shortened. */
    static String quote(String text) {
        boolean whole = text.length() <= QUOTED_LENGTH_MAX;
        return '"' + (whole ? text : text.substring(0, QUOTED_LENGTH_MAX) + "...") + '"';
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
