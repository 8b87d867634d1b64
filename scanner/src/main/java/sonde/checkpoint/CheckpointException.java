// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import org.jspecify.annotations.Nullable;

import sonde.output.OutputException;

import java.io.IOException;

/** A checkpoint that can't be read or written; the message says why, and what to do. */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean isInUse;

    CheckpointException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /**
     * @param isInUse as {@link #isInUse()}
     */
    CheckpointException(String message, boolean isInUse, @Nullable Throwable cause) {
        super(message, cause);
        this.isInUse = isInUse;
    }

    /** Whether another scan uses it. */
    public boolean isInUse() {
        return isInUse;
    }

    /** Whether it can't be written for want of room, so that it may be tried again. */
    public boolean isFull() {
        return getCause() instanceof IOException cause && OutputException.isFull(cause);
    }
}
