// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import org.jspecify.annotations.Nullable;

import sonde.probe.udp.UdpPayload;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Status;
import sonde.wire.IpAddress;

/** What one frame says of one target. Made once and filled again for each answer. */
public final class Answer {

    /** The target's address as {@link IpAddress} has it. */
    public long addressHigh;

    public long addressLow;

    public Protocol protocol = Protocol.TCP;

    /** The target's port, 0 to 65535, or what stands in its place (see {@link Protocol}). */
    public int port;

    /** What the answer says of the target. */
    public Status status = Status.CLOSED;

    /** The cookie of the probe that was answered. */
    public int cookie;

    /** The flags of the answer's TCP header, RFC 9293 section 3.1; 0 if it is not TCP. */
    public int tcpFlags;

    /** The time to live with which the answer arrived, 0 to 255. */
    public int ttl;

    /** Type and code of an ICMP answer, {@code type << 8 | code}, else {@link Evidence#UNKNOWN}. */
    public int icmp;

    /** Whether somebody else answered in place of the target: {@link #responderHigh} says who. */
    public boolean isForeign;

    public long responderHigh;
    public long responderLow;

    /** The target's Ethernet address, or {@link Evidence#UNKNOWN}. */
    public long mac;

    /** What was said to a UDP port that answered, else null. */
    public @Nullable UdpPayload payload;

    /** Which of the payloads for its port that is, from 0. */
    public int variant;

    /** Where a UDP answer's payload begins, in bytes. */
    public long payloadOffset;

    public int payloadLengthBytes;

    void begin(long high, long low, Protocol ofProtocol, int ofPort, int arrivedTtl) {
        addressHigh = high;
        addressLow = low;
        protocol = ofProtocol;
        port = ofPort;
        ttl = arrivedTtl;
        tcpFlags = 0;
        icmp = Evidence.UNKNOWN;
        isForeign = false;
        mac = Evidence.UNKNOWN;
        payload = null;
        payloadLengthBytes = 0;
    }

    /** What it showed beside the status, for a record. Allocates. */
    public Evidence evidence(int rttMicros) {
        return new Evidence(
                tcpFlags,
                ttl,
                rttMicros,
                isForeign ? new IpAddress(responderHigh, responderLow) : null,
                icmp,
                mac);
    }
}
