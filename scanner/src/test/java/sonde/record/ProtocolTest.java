// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProtocolTest {

    @Test
    void tcpIsProtocolSix() {
        assertEquals("tcp", Protocol.TCP.label());
        assertEquals(6, Protocol.TCP.number());
    }
}
