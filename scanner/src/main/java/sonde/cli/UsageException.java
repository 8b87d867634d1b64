// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/**
 * What was asked for is wrong. The message is one line for the user: what, with which value, and
 * the remedy. It is safe to print on a terminal.
 */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whatever the message quotes from outside has gone through {@link TerminalText}. */
    public UsageException(String message) {
        super(message, null, false, false);
    }
}
