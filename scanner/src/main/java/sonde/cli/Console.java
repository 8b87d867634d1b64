// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard error: what is told in lines, to a person or, with {@code --status-json}, to a program,
 * for which every line is a JSON object.
 */
final class Console {

    private static final int NOTE_MAX = 1000;

    private final OutputStream err;
    private final boolean isJson;

    Console(OutputStream err, boolean isJson) {
        this.err = err;
        this.isJson = isJson;
    }

    OutputStream stream() {
        return err;
    }

    /** Whether a program reads it, so that only notes and statuses belong there. */
    boolean isJson() {
        return isJson;
    }

    /** Tells what whoever reads it should know. */
    void note(String line) {
        if (isJson) {
            String text = TerminalText.sanitize(line, NOTE_MAX);
            say("{\"note\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
        } else {
            say(line);
        }
    }

    /** Writes a line as it is. */
    void say(String line) {
        write(line + "\n");
    }

    /** Writes a text as it is. */
    void write(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // Standard error is closed: there is nobody to tell.
        }
    }
}
