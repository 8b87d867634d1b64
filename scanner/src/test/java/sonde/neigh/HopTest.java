// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import sonde.wire.IpAddress;

import java.util.List;

class HopTest {

    private static IpAddress at(int ipv4) {
        return IpAddress.ofIpv4(ipv4);
    }

    @Test
    void isEqualWhereEveryPartIs() {
        Hop hop = new Hop(3, at(0xC6120001), at(0xC6120002), null);
        Hop same = new Hop(3, at(0xC6120001), at(0xC6120002), null);
        assertEquals(hop, same);
        assertEquals(hop.hashCode(), same.hashCode());
        assertEquals(
                Hop.refused("no route"), Hop.refused(String.valueOf("no route".toCharArray())));
    }

    @Test
    void differsWhereAnyPartDoes() {
        Hop hop = new Hop(3, at(0xC6120001), at(0xC6120002), null);
        for (Hop other :
                List.of(
                        new Hop(4, at(0xC6120001), at(0xC6120002), null),
                        new Hop(3, null, at(0xC6120002), null),
                        new Hop(3, at(0xC6120003), at(0xC6120002), null),
                        new Hop(3, at(0xC6120001), at(0xC6120003), null),
                        new Hop(3, at(0xC6120001), at(0xC6120002), "no route"))) {
            assertNotEquals(hop, other);
        }
    }
}
