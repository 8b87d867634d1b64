// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class SentPacketsTest {

    private static final List<String> LINES =
            List.of(
                    "Inter-|   Receive                   |  Transmit",
                    " face |bytes    packets errs drop fifo frame compressed multicast|bytes"
                            + "    packets errs drop fifo colls carrier compressed",
                    "    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
                    "eth0:12345678 22 0 0 0 0 0 0 87654321 4711 0 0 0 0 0 0");

    @Test
    void readsTheColumn() {
        assertEquals(10, SentPackets.in(LINES, "lo"));
        assertEquals(4711, SentPackets.in(LINES, "eth0"));
    }

    @Test
    void anUnknownInterfaceHasNone() {
        assertEquals(-1, SentPackets.in(LINES, "eth"));
        assertEquals(-1, SentPackets.in(LINES, "face"));
        assertEquals(-1, SentPackets.in(List.of("eth0: 1 2"), "eth0"));
    }

    @Test
    void theKernelsTableHasLoopback() {
        assertTrue(SentPackets.of("lo") >= 0);
    }
}
