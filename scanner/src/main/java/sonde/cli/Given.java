// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/**
 * One occurrence of an option.
 *
 * @param typed the option as the user wrote it, with file and line in front if it is from a
 *     configuration file; safe to print
 * @param index what stood in brackets behind the name, without them; empty if nothing did
 * @param value its value, as written
 */
record Given(String typed, String index, String value) {

    /** An option without brackets. */
    Given(String typed, String value) {
        this(typed, "", value);
    }

    /** Says what is wrong with the value, and what to give instead. */
    UsageException bad(String wrong, String remedy) {
        return new UsageException(
                typed + ": " + TerminalText.quote(value) + ' ' + wrong + "; " + remedy);
    }

    /** Says that the file which the value names can't be read, and why. */
    UsageException unreadable(Exception reason) {
        return new UsageException(
                typed
                        + ' '
                        + TerminalText.sanitize(value)
                        + ": can't be read ("
                        + ConfigFile.reason(reason)
                        + ')');
    }
}
