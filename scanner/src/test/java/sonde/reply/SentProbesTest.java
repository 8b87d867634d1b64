// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.probe.ProbeKind;
import sonde.probe.udp.UdpPayloads;
import sonde.wire.IpAddress;
import sonde.wire.Tcp;

import java.util.HashSet;
import java.util.Set;

class SentProbesTest {

    private static final IpAddress IPV4 = SentProbe.IPV4_HOST;
    private static final IpAddress IPV6 = SentProbe.IPV6_HOST;

    private final SentProbes sent = SentProbe.tcp(IPV4, 80, Tcp.SYN).sent();

    private static boolean isSource(SentProbes sent, IpAddress address) {
        return sent.isSource(address.high(), address.low());
    }

    @Test
    void knowsItsSourcesOfBothFamilies() {
        IpAddress source = IpAddress.ofIpv4(Answers.SOURCE);
        assertTrue(isSource(sent, source));
        assertTrue(isSource(sent, IpAddress.ofIpv4(Answers.SOURCE + 2)));
        assertFalse(isSource(sent, IpAddress.ofIpv4(Answers.SOURCE + 3)));
        assertTrue(isSource(sent, IpAddress.parse("2001:db8::1")));
        assertTrue(isSource(sent, IpAddress.parse("2001:db8::4")));
        assertFalse(isSource(sent, IpAddress.parse("2001:db8::5")));
        assertFalse(isSource(sent, IpAddress.parse("::")));
        // IPv4's numbers as an IPv6 address of their own.
        assertFalse(isSource(sent, new IpAddress(0, Answers.SOURCE & 0xFFFF_FFFFL)));
    }

    @Test
    void withoutSourcesOfAFamilyNothingIsOurs() {
        SentProbes none =
                new SentProbes(
                        Answers.KEY,
                        null,
                        null,
                        Answers.PORTS,
                        Tcp.SYN,
                        UdpPayloads.builtIn(),
                        SentProbe.TARGETS);
        assertFalse(isSource(none, IpAddress.ofIpv4(Answers.SOURCE)));
        assertFalse(isSource(none, IpAddress.parse("2001:db8::1")));
    }

    @Test
    void portsComeFromTheHashOfTheFamily() {
        assertEquals(
                Answers.PORTS.sourcePort(IPV4.ipv4(), 80),
                sent.sourcePort(IPV4.high(), IPV4.low(), 80));
        assertEquals(
                Answers.PORTS.sourcePort(IPV6.high(), IPV6.low(), 80),
                sent.sourcePort(IPV6.high(), IPV6.low(), 80));
        assertTrue(sent.isSourcePort(Answers.PORTS.first()));
        assertFalse(sent.isSourcePort(Answers.PORTS.last() + 1));
    }

    @Test
    void everyKindAndFamilyHasACookieOfItsOwnThatIsTheProbes() {
        Set<Integer> cookies = new HashSet<>();
        int count = 0;
        for (IpAddress host : new IpAddress[] {IPV4, IPV6}) {
            for (ProbeKind kind : ProbeKind.values()) {
                if (!kind.supports(host.family())) {
                    continue;
                }
                SentProbe probe = SentProbe.of(kind, host, 0);
                HostPacket answer = HostPacket.answerTo(probe);
                int cookie =
                        sent.cookie(
                                kind,
                                host.high(),
                                host.low(),
                                0,
                                answer.to.high(),
                                answer.to.low());
                assertEquals(probe.cookie(), cookie, probe.toString());
                cookies.add(cookie);
                count++;
            }
        }
        // Echo and timestamp are of one protocol, whose replies say which they are.
        assertEquals(count - 1 - arpSharesWithIpProtocol(), cookies.size());
    }

    /** Neither has a protocol number of its own, and neither proves itself by its cookie alone. */
    private static int arpSharesWithIpProtocol() {
        return ProbeKind.ARP.cookieDomain() == ProbeKind.IP_PROTOCOL.cookieDomain() ? 1 : 0;
    }

    @Test
    void aCookieOfAnotherSourcePortIsAnother() {
        long source = IpAddress.ipv4Low(Answers.SOURCE);
        int port = sent.sourcePort(IPV4.high(), IPV4.low(), 80);
        int cookie = sent.cookie(ProbeKind.TCP, IPV4.high(), IPV4.low(), 80, 0, source, port);
        assertEquals(cookie, sent.cookie(ProbeKind.TCP, IPV4.high(), IPV4.low(), 80, 0, source));
        assertNotEquals(
                cookie,
                sent.cookie(ProbeKind.TCP, IPV4.high(), IPV4.low(), 80, 0, source, port + 1));
    }
}
