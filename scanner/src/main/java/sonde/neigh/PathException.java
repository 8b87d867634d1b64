// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

/**
 * Why probes can't leave this host as asked: one line that names the option, its value and the
 * remedy.
 */
public final class PathException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean isInput;

    public PathException(String message) {
        this(message, false);
    }

    /**
     * Says whose fault it is.
     *
     * @param isInput whether the value makes no sense, rather than that this host lacks something
     */
    PathException(String message, boolean isInput) {
        super(message);
        this.isInput = isInput;
    }

    /** Whether the value makes no sense, rather than that this host lacks something. */
    public boolean isInput() {
        return isInput;
    }
}
