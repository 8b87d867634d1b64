// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

/**
 * Why a scan can't begin or can't go on, in one line for the user: what, with which value, and the
 * remedy.
 */
public final class ScanException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whose fault it is, which decides the exit code. */
    public enum Cause {
        /** What was asked for makes no sense. */
        INPUT,
        /** The host can't do it: privileges, interface, route, router. */
        HOST,
        /** Results can't be written. */
        OUTPUT,
        /** The link failed while scanning. */
        LINK,
        /** The link went down while scanning, and may come back. */
        LINK_DOWN
    }

    private final Cause reason;

    public ScanException(Cause reason, String message) {
        this(reason, message, null);
    }

    public ScanException(Cause reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
