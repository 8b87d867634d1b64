// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

/**
 * The measures of a machine.
 *
 * @param connectionsMax connections at once, at least 1
 * @param connectionTimeoutNanos how long a connection may last, from SYN-ACK or SYN on
 * @param inputMaxBytes how much input a connection may hold without consuming, at least 4096
 * @param bufferBytes memory for the input and the unacknowledged output of all connections
 * @param ttl the time to live of segments, 1 to 255
 */
public record TcpConfig(
        int connectionsMax,
        long connectionTimeoutNanos,
        int inputMaxBytes,
        long bufferBytes,
        int ttl) {}
