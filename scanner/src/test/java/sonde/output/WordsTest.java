// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.record.Protocol;
import sonde.record.Status;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "0x00, none",
        "0x12, syn-ack",
        "0x14, rst-ack",
        "0x04, rst",
        "0x11, fin-ack",
        "0x52, syn-ack-ece",
        "0xFF, fin-syn-rst-psh-ack-urg-ece-cwr",
        "0x112, syn-ack"
    })
    void namesTheFlagsInMasscansOrder(String flags, String reason) {
        assertEquals(reason, new String(Words.flags(Integer.decode(flags)), US_ASCII));
    }

    @Test
    void everyProtocolAndStatusHasItsLabel() {
        for (Protocol protocol : Protocol.values()) {
            assertEquals(protocol.label(), new String(Words.protocol(protocol), US_ASCII));
        }
        for (Status status : Status.values()) {
            assertEquals(status.label(), new String(Words.status(status), US_ASCII));
        }
    }
}
