// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

/**
 * Why probes can't leave this host as asked: one line that names the option, its value and the
 * remedy.
 */
public final class PathException extends Exception {

    private static final long serialVersionUID = 1L;

    public PathException(String message) {
        super(message);
    }
}
