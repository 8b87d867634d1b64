// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import java.io.IOException;

/** What is wrong with a file, in one line: its name, the place in it, and what to do. */
public final class ReadException extends IOException {

    private static final long serialVersionUID = 1L;

    ReadException(String message) {
        super(message);
    }

    ReadException(String message, Throwable cause) {
        super(message, cause);
    }
}
