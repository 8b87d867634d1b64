// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** With one tag. */
class VlanLinkTest extends VlanLinkContract {

    VlanLinkTest() {
        super(VlanTags.of(5));
    }

    @Test
    void isThePacketLinkWithoutItsGuard() {
        assertEquals("packet", far().link().name());
        assertFalse(far().link().stackGuard().isUp());
    }
}
