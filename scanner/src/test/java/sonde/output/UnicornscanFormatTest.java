// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnicornscanFormatTest {

    @Test
    void writesMasscansLine() {
        assertEquals(
                "TCP open\t            http[   80]\t\tfrom 198.18.0.2  ttl 64 \n",
                Records.text(OutputFormat.UNICORNSCAN, Records.PLAIN));
    }

    @Test
    void writesTheLeastAndTheLongest() {
        assertEquals(
                "TCP open\t         unknown[    0]\t\tfrom 0.0.0.0  ttl 0 \n",
                Records.text(OutputFormat.UNICORNSCAN, Records.LEAST));
        assertEquals(
                "TCP filtered\t         unknown[65535]\t\tfrom 255.255.255.255  ttl 255 \n",
                Records.text(OutputFormat.UNICORNSCAN, Records.LONGEST));
    }

    @Test
    void hasNoBanners() {
        assertEquals("", Records.text(OutputFormat.UNICORNSCAN, Records.BANNER));
    }

    @Test
    void writesEveryKindInTheSameColumns() {
        assertEquals(
                "UDP filtered\t          domain[   53]\t\tfrom 2001:db8::2  ttl 61 \n",
                Records.text(OutputFormat.UNICORNSCAN, Records.FILTERED));
        assertEquals(
                "ARP up\t             arp[    0]\t\tfrom 198.18.0.2  ttl 0 \n",
                Records.text(OutputFormat.UNICORNSCAN, Records.NEIGHBOUR));
    }
}
