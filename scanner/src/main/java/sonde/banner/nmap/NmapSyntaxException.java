// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

/**
 * A file of probes that can't be read. The message says in one line of printable ASCII where and
 * what is wrong: {@code probes:7: "Foo" is no directive}.
 */
public final class NmapSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** How many characters of the file are quoted. */
    private static final int QUOTED_LENGTH_MAX = 40;

    private final int line;

    /**
     * Names the place of an error.
     *
     * @param file its name, as given
     * @param line from 1; 0 for the file as a whole
     */
    NmapSyntaxException(String file, int line, String what) {
        super(printable(file) + (line > 0 ? ":" + line : "") + ": " + what);
        this.line = line;
    }

    /** The line, from 1; 0 if the file as a whole is meant. */
    public int line() {
        return line;
    }

    /** A piece of the file in quotes, shortened. */
    static String quote(String text) {
        boolean whole = text.length() <= QUOTED_LENGTH_MAX;
        String shown = whole ? text : text.substring(0, QUOTED_LENGTH_MAX) + "...";
        return '"' + printable(shown) + '"';
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
