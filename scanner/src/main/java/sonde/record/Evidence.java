// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

/**
 * What an answer showed beside its status.
 *
 * @param tcpFlags the TCP flags of the answer, the low eight bits of RFC 9293 section 3.1's control
 *     bits; 0 if it was not TCP
 * @param ttl the time to live, or IPv6's hop limit, with which the answer arrived, 0 to 255
 * @param rttMicros the time from probe to answer in microseconds, or {@link #UNKNOWN}
 * @param responder who sent an ICMP error in place of the target; null if the target answered
 * @param icmp type and code of an ICMP or ICMPv6 answer, {@code type << 8 | code}, or {@link
 *     #UNKNOWN}
 * @param mac the target's Ethernet address in the low 48 bits, or {@link #UNKNOWN}
 */
public record Evidence(
        int tcpFlags, int ttl, int rttMicros, @Nullable IpAddress responder, int icmp, long mac) {

    /** In place of what is not known, or has no meaning here. */
    public static final int UNKNOWN = -1;

    /** Of a TCP answer. */
    public static Evidence tcp(int tcpFlags, int ttl, int rttMicros) {
        return new Evidence(tcpFlags, ttl, rttMicros, null, UNKNOWN, UNKNOWN);
    }
}
