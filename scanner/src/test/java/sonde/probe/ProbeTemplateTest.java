// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProbeTemplateTest {

    @Test
    void knowsWhereTheIpHeaderBegins() {
        assertTrue(ProbeTemplate.ethernet(1, 2, 64).isEthernet());
        assertEquals(14, ProbeTemplate.ethernet(1, 2, 64).ipOffsetBytes());
        assertFalse(ProbeTemplate.ip(64).isEthernet());
        assertEquals(0, ProbeTemplate.ip(64).ipOffsetBytes());
    }

    @Test
    void refusesWhatNoFrameCanHold() {
        assertThrows(IllegalArgumentException.class, () -> ProbeTemplate.ip(0));
        assertThrows(IllegalArgumentException.class, () -> ProbeTemplate.ip(256));
        assertThrows(IllegalArgumentException.class, () -> new ProbeTemplate(4, 1, 2, 0, 64));
    }

    @Test
    void aVlanTagMakesTheHeaderLonger() {
        ProbeTemplate tagged = ProbeTemplate.ethernet(1, 2, 64).withVlan(0xFFFF);
        assertTrue(tagged.isEthernet());
        assertTrue(tagged.hasVlan());
        assertEquals(18, tagged.ipOffsetBytes());
        assertEquals(0xFFFF, tagged.vlanControl());
        assertFalse(ProbeTemplate.ethernet(1, 2, 64).hasVlan());
        assertThrows(IllegalArgumentException.class, () -> ProbeTemplate.ip(64).withVlan(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> ProbeTemplate.ethernet(1, 2, 64).withVlan(0x10000));
    }
}
