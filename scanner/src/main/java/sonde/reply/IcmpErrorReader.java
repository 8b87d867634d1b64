// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import org.jspecify.annotations.Nullable;

import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayload;
import sonde.record.Protocol;
import sonde.record.Status;
import sonde.wire.Bytes;
import sonde.wire.ParsedFrame;
import sonde.wire.QuotedPacket;

import java.lang.foreign.MemorySegment;

/**
 * Reads ICMP and ICMPv6 errors that quote a probe of ours. The quote has the probe's addresses and
 * at least its first 8 bytes (RFC 792): that is where it proves itself as an answer would.
 */
final class IcmpErrorReader {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    /** RFC 792. */
    private static final int UNREACHABLE = 3;

    private static final int PROTOCOL_UNREACHABLE = UNREACHABLE << 8 | 2;
    private static final int PORT_UNREACHABLE = UNREACHABLE << 8 | 3;
    private static final int FRAGMENTATION_NEEDED = UNREACHABLE << 8 | 4;

    /** RFC 4443 section 3.1. */
    private static final int IPV6_UNREACHABLE = 1;

    private static final int IPV6_PORT_UNREACHABLE = IPV6_UNREACHABLE << 8 | 4;
    private static final int IPV6_TOO_BIG = 2 << 8;

    /** RFC 4443 section 3.4: unrecognised next header. */
    private static final int IPV6_UNKNOWN_HEADER = 4 << 8 | 1;

    private static final int ECHO_REQUEST = 8;
    private static final int TIMESTAMP_REQUEST = 13;
    private static final int IPV6_ECHO_REQUEST = 128;

    private static final int UDP_HEADER_BYTES = 8;

    /** In an SCTP packet: behind the common header and the header of the first chunk. */
    private static final int INITIATE_TAG_OFFSET = 16;

    private final SentProbes sent;
    private final QuotedPacket quoted = new QuotedPacket();

    IcmpErrorReader(SentProbes sent) {
        this.sent = sent;
    }

    /** The tag that an INIT carries: 0 is not allowed (RFC 9260 section 3.3.2). */
    static int initiateTag(int cookie) {
        return cookie == 0 ? 1 : cookie;
    }

    /** As {@link AnswerReader#read}, for a frame of ICMP or ICMPv6. */
    boolean read(MemorySegment memory, ParsedFrame frame, Answer answer) {
        if (!quoted.parse(memory, frame)
                || !sent.isSource(quoted.sourceHigh, quoted.sourceLow)
                || quoted.transportLengthBytes < UDP_HEADER_BYTES) {
            return false;
        }
        int icmp =
                Bytes.get8(memory, frame.transportOffset) << 8
                        | Bytes.get8(memory, frame.transportOffset + 1);
        if (icmp == FRAGMENTATION_NEEDED && !frame.isIpv6 || icmp == IPV6_TOO_BIG && frame.isIpv6) {
            return false;
        }
        if (!findProbe(memory, frame, answer)) {
            return false;
        }
        answer.icmp = icmp;
        answer.responderHigh = frame.sourceHigh;
        answer.responderLow = frame.sourceLow;
        answer.isForeign =
                frame.sourceHigh != answer.addressHigh || frame.sourceLow != answer.addressLow;
        answer.status = status(frame.isIpv6, icmp, answer);
        return true;
    }

    private static Status status(boolean isIpv6, int icmp, Answer answer) {
        if (answer.isForeign) {
            return Status.FILTERED;
        }
        int portUnreachable = isIpv6 ? IPV6_PORT_UNREACHABLE : PORT_UNREACHABLE;
        int protocolUnreachable = isIpv6 ? IPV6_UNKNOWN_HEADER : PROTOCOL_UNREACHABLE;
        boolean isClosed =
                switch (answer.protocol) {
                    case UDP -> icmp == portUnreachable;
                    case IP -> icmp == protocolUnreachable;
                    case SCTP -> icmp == protocolUnreachable;
                    case TCP, ICMP, ICMPV6, ARP -> false;
                };
        boolean isProtocolThere =
                answer.protocol == Protocol.IP && icmp == portUnreachable && answer.port == UDP;
        return isClosed ? Status.CLOSED : isProtocolThere ? Status.OPEN : Status.FILTERED;
    }

    /** Finds out which probe was quoted, and whether it is one of ours. */
    private boolean findProbe(MemorySegment memory, ParsedFrame frame, Answer answer) {
        long at = quoted.transportOffset;
        int sourcePort = Bytes.get16(memory, at);
        int port = Bytes.get16(memory, at + 2);
        boolean isProbe =
                switch (quoted.protocol) {
                    case TCP ->
                            begin(ProbeKind.TCP, Protocol.TCP, port, frame, answer)
                                    && sent.isSourcePort(sourcePort)
                                    && Bytes.get32(memory, at + 4)
                                            == cookieFrom(ProbeKind.TCP, port, sourcePort, answer);
                    case UDP ->
                            begin(ProbeKind.UDP, Protocol.UDP, port, frame, answer)
                                    && isSourcePort(sourcePort, port)
                                    && isUdpQuote(memory, at, answer);
                    case SCTP ->
                            begin(ProbeKind.SCTP, Protocol.SCTP, port, frame, answer)
                                    && isSourcePort(sourcePort, port)
                                    && isSctpQuote(memory, at, answer);
                    case ICMP, ICMPV6 -> isEchoQuote(memory, at, frame, answer);
                    default -> false;
                };
        return isProbe || isIpProtocolQuote(memory, at, frame, answer);
    }

    private boolean begin(
            ProbeKind kind, Protocol protocol, int port, ParsedFrame frame, Answer answer) {
        long high = quoted.destinationHigh;
        long low = quoted.destinationLow;
        if (!sent.targets().has(kind, high, low, port)) {
            return false;
        }
        answer.begin(high, low, protocol, port, frame.ttl);
        answer.cookie =
                sent.cookie(kind, high, low, port, quoted.sourceHigh, quoted.sourceLow);
        return true;
    }

    private int cookieFrom(ProbeKind kind, int port, int sourcePort, Answer answer) {
        answer.cookie =
                sent.cookie(
                        kind,
                        quoted.destinationHigh,
                        quoted.destinationLow,
                        port,
                        quoted.sourceHigh,
                        quoted.sourceLow,
                        sourcePort);
        return answer.cookie;
    }

    private boolean isSourcePort(int sourcePort, int port) {
        return sourcePort
                == sent.sourcePort(quoted.destinationHigh, quoted.destinationLow, port);
    }

    private boolean isUdpQuote(MemorySegment memory, long at, Answer answer) {
        int available = quoted.transportLengthBytes - UDP_HEADER_BYTES;
        for (UdpPayload payload : sent.payloads().of(answer.port)) {
            if (payload.isQuote(memory, at + UDP_HEADER_BYTES, available, answer.cookie)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSctpQuote(MemorySegment memory, long at, Answer answer) {
        return quoted.transportLengthBytes < INITIATE_TAG_OFFSET + Integer.BYTES
                || Bytes.get32(memory, at + INITIATE_TAG_OFFSET) == initiateTag(answer.cookie);
    }

    private boolean isEchoQuote(
            MemorySegment memory, long at, ParsedFrame frame, Answer answer) {
        int type = Bytes.get8(memory, at);
        ProbeKind kind = echoKind(type);
        if (kind == null
                || !begin(
                        kind,
                        quoted.isIpv6 ? Protocol.ICMPV6 : Protocol.ICMP,
                        0,
                        frame,
                        answer)) {
            return false;
        }
        answer.port = kind == ProbeKind.ICMP_TIMESTAMP ? 1 : 0;
        return Bytes.get32(memory, at + 4) == answer.cookie;
    }

    private @Nullable ProbeKind echoKind(int type) {
        if (quoted.isIpv6) {
            return type == IPV6_ECHO_REQUEST ? ProbeKind.ICMP_ECHO : null;
        }
        return switch (type) {
            case ECHO_REQUEST -> ProbeKind.ICMP_ECHO;
            case TIMESTAMP_REQUEST -> ProbeKind.ICMP_TIMESTAMP;
            default -> null;
        };
    }

    /** A probe of a protocol without header of its own begins with the cookie. */
    private boolean isIpProtocolQuote(
            MemorySegment memory, long at, ParsedFrame frame, Answer answer) {
        if (!begin(ProbeKind.IP_PROTOCOL, Protocol.IP, quoted.protocol, frame, answer)) {
            return false;
        }
        return switch (quoted.protocol) {
            case TCP, UDP, SCTP ->
                    isSourcePort(Bytes.get16(memory, at), quoted.protocol);
            case ICMP, ICMPV6 -> Bytes.get32(memory, at + 4) == answer.cookie;
            default -> Bytes.get32(memory, at) == answer.cookie;
        };
    }
}
