// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/**
 * What the process tells its caller when it ends. Numbers are a promise to scripts: never change
 * one.
 */
public enum ExitCode {
    FINISHED(0, "the scan finished"),
    USAGE(2, "the command line or an input file is wrong"),
    HOST(3, "this host can't do it: privileges, interface, route, router"),
    OUTPUT(4, "results could not be written"),
    LINK(5, "the link failed while scanning"),
    INTERNAL(70, "internal error"),
    INTERRUPTED(130, "ended by Ctrl-C"),
    TERMINATED(143, "ended by SIGTERM");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The process's exit status. */
    public int number() {
        return number;
    }

    /** What it says, as shown by {@code --help}. */
    public String meaning() {
        return meaning;
    }
}
