// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import org.jspecify.annotations.Nullable;

import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayload;
import sonde.record.Protocol;
import sonde.record.Status;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpProtocol;
import sonde.wire.ParsedFrame;
import sonde.wire.QuotedPacket;
import sonde.wire.Udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads ICMP and ICMPv6 errors that quote a probe of ours. The quote has the probe's addresses and
 * at least its first 8 bytes (RFC 792): that is where it proves itself as an answer would.
 */
final class IcmpErrorReader {

    private static final int PROTOCOL_UNREACHABLE = 2;
    private static final int PORT_UNREACHABLE = 3;
    private static final int FRAGMENTATION_NEEDED = 4;

    /** RFC 4443 section 3.1. */
    private static final int IPV6_PORT_UNREACHABLE = 4;

    /** RFC 4443 section 3.4: unrecognised next header. */
    private static final int IPV6_UNKNOWN_HEADER = 1;

    /** As much of a probe as RFC 792 has every error quote. */
    private static final int PROOF_BYTES = 8;

    static final ValueLayout.OfInt FIRST_WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

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
                || (!quoted.hasNumbers && quoted.transportLengthBytes < PROOF_BYTES)
                || !sent.isSource(quoted.sourceHigh, quoted.sourceLow)) {
            return false;
        }
        int type = Icmp.type(memory, frame.transportOffset);
        int code = Icmp.code(memory, frame.transportOffset);
        boolean isOfSize =
                frame.isIpv6
                        ? type == Icmpv6.PACKET_TOO_BIG
                        : type == Icmp.DESTINATION_UNREACHABLE && code == FRAGMENTATION_NEEDED;
        if (isOfSize || !findProbe(memory, frame, answer)) {
            return false;
        }
        answer.icmp = type << Byte.SIZE | code;
        answer.responderHigh = frame.sourceHigh;
        answer.responderLow = frame.sourceLow;
        answer.isForeign =
                frame.sourceHigh != answer.addressHigh || frame.sourceLow != answer.addressLow;
        answer.status = status(frame.isIpv6, type, code, answer);
        return true;
    }

    private static Status status(boolean isIpv6, int type, int code, Answer answer) {
        if (answer.isForeign) {
            return Status.FILTERED;
        }
        boolean isPort =
                isIpv6
                        ? type == Icmpv6.DESTINATION_UNREACHABLE && code == IPV6_PORT_UNREACHABLE
                        : type == Icmp.DESTINATION_UNREACHABLE && code == PORT_UNREACHABLE;
        boolean isProtocol =
                isIpv6
                        ? type == Icmpv6.PARAMETER_PROBLEM && code == IPV6_UNKNOWN_HEADER
                        : type == Icmp.DESTINATION_UNREACHABLE && code == PROTOCOL_UNREACHABLE;
        return switch (answer.protocol) {
            case UDP -> isPort ? Status.CLOSED : Status.FILTERED;
            case SCTP -> isProtocol ? Status.CLOSED : Status.FILTERED;
            // A host that knows of ports knows the protocol.
            case IP -> isProtocol ? Status.CLOSED : isPort ? Status.OPEN : Status.FILTERED;
            case TCP, ICMP, ICMPV6, ARP -> Status.FILTERED;
        };
    }

    /** Finds out which probe was quoted, and whether it is one of ours. */
    private boolean findProbe(MemorySegment memory, ParsedFrame frame, Answer answer) {
        boolean isProbe =
                switch (quoted.protocol) {
                    case IpProtocol.TCP -> isTcpQuote(frame, answer);
                    case IpProtocol.UDP ->
                            begin(
                                            ProbeKind.UDP,
                                            Protocol.UDP,
                                            quoted.destinationPort,
                                            frame,
                                            answer)
                                    && isSourcePort(quoted.destinationPort)
                                    && isUdpQuote(memory, answer);
                    case IpProtocol.SCTP ->
                            begin(
                                            ProbeKind.SCTP,
                                            Protocol.SCTP,
                                            quoted.destinationPort,
                                            frame,
                                            answer)
                                    && isSourcePort(quoted.destinationPort)
                                    && isSctpQuote(answer);
                    case IpProtocol.ICMP, IpProtocol.ICMPV6 -> isEchoQuote(memory, frame, answer);
                    default -> false;
                };
        return isProbe || isIpProtocolQuote(memory, frame, answer);
    }

    private boolean begin(
            ProbeKind kind, Protocol protocol, int port, ParsedFrame frame, Answer answer) {
        long high = quoted.destinationHigh;
        long low = quoted.destinationLow;
        if (!sent.targets().has(kind, high, low, port)) {
            return false;
        }
        answer.begin(high, low, protocol, port, frame.ttl);
        answer.cookie = sent.cookie(kind, high, low, port, quoted.sourceHigh, quoted.sourceLow);
        return true;
    }

    private boolean isTcpQuote(ParsedFrame frame, Answer answer) {
        return begin(ProbeKind.TCP, Protocol.TCP, quoted.destinationPort, frame, answer)
                && isSourcePort(quoted.destinationPort)
                && quoted.hasNumbers
                && quoted.number == answer.cookie;
    }

    private boolean isSourcePort(int port) {
        return quoted.hasPorts
                && quoted.sourcePort
                        == sent.sourcePort(quoted.destinationHigh, quoted.destinationLow, port);
    }

    private boolean isUdpQuote(MemorySegment memory, Answer answer) {
        long payloadOffset = quoted.transportOffset + Udp.HEADER_LENGTH_BYTES;
        int available = quoted.transportLengthBytes - Udp.HEADER_LENGTH_BYTES;
        for (UdpPayload payload : sent.payloads().of(answer.port)) {
            if (payload.isQuote(memory, payloadOffset, Math.max(0, available), answer.cookie)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSctpQuote(Answer answer) {
        return !quoted.hasInitiateTag || quoted.initiateTag == initiateTag(answer.cookie);
    }

    private boolean isEchoQuote(MemorySegment memory, ParsedFrame frame, Answer answer) {
        ProbeKind kind = echoKind(Icmp.type(memory, quoted.transportOffset));
        if (kind == null
                || !begin(
                        kind, quoted.isIpv6 ? Protocol.ICMPV6 : Protocol.ICMP, 0, frame, answer)) {
            return false;
        }
        answer.port = kind == ProbeKind.ICMP_TIMESTAMP ? 1 : 0;
        return quoted.hasNumbers && quoted.number == answer.cookie;
    }

    private @Nullable ProbeKind echoKind(int type) {
        if (quoted.isIpv6) {
            return type == Icmpv6.ECHO_REQUEST ? ProbeKind.ICMP_ECHO : null;
        }
        return switch (type) {
            case Icmp.ECHO_REQUEST -> ProbeKind.ICMP_ECHO;
            case Icmp.TIMESTAMP_REQUEST -> ProbeKind.ICMP_TIMESTAMP;
            default -> null;
        };
    }

    /** A probe of a protocol without header of its own begins with the cookie. */
    private boolean isIpProtocolQuote(MemorySegment memory, ParsedFrame frame, Answer answer) {
        if (!begin(ProbeKind.IP_PROTOCOL, Protocol.IP, quoted.protocol, frame, answer)) {
            return false;
        }
        boolean isEcho = quoted.protocol == (quoted.isIpv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
        if (isEcho) {
            return quoted.hasNumbers && quoted.number == answer.cookie;
        }
        return switch (quoted.protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP -> isSourcePort(quoted.protocol);
            default ->
                    quoted.transportLengthBytes >= PROOF_BYTES
                            && memory.get(FIRST_WORD, quoted.transportOffset) == answer.cookie;
        };
    }
}
