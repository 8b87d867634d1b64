// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import sonde.probe.ProbeKind;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Status;
import sonde.wire.Arp;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpAddress;
import sonde.wire.IpProtocol;
import sonde.wire.ParsedFrame;
import sonde.wire.Sctp;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class AnswerReaderTest {

    private static final int XMAS = Tcp.FIN | Tcp.PSH | Tcp.URG;

    /** TFTP's port, whose server answers from another (RFC 1350 section 4). */
    private static final int TFTP = 69;

    /** DNS's: answers repeat an identifier of two bytes. */
    private static final int DNS = 53;

    private static final int[] PROTOCOLS = {
        IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, 47, 253
    };

    private final Answer answer = new Answer();

    private static List<IpAddress> hosts() {
        return List.of(SentProbe.IPV4_HOST, SentProbe.IPV6_HOST);
    }

    /** Every kind of probe to both families. */
    static List<SentProbe> probes() {
        List<SentProbe> probes = new ArrayList<>();
        for (IpAddress host : hosts()) {
            for (int flags : new int[] {Tcp.SYN, Tcp.ACK, 0, Tcp.FIN, XMAS, Tcp.SYN | Tcp.ACK}) {
                probes.add(SentProbe.tcp(host, 443, flags));
            }
            probes.add(SentProbe.of(ProbeKind.UDP, host, 9999));
            probes.add(SentProbe.of(ProbeKind.UDP, host, DNS));
            probes.add(SentProbe.of(ProbeKind.SCTP, host, 36_412));
            probes.add(SentProbe.of(ProbeKind.ICMP_ECHO, host, 0));
            for (int protocol : PROTOCOLS) {
                probes.add(SentProbe.of(ProbeKind.IP_PROTOCOL, host, protocol));
            }
            int icmp = host.isIpv4() ? IpProtocol.ICMP : IpProtocol.ICMPV6;
            probes.add(SentProbe.of(ProbeKind.IP_PROTOCOL, host, icmp));
        }
        probes.add(SentProbe.of(ProbeKind.ICMP_TIMESTAMP, SentProbe.IPV4_HOST, 0));
        probes.add(SentProbe.of(ProbeKind.ARP, SentProbe.IPV4_HOST, 0));
        return probes;
    }

    private static AnswerReader readerFor(SentProbe probe) {
        return new AnswerReader(probe.sent());
    }

    /** As the probe's host answers it: with a reset, where an open port would be silent. */
    private static HostPacket answerTo(SentProbe probe) {
        HostPacket packet = HostPacket.answerTo(probe);
        if (probe.kind() == ProbeKind.TCP && probe.details().tcpFlags() != Tcp.SYN) {
            packet.tcpFlags = Tcp.RST;
        }
        return packet;
    }

    private static Status statusOf(SentProbe probe) {
        return switch (probe.kind()) {
            case TCP ->
                    switch (probe.details().tcpFlags()) {
                        case Tcp.SYN -> Status.OPEN;
                        case Tcp.ACK -> Status.UNFILTERED;
                        default -> Status.CLOSED;
                    };
            case UDP, SCTP, ICMP_ECHO, ICMP_TIMESTAMP, IP_PROTOCOL -> Status.OPEN;
            case ARP -> Status.UP;
        };
    }

    private static Protocol protocolOf(SentProbe probe) {
        return switch (probe.kind()) {
            case TCP -> Protocol.TCP;
            case UDP -> Protocol.UDP;
            case SCTP -> Protocol.SCTP;
            case ICMP_ECHO, ICMP_TIMESTAMP ->
                    probe.host().isIpv4() ? Protocol.ICMP : Protocol.ICMPV6;
            case IP_PROTOCOL -> Protocol.IP;
            case ARP -> Protocol.ARP;
        };
    }

    private boolean isRead(SentProbe probe, HostPacket packet) {
        return packet.readBy(readerFor(probe), answer);
    }

    @ParameterizedTest
    @MethodSource("probes")
    void takesTheAnswerOfTheProbesHost(SentProbe probe) {
        HostPacket packet = answerTo(probe);
        assertTrue(isRead(probe, packet));
        assertEquals(probe.host(), new IpAddress(answer.addressHigh, answer.addressLow));
        assertEquals(protocolOf(probe), answer.protocol);
        assertEquals(probe.kind() == ProbeKind.ICMP_TIMESTAMP ? 1 : probe.port(), answer.port);
        assertEquals(statusOf(probe), answer.status);
        assertEquals(probe.cookie(), answer.cookie);
        assertFalse(answer.isForeign);
        boolean isArp = probe.kind() == ProbeKind.ARP;
        assertEquals(isArp ? 0 : HostPacket.TTL, answer.ttl);
        assertEquals(isArp ? HostPacket.MAC : Evidence.UNKNOWN, answer.mac);
        assertEquals(probe.kind() == ProbeKind.TCP ? packet.tcpFlags : 0, answer.tcpFlags);
        assertEquals(probe.kind() == ProbeKind.UDP, answer.payload != null);
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesAnswersToSomebodyElse(SentProbe probe) {
        HostPacket packet = answerTo(probe);
        packet.to = probe.host().isIpv4() ? IpAddress.ofIpv4(0xC6120063) : SentProbe.IPV6_HOST;
        assertFalse(isRead(probe, packet));
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesAnswersOfSomebodyElse(SentProbe probe) {
        HostPacket packet = answerTo(probe);
        packet.from = new IpAddress(packet.from.high(), packet.from.low() + 1);
        assertFalse(isRead(probe, packet));
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesEveryOtherCookie(SentProbe probe) {
        if (probe.kind() == ProbeKind.ARP || probe.kind() == ProbeKind.IP_PROTOCOL) {
            return; // Nothing but addresses proves these.
        }
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            HostPacket packet = answerTo(probe);
            int flip = 1 << bit;
            boolean isDns = probe.kind() == ProbeKind.UDP && probe.port() == DNS;
            if (probe.kind() == ProbeKind.UDP && (!isDns || bit >= 2 * Byte.SIZE)) {
                continue; // The protocol repeats less, or nothing.
            }
            packet.sequence ^= flip;
            packet.acknowledgment += 2 + (flip & ~3);
            packet.tag ^= flip;
            packet.number ^= flip;
            packet.payload[bit / Byte.SIZE % 2] ^= (byte) (1 << bit % Byte.SIZE);
            assertFalse(isRead(probe, packet), "bit " + bit);
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesAnswersToAPortThatTheProbeDidNotComeFrom(SentProbe probe) {
        HostPacket packet = answerTo(probe);
        boolean hasPorts =
                packet.protocol == IpProtocol.TCP
                        || packet.protocol == IpProtocol.UDP
                        || packet.protocol == IpProtocol.SCTP;
        if (!hasPorts) {
            return;
        }
        int right = packet.toPort;
        for (int port = Answers.PORTS.first() - 1; port <= Answers.PORTS.last() + 1; port++) {
            packet.toPort = port;
            assertEquals(port == right, isRead(probe, packet), "port " + port);
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesAnswersOfAnotherPort(SentProbe probe) {
        HostPacket packet = answerTo(probe);
        packet.fromPort = SentProbe.UNPROBED_PORT;
        boolean hasPort =
                switch (probe.kind()) {
                    case TCP, UDP, SCTP -> true;
                    case ICMP_ECHO, ICMP_TIMESTAMP, IP_PROTOCOL, ARP -> false;
                };
        assertEquals(!hasPort, isRead(probe, packet));
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesWhatIsCutShort(SentProbe probe) {
        HostPacket packet = answerTo(probe);
        AnswerReader reader = readerFor(probe);
        MemorySegment frame = packet.frame();
        ParsedFrame parsed = new ParsedFrame();
        for (int length = 0; length < 34; length++) {
            FrameKind kind = FrameParser.parse(frame, 0, length, 14, parsed);
            assertFalse(
                    kind != FrameKind.MALFORMED && reader.read(frame, kind, parsed, answer),
                    length + " bytes");
        }
    }

    @Test
    void resetsCloseAPortWhetherOrNotTheyCountTheSyn() {
        for (IpAddress host : hosts()) {
            SentProbe probe = SentProbe.tcp(host, 80, Tcp.SYN);
            for (int acknowledged = -2; acknowledged <= 2; acknowledged++) {
                HostPacket packet = HostPacket.answerTo(probe);
                packet.tcpFlags = Tcp.RST | Tcp.ACK;
                packet.acknowledgment = probe.cookie() + acknowledged;
                boolean isOurs = acknowledged == 0 || acknowledged == 1;
                assertEquals(isOurs, isRead(probe, packet), acknowledged + " counted");
                assertTrue(!isOurs || answer.status == Status.CLOSED);
            }
        }
    }

    @Test
    void resetsOfFlagsWithoutSynCountTheFinAlone() {
        for (IpAddress host : hosts()) {
            SentProbe none = SentProbe.tcp(host, 80, 0);
            HostPacket packet = HostPacket.answerTo(none);
            packet.tcpFlags = Tcp.RST | Tcp.ACK;
            assertTrue(isRead(none, packet));
            packet.acknowledgment++;
            assertFalse(isRead(none, packet));
            SentProbe xmas = SentProbe.tcp(host, 80, XMAS);
            HostPacket counted = HostPacket.answerTo(xmas);
            counted.tcpFlags = Tcp.RST | Tcp.ACK;
            assertTrue(isRead(xmas, counted));
            counted.acknowledgment--;
            assertTrue(isRead(xmas, counted));
        }
    }

    @Test
    void synAckOpensOnlyWhatWasAskedBySyn() {
        for (IpAddress host : hosts()) {
            for (int flags : new int[] {0, Tcp.FIN, Tcp.ACK, XMAS}) {
                SentProbe probe = SentProbe.tcp(host, 80, flags);
                HostPacket packet = HostPacket.answerTo(probe);
                packet.acknowledgment = probe.cookie() + 1;
                assertFalse(isRead(probe, packet), "flags " + flags);
            }
            SentProbe syn = SentProbe.tcp(host, 80, Tcp.SYN);
            for (int flags : new int[] {Tcp.SYN, Tcp.ACK, Tcp.FIN | Tcp.ACK, 0}) {
                HostPacket packet = HostPacket.answerTo(syn);
                packet.tcpFlags = flags;
                assertFalse(isRead(syn, packet), "answer " + flags);
            }
        }
    }

    @Test
    void abortClosesAndOtherChunksSayNothing() {
        for (IpAddress host : hosts()) {
            SentProbe probe = SentProbe.of(ProbeKind.SCTP, host, 132);
            HostPacket packet = HostPacket.answerTo(probe);
            for (int chunk = 0; chunk < 256; chunk++) {
                packet.chunk = chunk;
                boolean isAnswer = chunk == Sctp.INIT_ACK || chunk == Sctp.ABORT;
                assertEquals(isAnswer, isRead(probe, packet), "chunk " + chunk);
                assertTrue(
                        !isAnswer
                                || answer.status
                                        == (chunk == Sctp.ABORT ? Status.CLOSED : Status.OPEN));
            }
        }
    }

    @Test
    void tftpAnswersFromWhereItLikes() {
        for (IpAddress host : hosts()) {
            SentProbe probe = SentProbe.of(ProbeKind.UDP, host, TFTP);
            HostPacket packet = HostPacket.answerTo(probe);
            packet.payload = new byte[] {0, 5, 0, 1, 0};
            for (int port : new int[] {TFTP, 50_000}) {
                packet.fromPort = port;
                assertTrue(isRead(probe, packet));
                assertEquals(TFTP, answer.port);
                assertNotNull(answer.payload);
                assertEquals("tftp", answer.payload.name());
            }
            packet.payload = new byte[] {0, 1, 0, 1, 0};
            assertFalse(isRead(probe, packet), "in no form of TFTP's, from elsewhere");
            packet.fromPort = TFTP;
            assertTrue(isRead(probe, packet), "something else listens on the port");
        }
    }

    @Test
    void saysWhichPayloadWasAnsweredAndWhereTheAnswerIs() {
        SentProbe probe = SentProbe.of(ProbeKind.UDP, SentProbe.IPV6_HOST, DNS);
        HostPacket packet = HostPacket.answerTo(probe);
        assertTrue(isRead(probe, packet));
        assertSame(probe.details().payloads().of(DNS).get(answer.variant), answer.payload);
        assertEquals(14 + 40 + 8, answer.payloadOffset);
        assertEquals(8, answer.payloadLengthBytes);
    }

    @Test
    void targetsAloneAnswerWhereNoNumberProvesIt() {
        SentProbe udp = SentProbe.of(ProbeKind.UDP, SentProbe.IPV4_HOST, SentProbe.UNPROBED_PORT);
        assertFalse(isRead(udp, HostPacket.answerTo(udp)));
        SentProbe ip =
                SentProbe.of(
                        ProbeKind.IP_PROTOCOL, SentProbe.IPV6_HOST, SentProbe.UNPROBED_PROTOCOL);
        assertFalse(isRead(ip, HostPacket.answerTo(ip)));
    }

    @Test
    void requestsAreNoAnswers() {
        SentProbe arp = SentProbe.of(ProbeKind.ARP, SentProbe.IPV4_HOST, 0);
        HostPacket request = HostPacket.answerTo(arp);
        request.arpOperation = Arp.REQUEST;
        assertFalse(isRead(arp, request));
        for (IpAddress host : hosts()) {
            SentProbe echo = SentProbe.of(ProbeKind.ICMP_ECHO, host, 0);
            HostPacket packet = HostPacket.answerTo(echo);
            packet.type = host.isIpv4() ? Icmp.ECHO_REQUEST : Icmpv6.ECHO_REQUEST;
            assertFalse(isRead(echo, packet));
        }
    }

    @Test
    void anEchoReplyIsNoReplyToATimestamp() {
        SentProbe timestamp = SentProbe.of(ProbeKind.ICMP_TIMESTAMP, SentProbe.IPV4_HOST, 0);
        HostPacket packet = HostPacket.answerTo(timestamp);
        assertEquals(Icmp.TIMESTAMP_REPLY, packet.type);
        packet.type = Icmp.ECHO_REPLY;
        assertFalse(isRead(timestamp, packet));
    }

    /** A host that scans itself hears its probes, as it hears the answers. */
    @Test
    void theProbeItselfIsNoAnswerOfItsProtocol() {
        int tested = 0;
        for (SentProbe probe : probes()) {
            HostPacket packet = HostPacket.answerTo(probe);
            boolean isEcho =
                    packet.protocol == IpProtocol.ICMP || packet.protocol == IpProtocol.ICMPV6;
            boolean hasPorts =
                    packet.protocol == IpProtocol.TCP
                            || packet.protocol == IpProtocol.UDP
                            || packet.protocol == IpProtocol.SCTP;
            if (probe.kind() == ProbeKind.IP_PROTOCOL && !hasPorts) {
                packet.type = probe.host().isIpv4() ? Icmp.ECHO_REQUEST : Icmpv6.ECHO_REQUEST;
                int header = probe.host().isIpv4() ? 20 : 40;
                byte[] sent = probe.packet();
                packet.payload = Arrays.copyOfRange(sent, header + (isEcho ? 8 : 0), sent.length);
                assertFalse(isRead(probe, packet), probe.toString());
                tested++;
            }
        }
        assertTrue(tested > 2);
    }
}
