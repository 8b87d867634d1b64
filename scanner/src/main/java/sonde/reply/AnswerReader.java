// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import org.jspecify.annotations.Nullable;

import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayload;
import sonde.record.Protocol;
import sonde.record.Status;
import sonde.wire.Arp;
import sonde.wire.FrameKind;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpAddress;
import sonde.wire.ParsedFrame;
import sonde.wire.Sctp;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Tells answers to probes of every kind and both address families from all else, one frame at a
 * time. {@link Classifier} does the same for SYNs over IPv4 alone, many at a time. Used by one
 * receive agent.
 *
 * <p>An answer must come to an address of ours, from a target (or, as an ICMP error, quote a probe
 * to one), and carry what its probe carried:
 *
 * <table border="1">
 *   <caption>How answers prove themselves</caption>
 *   <tr><th>probe<th>answer<th>proof<th>says
 *   <tr><td>TCP SYN<td>SYN-ACK, RST<td>acknowledgment number<td>open, closed
 *   <tr><td>TCP with ACK<td>RST<td>sequence number<td>unfiltered, with more flags closed
 *   <tr><td>TCP with neither<td>RST<td>acknowledgment number<td>closed
 *   <tr><td>UDP<td>datagram<td>our port, a keyed hash; identifier in the payload, if the protocol
 *       has one<td>open
 *   <tr><td>SCTP INIT<td>INIT-ACK, ABORT<td>verification tag<td>open, closed
 *   <tr><td>ICMP echo, timestamp<td>reply<td>identifier and sequence number<td>open
 *   <tr><td>IP protocol<td>packet of that protocol<td>none but the addresses, and our port where it
 *       has ports; for ICMP those of an echo<td>open
 *   <tr><td>ARP<td>reply<td>none but the addresses<td>up
 *   <tr><td>any<td>ICMP error<td>all of the above that the quoted packet has<td>closed or filtered
 * </table>
 */
public final class AnswerReader {

    private final SentProbes sent;
    private final IcmpErrorReader errors;

    public AnswerReader(SentProbes sent) {
        this.sent = sent;
        errors = new IcmpErrorReader(sent);
    }

    /**
     * Looks at one frame.
     *
     * @param kind what it was found to be
     * @param answer is filled if it is an answer, else holds junk
     * @return whether it is one
     */
    public boolean read(MemorySegment memory, FrameKind kind, ParsedFrame frame, Answer answer) {
        if (kind == FrameKind.ARP) {
            return readArp(memory, frame, answer);
        }
        if (!sent.isSource(frame.destinationHigh, frame.destinationLow)) {
            return false;
        }
        boolean isAnswer =
                switch (kind) {
                    case TCP -> readTcp(frame, answer);
                    case UDP -> readUdp(memory, frame, answer);
                    case SCTP -> readSctp(memory, frame, answer);
                    case ICMP, ICMPV6 ->
                            readEcho(memory, frame, answer) || errors.read(memory, frame, answer);
                    case IP, ARP, FRAGMENT, OTHER, MALFORMED -> false;
                };
        return isAnswer || (isIpProtocol(kind) && readIpProtocol(memory, kind, frame, answer));
    }

    private static boolean isIpProtocol(FrameKind kind) {
        return switch (kind) {
            case TCP, UDP, SCTP, ICMP, ICMPV6, IP -> true;
            case ARP, FRAGMENT, OTHER, MALFORMED -> false;
        };
    }

    private boolean readTcp(ParsedFrame frame, Answer answer) {
        if (!sent.isSourcePort(frame.destinationPort)) {
            return false;
        }
        int cookie =
                sent.cookie(
                        ProbeKind.TCP,
                        frame.sourceHigh,
                        frame.sourceLow,
                        frame.sourcePort,
                        frame.destinationHigh,
                        frame.destinationLow,
                        frame.destinationPort);
        Status status = tcpStatus(frame, cookie);
        if (status == null) {
            return false;
        }
        answer.begin(frame.sourceHigh, frame.sourceLow, Protocol.TCP, frame.sourcePort, frame.ttl);
        answer.status = status;
        answer.cookie = cookie;
        answer.tcpFlags = frame.tcpFlags;
        return true;
    }

    /** What a segment says of its sender's port; null if it is no answer. */
    private @Nullable Status tcpStatus(ParsedFrame frame, int cookie) {
        boolean isReset = (frame.tcpFlags & Tcp.RST) != 0;
        int acknowledged = frame.acknowledgment - cookie;
        int flags = sent.tcpFlags();
        if (!isReset) {
            boolean isSynAck = (frame.tcpFlags & (Tcp.SYN | Tcp.ACK)) == (Tcp.SYN | Tcp.ACK);
            return isSynAck && acknowledged == 1 && (flags & Tcp.SYN) != 0 ? Status.OPEN : null;
        }
        if ((flags & Tcp.ACK) != 0) {
            // RFC 9293 section 3.10.7.1: the reset's sequence number is our acknowledgment number.
            if (frame.sequence != cookie) {
                return null;
            }
            return flags == Tcp.ACK ? Status.UNFILTERED : Status.CLOSED;
        }
        // SYN and FIN count as a byte each; some stacks count neither.
        int counted = Integer.bitCount(flags & (Tcp.SYN | Tcp.FIN));
        return acknowledged >= 0 && acknowledged <= counted ? Status.CLOSED : null;
    }

    private boolean readUdp(MemorySegment memory, ParsedFrame frame, Answer answer) {
        if (!sent.isSourcePort(frame.destinationPort)) {
            return false;
        }
        if (readUdp(memory, frame, frame.sourcePort, answer)) {
            return true;
        }
        // A server of TFTP answers from a port of its own (RFC 1350 section 4).
        for (int port : sent.payloads().portsAnsweredFromElsewhere()) {
            if (readUdp(memory, frame, port, answer)) {
                return true;
            }
        }
        return false;
    }

    private boolean readUdp(MemorySegment memory, ParsedFrame frame, int port, Answer answer) {
        long high = frame.sourceHigh;
        long low = frame.sourceLow;
        if (sent.sourcePort(high, low, port) != frame.destinationPort
                || !sent.targets().has(ProbeKind.UDP, high, low, port)) {
            return false;
        }
        int cookie =
                sent.cookie(
                        ProbeKind.UDP,
                        high,
                        low,
                        port,
                        frame.destinationHigh,
                        frame.destinationLow);
        List<UdpPayload> payloads = sent.payloads().of(port);
        int variant = variantOf(memory, frame, payloads, cookie, port == frame.sourcePort);
        if (variant < 0) {
            return false;
        }
        answer.begin(high, low, Protocol.UDP, port, frame.ttl);
        answer.status = Status.OPEN;
        answer.cookie = cookie;
        answer.payload = payloads.get(variant);
        answer.variant = variant;
        answer.payloadOffset = frame.payloadOffset;
        answer.payloadLengthBytes = frame.payloadLengthBytes;
        return true;
    }

    /**
     * Which payload a datagram answers: the one whose cookie and form it has; else, from the probed
     * port, one that asks for no cookie, to which it is an answer in some other form. -1 if there
     * is none.
     */
    private static int variantOf(
            MemorySegment memory,
            ParsedFrame frame,
            List<UdpPayload> payloads,
            int cookie,
            boolean isFromPort) {
        int formless = -1;
        for (int variant = 0; variant < payloads.size(); variant++) {
            UdpPayload payload = payloads.get(variant);
            if (payload.isAnswer(memory, frame.payloadOffset, frame.payloadLengthBytes, cookie)) {
                return variant;
            }
            if (formless < 0 && isFromPort && !payload.hasCookie()) {
                formless = variant;
            }
        }
        return formless;
    }

    private boolean readSctp(MemorySegment memory, ParsedFrame frame, Answer answer) {
        long high = frame.sourceHigh;
        long low = frame.sourceLow;
        int chunk = Sctp.chunkType(memory, frame.transportOffset);
        if ((chunk != Sctp.INIT_ACK && chunk != Sctp.ABORT)
                || sent.sourcePort(high, low, frame.sourcePort) != frame.destinationPort) {
            return false;
        }
        int cookie =
                sent.cookie(
                        ProbeKind.SCTP,
                        high,
                        low,
                        frame.sourcePort,
                        frame.destinationHigh,
                        frame.destinationLow);
        int tag = Sctp.verificationTag(memory, frame.transportOffset);
        if (tag != IcmpErrorReader.initiateTag(cookie)) {
            return false;
        }
        answer.begin(high, low, Protocol.SCTP, frame.sourcePort, frame.ttl);
        answer.status = chunk == Sctp.INIT_ACK ? Status.OPEN : Status.CLOSED;
        answer.cookie = cookie;
        return true;
    }

    private boolean readEcho(MemorySegment memory, ParsedFrame frame, Answer answer) {
        int type = Icmp.type(memory, frame.transportOffset);
        boolean isEcho = type == (frame.isIpv6 ? Icmpv6.ECHO_REPLY : Icmp.ECHO_REPLY);
        boolean isTimestamp = !frame.isIpv6 && type == Icmp.TIMESTAMP_REPLY;
        if (!isEcho && !isTimestamp) {
            return false;
        }
        ProbeKind kind = isEcho ? ProbeKind.ICMP_ECHO : ProbeKind.ICMP_TIMESTAMP;
        long high = frame.sourceHigh;
        long low = frame.sourceLow;
        int cookie = sent.cookie(kind, high, low, 0, frame.destinationHigh, frame.destinationLow);
        if (echoNumber(memory, frame.transportOffset) != cookie
                || !sent.targets().has(kind, high, low, 0)) {
            return false;
        }
        answer.begin(
                high,
                low,
                frame.isIpv6 ? Protocol.ICMPV6 : Protocol.ICMP,
                isTimestamp ? 1 : 0,
                frame.ttl);
        answer.status = Status.OPEN;
        answer.cookie = cookie;
        answer.icmp = type << 8;
        return true;
    }

    /** Identifier and sequence number as one number. */
    private static int echoNumber(MemorySegment memory, long icmp) {
        return Icmp.identifier(memory, icmp) << Short.SIZE | Icmp.sequence(memory, icmp);
    }

    private boolean readIpProtocol(
            MemorySegment memory, FrameKind kind, ParsedFrame frame, Answer answer) {
        long high = frame.sourceHigh;
        long low = frame.sourceLow;
        boolean hasPorts = kind == FrameKind.TCP || kind == FrameKind.UDP || kind == FrameKind.SCTP;
        if (!sent.targets().has(ProbeKind.IP_PROTOCOL, high, low, frame.protocol)
                || (hasPorts
                        && frame.destinationPort != sent.sourcePort(high, low, frame.protocol))) {
            return false;
        }
        int cookie =
                sent.cookie(
                        ProbeKind.IP_PROTOCOL,
                        high,
                        low,
                        frame.protocol,
                        frame.destinationHigh,
                        frame.destinationLow);
        if (!isProtocolAnswer(memory, kind, frame, cookie)) {
            return false;
        }
        answer.begin(high, low, Protocol.IP, frame.protocol, frame.ttl);
        answer.status = Status.OPEN;
        answer.cookie = cookie;
        return true;
    }

    /**
     * Whether a packet answers the probe of its protocol: for ICMP alone there is a number to tell;
     * of others, what is the probe itself does not. That is heard where the host scans itself.
     */
    private static boolean isProtocolAnswer(
            MemorySegment memory, FrameKind kind, ParsedFrame frame, int cookie) {
        long base = frame.transportOffset;
        return switch (kind) {
            case ICMP ->
                    Icmp.type(memory, base) == Icmp.ECHO_REPLY
                            && echoNumber(memory, base) == cookie;
            case ICMPV6 ->
                    Icmp.type(memory, base) == Icmpv6.ECHO_REPLY
                            && echoNumber(memory, base) == cookie;
            case IP ->
                    frame.transportLengthBytes < Integer.BYTES
                            || memory.get(IcmpErrorReader.FIRST_WORD, base) != cookie;
            case TCP, UDP, SCTP -> true;
            case ARP, FRAGMENT, OTHER, MALFORMED -> false;
        };
    }

    private boolean readArp(MemorySegment memory, ParsedFrame frame, Answer answer) {
        IpAddress sender = IpAddress.ofIpv4(Arp.senderAddress(memory, frame.arpOffset));
        IpAddress asked = IpAddress.ofIpv4(Arp.targetAddress(memory, frame.arpOffset));
        if (Arp.operation(memory, frame.arpOffset) != Arp.REPLY
                || !sent.isSource(asked.high(), asked.low())
                || !sent.targets().has(ProbeKind.ARP, sender.high(), sender.low(), 0)) {
            return false;
        }
        answer.begin(sender.high(), sender.low(), Protocol.ARP, 0, 0);
        answer.status = Status.UP;
        answer.cookie =
                sent.cookie(
                        ProbeKind.ARP, sender.high(), sender.low(), 0, asked.high(), asked.low());
        answer.mac = Arp.senderMac(memory, frame.arpOffset);
        return true;
    }
}
