// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;

class ServiceNamesTest {

    private static String name(Protocol protocol, int port) {
        ScanRecord record = new ScanRecord(0, 1, protocol, port, Status.OPEN, 0, 0);
        return new String(ServiceNames.of(record), US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 22, ssh",
        "TCP, 80, http",
        "TCP, 443, https",
        "TCP, 47808, bacnet",
        "UDP, 53, domain",
        "UDP, 161, snmp",
        "TCP, 161, snmp",
        "UDP, 22, unknown",
        "TCP, 0, unknown",
        "TCP, 55555, unknown",
        "TCP, 65535, unknown",
        "SCTP, 80, sctp",
        "ICMP, 0, icmp",
        "IP, 47, ip",
    })
    void namesWhatIsUsualOnAPort(Protocol protocol, int port, String name) {
        assertEquals(name, name(protocol, port));
    }

    @Test
    void fitsIntoUnicornscansColumns() {
        for (int port = 0; port < 1 << 16; port++) {
            for (Protocol protocol : new Protocol[] {Protocol.TCP, Protocol.UDP}) {
                String name = name(protocol, port);
                assertTrue(name.matches("[a-z0-9-]{1,16}"), name);
            }
        }
    }
}
