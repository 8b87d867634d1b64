// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

/**
 * One result: what an answer said of one target.
 *
 * @param epochNanos when the answer was received, in nanoseconds since 1970-01-01 UTC
 * @param address the target's address
 * @param protocol the target's protocol
 * @param port the target's port, 0 to 65535, or what stands in its place (see {@link Protocol})
 * @param status what the answer says
 * @param evidence what else the answer showed
 * @param banner what the service said, or null if this says only what the status is
 */
public record ScanRecord(
        long epochNanos,
        IpAddress address,
        Protocol protocol,
        int port,
        Status status,
        Evidence evidence,
        @Nullable Banner banner) {

    /** What a TCP port of an IPv4 address answered. */
    public ScanRecord(
            long epochNanos,
            int address,
            Protocol protocol,
            int port,
            Status status,
            int tcpFlags,
            int ttl,
            @Nullable Banner banner) {
        this(
                epochNanos,
                IpAddress.ofIpv4(address),
                protocol,
                port,
                status,
                Evidence.tcp(tcpFlags, ttl, Evidence.UNKNOWN),
                banner);
    }

    /** The same without banner. */
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

    /** As {@link Evidence#tcpFlags}. */
    public int tcpFlags() {
        return evidence.tcpFlags();
    }

    /** As {@link Evidence#ttl}. */
    public int ttl() {
        return evidence.ttl();
    }
}
