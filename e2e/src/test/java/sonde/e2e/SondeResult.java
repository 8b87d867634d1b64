// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.time.Duration;

/**
 * How a run of the program ended, and what it printed.
 *
 * @param senderHeldUp how long other work kept its sending thread from running
 */
record SondeResult(
        String commandLine,
        int exitCode,
        String out,
        String err,
        Duration took,
        long peakResidentKib,
        Duration senderHeldUp) {

    /** For a failed assertion: the command and everything it said. */
    String story() {
        return commandLine
                + "\nended with "
                + exitCode
                + " after "
                + took.toMillis()
                + " ms"
                + "\n--- stdout (end)\n"
                + tail(out, 300)
                + "\n--- stderr (end)\n"
                + tail(err, 3000);
    }

    private static String tail(String text, int lengthMax) {
        return text.length() <= lengthMax ? text : "…" + text.substring(text.length() - lengthMax);
    }
}
