// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import sonde.probe.ProbeKind;
import sonde.record.Protocol;
import sonde.record.Status;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpAddress;
import sonde.wire.IpProtocol;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;
import sonde.wire.Tcp;

import java.util.List;

class IcmpErrorReaderTest {

    private static final int DNS = 53;

    /** As much of a probe as every error quotes behind its IP header (RFC 792). */
    private static final int SHORTEST = 8;

    private static final int LONGEST = 512;

    private static final int PROHIBITED = 13;
    private static final int FRAGMENTATION_NEEDED = 4;

    private final Answer answer = new Answer();

    /** Kinds that errors can quote, to both hosts. */
    static List<SentProbe> probes() {
        return AnswerReaderTest.probes().stream()
                .filter(probe -> probe.kind() != ProbeKind.ARP)
                .toList();
    }

    private static IpAddress router(SentProbe probe) {
        return IpAddress.parse(probe.host().isIpv4() ? "198.18.9.254" : "2001:db8:9::fe");
    }

    private static int unreachable(SentProbe probe) {
        return probe.host().isIpv4()
                ? Icmp.DESTINATION_UNREACHABLE
                : Icmpv6.DESTINATION_UNREACHABLE;
    }

    /**
     * Communication administratively prohibited (RFC 1812 section 5.2.7.1, RFC 4443 section 3.1).
     */
    private static HostPacket prohibited(SentProbe probe, IpAddress from, int quotedBytes) {
        int code = probe.host().isIpv4() ? PROHIBITED : 1;
        return HostPacket.error(probe, from, unreachable(probe), code, quotedBytes);
    }

    private boolean isRead(SentProbe probe, HostPacket packet) {
        return packet.readBy(new AnswerReader(probe.sent()), answer);
    }

    private static int headerLengthBytes(SentProbe probe) {
        return probe.host().isIpv4() ? Ipv4.HEADER_LENGTH_BYTES : Ipv6.HEADER_LENGTH_BYTES;
    }

    @ParameterizedTest
    @MethodSource("probes")
    void aRouterThatRefusesAProbeFiltersItsTarget(SentProbe probe) {
        for (int quoted : new int[] {SHORTEST, SHORTEST + 4, LONGEST}) {
            HostPacket error = prohibited(probe, router(probe), quoted);
            assertTrue(isRead(probe, error), quoted + " bytes");
            assertEquals(Status.FILTERED, answer.status);
            assertEquals(probe.host(), new IpAddress(answer.addressHigh, answer.addressLow));
            int port = probe.kind() == ProbeKind.ICMP_TIMESTAMP ? 1 : probe.port();
            assertEquals(port, answer.port);
            assertEquals(probe.cookie(), answer.cookie);
            assertTrue(answer.isForeign);
            assertEquals(router(probe), answer.evidence(0).responder());
            assertEquals(error.type << 8 | error.code, answer.icmp);
            assertEquals(HostPacket.TTL, answer.ttl);
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void timeExceededFiltersToo(SentProbe probe) {
        int type = probe.host().isIpv4() ? Icmp.TIME_EXCEEDED : Icmpv6.TIME_EXCEEDED;
        assertTrue(isRead(probe, HostPacket.error(probe, router(probe), type, 0, SHORTEST)));
        assertEquals(Status.FILTERED, answer.status);
    }

    /** What the target says of its own ports and protocols. */
    @ParameterizedTest
    @MethodSource("probes")
    void theTargetKnowsItsPortsAndProtocols(SentProbe probe) {
        boolean isIpv4 = probe.host().isIpv4();
        HostPacket port =
                HostPacket.error(probe, probe.host(), unreachable(probe), isIpv4 ? 3 : 4, SHORTEST);
        assertTrue(isRead(probe, port));
        assertFalse(answer.isForeign);
        assertEquals(
                switch (probe.kind()) {
                    case UDP -> Status.CLOSED;
                    case IP_PROTOCOL -> Status.OPEN;
                    case TCP, SCTP, ICMP_ECHO, ICMP_TIMESTAMP, ARP -> Status.FILTERED;
                },
                answer.status);
        HostPacket protocol =
                HostPacket.error(
                        probe,
                        probe.host(),
                        isIpv4 ? Icmp.DESTINATION_UNREACHABLE : Icmpv6.PARAMETER_PROBLEM,
                        isIpv4 ? 2 : 1,
                        SHORTEST);
        assertTrue(isRead(probe, protocol));
        assertEquals(
                switch (probe.kind()) {
                    case SCTP, IP_PROTOCOL -> Status.CLOSED;
                    case TCP, UDP, ICMP_ECHO, ICMP_TIMESTAMP, ARP -> Status.FILTERED;
                },
                answer.status);
    }

    @ParameterizedTest
    @MethodSource("probes")
    void aRouterCanNotCloseAPort(SentProbe probe) {
        boolean isIpv4 = probe.host().isIpv4();
        for (int code = 0; code < 16; code++) {
            if (isIpv4 && code == FRAGMENTATION_NEEDED) {
                continue;
            }
            HostPacket error =
                    HostPacket.error(probe, router(probe), unreachable(probe), code, SHORTEST);
            assertTrue(isRead(probe, error));
            assertEquals(Status.FILTERED, answer.status, "code " + code);
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void aPacketTooBigSaysNothingOfItsTarget(SentProbe probe) {
        boolean isIpv4 = probe.host().isIpv4();
        HostPacket error =
                HostPacket.error(
                        probe,
                        router(probe),
                        isIpv4 ? Icmp.DESTINATION_UNREACHABLE : Icmpv6.PACKET_TOO_BIG,
                        isIpv4 ? FRAGMENTATION_NEEDED : 0,
                        LONGEST);
        assertFalse(isRead(probe, error));
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesQuotesThatAreTooShortToProveAnything(SentProbe probe) {
        for (int quoted = -headerLengthBytes(probe); quoted < SHORTEST; quoted++) {
            assertFalse(isRead(probe, prohibited(probe, router(probe), quoted)), quoted + " bytes");
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesQuotesOfPacketsThatAreNotOurs(SentProbe probe) {
        int addressBytes = probe.host().isIpv4() ? 4 : 16;
        int header = headerLengthBytes(probe);
        HostPacket ofOthers = prohibited(probe, router(probe), LONGEST);
        ofOthers.payload[header - 2 * addressBytes + 1] ^= 1;
        assertFalse(isRead(probe, ofOthers), "source");
        HostPacket toOthers = prohibited(probe, router(probe), LONGEST);
        toOthers.payload[header - 1] ^= 1;
        assertFalse(isRead(probe, toOthers), "destination");
        HostPacket elsewhere = prohibited(probe, router(probe), LONGEST);
        elsewhere.to = router(probe);
        assertFalse(isRead(probe, elsewhere), "sent to somebody else");
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesEveryOtherNumber(SentProbe probe) {
        int[] proof = proofBytes(probe);
        for (int i = proof[0]; i < proof[1]; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                HostPacket error = prohibited(probe, router(probe), LONGEST);
                error.payload[headerLengthBytes(probe) + i] ^= (byte) (1 << bit);
                assertFalse(isRead(probe, error), "byte " + i + " bit " + bit);
            }
        }
    }

    /** Where a probe's proof stands behind its IP header, from the first byte to the last. */
    private static int[] proofBytes(SentProbe probe) {
        return switch (probe.kind()) {
            case TCP, ICMP_ECHO, ICMP_TIMESTAMP -> new int[] {4, 8};
            case UDP -> probe.port() == DNS ? new int[] {8, 10} : new int[] {0, 4};
            case SCTP -> new int[] {16, 20};
            case IP_PROTOCOL ->
                    switch (probe.port()) {
                        case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP -> new int[] {0, 2};
                        case IpProtocol.ICMP, IpProtocol.ICMPV6 -> new int[] {4, 8};
                        default -> new int[] {0, 4};
                    };
            case ARP -> new int[] {0, 0};
        };
    }

    @ParameterizedTest
    @MethodSource("probes")
    void refusesQuotesOfAnotherSourcePort(SentProbe probe) {
        if (probe.kind() != ProbeKind.TCP
                && probe.kind() != ProbeKind.UDP
                && probe.kind() != ProbeKind.SCTP) {
            return;
        }
        HostPacket error = prohibited(probe, router(probe), LONGEST);
        error.payload[headerLengthBytes(probe) + 1] ^= 1;
        assertFalse(isRead(probe, error));
    }

    @Test
    void whatARouterChangedOnTheWayDoesNotMatter() {
        for (IpAddress host : List.of(SentProbe.IPV4_HOST, SentProbe.IPV6_HOST)) {
            SentProbe probe = SentProbe.tcp(host, 80, Tcp.SYN);
            HostPacket error = prohibited(probe, router(probe), LONGEST);
            error.payload[host.isIpv4() ? 8 : 7] = 1; // Time to live, hop limit.
            error.payload[host.isIpv4() ? 10 : 1] ^= 0x5; // Checksum, flow label.
            assertTrue(isRead(probe, error));
        }
    }

    @ParameterizedTest
    @CsvSource({"198.18.7.9,ICMP", "2001:db8:7::9,ICMPV6"})
    void anErrorAboutAPingIsOfIcmp(String host, Protocol protocol) {
        SentProbe probe = SentProbe.of(ProbeKind.ICMP_ECHO, IpAddress.parse(host), 0);
        assertTrue(isRead(probe, prohibited(probe, router(probe), SHORTEST)));
        assertEquals(protocol, answer.protocol);
    }
}
