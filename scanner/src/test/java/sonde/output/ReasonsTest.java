// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.wire.IpAddress;

class ReasonsTest {

    private static final IpAddress IPV4 = IpAddress.parse("198.18.0.2");
    private static final IpAddress IPV6 = IpAddress.parse("2001:db8::2");

    private static String reason(
            IpAddress address, Protocol protocol, int port, Status status, int icmp) {
        Evidence evidence = new Evidence(0, 64, 0, null, icmp, Evidence.UNKNOWN);
        ScanRecord record = new ScanRecord(0, address, protocol, port, status, evidence, null);
        return new String(Reasons.of(record), US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 80, OPEN, none",
        "UDP, 53, OPEN, udp-response",
        "SCTP, 36412, OPEN, init-ack",
        "SCTP, 36412, CLOSED, abort",
        "ICMP, 0, UP, echo-reply",
        "ICMP, 1, UP, timestamp-reply",
        "ICMPV6, 0, UP, echo-reply",
        "ARP, 0, UP, arp-response",
        "IP, 47, OPEN, proto-response"
    })
    void anAnswerOfTheTargetIsNamedByItsProtocol(
            Protocol protocol, int port, Status status, String expected) {
        assertEquals(expected, reason(IPV4, protocol, port, status, Evidence.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, echo-reply",
        "3, 0, net-unreach",
        "3, 1, host-unreach",
        "3, 2, proto-unreach",
        "3, 3, port-unreach",
        "3, 10, host-prohibited",
        "3, 13, admin-prohibited",
        "3, 16, dest-unreach",
        "11, 0, time-exceeded",
        "12, 0, param-prob",
        "14, 0, timestamp-reply",
        "200, 3, icmp"
    })
    void icmpIsNamedByTypeAndCode(int type, int code, String expected) {
        assertEquals(expected, reason(IPV4, Protocol.UDP, 53, Status.CLOSED, type << 8 | code));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, no-route",
        "1, 1, admin-prohibited",
        "1, 3, addr-unreach",
        "1, 4, port-unreach",
        "1, 99, dest-unreach",
        "2, 0, packet-too-big",
        "3, 0, time-exceeded",
        "4, 1, param-prob",
        "129, 0, echo-reply",
        "0, 0, icmp"
    })
    void icmpv6HasNumbersOfItsOwn(int type, int code, String expected) {
        assertEquals(expected, reason(IPV6, Protocol.TCP, 53, Status.FILTERED, type << 8 | code));
    }

    @Test
    void everyTypeAndCodeHasAShortReason() {
        for (int icmp = 0; icmp < 1 << 16; icmp++) {
            for (IpAddress address : new IpAddress[] {IPV4, IPV6}) {
                String reason = reason(address, Protocol.UDP, 53, Status.CLOSED, icmp);
                assertTrue(reason.matches("[a-z0-9-]{4,31}"), reason);
            }
        }
    }
}
