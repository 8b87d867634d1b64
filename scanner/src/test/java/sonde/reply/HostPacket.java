// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.probe.ProbeKind;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpAddress;
import sonde.wire.IpProtocol;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;
import sonde.wire.ParsedFrame;
import sonde.wire.Sctp;
import sonde.wire.Tcp;
import sonde.wire.Udp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What a host sends: its answer to a probe, read out of the probe's bytes as a host would, until a
 * test changes a field.
 */
final class HostPacket {

    static final int TTL = 57;
    static final long MAC = 0x0200_0000_0909L;

    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;

    IpAddress from;
    IpAddress to;
    int protocol;
    int fromPort;
    int toPort;
    int sequence;
    int acknowledgment;
    int tcpFlags = Tcp.SYN | Tcp.ACK;
    int tag;
    int chunk = Sctp.INIT_ACK;
    int type;
    int code;

    /** ICMP's identifier and sequence number. */
    int number;

    /** What follows the header of UDP, ICMP, or of another protocol. */
    byte[] payload = new byte[8];

    private boolean isArp;
    int arpOperation = Arp.REPLY;

    private HostPacket(IpAddress from, IpAddress to) {
        this.from = from;
        this.to = to;
    }

    static HostPacket answerTo(SentProbe probe) {
        MemorySegment frame = probe.frame();
        if (probe.kind() == ProbeKind.ARP) {
            HostPacket answer =
                    new HostPacket(probe.host(), IpAddress.ofIpv4(Arp.senderAddress(frame, IP)));
            answer.isArp = true;
            return answer;
        }
        ParsedFrame parsed = new ParsedFrame();
        FrameParser.parse(frame, 0, (int) frame.byteSize(), IP, parsed);
        HostPacket answer = new HostPacket(probe.host(), parsed.source());
        answer.protocol = parsed.protocol;
        long base = parsed.transportOffset;
        answer.fromPort = Udp.destinationPort(frame, base);
        answer.toPort = Udp.sourcePort(frame, base);
        if (parsed.protocol == IpProtocol.TCP) {
            int sent = Tcp.flags(frame, base);
            answer.sequence = Tcp.acknowledgment(frame, base);
            answer.acknowledgment =
                    Tcp.sequence(frame, base) + Integer.bitCount(sent & (Tcp.SYN | Tcp.FIN));
        }
        answer.tag = parsed.protocol == IpProtocol.SCTP ? Sctp.initiateTag(frame, base) : 0;
        answer.type =
                parsed.isIpv6
                        ? Icmpv6.ECHO_REPLY
                        : Icmp.type(frame, base) == Icmp.ECHO_REQUEST
                                ? Icmp.ECHO_REPLY
                                : Icmp.TIMESTAMP_REPLY;
        answer.number = Icmp.identifier(frame, base) << 16 | Icmp.sequence(frame, base);
        if (parsed.protocol == IpProtocol.UDP && parsed.payloadLengthBytes > 2) {
            // DNS: the question's identifier, and the flag of answers.
            MemorySegment.copy(
                    frame, parsed.payloadOffset, MemorySegment.ofArray(answer.payload), 0, 2);
            answer.payload[2] = (byte) 0x80;
        }
        return answer;
    }

    /**
     * An error about a probe.
     *
     * @param quotedBytes how much of the probe's packet is quoted behind its IP header
     */
    static HostPacket error(SentProbe probe, IpAddress from, int type, int code, int quotedBytes) {
        HostPacket error = answerTo(probe);
        int header = probe.host().isIpv4() ? Ipv4.HEADER_LENGTH_BYTES : Ipv6.HEADER_LENGTH_BYTES;
        byte[] packet = probe.packet();
        error.from = from;
        error.protocol = probe.host().isIpv4() ? IpProtocol.ICMP : IpProtocol.ICMPV6;
        error.type = type;
        error.code = code;
        error.number = 0;
        error.payload = Arrays.copyOf(packet, Math.min(packet.length, header + quotedBytes));
        return error;
    }

    /** Has it read. */
    boolean readBy(AnswerReader reader, Answer answer) {
        MemorySegment frame = frame();
        ParsedFrame parsed = new ParsedFrame();
        FrameKind kind = FrameParser.parse(frame, 0, (int) frame.byteSize(), IP, parsed);
        return reader.read(frame, kind, parsed, answer);
    }

    MemorySegment frame() {
        if (isArp) {
            MemorySegment frame = MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);
            Arp.writeReply(frame, 0, MAC, from.ipv4(), 1, to.ipv4());
            Arp.setOperation(frame, IP, arpOperation);
            return frame;
        }
        MemorySegment body = body();
        boolean isIpv4 = from.isIpv4();
        int header = isIpv4 ? Ipv4.HEADER_LENGTH_BYTES : Ipv6.HEADER_LENGTH_BYTES;
        int length = (int) body.byteSize();
        MemorySegment frame = MemorySegment.ofArray(new byte[IP + header + length]);
        Ethernet.write(frame, 0, 1, MAC, isIpv4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
        if (isIpv4) {
            Ipv4.setHeaderLengthBytes(frame, IP, header);
            Ipv4.setTotalLengthBytes(frame, IP, header + length);
            Ipv4.setTtl(frame, IP, TTL);
            Ipv4.setProtocol(frame, IP, protocol);
            Ipv4.setSource(frame, IP, from.ipv4());
            Ipv4.setDestination(frame, IP, to.ipv4());
        } else {
            Ipv6.setVersionAndFlowLabel(frame, IP, 0);
            Ipv6.setPayloadLengthBytes(frame, IP, length);
            Ipv6.setNextHeader(frame, IP, protocol);
            Ipv6.setHopLimit(frame, IP, TTL);
            Ipv6.setSource(frame, IP, from.high(), from.low());
            Ipv6.setDestination(frame, IP, to.high(), to.low());
        }
        MemorySegment.copy(body, 0, frame, IP + header, length);
        return frame;
    }

    private MemorySegment body() {
        return switch (protocol) {
            case IpProtocol.TCP -> {
                MemorySegment body = MemorySegment.ofArray(new byte[Tcp.HEADER_LENGTH_BYTES]);
                Tcp.setSourcePort(body, 0, fromPort);
                Tcp.setDestinationPort(body, 0, toPort);
                Tcp.setSequence(body, 0, sequence);
                Tcp.setAcknowledgment(body, 0, acknowledgment);
                Tcp.setHeaderLengthBytes(body, 0, Tcp.HEADER_LENGTH_BYTES);
                Tcp.setFlags(body, 0, tcpFlags);
                yield body;
            }
            case IpProtocol.UDP -> {
                MemorySegment body = withPayload(Udp.HEADER_LENGTH_BYTES);
                Udp.setSourcePort(body, 0, fromPort);
                Udp.setDestinationPort(body, 0, toPort);
                Udp.setLengthBytes(body, 0, (int) body.byteSize());
                yield body;
            }
            case IpProtocol.SCTP -> {
                MemorySegment body = withPayload(Sctp.HEADER_LENGTH_BYTES);
                Sctp.setSourcePort(body, 0, fromPort);
                Sctp.setDestinationPort(body, 0, toPort);
                Sctp.setVerificationTag(body, 0, tag);
                Sctp.setChunkType(body, 0, chunk);
                Sctp.setChunkLengthBytes(body, 0, payload.length);
                yield body;
            }
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> {
                MemorySegment body = withPayload(Icmp.HEADER_LENGTH_BYTES);
                Icmp.setType(body, 0, type);
                Icmp.setCode(body, 0, code);
                Icmp.setIdentifier(body, 0, number >>> 16);
                Icmp.setSequence(body, 0, number & 0xFFFF);
                yield body;
            }
            default -> withPayload(0);
        };
    }

    private MemorySegment withPayload(int headerLengthBytes) {
        MemorySegment body = MemorySegment.ofArray(new byte[headerLengthBytes + payload.length]);
        MemorySegment.copy(
                MemorySegment.ofArray(payload), 0, body, headerLengthBytes, payload.length);
        return body;
    }
}
