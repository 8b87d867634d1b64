// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.memory.Responder;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;
import sonde.wire.ParsedFrame;
import sonde.wire.Sctp;
import sonde.wire.Tcp;
import sonde.wire.Udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Hosts of both families that answer probes of every kind, those with an even address. */
final class Mirror implements Responder {

    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;

    private final ParsedFrame parsed = new ParsedFrame();

    static boolean answers(IpAddress host) {
        return (host.low() & 1) == 0;
    }

    @Override
    public void respond(MemorySegment memory, long offset, int lengthBytes, FrameTarget answers) {
        MemorySegment frame = MemorySegment.ofArray(new byte[lengthBytes]);
        MemorySegment.copy(memory, offset, frame, 0, lengthBytes);
        FrameKind kind = FrameParser.parse(frame, 0, lengthBytes, IP, parsed);
        if (kind == FrameKind.ARP) {
            int asked = Arp.targetAddress(frame, IP);
            if (answers(IpAddress.ofIpv4(asked))) {
                int asker = Arp.senderAddress(frame, IP);
                long mac = Arp.senderMac(frame, IP);
                Arp.writeReply(frame, 0, Hosts.macOf(asked), asked, mac, asker);
                answers.put(frame, 0, lengthBytes);
            }
            return;
        }
        if (!answers(parsed.destination())) {
            return;
        }
        if (parsed.isIpv6) {
            Ipv6.setSource(frame, IP, parsed.destinationHigh, parsed.destinationLow);
            Ipv6.setDestination(frame, IP, parsed.sourceHigh, parsed.sourceLow);
        } else {
            Ipv4.setSource(frame, IP, parsed.destinationAddress);
            Ipv4.setDestination(frame, IP, parsed.sourceAddress);
        }
        answer(frame, kind, parsed.transportOffset);
        answers.put(frame, 0, lengthBytes);
    }

    private void answer(MemorySegment frame, FrameKind kind, long base) {
        switch (kind) {
            case TCP -> {
                turnPorts(frame, base);
                Tcp.setAcknowledgment(frame, base, parsed.sequence + 1);
                Tcp.setFlags(frame, base, Tcp.SYN | Tcp.ACK);
            }
            case UDP -> turnPorts(frame, base);
            case SCTP -> {
                turnPorts(frame, base);
                Sctp.setVerificationTag(frame, base, Sctp.initiateTag(frame, base));
                Sctp.setChunkType(frame, base, Sctp.INIT_ACK);
            }
            case ICMP ->
                    Icmp.setType(
                            frame,
                            base,
                            Icmp.type(frame, base) == Icmp.ECHO_REQUEST
                                    ? Icmp.ECHO_REPLY
                                    : Icmp.TIMESTAMP_REPLY);
            case ICMPV6 -> Icmp.setType(frame, base, Icmpv6.ECHO_REPLY);
            // No mirror, or it would be the probe itself.
            case IP ->
                    frame.set(
                            ValueLayout.JAVA_BYTE,
                            base,
                            (byte) ~frame.get(ValueLayout.JAVA_BYTE, base));
            case ARP, FRAGMENT, OTHER, MALFORMED -> {}
        }
    }

    private void turnPorts(MemorySegment frame, long base) {
        Udp.setSourcePort(frame, base, parsed.destinationPort);
        Udp.setDestinationPort(frame, base, parsed.sourcePort);
    }
}
