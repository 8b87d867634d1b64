// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InteractiveFormatTest {

    @Test
    void writesMasscansLine() {
        assertEquals(
                "Discovered open port 80/tcp on 198.18.0.2" + " ".repeat(38) + "\n",
                Records.text(OutputFormat.INTERACTIVE, Records.PLAIN));
    }

    @Test
    void writesTheLeastAndTheLongest() {
        assertEquals(
                "Discovered open port 0/tcp on 0.0.0.0" + " ".repeat(42) + "\n",
                Records.text(OutputFormat.INTERACTIVE, Records.LEAST));
        assertEquals(
                "Discovered filtered port 65535/tcp on 255.255.255.255" + " ".repeat(26) + "\n",
                Records.text(OutputFormat.INTERACTIVE, Records.LONGEST));
    }

    @Test
    void writesABanner() {
        assertEquals(
                "Banner on port 80/tcp on 198.18.0.2: [title] lab \\x3cpage",
                Records.text(OutputFormat.INTERACTIVE, Records.BANNER).stripTrailing());
    }

    @Test
    void saysWhoAnsweredInPlaceOfTheTargetOrWhatMachineItIs() {
        assertEquals(
                "Discovered filtered port 53/udp on 2001:db8::2 (admin-prohibited from"
                        + " 2001:db8::fe)",
                Records.text(OutputFormat.INTERACTIVE, Records.FILTERED).stripTrailing());
        assertEquals(
                "Discovered up port 0/arp on 198.18.0.2 (00:00:0c:12:34:ff Cisco Systems, Inc)",
                Records.text(OutputFormat.INTERACTIVE, Records.NEIGHBOUR).stripTrailing());
    }
}
