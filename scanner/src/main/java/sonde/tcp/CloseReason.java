// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

/** Why a connection ended. */
public enum CloseReason {
    /** Both sides have said all, or our side has and the other need not. */
    FINISHED,
    /** The peer reset it. */
    RESET,
    /** {@link TcpConfig#connectionTimeoutNanos} passed. */
    TIMED_OUT,
    /** The peer acknowledged nothing of what was sent, however often. */
    UNACKNOWLEDGED,
    /** The peer answered the SYN of {@link Connection#reconnect} with RST. */
    REFUSED,
    /** The peer did not answer the SYN of {@link Connection#reconnect}. */
    UNANSWERED,
    /** Our side gave it up. */
    ABORTED
}
