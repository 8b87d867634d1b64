// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressSpanTest {

    @Test
    void mapsIpv4() {
        AddressSpan span = AddressSpan.ipv4(0x7fffffff, 0x80000000);
        assertEquals(new AddressSpan(0, 0xffff_7fff_ffffL, 0, 0xffff_8000_0000L), span);
        assertTrue(span.isIpv4());
        assertEquals(0x80000000, span.ipv4Last());
        assertFalse(AddressSpan.one(0, 1).isIpv4(), "::1");
        assertFalse(AddressSpan.one(1, 0xffff_0000_0001L).isIpv4());
    }

    @Test
    void givesWordsInNetworkOrder() {
        AddressSpan span = AddressSpan.one(0x0001_0203_0405_0607L, 0x8899_aabb_ccdd_eeffL);
        assertEquals(0x00010203, span.firstWord(0));
        assertEquals(0x04050607, span.firstWord(1));
        assertEquals(0x8899aabb, span.lastWord(2));
        assertEquals(0xccddeeff, span.lastWord(3));
    }

    @Test
    void refusesWhatDescendsOrMixesFamilies() {
        assertThrows(IllegalArgumentException.class, () -> AddressSpan.ipv4(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new AddressSpan(-1, 0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new AddressSpan(1, -1, 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new AddressSpan(0, 0, 0, 0xffff_0000_0001L));
    }
}
