// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ListFormatTest {

    @Test
    void writesMasscansLine() {
        assertEquals(
                "open tcp 80 198.18.0.2 1795465782\n",
                Records.text(OutputFormat.LIST, Records.PLAIN));
    }

    @Test
    void writesTheLeastAndTheLongest() {
        assertEquals("open tcp 0 0.0.0.0 0\n", Records.text(OutputFormat.LIST, Records.LEAST));
        assertEquals(
                "filtered tcp 65535 255.255.255.255 -9223372037\n",
                Records.text(OutputFormat.LIST, Records.LONGEST));
    }

    @Test
    void writesABanner() {
        assertEquals(
                "banner tcp 80 198.18.0.2 1795465782 title lab \\x3cpage\n",
                Records.text(OutputFormat.LIST, Records.BANNER));
    }

    @Test
    void writesEveryKindInTheSameColumns() {
        assertEquals(
                "filtered udp 53 2001:db8::2 1795465782\n",
                Records.text(OutputFormat.LIST, Records.FILTERED));
        assertEquals(
                "up arp 0 198.18.0.2 1795465782\n",
                Records.text(OutputFormat.LIST, Records.NEIGHBOUR));
    }
}
