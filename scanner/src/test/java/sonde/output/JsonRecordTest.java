// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

class JsonRecordTest {

    @Test
    void putsEachValueBehindItsText() {
        AsciiBuffer buffer = new AsciiBuffer(100);
        new JsonRecord(
                        "A",
                        "B",
                        "C",
                        "D",
                        "E",
                        "F",
                        "G",
                        new JsonEvidence("=", "~"),
                        "H",
                        "I",
                        "J",
                        "K",
                        "L")
                .put(Records.PLAIN, buffer);
        assertEquals(
                "A198.18.0.2B1795465782C80DtcpEopenFsyn-ackG64H",
                new String(buffer.bytes(), 0, buffer.length(), US_ASCII));
    }
}
