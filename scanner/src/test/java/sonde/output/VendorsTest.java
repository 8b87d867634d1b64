// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

class VendorsTest {

    private static Vendors table(String text) throws IOException {
        return new Vendors(new ByteArrayInputStream(text.getBytes(US_ASCII)));
    }

    /** Ranges of long ago, which nobody gives back. */
    @ParameterizedTest
    @CsvSource({
        "0x00000C000001, 'Cisco Systems, Inc'",
        "0x000142FFFFFF, 'Cisco Systems, Inc'",
        "0x0050C27D5123, DEUTA-WERKE GmbH",
        "0x70B3D5719000, 2M Technology"
    })
    void knowsOldRanges(String mac, String name) {
        assertEquals(name, Vendors.of(Long.decode(mac)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0200_0000_0001L, 0xFFFF_FFFF_FFFFL, 0x3333_0000_0001L})
    void knowsNobodyOfAddressesThatNobodyWasGiven(long mac) {
        assertNull(Vendors.of(mac));
    }

    @Test
    void namesGoIntoJsonAsTheyAre() {
        List<String> names = Vendors.names();
        assertTrue(names.size() > 20_000, names.size() + " names");
        for (String name : names) {
            assertTrue(name.matches("[ -~&&[^\"\\\\]]+"), name);
            assertTrue(name.length() <= Vendors.NAME_MAX_BYTES, name);
        }
    }

    @Test
    void theSmallestRangeCounts() throws IOException {
        Vendors vendors = table("Large\tAABBCC\nMedium\tAABBCCD AABBCC0\nSmall\tAABBCCDEF\n");
        assertArrayEquals("Large".getBytes(US_ASCII), vendors.find(0xAABB_CCE0_0000L));
        assertArrayEquals("Medium".getBytes(US_ASCII), vendors.find(0xAABB_CCDF_FFFFL));
        assertArrayEquals("Medium".getBytes(US_ASCII), vendors.find(0xAABB_CC00_0000L));
        assertArrayEquals("Small".getBytes(US_ASCII), vendors.find(0xAABB_CCDE_F000L));
        assertArrayEquals("Small".getBytes(US_ASCII), vendors.find(0xAABB_CCDE_FFFFL));
        assertNull(vendors.find(0xAABB_CB00_0000L));
        assertNull(vendors.find(0xAABB_CD00_0000L));
    }

    @Test
    void refusesATableWithPrefixesOfOtherLengths() {
        assertThrows(IOException.class, () -> table("Odd\tAABBC\n"));
    }
}
