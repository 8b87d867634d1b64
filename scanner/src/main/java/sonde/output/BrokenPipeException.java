// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

/** Whoever read the output has stopped, as {@code head} does: a reason to end, not to complain. */
public final class BrokenPipeException extends OutputException {

    private static final long serialVersionUID = 1L;

    BrokenPipeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
