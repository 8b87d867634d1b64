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
        assertThrows(IllegalArgumentException.class, () -> new ProbeTemplate(4, 1, 2, 64));
    }
}
