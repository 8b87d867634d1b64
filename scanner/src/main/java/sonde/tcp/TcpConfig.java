// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.util.OptionalInt;

/**
 * The measures of a machine.
 *
 * @param connectionsMax connections at once, at least 1
 * @param connectionTimeoutNanos how long a connection may last, from SYN-ACK or SYN on
 * @param inputMaxBytes how much input a connection may hold without consuming, at least 4096
 * @param bufferBytes memory for the input and the unacknowledged output of all connections, at
 *     least 4096
 * @param ttl the time to live of segments, 1 to 255
 * @param resets whether peers are sent a reset by {@link Connection#abort} and when a connection's
 *     time is over; else such connections end silently
 * @param mss what our SYNs say of the largest segment we take, in bytes; empty for what the family
 *     usually has, 0 or less to say nothing
 */
public record TcpConfig(
        int connectionsMax,
        long connectionTimeoutNanos,
        int inputMaxBytes,
        long bufferBytes,
        int ttl,
        boolean resets,
        OptionalInt mss) {

    /** Less input than this is no answer to wait for. */
    static final int INPUT_MIN_BYTES = 4096;

    /** Says what is outside its range. */
    public TcpConfig {
        require(connectionsMax >= 1, "connections", connectionsMax);
        require(connectionTimeoutNanos > 0, "a connection timeout in ns", connectionTimeoutNanos);
        require(inputMaxBytes >= INPUT_MIN_BYTES, "bytes of input", inputMaxBytes);
        require(bufferBytes >= INPUT_MIN_BYTES, "bytes of buffers", bufferBytes);
        require(ttl >= 1 && ttl <= 255, "time to live", ttl);
    }

    /** The measures of a machine that resets, and whose SYNs are the usual ones. */
    public TcpConfig(
            int connectionsMax,
            long connectionTimeoutNanos,
            int inputMaxBytes,
            long bufferBytes,
            int ttl) {
        this(
                connectionsMax,
                connectionTimeoutNanos,
                inputMaxBytes,
                bufferBytes,
                ttl,
                true,
                OptionalInt.empty());
    }

    private static void require(boolean holds, String what, long value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " can't be " + value);
        }
    }
}
