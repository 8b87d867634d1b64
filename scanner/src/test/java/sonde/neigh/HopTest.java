// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class HopTest {

    @Test
    void isEqualWhereEveryPartIs() {
        Hop hop = new Hop(3, true, 0xC6120001, 0xC6120002, null);
        Hop same = new Hop(3, true, 0xC6120001, 0xC6120002, null);
        assertEquals(hop, same);
        assertEquals(hop.hashCode(), same.hashCode());
        assertEquals(
                Hop.refused("no route"), Hop.refused(String.valueOf("no route".toCharArray())));
    }

    @Test
    void differsWhereAnyPartDoes() {
        Hop hop = new Hop(3, true, 0xC6120001, 0xC6120002, null);
        for (Hop other :
                List.of(
                        new Hop(4, true, 0xC6120001, 0xC6120002, null),
                        new Hop(3, false, 0xC6120001, 0xC6120002, null),
                        new Hop(3, true, 0xC6120003, 0xC6120002, null),
                        new Hop(3, true, 0xC6120001, 0xC6120003, null),
                        new Hop(3, true, 0xC6120001, 0xC6120002, "no route"))) {
            assertNotEquals(hop, other);
        }
    }
}
