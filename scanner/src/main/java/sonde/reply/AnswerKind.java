// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

/** What {@link Classifier} found a TCP segment to be. */
public enum AnswerKind {
    /** A SYN-ACK to our SYN. */
    OPEN,
    /** A reset of our SYN. */
    CLOSED,
    /** No answer to a probe of this scan. */
    FOREIGN
}
