// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import org.jspecify.annotations.Nullable;

/**
 * One result: what an answer said of one target.
 *
 * @param epochNanos when the answer was received, in nanoseconds since 1970-01-01 UTC
 * @param address the target's IPv4 address, in host order
 * @param protocol the target's protocol
 * @param port the target's port, 0 to 65535
 * @param status what the answer says
 * @param tcpFlags the TCP flags of the answer, the low eight bits of RFC 9293 section 3.1's control
 *     bits
 * @param ttl the time to live with which the answer arrived, 0 to 255
 * @param banner what the service behind an open port said, or null if this says only that it is
 *     open
 */
public record ScanRecord(
        long epochNanos,
        int address,
        Protocol protocol,
        int port,
        Status status,
        int tcpFlags,
        int ttl,
        @Nullable Banner banner) {

    /** A record without banner. */
    public ScanRecord(
            long epochNanos,
            int address,
            Protocol protocol,
            int port,
            Status status,
            int tcpFlags,
            int ttl) {
        this(epochNanos, address, protocol, port, status, tcpFlags, ttl, null);
    }
}
